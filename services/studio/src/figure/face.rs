//! Nose, mouth, ears, and the marks of feelings.

use kurbo::{Point, Vec2};
use mangakai_script::Age;

use super::{
    Person,
    emotions::{Expression, Mark, Mouth},
    eyes::{self, EYE_LINE, pen},
    space::HeadFrame,
};
use crate::ink::{Material, Surface, blob, circle, curve, line, polygon};

/// Height of the mouth below the middle of the head.
pub const MOUTH_LINE: f64 = 0.335;
const THROAT: Material = Material::new(0.92, [120, 40, 44]);
const TONGUE: Material = Material::new(0.12, [236, 130, 130]);
const TEETH: Material = Material::new(0.0, [255, 255, 255]);
const TEAR: Material = Material::new(0.0, [200, 228, 250]);
/// Heads smaller than this many design pixels show no detail.
const DETAIL: f64 = 64.0;

/// Where the mouth is on the sheet.
pub fn mouth_at(frame: &HeadFrame) -> Point {
    frame.on_face(mouth_x(frame), MOUTH_LINE)
}

fn mouth_x(frame: &HeadFrame) -> f64 {
    frame.keyed([0.0, 0.155, 0.262, 0.3, 0.3])
}

/// Everything on the skin of the face.
pub fn draw(surface: &mut Surface, frame: &HeadFrame, person: &Person, face: Expression) {
    let width = pen(frame, surface);
    marks_below(surface, frame, face, width);
    nose(surface, frame, person, width);
    mouth(surface, frame, person, face, width);
    eyes::draw(surface, frame, person, face, width);
    if person.age == Age::Old {
        wrinkles(surface, frame, width);
    }
}

fn wrinkles(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    if frame.unit < DETAIL * surface.scale {
        return;
    }
    let (mouth, share) = (mouth_x(frame), frame.keyed([1.0, 0.8, 0.5, 0.0, 0.0]));
    for side in [-1.0, 1.0] {
        if side > 0.0 && frame.yaw > 1.0 {
            continue;
        }
        let fold = [
            frame.on_face(mouth + side * 0.09 * share, 0.235),
            frame.on_face(mouth + side * 0.135 * share, 0.29),
            frame.on_face(mouth + side * 0.13 * share, 0.36),
        ];
        surface.pen(&curve(&fold), width * 0.9);
        let x = frame.keyed([
            0.195 * side,
            if side > 0.0 { 0.246 } else { -0.065 },
            0.232,
            0.4,
            0.4,
        ]);
        let bag = [
            frame.on_face(x - 0.08 * share, 0.195),
            frame.on_face(x, 0.222),
            frame.on_face(x + 0.08 * share, 0.195),
        ];
        surface.pen(&curve(&bag), width * 0.7);
    }
}

fn nose(surface: &mut Surface, frame: &HeadFrame, person: &Person, width: f64) {
    let x = frame.keyed([0.012, 0.215, 0.36, 0.4, 0.4]);
    let grown = !matches!(person.age, Age::Child);
    // Towards profile the nose stands out of the outline.
    let out = ((frame.yaw - 0.95) / 0.55).clamp(0.0, 1.0);
    if out > 0.0 {
        let tip = 0.345 + out * if grown { 0.105 } else { 0.075 };
        let bridge = [
            frame.on_face(0.33, 0.05),
            frame.on_face(0.36, 0.13),
            frame.on_face(tip, 0.225),
            frame.on_face(0.37, 0.275),
            frame.on_face(0.33, 0.285),
        ];
        let mut shape = line(&bridge[..2]);
        shape.quad_to(frame.on_face(tip - 0.03, 0.20), bridge[2]);
        shape.quad_to(frame.on_face(tip, 0.27), bridge[3]);
        shape.line_to(bridge[4]);
        surface.fill(&shape, person.skin);
        let mut edge = line(&bridge[..2]);
        edge.quad_to(frame.on_face(tip - 0.03, 0.20), bridge[2]);
        edge.quad_to(frame.on_face(tip, 0.27), bridge[3]);
        surface.stroke(&edge, width * 0.95);
        return;
    }
    let side = [
        frame.on_face(x, 0.185),
        frame.on_face(x + 0.028, 0.238),
        frame.on_face(x - 0.012, 0.248),
    ];
    if frame.yaw > 0.35 || (grown && !person.female) {
        let mut path = line(&side[..1]);
        path.quad_to(frame.on_face(x + 0.02, 0.215), side[1]);
        path.line_to(side[2]);
        surface.stroke(&path, width * 0.62);
    } else {
        surface.pen(
            &curve(&[frame.on_face(x - 0.014, 0.222), frame.on_face(x + 0.008, 0.246)]),
            width * 1.3,
        );
    }
}

