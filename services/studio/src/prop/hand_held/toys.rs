//! Toys, instruments, and what is flown or hugged. The origin is the palm.

use super::super::{LEATHER, PAPER, Place, RED, WHITE, WOOD};
use crate::ink::{Surface, capsule, circle, curve, ellipse, line, polygon};

pub fn balloon(s: &mut Surface, p: &Place) {
    s.pen_in(
        &curve(&[p.at(0.0, 0.0), p.at(0.06, -0.6), p.at(0.0, -1.25)]),
        p.width * 0.8,
        0.7,
        0.7,
        None,
    );
    s.shape(&ellipse(p.at(0.0, -1.72), p.px(0.38), p.px(0.47)), p.width, RED);
    s.fill(&ellipse(p.at(-0.14, -1.88), p.px(0.07), p.px(0.12)), WHITE);
}

pub fn kite(s: &mut Surface, p: &Place) {
    s.pen_in(
        &curve(&[p.at(0.0, 0.0), p.at(0.2, -0.8), p.at(0.3, -1.5)]),
        p.width * 0.8,
        0.7,
        0.7,
        None,
    );
    s.shape(
        &polygon(&[
            p.at(0.3, -2.25),
            p.at(0.68, -1.82),
            p.at(0.3, -1.25),
            p.at(-0.08, -1.82),
        ]),
        p.width,
        RED,
    );
    s.stroke(&line(&[p.at(0.3, -2.25), p.at(0.3, -1.25)]), p.width * 0.8);
    s.stroke(&line(&[p.at(-0.08, -1.82), p.at(0.68, -1.82)]), p.width * 0.8);
}

pub fn doll(s: &mut Surface, p: &Place) {
    for (x, y, r) in [
        (-0.13, -0.02, 0.07),
        (0.13, -0.02, 0.07),
        (-0.09, 0.20, 0.08),
        (0.09, 0.20, 0.08),
        (-0.11, -0.42, 0.06),
        (0.11, -0.42, 0.06),
    ] {
        s.shape(&circle(p.at(x, y), p.px(r)), p.width * 0.8, WOOD);
    }
    s.shape(
        &ellipse(p.at(0.0, 0.04), p.px(0.15), p.px(0.18)),
        p.width * 0.8,
        WOOD,
    );
    s.shape(&circle(p.at(0.0, -0.28), p.px(0.17)), p.width * 0.8, WOOD);
    for x in [-0.06, 0.06] {
        s.black(&circle(p.at(x, -0.30), p.px(0.02)));
    }
    s.black(&ellipse(p.at(0.0, -0.23), p.px(0.03), p.px(0.02)));
}

pub fn guitar(s: &mut Surface, p: &Place) {
    s.shape(
        &capsule(p.at(0.0, 0.0), p.px(0.05), p.at(-0.75, -0.55), p.px(0.05)),
        p.width,
        LEATHER,
    );
    s.union(
        &[
            circle(p.at(0.20, 0.16), p.px(0.24)),
            circle(p.at(0.46, 0.36), p.px(0.32)),
        ],
        p.width,
        WOOD,
    );
    s.black(&circle(p.at(0.34, 0.26), p.px(0.10)));
}

pub fn fan(s: &mut Surface, p: &Place) {
    let mut path = line(&[p.at(0.0, 0.08), p.at(-0.36, -0.28)]);
    path.quad_to(p.at(0.0, -0.68), p.at(0.36, -0.28));
    path.close_path();
    s.shape(&path, p.width, PAPER);
    for x in [-0.2, -0.07, 0.07, 0.2] {
        s.pen(&line(&[p.at(0.0, 0.06), p.at(x, -0.44)]), p.width * 0.7);
    }
}
