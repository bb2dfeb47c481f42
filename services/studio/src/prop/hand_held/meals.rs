//! What people eat and drink, and out of what. The origin is the palm.

use super::super::{BLUE, LEAF, LEATHER, PAPER, Place, RED, STEEL, WHITE, WOOD};
use crate::ink::{Surface, blob, circle, curve, ellipse, line, polygon};

pub fn cup(s: &mut Surface, p: &Place) {
    s.stroke(&ellipse(p.at(0.17, -0.06), p.px(0.09), p.px(0.09)), p.width * 2.0);
    s.shape(
        &polygon(&[
            p.at(-0.15, -0.20),
            p.at(0.15, -0.20),
            p.at(0.12, 0.10),
            p.at(-0.12, 0.10),
        ]),
        p.width,
        WHITE,
    );
    s.shape(
        &ellipse(p.at(0.0, -0.20), p.px(0.15), p.px(0.045)),
        p.width * 0.8,
        LEATHER,
    );
    for x in [-0.05, 0.06] {
        s.pen(
            &curve(&[
                p.at(x, -0.28),
                p.at(x + 0.04, -0.36),
                p.at(x - 0.02, -0.44),
                p.at(x + 0.03, -0.52),
            ]),
            p.width * 0.8,
        );
    }
}

pub fn bottle(s: &mut Surface, p: &Place) {
    let body = [
        p.at(-0.12, 0.16),
        p.at(-0.12, -0.20),
        p.at(-0.05, -0.32),
        p.at(-0.05, -0.46),
        p.at(0.05, -0.46),
        p.at(0.05, -0.32),
        p.at(0.12, -0.20),
        p.at(0.12, 0.16),
    ];
    s.shape(&polygon(&body), p.width, LEAF);
    s.shape(
        &polygon(&[
            p.at(-0.12, -0.12),
            p.at(0.12, -0.12),
            p.at(0.12, 0.06),
            p.at(-0.12, 0.06),
        ]),
        p.width * 0.6,
        PAPER,
    );
}

pub fn bowl(s: &mut Surface, p: &Place) {
    let mut path = line(&[p.at(-0.28, -0.14)]);
    path.quad_to(p.at(-0.22, 0.12), p.at(-0.08, 0.12));
    path.line_to(p.at(0.08, 0.12));
    path.quad_to(p.at(0.22, 0.12), p.at(0.28, -0.14));
    path.close_path();
    s.shape(&path, p.width, BLUE);
    s.shape(
        &ellipse(p.at(0.0, -0.15), p.px(0.28), p.px(0.075)),
        p.width * 0.8,
        WHITE,
    );
    for x in [-0.08, 0.02, 0.12] {
        s.pen(
            &curve(&[p.at(x, -0.24), p.at(x + 0.05, -0.34), p.at(x - 0.02, -0.44)]),
            p.width * 0.8,
        );
    }
}

pub fn bread(s: &mut Surface, p: &Place) {
    s.shape(
        &blob(&[
            p.at(-0.26, -0.02),
            p.at(-0.18, -0.18),
            p.at(0.0, -0.23),
            p.at(0.18, -0.18),
            p.at(0.26, -0.02),
            p.at(0.0, 0.06),
        ]),
        p.width,
        WOOD,
    );
    for x in [-0.1, 0.0, 0.1] {
        s.pen(&line(&[p.at(x - 0.03, -0.17), p.at(x + 0.04, -0.06)]), p.width);
    }
}

pub fn cake(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.30, -0.22),
            p.at(0.30, -0.22),
            p.at(0.30, 0.06),
            p.at(-0.30, 0.06),
        ]),
        p.width,
        PAPER,
    );
    s.shape(&ellipse(p.at(0.0, -0.22), p.px(0.30), p.px(0.07)), p.width, WHITE);
    s.stroke(&line(&[p.at(-0.3, -0.08), p.at(0.3, -0.08)]), p.width * 0.8);
    for x in [-0.15, 0.0, 0.15] {
        s.shape(&circle(p.at(x, -0.28), p.px(0.055)), p.width * 0.6, RED);
    }
}

pub fn fish(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[p.at(0.28, 0.0), p.at(0.46, -0.14), p.at(0.46, 0.14)]),
        p.width,
        STEEL,
    );
    s.shape(&ellipse(p.at(0.0, 0.0), p.px(0.32), p.px(0.14)), p.width, STEEL);
    s.black(&circle(p.at(-0.20, -0.03), p.px(0.025)));
    s.pen(
        &curve(&[p.at(-0.10, -0.11), p.at(-0.05, 0.0), p.at(-0.10, 0.11)]),
        p.width * 0.8,
    );
}