fn mouth(surface: &mut Surface, frame: &HeadFrame, person: &Person, face: Expression, width: f64) {
    let half = 0.088 * face.wide * frame.keyed([1.0, 0.86, 0.55, 0.2, 0.1]);
    let x = mouth_x(frame);
    let at = |across: f64, down: f64| frame.on_face(x + across * half, MOUTH_LINE + down);
    let thin = width * 0.95;
    match face.mouth {
        Mouth::Line => surface.pen_in(
            &curve(&[at(-0.55, 0.0), at(0.0, 0.006), at(0.55, 0.0)]),
            thin * 1.3,
            0.3,
            0.3,
            None,
        ),
        Mouth::Smile => {
            surface.pen_in(
                &curve(&[at(-0.95, -0.012), at(0.0, 0.026), at(0.95, -0.012)]),
                thin * 1.4,
                0.3,
                0.3,
                None,
            );
        }
        Mouth::Frown => {
            surface.pen_in(
                &curve(&[at(-0.8, 0.018), at(0.0, -0.012), at(0.8, 0.018)]),
                thin * 1.4,
                0.3,
                0.3,
                None,
            );
        }
        Mouth::Laugh => opened(
            surface,
            &[
                at(-1.0, -0.032),
                at(0.0, -0.012),
                at(1.0, -0.032),
                at(0.62, 0.062),
                at(0.0, 0.098),
                at(-0.62, 0.062),
            ],
            at(0.0, 0.098),
            frame.px(half * 0.75),
            thin,
        ),
        Mouth::Round => opened(
            surface,
            &[
                at(0.0, -0.034),
                at(0.46, 0.0),
                at(0.38, 0.052),
                at(0.0, 0.066),
                at(-0.38, 0.052),
                at(-0.46, 0.0),
            ],
            at(0.0, 0.085),
            frame.px(half * 0.42),
            thin,
        ),
        Mouth::Shout => {
            let rim = [
                at(-0.85, -0.06),
                at(0.0, -0.075),
                at(0.85, -0.06),
                at(0.98, 0.02),
                at(0.7, 0.10),
                at(0.0, 0.118),
                at(-0.7, 0.10),
                at(-0.98, 0.02),
            ];
            opened(surface, &rim, at(0.0, 0.13), frame.px(half * 0.8), thin);
            let teeth = polygon(&[
                at(-0.72, -0.058),
                at(0.72, -0.058),
                at(0.62, -0.03),
                at(-0.62, -0.03),
            ]);
            surface.fill(&teeth, TEETH);
        }
        Mouth::Grit => {
            let rim = [
                at(-0.9, -0.022),
                at(0.0, -0.032),
                at(0.9, -0.022),
                at(0.95, 0.024),
                at(0.0, 0.042),
                at(-0.95, 0.024),
            ];
            let shape = blob(&rim);
            surface.shape(&shape, thin * 0.55, TEETH);
            if frame.unit > DETAIL * surface.scale {
                surface.clipped(&shape, |s| {
                    s.stroke(&line(&[at(-1.0, 0.006), at(1.0, 0.006)]), thin * 0.45);
                    for across in [-0.6, -0.2, 0.2, 0.6] {
                        s.stroke(&line(&[at(across, -0.05), at(across, 0.06)]), thin * 0.4);
                    }
                });
            }
        }
        Mouth::Wave => {
            let wave: Vec<Point> = (0..=6)
                .map(|i| at(-0.9 + 0.3 * f64::from(i), if i % 2 == 0 { 0.012 } else { -0.012 }))
                .collect();
            surface.pen_in(&curve(&wave), thin * 1.2, 0.4, 0.4, None);
        }
    }
    let lip_seen = person.age != Age::Child && frame.yaw < 1.2 && frame.unit > DETAIL * 1.4 * surface.scale;
    if lip_seen && matches!(face.mouth, Mouth::Line | Mouth::Smile | Mouth::Frown) {
        surface.pen(
            &curve(&[at(-0.3, 0.046), at(0.0, 0.052), at(0.3, 0.046)]),
            thin * 0.7,
        );
    }
}

