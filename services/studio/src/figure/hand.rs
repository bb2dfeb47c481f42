//! Hands.

use kurbo::{Point, Vec2};

use super::posture::Grip;
use crate::ink::{Material, Surface, bow, capsule, curve, direction, limb};

/// Smaller heads than this many design pixels have mittens.
pub const FINGERS: f64 = 44.0;

/// From the wrist to the palm, in heads.
const PALM: f64 = 0.12;

/// A hand at the end of a forearm: `along` is where it points, `thumb` 1 when the thumb is clockwise of it.
pub struct HandPlace {
    /// Wrist.
    pub wrist: Point,
    /// Unit vector.
    pub along: Vec2,
    /// Side of the thumb.
    pub thumb: f64,
    /// Height of a head, in pixels.
    pub unit: f64,
}

impl HandPlace {
    /// The hand whose palm is there.
    pub fn around(palm: Point, along: Vec2, unit: f64) -> HandPlace {
        HandPlace {
            wrist: palm - along * PALM * unit,
            along,
            thumb: 1.0,
            unit,
        }
    }

    fn at(&self, along: f64, across: f64) -> Point {
        let normal = Vec2::new(-self.along.y, self.along.x) * self.thumb;
        self.wrist + (self.along * along + normal * across) * self.unit
    }

    /// Where something held is.
    pub fn palm(&self) -> Point {
        self.at(PALM, 0.0)
    }
}

/// Draws a hand.
pub fn draw(surface: &mut Surface, place: &HandPlace, grip: Grip, skin: Material, width: f64) {
    let unit = place.unit;
    if unit < FINGERS * surface.scale {
        return surface.union(
            &[capsule(
                place.wrist,
                unit * 0.075,
                place.at(0.15, 0.0),
                unit * 0.095,
            )],
            width,
            skin,
        );
    }
    let palm = capsule(
        place.at(0.0, 0.0),
        unit * 0.07,
        place.at(0.115, 0.0),
        unit * 0.098,
    );
    let mut shapes = vec![palm];
    let finger = |from: Point, to: Point, bend: Point, r: f64| {
        let points = bow(from, bend, to, 3);
        limb(&points.iter().map(|p| (*p, r * unit)).collect::<Vec<_>>())
    };
    match grip {
        Grip::Loose => {
            for (i, reach) in [0.275, 0.30, 0.29, 0.25].iter().enumerate() {
                let across = 0.066 - 0.044 * i as f64;
                shapes.extend(finger(
                    place.at(0.12, across),
                    place.at(*reach, across * 0.72 + 0.01),
                    place.at(0.22, across * 1.05),
                    0.031,
                ));
            }
            shapes.extend(finger(
                place.at(0.03, 0.06),
                place.at(0.185, 0.125),
                place.at(0.09, 0.13),
                0.033,
            ));
        }
        Grip::Open => {
            for (i, (angle, reach)) in [(0.42, 0.30), (0.14, 0.34), (-0.14, 0.335), (-0.42, 0.29)]
                .iter()
                .enumerate()
            {
                let across = 0.062 - 0.042 * i as f64;
                let tip = place.wrist + rotated(place, *angle) * (reach * unit);
                let middle = place.at(0.2, across * 1.3);
                shapes.extend(finger(place.at(0.11, across), tip, middle, 0.030));
            }
            let thumb = place.wrist + rotated(place, 1.05) * (0.24 * unit);
            shapes.extend(finger(place.at(0.03, 0.06), thumb, place.at(0.07, 0.13), 0.034));
        }
        Grip::Fist => {
            shapes.push(capsule(
                place.at(0.12, -0.07),
                unit * 0.062,
                place.at(0.12, 0.07),
                unit * 0.062,
            ));
        }
        Grip::Point => {
            shapes.push(capsule(
                place.at(0.12, -0.06),
                unit * 0.06,
                place.at(0.12, 0.05),
                unit * 0.06,
            ));
            shapes.extend(finger(
                place.at(0.12, 0.05),
                place.at(0.36, 0.05),
                place.at(0.24, 0.055),
                0.032,
            ));
            shapes.extend(finger(
                place.at(0.03, 0.06),
                place.at(0.16, 0.13),
                place.at(0.07, 0.13),
                0.033,
            ));
        }
    }
    surface.union(&shapes, width, skin);
    let thin = width * 0.75;
    match grip {
        Grip::Fist | Grip::Point => {
            for across in [-0.045, 0.0, 0.045] {
                if grip == Grip::Point && across > 0.02 {
                    continue;
                }
                surface.pen(&curve(&[place.at(0.095, across), place.at(0.175, across)]), thin);
            }
            surface.pen(
                &curve(&[
                    place.at(0.06, 0.085),
                    place.at(0.11, 0.03),
                    place.at(0.105, -0.03),
                ]),
                thin,
            );
        }
        Grip::Loose | Grip::Open => {
            for across in [-0.045, -0.002, 0.042] {
                surface.pen(
                    &curve(&[place.at(0.13, across), place.at(0.215, across * 1.05)]),
                    thin,
                );
            }
        }
    }
}

fn rotated(place: &HandPlace, angle: f64) -> Vec2 {
    let base = place.along.atan2();
    direction(base + angle * place.thumb)
}
