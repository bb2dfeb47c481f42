//! Weapons, tools and everything with a handle. The origin is the palm.

use super::super::{BLACK, GOLD, IRON, Item, LEATHER, Place, RED, STEEL, WOOD};
use crate::ink::{Surface, blob, bow, capsule, circle, curve, line, lock, polygon, pt};

pub fn blade(s: &mut Surface, p: &Place, length: f64) {
    let tip = p.at(0.16 * length, -0.12 - length);
    let edge = [
        p.at(-0.055, -0.12),
        p.at(0.16 * length - 0.045, -length * 0.92),
        tip,
        p.at(0.075, -0.10),
    ];
    s.shape(&polygon(&edge), p.width, STEEL);
    s.pen(
        &line(&[p.at(0.01, -0.12), p.at(0.15 * length, -length * 0.95)]),
        p.width * 0.7,
    );
    s.shape(
        &capsule(p.at(-0.14, -0.09), p.px(0.035), p.at(0.16, -0.13), p.px(0.035)),
        p.width,
        GOLD,
    );
    s.shape(
        &capsule(p.at(0.0, -0.10), p.px(0.045), p.at(-0.04, 0.22), p.px(0.045)),
        p.width,
        LEATHER,
    );
}

pub fn gun(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.05, 0.10),
            p.at(0.06, 0.12),
            p.at(0.10, -0.10),
            p.at(0.46, -0.12),
            p.at(0.46, -0.21),
            p.at(-0.06, -0.20),
        ]),
        p.width,
        IRON,
    );
}

pub fn stick(s: &mut Surface, p: &Place, item: Item) {
    let (low, high, r) = match item {
        Item::Pen => (0.02, 0.30, 0.02),
        Item::Brush | Item::Spoon | Item::Wrench | Item::Flute => (0.10, 0.45, 0.03),
        Item::Hammer | Item::Axe => (0.25, 0.75, 0.04),
        Item::Bat => (0.15, 0.95, 0.065),
        _ => (0.85, 1.25, 0.04),
    };
    let top = p.at(0.14 * high, -high);
    s.shape(
        &capsule(p.at(-0.12 * low, low), p.px(r), top, p.px(r)),
        p.width,
        WOOD,
    );
    match item {
        Item::Brush | Item::Pen => s.shape(
            &lock(
                &bow(
                    top,
                    p.at(0.16 * high, -high - 0.06),
                    p.at(0.2 * high, -high - 0.16),
                    4,
                ),
                p.px(0.11),
                0.4,
            ),
            p.width * 0.7,
            BLACK,
        ),
        Item::Hammer => s.shape(
            &capsule(p.at(-0.1, -0.75), p.px(0.09), p.at(0.30, -0.72), p.px(0.09)),
            p.width,
            IRON,
        ),
        Item::Axe => s.shape(
            &polygon(&[
                p.at(0.06, -0.86),
                p.at(0.42, -0.96),
                p.at(0.46, -0.52),
                p.at(0.08, -0.58),
            ]),
            p.width,
            STEEL,
        ),
        Item::Spear => s.shape(
            &polygon(&[p.at(0.10, -1.22), p.at(0.24, -1.62), p.at(0.28, -1.24)]),
            p.width,
            STEEL,
        ),
        Item::Broom => {
            let low = p.at(-0.12 * 0.85, 0.80);
            s.shape(
                &polygon(&[
                    low,
                    pt(low.x + p.px(0.20), low.y + p.px(0.45)),
                    pt(low.x - p.px(0.24), low.y + p.px(0.42)),
                ]),
                p.width,
                GOLD,
            );
        }
        Item::Shovel => {
            let low = p.at(-0.12 * 0.85, 0.88);
            s.shape(
                &blob(&[
                    pt(low.x - p.px(0.14), low.y),
                    pt(low.x + p.px(0.14), low.y),
                    pt(low.x + p.px(0.12), low.y + p.px(0.3)),
                    pt(low.x, low.y + p.px(0.42)),
                    pt(low.x - p.px(0.12), low.y + p.px(0.3)),
                ]),
                p.width,
                STEEL,
            );
        }
        Item::FishingRod => {
            s.pen(&curve(&[top, p.at(0.8, -1.35), p.at(0.95, -0.2)]), p.width * 0.9);
        }
        Item::Flag => {
            s.shape(
                &polygon(&[p.at(0.17, -1.22), p.at(0.85, -1.02), p.at(0.12, -0.78)]),
                p.width,
                RED,
            );
        }
        _ => {}
    }
}

pub fn key(s: &mut Surface, p: &Place) {
    s.stroke(&circle(p.at(0.0, -0.22), p.px(0.09)), p.width * 3.2);
    s.stroke(
        &line(&[p.at(0.0, -0.12), p.at(0.0, 0.22), p.at(0.09, 0.22)]),
        p.width * 3.0,
    );
    s.stroke(&line(&[p.at(0.0, 0.12), p.at(0.08, 0.12)]), p.width * 3.0);
}
