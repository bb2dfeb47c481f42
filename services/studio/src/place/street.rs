//! Streets, squares, stations, roofs: where people have built.

use kurbo::Point;
use mangakai_script::{Place, TimeOfDay, Weather};

use super::{
    Scene,
    elements::{self as e, ASPHALT, BARK, GLASS, LIT, SNOW, WALL},
    festival, sky, station, village,
};
use crate::ink::{Material, Random, Surface, curve, line, mix, polygon, pt, rect};

/// Where the lamp of a street shines.
pub fn lamp_at(scene: &Scene, surface: &Surface) -> Point {
    surface.at(0.13, (scene.horizon - 0.26).max(0.08))
}

/// Draws a street.
pub fn draw(scene: &Scene, surface: &mut Surface, random: &mut Random) {
    sky::draw(scene, surface, random, scene.horizon + 0.02);
    match scene.place {
        Place::Village => village::village(scene, surface, random),
        Place::Doorstep => village::doorstep(scene, surface, random),
        Place::Station => station::station(scene, surface),
        Place::Festival => festival::festival(scene, surface),
        _ => city(scene, surface, random),
    }
}

pub fn glass(scene: &Scene) -> Material {
    if matches!(scene.time, TimeOfDay::Night | TimeOfDay::Dusk) {
        LIT
    } else {
        GLASS
    }
}

pub fn paving(scene: &Scene) -> Material {
    let dry = if scene.weather == Weather::Snow {
        SNOW
    } else {
        ASPHALT
    };
    scene.lit(dry)
}

/// A street that runs to a vanishing point, with fronts on both sides.
fn city(scene: &Scene, s: &mut Surface, random: &mut Random) {
    let eye = pt(s.width * 0.52, s.height * scene.horizon);
    // Far towers first.
    for i in 0..8 {
        let x = s.width * (0.22 + 0.075 * f64::from(i));
        let tall = s.height * random.between(0.06, 0.20);
        let tower = rect(x, eye.y - tall, s.width * random.between(0.05, 0.08), tall);
        s.block(&tower, 0.9, scene.lit(Material::new(0.12, [176, 190, 204])));
    }
    ground(scene, s);
    for side in [-1.0, 1.0] {
        fronts(scene, s, random, eye, side);
    }
    let lamp = lamp_at(scene, s);
    e::lamp(s, pt(lamp.x, s.height * (scene.horizon + 0.16)), lamp, 1.7);
    wires(s, eye);
}

fn ground(scene: &Scene, s: &mut Surface) {
    let y = s.height * scene.horizon;
    let near = paving(scene);
    let floor = rect(0.0, y, s.width, s.height - y);
    s.gradient(&floor, near.mixed(Material::new(0.0, near.rgb), 0.5), near);
    let eye = pt(s.width * 0.52, y);
    for x in [-0.55, 1.6] {
        s.stroke(&line(&[eye, pt(s.width * x, s.height)]), 1.8);
    }
    for i in 0..5 {
        let (a, b) = (0.10 + 0.2 * f64::from(i), 0.10 + 0.2 * f64::from(i) + 0.09);
        let at = |t: f64, side: f64| {
            let far = t * t;
            pt(
                eye.x + (s.width * 0.02 + s.width * 0.03 * far) * side * far.max(0.05),
                eye.y + (s.height - eye.y) * far,
            )
        };
        let stripe = polygon(&[at(a, -1.0), at(a, 1.0), at(b, 1.0), at(b, -1.0)]);
        s.fill(&stripe, Material::new(0.0, [250, 250, 250]));
    }
    if scene.weather == Weather::Rain {
        for (x, far, r) in [
            (-0.62, 0.22, 0.055),
            (0.52, 0.34, 0.05),
            (0.22, 0.10, 0.06),
            (-0.25, 0.5, 0.03),
        ] {
            let at = scene.floor(s, x, far);
            let puddle = crate::ink::ellipse(at, s.width * r, s.width * r * 0.22);
            s.fill(&puddle, Material::new(0.0, [210, 222, 232]));
            s.stroke(&puddle, 1.2);
            s.stroke(
                &crate::ink::ellipse(at, s.width * r * 0.5, s.width * r * 0.10),
                0.8,
            );
        }
    }
}

/// A row of house fronts along one side of the street.
fn fronts(scene: &Scene, s: &mut Surface, random: &mut Random, eye: Point, side: f64) {
    let shopping = matches!(scene.place, Place::ShoppingStreet);
    // Depths of the party walls, far to near; 1 is the picture's plane.
    let depths = [0.16, 0.26, 0.42, 0.70, 1.25];
    for pair in depths.windows(2) {
        let (far, near) = (pair[0], pair[1]);
        let tall = s.height * random.between(0.52, 0.86);
        let base = s.height * (1.0 - scene.horizon) * 0.82;
        let width = s.width;
        let at = |depth: f64, height: f64| {
            let out = width * 0.56 * side * depth;
            pt(eye.x + out * 1.05, eye.y + base * depth - height * depth)
        };
        let wall = scene.lit(if random.chance(0.5) {
            WALL
        } else {
            Material::new(0.10, [214, 190, 170])
        });
        let front = polygon(&[
            at(far, 0.0),
            at(near, 0.0),
            at(near, base + tall),
            at(far, base + tall),
        ]);
        s.block(&front, 1.3, wall);
        let tile = |x0: f64, x1: f64, y0: f64, y1: f64| {
            let depth = |x: f64| far + (near - far) * x;
            polygon(&[
                at(depth(x0), y0),
                at(depth(x1), y0),
                at(depth(x1), y1),
                at(depth(x0), y1),
            ])
        };
        let storey = (base + tall) / 3.6;
        for row in 1..3 {
            for column in 0..2 {
                let x = 0.14 + 0.42 * f64::from(column);
                let y = storey * (f64::from(row) + 0.35);
                let lit = random.chance(0.6);
                let pane = if lit { glass(scene) } else { scene.lit(GLASS) };
                s.block(&tile(x, x + 0.28, y, y + storey * 0.5), 1.0, pane);
            }
        }
        let shop = tile(0.10, 0.90, 0.0, storey * 0.72);
        s.block(&shop, 1.1, if shopping { glass(scene) } else { scene.lit(BARK) });
        if shopping || random.chance(0.4) {
            let awning = {
                let depth = |x: f64| far + (near - far) * x;
                let out = |p: Point, d: f64| pt(p.x - side * width * 0.05 * d, p.y);
                polygon(&[
                    at(depth(0.04), storey * 1.06),
                    at(depth(0.96), storey * 1.06),
                    out(at(depth(0.96), storey * 0.80), depth(0.96)),
                    out(at(depth(0.04), storey * 0.80), depth(0.04)),
                ])
            };
            s.block(&awning, 1.1, scene.lit(Material::new(0.5, [196, 72, 66])));
        }
    }
}

fn wires(s: &mut Surface, eye: Point) {
    for (x, y) in [(0.0, 0.05), (0.0, 0.12), (1.0, 0.07)] {
        let from = s.at(x, y);
        let to = mix(from, eye, 0.8);
        let sag = pt((from.x + to.x) / 2.0, (from.y + to.y) / 2.0 + s.height * 0.03);
        s.stroke(&curve(&[from, sag, to]), 0.9);
    }
}