fn opened(surface: &mut Surface, rim: &[Point], tongue: Point, reach: f64, width: f64) {
    let shape = blob(rim);
    surface.shape(&shape, width * 0.5, THROAT);
    surface.clipped(&shape, |s| s.fill(&circle(tongue, reach), TONGUE));
}

/// The ear on the near side, and the far one while it is seen. `over` is the place of things behind ears.
pub fn ears(surface: &mut Surface, frame: &HeadFrame, person: &Person, width: f64) {
    let sides: &[f64] = if frame.yaw < 0.35 { &[-1.0, 1.0] } else { &[-1.0] };
    for side in sides {
        let Some(x) = ear_x(frame, *side) else { continue };
        let lean = frame.keyed([0.0, 0.02, 0.03, 0.0, 0.0]);
        let narrow = frame.keyed([0.55, 0.9, 1.0, 0.8, 0.55]);
        let outer = [
            frame.at(x + (0.03 * side - lean) * narrow, 0.02),
            frame.at(x + 0.075 * side * narrow, 0.03),
            frame.at(x + 0.07 * side * narrow, 0.12),
            frame.at(x + (0.02 * side) * narrow, 0.215),
            frame.at(x - 0.035 * side * narrow, 0.18),
            frame.at(x - 0.03 * side * narrow, 0.08),
        ];
        surface.shape(&blob(&outer), width * 0.55, person.skin);
        if frame.unit > DETAIL * surface.scale {
            let inner = [
                frame.at(x + 0.0 * side * narrow, 0.055),
                frame.at(x + 0.045 * side * narrow, 0.075),
                frame.at(x + 0.015 * side * narrow, 0.145),
            ];
            surface.pen(&curve(&inner), width * 0.8);
        }
    }
}

/// Where an ear is across the head; none when the face hides it.
pub fn ear_x(frame: &HeadFrame, side: f64) -> Option<f64> {
    if side < 0.0 {
        (frame.yaw < 2.6).then(|| frame.keyed([-0.40, -0.27, -0.04, 0.20, 0.36]))
    } else {
        (frame.yaw < 0.35).then_some(0.40 - frame.yaw * 0.1)
    }
}

fn marks_below(surface: &mut Surface, frame: &HeadFrame, face: Expression, width: f64) {
    if face.marks.contains(&Mark::Gloom) {
        for i in 0..7 {
            let x = -0.22 + 0.09 * f64::from(i) + frame.keyed([0.0, 0.1, 0.2, 0.3, 0.3]) * 0.5;
            let from = frame.on_face(x, -0.22);
            let to = frame.on_face(x, -0.05 + if i % 2 == 0 { 0.03 } else { 0.0 });
            surface.pen_in(&line(&[from, to]), width * 0.7, 0.6, 0.0, None);
        }
    }
    if !face.marks.contains(&Mark::Blush) {
        return;
    }
    for x in cheeks(frame) {
        if surface.look.colour {
            let cheek = circle(frame.on_face(x, 0.235), frame.px(0.075));
            let centre = frame.on_face(x, 0.235);
            let reach = frame.px(0.075);
            surface.paint_over(&cheek, Material::new(0.2, [255, 140, 130]), move |p| {
                (1.0 - (p - centre).hypot() / reach).max(0.0) * 0.75
            });
        }
        for i in 0..3 {
            let shift = -0.035 + 0.035 * f64::from(i);
            let stroke = line(&[
                frame.on_face(x + shift + 0.018, 0.212),
                frame.on_face(x + shift - 0.012, 0.252),
            ]);
            surface.pen(&stroke, width * 0.9);
        }
    }
}

