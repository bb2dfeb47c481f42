//! Hair: a cap over the skull, locks over the forehead and beside the face, and what hangs behind.

use std::f64::consts::{FRAC_PI_2, PI};

mod behind;
mod curls;

use kurbo::{BezPath, Point};

use super::{
    Person, contour,
    cut::{Behind, Cut, Fringe, Parts},
    eyes::pen,
    space::HeadFrame,
};
use crate::ink::{Material, Random, Surface, blob, bow, circle, curve, lerp, lock, pt, seed_of};

pub use behind::behind;
pub use curls::{front_curls, front_ring};

/// Hair this dark gets a highlight and light strands.
const DARK: f64 = 0.5;
const SHINE: Material = Material::new(0.0, [255, 255, 255]);
const RIBBON: Material = Material::new(0.0, [226, 60, 72]);

/// The skull's hair, under the face.
pub fn cap(surface: &mut Surface, frame: &HeadFrame, person: &Person) {
    let Parts { volume, behind, .. } = person.cut.parts();
    let width = pen(frame, surface) * 0.55;
    match person.cut {
        Cut::Bald | Cut::Balding => return,
        Cut::Curly => return curls::curls(surface, frame, person, volume),
        _ => {}
    }
    if behind == Behind::Bun {
        let at = frame.on_scalp(PI * 0.94, 1.05, 1.22).0;
        surface.shape(&circle(at, frame.px(0.19)), width, person.hair);
    }
    let mut shapes = vec![blob(&contour::cap(frame, volume))];
    if person.cut == Cut::Spiky {
        shapes.extend(spikes(frame));
    }
    if person.cut == Cut::Messy {
        shapes.extend(tufts(frame));
    }
    if matches!(behind, Behind::Fall { .. }) && surface.halo <= 0.0 {
        // Below, the cap runs on into what hangs behind: no line parts them.
        let outline = contour::cap(frame, volume);
        surface.fill(&blob(&outline), person.hair);
        let upper: Vec<Point> = outline[6..].iter().chain(&outline[..4]).copied().collect();
        return surface.stroke(&curve(&upper), width * 1.7);
    }
    surface.union(&shapes, width, person.hair);
}

/// The hair in front of the face and beside it.
pub fn front(surface: &mut Surface, frame: &HeadFrame, person: &Person) {
    let parts = person.cut.parts();
    let width = pen(frame, surface) * 0.5;
    let mut locks = sides(frame, parts);
    locks.extend(fringe(frame, person, parts.fringe));
    shadow_of(surface, frame, &locks);
    surface.union(&locks, width, person.hair);
    if parts.fringe != Fringe::Curls && !matches!(person.cut, Cut::Bald | Cut::Balding | Cut::Crop) {
        strands(surface, frame, person, parts.volume);
        shine(surface, frame, person);
    }
    if person.cut == Cut::Crop {
        stubble(surface, frame);
    }
    if parts.behind == Behind::Tails && person.female {
        for side in [-1.0, 1.0] {
            let (at, facing) = frame.on_scalp(side * 1.75, 0.42, 1.10);
            if facing > -0.35 {
                ribbon(surface, at, frame.px(0.10), pen(frame, surface));
            }
        }
    }
}

/// A short shadow of the fringe on the forehead.
fn shadow_of(surface: &mut Surface, frame: &HeadFrame, locks: &[BezPath]) {
    if !frame.shows_face() || frame.unit < 60.0 * surface.scale {
        return;
    }
    let shift = kurbo::Affine::translate((frame.px(0.012), frame.px(0.045)));
    let face = blob(&contour::face(
        frame,
        super::contour::Jaw {
            width: 1.0,
            cheeks: 0.0,
            length: 0.0,
        },
        0.0,
    ));
    let shifted: BezPath = locks
        .iter()
        .flat_map(|lock| (shift * lock.clone()).into_iter())
        .collect();
    surface.clipped(&face, |s| s.shade(&shifted, 0.22));
}

fn spine(frame: &HeadFrame, from: (f64, f64), to: (f64, f64), lift: f64) -> Option<Vec<Point>> {
    let steps = 7;
    let mut points = Vec::with_capacity(steps + 1);
    let mut seen = false;
    for step in 0..=steps {
        let t = step as f64 / steps as f64;
        let lon = lerp(from.0, to.0, t.powf(0.85));
        let lat = lerp(from.1, to.1, t);
        let (at, facing) = frame.on_scalp(lon, lat, 1.03 + lift * (t * PI).sin());
        if t > 0.55 {
            seen |= facing > -0.02;
        }
        points.push(at);
    }
    seen.then_some(points)
}

