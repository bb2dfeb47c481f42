//! Hair that hangs behind the shoulders.

use std::f64::consts::PI;

use kurbo::{BezPath, Point};

use super::{
    super::{
        Person,
        cut::{Behind, Cut, Parts},
        eyes::pen,
        space::HeadFrame,
    },
    DARK, RIBBON,
    curls::ring,
    strand,
};
use crate::ink::{Surface, blob, circle, curve, lerp, lock};

/// Hair that hangs behind the shoulders: drawn before the body when the face is seen, after it from behind.
pub fn behind(surface: &mut Surface, frame: &HeadFrame, person: &Person) {
    let Parts { behind, volume, .. } = person.cut.parts();
    match behind {
        Behind::None | Behind::Bun => {}
        Behind::Fall { length, wavy } => fall(surface, frame, person, length, volume, wavy),
        Behind::Tails => {
            for side in [-1.0, 1.0] {
                if let Some(root) = rooted(frame, side * 2.0, 0.42) {
                    tail(surface, frame, person, root, (0.20, false), 1.15, 0.26);
                }
            }
        }
        Behind::Tail => {
            let root = frame.on_scalp(PI, 0.62, 1.06).0;
            let sway = -frame.yaw.sin() * 0.26 - 0.05;
            tail(surface, frame, person, root, (sway, true), 1.05, 0.30);
        }
        Behind::Braids => {
            for side in [-1.0, 1.0] {
                braid(surface, frame, person, side);
            }
        }
    }
    if person.cut == Cut::Balding {
        ring(surface, frame, person);
    }
}

/// The root of a tail at a side of the head; none when the head hides it.
fn rooted(frame: &HeadFrame, lon: f64, lat: f64) -> Option<Point> {
    let (at, facing) = frame.on_scalp(lon, lat, 1.08);
    (facing > -0.85).then_some(at)
}

fn fall(surface: &mut Surface, frame: &HeadFrame, person: &Person, length: f64, volume: f64, wavy: bool) {
    let shift = -frame.yaw.sin() * 0.16;
    let half = frame.keyed([0.46, 0.45, 0.36, 0.44, 0.46]) + volume;
    let mut shapes = Vec::new();
    let count = 7;
    let body = [
        frame.at(shift, -0.50),
        frame.at(shift + half, -0.22),
        frame.at(shift + half * 1.04, length * 0.4),
        frame.at(shift + half * 0.98, length * 0.82),
        frame.at(shift, length * 0.92),
        frame.at(shift - half * 0.98, length * 0.82),
        frame.at(shift - half * 1.04, length * 0.4),
        frame.at(shift - half, -0.22),
    ];
    shapes.push(blob(&body));
    for i in 0..count {
        let t = f64::from(i) / f64::from(count - 1) * 2.0 - 1.0;
        let x = shift + t * half * 0.86;
        let bend = if wavy {
            0.10 * if i % 2 == 0 { 1.0 } else { -1.0 }
        } else {
            0.02 * t
        };
        let tip = length + 0.06 * (1.0 - t.abs()) + if i % 2 == 0 { 0.04 } else { -0.02 };
        let points: Vec<Point> = (0..=6)
            .map(|step| {
                let s = f64::from(step) / 6.0;
                let wave = if wavy { (s * 9.0).sin() * 0.045 } else { 0.0 };
                frame.at(x + t * 0.05 * s + bend * s * (1.0 - s) + wave, lerp(0.0, tip, s))
            })
            .collect();
        shapes.push(lock(&points, frame.px(0.30), 0.55));
    }
    let width = pen(frame, surface) * 0.55;
    surface.union(&shapes, width, person.hair);
    if length > 0.8 {
        let light = person.hair.tone > DARK;
        for i in 0..5 {
            let t = f64::from(i) / 2.0 - 1.0;
            let line = curve(&[
                frame.at(shift + t * half * 0.55, 0.25),
                frame.at(
                    shift + t * half * 0.66 + if wavy { 0.05 } else { 0.0 },
                    length * 0.55,
                ),
                frame.at(shift + t * half * 0.68, length * 0.9),
            ]);
            strand(surface, &line, width, light);
        }
    }
}

fn tail(
    surface: &mut Surface,
    frame: &HeadFrame,
    person: &Person,
    root: Point,
    (sway, behind_head): (f64, bool),
    length: f64,
    width: f64,
) {
    let from = (root - frame.centre) / frame.unit;
    let (x, y) = (from.x * frame.side, from.y);
    // Tails at the sides swing outwards, whichever way they are seen from.
    let out = if behind_head {
        sway
    } else {
        sway.abs() * x.signum()
    };
    let point = |along: f64, spread: f64| {
        frame.at(
            x + out * (along * PI * 0.8).sin() * 1.1 + spread * along * (1.2 - along),
            y + length * along - 0.10 * (along * PI).sin(),
        )
    };
    let shapes: Vec<BezPath> = [(-0.22, 0.92), (0.0, 1.0), (0.22, 0.94)]
        .iter()
        .map(|(spread, part)| {
            let points: Vec<Point> = (0..=7)
                .map(|i| point(f64::from(i) / 7.0 * part, *spread))
                .collect();
            lock(&points, frame.px(width), 0.45)
        })
        .collect();
    let ink = pen(frame, surface) * 0.55;
    surface.union(&shapes, ink, person.hair);
    for spread in [-0.08, 0.10] {
        let line = curve(&[point(0.2, spread), point(0.5, spread), point(0.85, spread)]);
        strand(surface, &line, ink, person.hair.tone > DARK);
    }
}

fn braid(surface: &mut Surface, frame: &HeadFrame, person: &Person, side: f64) {
    let (root, facing) = frame.on_scalp(side * 1.85, -0.35, 1.05);
    if facing < -0.9 {
        return;
    }
    let width = pen(frame, surface) * 0.55;
    let from = (root - frame.centre) / frame.unit;
    let (x, y) = (from.x * frame.side, from.y);
    let outward = if x >= 0.0 { 1.0 } else { -1.0 };
    for bead in 0..6 {
        let t = f64::from(bead);
        let at = frame.at(x + outward * (0.05 * (t * 0.6).sin()), y + t * 0.145);
        surface.shape(&circle(at, frame.px(0.115 - t * 0.006)), width, person.hair);
    }
    let end = frame.at(x + outward * 0.0, y + 0.86);
    let tuft = [
        end,
        frame.at(x + outward * 0.03, y + 1.0),
        frame.at(x + outward * 0.0, y + 1.12),
    ];
    surface.shape(&lock(&tuft, frame.px(0.16), 0.45), width, person.hair);
    surface.shape(&circle(end, frame.px(0.06)), width, RIBBON);
}
