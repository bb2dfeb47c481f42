//! Skies.

use kurbo::Point;
use mangakai_script::{TimeOfDay, Weather};

use super::Scene;
use crate::ink::{Material, Random, Surface, circle, curve, ellipse, pt, rect};

const CLOUD: Material = Material::new(0.0, [252, 252, 252]);

/// Where the moon stands.
pub fn moon_at(surface: &Surface) -> Point {
    surface.at(0.78, 0.17)
}

/// The colours of the sky at its top and at the horizon.
fn colours(scene: &Scene) -> (Material, Material) {
    let clear = match scene.time {
        TimeOfDay::Day => (
            Material::new(0.22, [112, 178, 236]),
            Material::new(0.0, [222, 240, 252]),
        ),
        TimeOfDay::Dawn => (
            Material::new(0.26, [140, 160, 216]),
            Material::new(0.0, [254, 220, 190]),
        ),
        TimeOfDay::Dusk => (
            Material::new(0.52, [104, 84, 150]),
            Material::new(0.06, [252, 168, 106]),
        ),
        TimeOfDay::Night => (
            Material::new(0.97, [16, 22, 58]),
            Material::new(0.62, [62, 74, 132]),
        ),
    };
    let grey = Material::new(0.30, [150, 160, 172]);
    match scene.weather {
        Weather::Rain => (
            clear.0.mixed(Material::new(0.42, [104, 116, 132]), 0.6),
            clear.1.mixed(grey, 0.6),
        ),
        Weather::Snow | Weather::Fog => (clear.0.mixed(grey, 0.5), clear.1.mixed(grey, 0.3)),
        Weather::Clear | Weather::Wind => clear,
    }
}

/// Sky from the top down to `bottom` (a share of the height), with what stands in it.
pub fn draw(scene: &Scene, surface: &mut Surface, random: &mut Random, bottom: f64) {
    let (top, low) = colours(scene);
    let sky = rect(0.0, 0.0, surface.width, surface.height * bottom);
    surface.gradient(&sky, top, low);
    let reach = surface.side() * bottom;
    let clear = matches!(scene.weather, Weather::Clear | Weather::Wind);
    match scene.time {
        TimeOfDay::Night if clear || scene.weather == Weather::Snow => {
            stars(surface, random, bottom, if clear { 70 } else { 20 });
            let moon = moon_at(surface);
            surface.fill(
                &circle(moon, surface.side() * 0.055),
                Material::new(0.0, [255, 246, 204]),
            );
            for (dx, dy, r) in [(-0.018, -0.012, 0.011), (0.016, 0.014, 0.014)] {
                let spot = pt(moon.x + dx * surface.side(), moon.y + dy * surface.side());
                surface.fill(
                    &circle(spot, r * surface.side()),
                    Material::new(0.10, [232, 220, 170]),
                );
            }
        }
        TimeOfDay::Dusk if clear => {
            let sun = pt(surface.width * 0.3, surface.height * bottom * 0.86);
            surface.fill(&circle(sun, reach * 0.12), Material::new(0.0, [255, 226, 150]));
            surface.stroke(&circle(sun, reach * 0.12), 1.2);
        }
        _ => {}
    }
    if !scene.is_dark() {
        let count = if scene.weather == Weather::Clear { 3 } else { 5 };
        for i in 0..count {
            let x = surface.width * (0.12 + 0.8 * f64::from(i) / f64::from(count))
                + random.between(-0.05, 0.05) * surface.width;
            let y = surface.height * bottom * random.between(0.16, 0.62);
            cloud(surface, pt(x, y), reach * random.between(0.10, 0.22), random);
        }
    }
    if scene.weather == Weather::Wind {
        for _ in 0..7 {
            let (x, y) = (
                random.between(-0.1, 0.8) * surface.width,
                random.between(0.05, 0.95) * surface.height * bottom,
            );
            let long = surface.width * random.between(0.15, 0.3);
            surface.pen(
                &curve(&[
                    pt(x, y),
                    pt(x + long * 0.5, y - long * 0.05),
                    pt(x + long, y + long * 0.03),
                ]),
                2.2,
            );
        }
    }
}

fn stars(surface: &mut Surface, random: &mut Random, bottom: f64, count: usize) {
    for _ in 0..count {
        let at = surface.at(random.unit(), random.unit() * bottom * 0.92);
        let r = surface.scale * random.between(0.8, 2.3);
        surface.fill(&circle(at, r), CLOUD);
        if random.chance(0.12) {
            let reach = r * 3.6;
            for (dx, dy) in [(reach, 0.0), (0.0, reach)] {
                surface.stroke_in(
                    &curve(&[pt(at.x - dx, at.y - dy), pt(at.x + dx, at.y + dy)]),
                    0.9,
                    CLOUD,
                );
            }
        }
    }
}

/// A heap of cloud with a flat base.
fn cloud(surface: &mut Surface, at: Point, reach: f64, random: &mut Random) {
    let mut shapes = vec![ellipse(at, reach * 1.5, reach * 0.28)];
    for i in 0..6 {
        let t = f64::from(i) / 5.0 * 2.0 - 1.0;
        let r = reach * random.between(0.32, 0.52) * (1.1 - t.abs() * 0.55);
        shapes.push(circle(pt(at.x + t * reach * 1.05, at.y - r * 0.55), r));
    }
    surface.union(&shapes, 0.8, CLOUD);
}