/// A lock over the forehead: where it ends, and how broad it is.
fn strip(frame: &HeadFrame, from: (f64, f64), to: (f64, f64), width: f64, lift: f64) -> Option<BezPath> {
    let middle = (to.0 + from.0) / 2.0 + frame.yaw;
    // Locks at the edge are seen from the side.
    let seen = middle.cos().abs().max(0.45);
    spine(frame, from, to, lift).map(|points| lock(&points, frame.px(width) * seen, 0.42))
}

fn fringe(frame: &HeadFrame, person: &Person, kind: Fringe) -> Vec<BezPath> {
    let mut random = Random(seed_of(if person.female { "fringe" } else { "quiff" }) ^ person.cut as u64);
    let s = frame.side;
    let mut locks = Vec::new();
    let mut add = |from: (f64, f64), to: (f64, f64), width: f64, lift: f64| {
        locks.extend(strip(frame, from, to, width, lift));
    };
    match kind {
        Fringe::None | Fringe::Curls => {}
        Fringe::Straight => {
            for i in 0..9 {
                let lon = -0.96 + 0.24 * f64::from(i);
                let tip = 0.0 + random.between(-0.03, 0.03) + 0.12 * (lon.abs() / 0.96).powi(3);
                add((lon * 0.55, 1.15), (lon, tip), 0.24, 0.05);
            }
        }
        Fringe::Parted => {
            let part = -0.35 * s;
            for i in 0..4 {
                let far = f64::from(i) / 3.0;
                add(
                    (part, 1.2),
                    (part + 0.42 + far * 1.0, lerp(0.24, -0.20, far)),
                    0.26,
                    0.07,
                );
                add(
                    (part, 1.2),
                    (part - 0.24 - far * 0.80, lerp(0.26, -0.16, far)),
                    0.24,
                    0.07,
                );
            }
        }
        Fringe::Jagged => {
            for i in 0..8 {
                let lon = -0.98 + 0.28 * f64::from(i);
                let tip = random.between(-0.14, 0.10) + 0.16 * (lon.abs() / 0.98).powi(3);
                let lean = random.between(-0.12, 0.22) * s;
                add(
                    (lon * 0.5, 1.15),
                    (lon + lean, tip),
                    random.between(0.22, 0.30),
                    0.07,
                );
            }
        }
        Fringe::Swept => {
            let part = 0.75 * s;
            for i in 0..6 {
                let far = f64::from(i) / 5.0;
                let lon = part - s * lerp(0.30, 1.95, far);
                add(
                    (part, 1.05 - 0.2 * far),
                    (lon, lerp(0.36, -0.12, far)),
                    0.25,
                    0.09,
                );
            }
            add((part, 1.0), (part + 0.42 * s, 0.02), 0.20, 0.05);
        }
        Fringe::Spikes => {
            for i in 0..7 {
                let lon = -1.1 + 0.37 * f64::from(i);
                let tip = random.between(-0.06, 0.20);
                add((lon * 0.6, 1.1), (lon + 0.16 * s, tip), 0.25, 0.10);
            }
        }
    }
    locks
}

/// Strands in front of the ears, hanging down.
fn sides(frame: &HeadFrame, parts: Parts) -> Vec<BezPath> {
    let mut locks = Vec::new();
    if parts.sides <= 0.0 {
        return locks;
    }
    for side in [-1.0, 1.0] {
        for (lon, length, width) in [(1.34, 0.92, 0.16), (1.58, 1.0, 0.20), (1.85, 0.90, 0.20)] {
            let lon = lon * side;
            let (root, facing) = frame.on_scalp(lon * 0.8, 0.85, 1.04);
            let (temple, _) = frame.on_scalp(lon, 0.10, 1.08);
            if facing < -0.15 {
                continue;
            }
            let across = (temple - frame.centre).x / frame.unit;
            let end = frame.at(across * frame.side * 0.96, parts.sides * length);
            let mut points = bow(root, frame.on_scalp(lon, 0.5, 1.16).0, temple, 4);
            let control = pt(
                temple.x + (temple.x - frame.centre.x) * 0.10,
                (temple.y + end.y) / 2.0,
            );
            points.extend(bow(temple, control, end, 5).into_iter().skip(1));
            let seen = (lon + frame.yaw).cos().abs().max(0.55);
            locks.push(lock(&points, frame.px(width) * seen.max(0.7), 0.5));
        }
    }
    locks
}

fn ribbon(surface: &mut Surface, at: Point, reach: f64, width: f64) {
    for side in [-1.0, 1.0] {
        let wing = [
            at,
            pt(at.x + side * reach * 1.5, at.y - reach * 0.9),
            pt(at.x + side * reach * 1.6, at.y + reach * 0.7),
        ];
        surface.shape(&crate::ink::polygon(&wing), width * 0.55, RIBBON);
    }
    surface.shape(&circle(at, reach * 0.42), width * 0.55, RIBBON);
}

