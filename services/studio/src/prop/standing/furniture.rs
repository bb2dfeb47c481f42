//! What stands in rooms. The origin is the ground in their middle.

use super::super::{BLACK, GLOWING, IRON, LEATHER, PAPER, Place, STEEL, WOOD};
use crate::ink::{Material, Surface, circle, curve, polygon};

pub fn table(s: &mut Surface, p: &Place) {
    for x in [-0.95, 0.88] {
        s.shape(
            &polygon(&[
                p.at(x, -1.2),
                p.at(x + 0.1, -1.2),
                p.at(x + 0.1, 0.0),
                p.at(x, 0.0),
            ]),
            p.width,
            WOOD,
        );
    }
    s.shape(
        &polygon(&[
            p.at(-0.95, -1.45),
            p.at(0.95, -1.45),
            p.at(1.1, -1.22),
            p.at(-1.1, -1.22),
        ]),
        p.width,
        WOOD,
    );
    s.shape(
        &polygon(&[
            p.at(-1.1, -1.22),
            p.at(1.1, -1.22),
            p.at(1.1, -1.10),
            p.at(-1.1, -1.10),
        ]),
        p.width,
        LEATHER,
    );
}

pub fn chair(s: &mut Surface, p: &Place) {
    for (x, top) in [(-0.42, -2.0), (0.34, -0.95)] {
        s.shape(
            &polygon(&[
                p.at(x, top),
                p.at(x + 0.09, top),
                p.at(x + 0.09, 0.0),
                p.at(x, 0.0),
            ]),
            p.width,
            WOOD,
        );
    }
    s.shape(
        &polygon(&[
            p.at(-0.45, -1.05),
            p.at(0.45, -1.05),
            p.at(0.45, -0.92),
            p.at(-0.45, -0.92),
        ]),
        p.width,
        WOOD,
    );
}

pub fn bench(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-1.5, -1.9),
            p.at(1.5, -1.9),
            p.at(1.5, -1.45),
            p.at(-1.5, -1.45),
        ]),
        p.width,
        WOOD,
    );
    s.shape(
        &polygon(&[
            p.at(-1.6, -1.0),
            p.at(1.6, -1.0),
            p.at(1.6, -0.85),
            p.at(-1.6, -0.85),
        ]),
        p.width,
        WOOD,
    );
    for x in [-1.3, 1.2] {
        s.shape(
            &polygon(&[
                p.at(x, -1.9),
                p.at(x + 0.1, -1.9),
                p.at(x + 0.1, 0.0),
                p.at(x, 0.0),
            ]),
            p.width,
            IRON,
        );
    }
}

pub fn machine(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[p.at(-0.7, -1.3), p.at(0.7, -1.3), p.at(0.7, 0.0), p.at(-0.7, 0.0)]),
        p.width,
        IRON,
    );
    s.shape(
        &polygon(&[
            p.at(-0.5, -1.15),
            p.at(0.5, -1.15),
            p.at(0.5, -0.5),
            p.at(-0.5, -0.5),
        ]),
        p.width * 0.8,
        STEEL,
    );
    for x in [-0.4, 0.0, 0.4] {
        s.shape(&circle(p.at(x, -0.25), p.px(0.08)), p.width * 0.6, GLOWING);
    }
}

pub fn open_box(s: &mut Surface, p: &Place) {
    let card = Material::new(0.12, [214, 176, 126]);
    s.shape(
        &polygon(&[
            p.at(-0.9, -0.75),
            p.at(-0.6, -1.0),
            p.at(0.95, -1.0),
            p.at(0.75, -0.75),
        ]),
        p.width,
        BLACK,
    );
    s.shape(
        &polygon(&[
            p.at(-0.9, -0.75),
            p.at(0.75, -0.75),
            p.at(0.70, 0.0),
            p.at(-0.82, 0.0),
        ]),
        p.width,
        card,
    );
    s.shape(
        &polygon(&[
            p.at(0.75, -0.75),
            p.at(0.95, -1.0),
            p.at(0.90, -0.2),
            p.at(0.70, 0.0),
        ]),
        p.width,
        card.mixed(LEATHER, 0.4),
    );
    s.shape(
        &polygon(&[
            p.at(-0.9, -0.75),
            p.at(0.75, -0.75),
            p.at(0.62, -0.52),
            p.at(-1.05, -0.52),
        ]),
        p.width,
        PAPER.mixed(card, 0.6),
    );
    s.pen(&curve(&[p.at(-0.4, -0.3), p.at(-0.1, -0.3)]), p.width);
}
