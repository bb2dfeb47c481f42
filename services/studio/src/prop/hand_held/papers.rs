//! What people read, write and look through. The origin is the palm.

use super::super::{BLACK, GLOWING, GOLD, IRON, Item, LEATHER, PAPER, Place, RED, STEEL, WHITE};
use crate::ink::{Surface, capsule, circle, line, polygon};

pub fn book(s: &mut Surface, p: &Place) {
    for side in [-1.0, 1.0] {
        let cover = [
            p.at(0.0, 0.10),
            p.at(side * 0.40, 0.02),
            p.at(side * 0.42, -0.44),
            p.at(0.0, -0.34),
        ];
        s.shape(&polygon(&cover), p.width, RED);
        let leaf = [
            p.at(0.0, 0.06),
            p.at(side * 0.36, -0.02),
            p.at(side * 0.37, -0.41),
            p.at(0.0, -0.33),
        ];
        s.shape(&polygon(&leaf), p.width * 0.6, PAPER);
        for i in 0..4 {
            let y = -0.30 + 0.085 * f64::from(i);
            s.pen(
                &line(&[p.at(side * 0.06, y + 0.02), p.at(side * 0.31, y - 0.04)]),
                p.width * 0.6,
            );
        }
    }
}

pub fn letter(s: &mut Surface, p: &Place, item: Item) {
    let (w, h) = if item == Item::Ticket {
        (0.22, 0.12)
    } else {
        (0.30, 0.21)
    };
    let at = |x: f64, y: f64| p.at(x, y - 0.12);
    s.shape(
        &polygon(&[at(-w, -h), at(w, -h), at(w, h), at(-w, h)]),
        p.width,
        if item == Item::Gift { RED } else { PAPER },
    );
    if item == Item::Gift {
        s.stroke_in(&line(&[at(0.0, -h), at(0.0, h)]), p.width * 3.0, WHITE);
        return s.stroke_in(&line(&[at(-w, 0.0), at(w, 0.0)]), p.width * 3.0, WHITE);
    }
    s.stroke(&line(&[at(-w, -h), at(0.0, h * 0.15), at(w, -h)]), p.width * 0.8);
    s.shape(&circle(at(0.0, h * 0.12), p.px(0.045)), p.width * 0.5, RED);
}

pub fn sheet(s: &mut Surface, p: &Place) {
    let page = [
        p.at(-0.26, -0.52),
        p.at(0.26, -0.56),
        p.at(0.28, 0.06),
        p.at(-0.24, 0.08),
    ];
    s.shape(&polygon(&page), p.width, PAPER);
    for i in 0..5 {
        let y = -0.43 + 0.10 * f64::from(i);
        s.pen(&line(&[p.at(-0.18, y), p.at(0.19, y - 0.02)]), p.width * 0.7);
    }
}

pub fn phone(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.11, -0.34),
            p.at(0.11, -0.34),
            p.at(0.11, 0.08),
            p.at(-0.11, 0.08),
        ]),
        p.width * 1.2,
        BLACK,
    );
    s.fill(
        &polygon(&[
            p.at(-0.085, -0.30),
            p.at(0.085, -0.30),
            p.at(0.085, 0.02),
            p.at(-0.085, 0.02),
        ]),
        GLOWING,
    );
}

pub fn camera(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.26, -0.26),
            p.at(0.26, -0.26),
            p.at(0.26, 0.10),
            p.at(-0.26, 0.10),
        ]),
        p.width,
        IRON,
    );
    s.shape(&circle(p.at(0.02, -0.08), p.px(0.13)), p.width, STEEL);
    s.shape(&circle(p.at(0.02, -0.08), p.px(0.07)), p.width * 0.7, BLACK);
}

pub fn telescope(s: &mut Surface, p: &Place) {
    s.shape(
        &capsule(p.at(-0.30, 0.10), p.px(0.06), p.at(0.10, -0.06), p.px(0.08)),
        p.width,
        GOLD,
    );
    s.shape(
        &capsule(p.at(0.12, -0.06), p.px(0.10), p.at(0.55, -0.24), p.px(0.12)),
        p.width,
        LEATHER,
    );
}