fn cheeks(frame: &HeadFrame) -> Vec<f64> {
    let mut cheeks = vec![frame.keyed([-0.225, -0.10, 0.19, 0.4, 0.4])];
    if frame.yaw < 0.8 {
        cheeks.push(frame.keyed([0.225, 0.275, 0.4, 0.4, 0.4]));
    }
    cheeks
}

/// Marks that lie over hair and face alike.
pub fn marks_above(surface: &mut Surface, frame: &HeadFrame, face: Expression) {
    let width = pen(frame, surface);
    for mark in face.marks {
        match mark {
            Mark::Streams => streams(surface, frame, width),
            Mark::Sweat => bead(
                surface,
                frame.on_face(frame.keyed([-0.40, -0.36, -0.18, 0.0, 0.0]), -0.06),
                frame.px(0.05),
                width,
            ),
            Mark::Vein => vein(surface, frame, width),
            Mark::Bags => bags(surface, frame, width),
            Mark::Blush | Mark::Gloom => {}
        }
    }
}

fn bead(surface: &mut Surface, at: Point, radius: f64, width: f64) {
    let mut path = line(&[at - Vec2::new(0.0, radius * 2.1)]);
    path.quad_to(
        at + Vec2::new(radius * 1.5, -radius * 0.2),
        at + Vec2::new(0.0, radius),
    );
    path.quad_to(
        at + Vec2::new(-radius * 1.5, -radius * 0.2),
        at - Vec2::new(0.0, radius * 2.1),
    );
    path.close_path();
    surface.shape(&path, width * 0.5, TEAR);
}

fn streams(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    let narrow = frame.keyed([1.0, 0.85, 0.6, 0.3, 0.3]);
    for x in eyes::across(frame) {
        let shape = polygon(&[
            frame.on_face(x - 0.055 * narrow, EYE_LINE + 0.06),
            frame.on_face(x + 0.055 * narrow, EYE_LINE + 0.06),
            frame.on_face(x + 0.062 * narrow, 0.36),
            frame.on_face(x - 0.042 * narrow, 0.36),
        ]);
        surface.fill(&shape, TEAR);
        for side in [-0.055, 0.055] {
            let edge = curve(&[
                frame.on_face(x + side * narrow, EYE_LINE + 0.06),
                frame.on_face(x + side * narrow * 1.1, 0.37),
            ]);
            surface.pen_in(&edge, width * 0.9, 0.5, 0.1, None);
        }
    }
}

fn vein(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    let centre = frame.at(frame.keyed([0.30, 0.20, 0.0, 0.0, 0.0]), -0.36);
    let reach = frame.px(0.062);
    for turn in 0..4 {
        let angle = f64::from(turn) * std::f64::consts::FRAC_PI_2;
        let (along, across) = (
            crate::ink::direction(angle),
            crate::ink::direction(angle + std::f64::consts::FRAC_PI_2),
        );
        let mut path = line(&[centre + along * reach + across * reach * 0.28]);
        path.quad_to(
            centre + (along + across) * reach * 0.22,
            centre + across * reach + along * reach * 0.28,
        );
        surface.stroke_in(&path, width * 2.6, TEETH);
        surface.stroke(&path, width * 1.1);
    }
}

fn bags(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    for x in eyes::across(frame) {
        for row in 0..2 {
            let y = EYE_LINE + 0.135 + 0.026 * f64::from(row);
            let bag = curve(&[
                frame.on_face(x - 0.07, y - 0.01),
                frame.on_face(x, y + 0.012),
                frame.on_face(x + 0.07, y - 0.01),
            ]);
            surface.pen(&bag, width * 0.75);
        }
    }
}
