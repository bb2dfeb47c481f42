//! Weather over everything, and lines that carry a feeling.

use std::f64::consts::TAU;

use kurbo::Point;
use mangakai_script::Weather;

use crate::ink::{Material, Random, Surface, circle, curve, direction, ellipse, line, polygon, pt};

const WHITE: Material = Material::new(0.0, [255, 255, 255]);
const DROP: Material = Material::new(1.0, [120, 150, 190]);

/// How far a division leans to one side, and its width, as shares of the shorter side.
const DIVISION_LEAN: f64 = 0.06;
const DIVISION_WIDTH: f64 = 0.022;

/// The ground right of a division, in another tone.
pub fn other_half(s: &mut Surface, x: f64) {
    let (width, height, lean) = (s.width, s.height, s.side() * DIVISION_LEAN);
    let half = [
        pt(x + lean, 0.0),
        pt(width, 0.0),
        pt(width, height),
        pt(x - lean, height),
    ];
    s.shade(&polygon(&half), 0.22);
}

/// A white gutter from above to below: what is left of it and what is right of it are not in one place.
pub fn divide(s: &mut Surface, x: f64) {
    let (height, lean, half) = (
        s.height,
        s.side() * DIVISION_LEAN,
        s.side() * DIVISION_WIDTH / 2.0,
    );
    let gutter = [
        pt(x + lean - half, 0.0),
        pt(x + lean + half, 0.0),
        pt(x - lean + half, height),
        pt(x - lean - half, height),
    ];
    s.shape(&polygon(&gutter), 4.0, WHITE);
}

/// What falls or drifts, behind the people (`near` false) or before them.
pub fn weather(surface: &mut Surface, weather: Weather, random: &mut Random, near: bool) {
    match weather {
        Weather::Rain => rain(surface, random, near),
        Weather::Snow => snow(surface, random, near),
        Weather::Fog => fog(surface, near),
        Weather::Wind if near => leaves(surface, random),
        Weather::Wind => gusts(surface, random),
        Weather::Clear => {}
    }
}

fn rain(s: &mut Surface, random: &mut Random, near: bool) {
    let count = if near { 70 } else { 150 };
    for _ in 0..count {
        let at = s.at(random.between(-0.1, 1.1), random.between(-0.1, 1.0));
        let long = s.side()
            * if near {
                random.between(0.09, 0.17)
            } else {
                random.between(0.04, 0.09)
            };
        let path = line(&[at, pt(at.x - long * 0.17, at.y + long)]);
        let (white, ink) = if near { (7.0, 3.0) } else { (4.4, 1.8) };
        s.pen_in(&path, white, 0.0, 0.0, Some(WHITE));
        s.pen_in(&path, ink, 0.0, 0.0, Some(DROP));
    }
    if !near {
        for _ in 0..14 {
            let at = s.at(random.unit(), random.between(0.82, 0.98));
            let r = s.side() * random.between(0.008, 0.02);
            s.stroke(&ellipse(at, r, r * 0.3), 0.9);
        }
    }
}

fn snow(s: &mut Surface, random: &mut Random, near: bool) {
    let count = if near { 26 } else { 90 };
    for _ in 0..count {
        let at = s.at(random.unit(), random.unit());
        let r = s.side()
            * if near {
                random.between(0.006, 0.012)
            } else {
                random.between(0.002, 0.006)
            };
        let flake = circle(at, r);
        if near {
            s.stroke(&flake, 1.0);
        }
        s.fill(&flake, WHITE);
    }
}

/// Banks of mist with soft edges.
fn fog(s: &mut Surface, near: bool) {
    let banks: &[(f64, f64, f64)] = if near {
        &[(0.86, 0.10, 0.75)]
    } else {
        &[(0.36, 0.10, 0.7), (0.54, 0.08, 0.55), (0.72, 0.09, 0.6)]
    };
    let (width, height) = (s.width, s.height);
    let all = s.all();
    s.veil(&all, |p| {
        let (x, y) = (p.x / width, p.y / height);
        banks
            .iter()
            .map(|(level, thick, most)| {
                let wave = 0.022 * (x * 7.0 + level * 20.0).sin() + 0.012 * (x * 17.0 + level * 9.0).sin();
                let away = (y - level - wave) / (thick * (0.75 + 0.25 * (x * 5.0 + level * 31.0).cos()));
                most * (-away * away).exp()
            })
            .fold(0.0, f64::max)
    });
}