fn spikes(frame: &HeadFrame) -> Vec<BezPath> {
    (0..9)
        .filter_map(|i| {
            let angle = -2.5 + 0.36 * f64::from(i);
            let reach = if i % 2 == 0 { 0.76 } else { 0.68 };
            let at = |angle: f64, r: f64| frame.at(angle.sin() * r * 0.88, -0.06 - angle.cos() * r * 0.94);
            let spine = bow(
                at(angle * 0.92, 0.34),
                at(angle, reach * 0.8),
                at(angle + 0.10, reach),
                5,
            );
            (angle.abs() < 2.2).then(|| lock(&spine, frame.px(0.27), 0.1))
        })
        .collect()
}

fn tufts(frame: &HeadFrame) -> Vec<BezPath> {
    [
        (-1.9, 0.56),
        (-1.45, 0.60),
        (-0.9, 0.60),
        (-0.3, 0.62),
        (0.25, 0.63),
        (0.85, 0.61),
        (1.45, 0.60),
        (1.9, 0.56),
    ]
    .iter()
    .map(|(angle, reach): &(f64, f64)| {
        let at = |angle: f64, r: f64| frame.at(angle.sin() * r * 0.92, -0.06 - angle.cos() * r * 0.94);
        let spine = bow(
            at(angle - 0.35, 0.40),
            at(angle - 0.1, reach * 0.98),
            at(angle + 0.16, reach * 1.02),
            5,
        );
        lock(&spine, frame.px(0.22), 0.2)
    })
    .collect()
}

fn strand(surface: &mut Surface, path: &BezPath, width: f64, light: bool) {
    if light {
        let grey = Material::new(0.55, [150, 140, 150]);
        surface.pen_in(path, width * 1.3, 0.0, 0.0, Some(grey));
    } else {
        surface.pen(path, width * 1.5);
    }
}

/// Lines of flow from the crown.
fn strands(surface: &mut Surface, frame: &HeadFrame, person: &Person, volume: f64) {
    if frame.unit < 46.0 * surface.scale {
        return;
    }
    let width = pen(frame, surface) * 0.55;
    for i in 0..9 {
        let lon = -PI + PI * 2.0 * f64::from(i) / 9.0 + 0.2;
        let lift = 1.03 + volume;
        let points: Vec<(Point, f64)> = [1.2, 0.85, 0.45]
            .iter()
            .map(|lat| frame.on_scalp(lon, *lat, lift))
            .collect();
        if points.iter().all(|(_, facing)| *facing > 0.12) {
            let path = curve(&points.iter().map(|(p, _)| *p).collect::<Vec<_>>());
            strand(surface, &path, width, person.hair.tone > DARK);
        }
    }
}

/// A ragged band of light on dark hair.
fn shine(surface: &mut Surface, frame: &HeadFrame, person: &Person) {
    if person.hair.tone < DARK || frame.unit < 40.0 * surface.scale {
        return;
    }
    let centre = -0.55;
    for (from, to) in [(-0.62, -0.02), (0.30, 0.75)] {
        let (from, to) = (centre * 0.2 + from - frame.yaw, centre * 0.2 + to - frame.yaw);
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        let steps = 8;
        for step in 0..=steps {
            let t = f64::from(step) / f64::from(steps);
            let lon = lerp(from, to, t);
            let swell = (t * PI).sin() * 0.075;
            let jag = if step % 2 == 0 { 0.055 } else { -0.02 };
            upper.push(frame.on_scalp(lon, 0.70 + swell + jag, 1.04).0);
            lower.push(frame.on_scalp(lon, 0.66 - swell + jag, 1.04).0);
        }
        lower.reverse();
        upper.extend(lower);
        surface.fill(
            &crate::ink::polygon(&upper),
            SHINE.mixed(person.hair, if surface.look.colour { 0.55 } else { 0.0 }),
        );
    }
}

fn stubble(surface: &mut Surface, frame: &HeadFrame) {
    if frame.unit < 60.0 * surface.scale {
        return;
    }
    let width = pen(frame, surface) * 0.5;
    for i in 0..12 {
        let lon = -FRAC_PI_2 + PI * f64::from(i) / 11.0;
        let (from, facing) = frame.on_scalp(lon, 0.58, 1.0);
        let (to, _) = frame.on_scalp(lon, 0.5, 1.0);
        if facing > 0.1 {
            surface.pen(&curve(&[from, to]), width);
        }
    }
}