/// Behind people: a line across a face would look like a scar.
fn gusts(s: &mut Surface, random: &mut Random) {
    for _ in 0..6 {
        let at = s.at(random.between(-0.2, 0.7), random.between(0.1, 0.9));
        let long = s.width * random.between(0.2, 0.4);
        let path = curve(&[
            at,
            pt(at.x + long * 0.5, at.y - long * 0.06),
            pt(at.x + long, at.y + long * 0.02),
        ]);
        s.pen_in(&path, 5.0, 0.0, 0.0, Some(WHITE));
        s.pen(&path, 2.0);
    }
}

fn leaves(s: &mut Surface, random: &mut Random) {
    for _ in 0..9 {
        let at = s.at(random.unit(), random.unit());
        let r = s.side() * 0.011;
        let leaf = crate::ink::turned_ellipse(at, r, r * 0.45, random.between(0.0, 3.0));
        s.shape(&leaf, 0.9, Material::new(0.3, [150, 170, 90]));
    }
}

/// Lines from the edge towards a point: shock, resolve. `clear` is the free ellipse around it, in pixels.
pub fn focus(s: &mut Surface, random: &mut Random, centre: Point, clear: (f64, f64), white: bool) {
    let reach = s.width.hypot(s.height);
    let mut angle = random.between(0.0, 0.05);
    while angle < TAU {
        let way = direction(angle);
        let edge = (clear.0 * way.x).hypot(clear.1 * way.y) * random.between(0.98, 1.4);
        let (from, to) = (centre + way * reach, centre + way * edge);
        let normal = kurbo::Vec2::new(-way.y, way.x) * reach * random.between(0.003, 0.011);
        let wedge = polygon(&[from + normal, from - normal, to]);
        if white {
            s.fill(&wedge, WHITE)
        } else {
            s.black(&wedge)
        }
        angle += random.between(0.022, 0.085);
    }
}

/// Parallel lines along a movement; `right` when it goes right.
pub fn speed(s: &mut Surface, random: &mut Random, band: (f64, f64), right: bool) {
    for _ in 0..46 {
        let y = random.between(band.0, band.1);
        let long = s.width * random.between(0.15, 0.65);
        let start = if random.chance(0.75) {
            0.0
        } else {
            random.between(0.0, 0.4) * s.width
        };
        let (x0, x1) = if right {
            (start, start + long)
        } else {
            (s.width - start, s.width - start - long)
        };
        let path = line(&[pt(x0, y), pt(x1, y + (random.unit() - 0.5) * s.height * 0.01)]);
        s.pen_in(&path, random.between(1.2, 4.4), 1.0, 0.0, None);
    }
}

/// Short strokes around a head that hears or sees something sudden.
pub fn start_marks(s: &mut Surface, head: kurbo::Rect) {
    let centre = head.center();
    for angle in [-2.45, -2.15, -1.0, -0.7] {
        let way = direction(angle);
        let edge = head.width().max(head.height()) * 0.60;
        let path = line(&[centre + way * edge, centre + way * (edge + head.width() * 0.16)]);
        s.pen_in(&path, 4.5, 0.4, 0.2, None);
    }
}

/// Flowers of light behind somebody happy.
pub fn sparkle(s: &mut Surface, random: &mut Random, head: kurbo::Rect) {
    for _ in 0..9 {
        let angle = random.between(3.3, 6.1);
        let far = head.width() * random.between(0.75, 1.25);
        let at = head.center() + direction(angle) * far;
        let r = head.width() * random.between(0.03, 0.075);
        let star = polygon(
            &(0..8)
                .map(|i| at + direction(f64::from(i) * TAU / 8.0) * if i % 2 == 0 { r } else { r * 0.25 })
                .collect::<Vec<_>>(),
        );
        s.stroke(&star, 1.6);
        s.fill(&star, WHITE);
    }
}

/// A dark veil from above: sorrow, dread.
pub fn gloom(s: &mut Surface, strength: f64) {
    let all = s.all();
    let height = s.height;
    s.shade_by(&all, false, |p| strength * (1.0 - p.y / height * 1.5).max(0.0));
    for i in 0..26 {
        let x = s.width * (f64::from(i) + 0.5) / 26.0;
        let long = s.height * (0.14 + 0.16 * (f64::from(i) * 0.618).fract());
        s.pen_in(&line(&[pt(x, 0.0), pt(x, long)]), 1.8, 1.0, 0.0, None);
    }
}
