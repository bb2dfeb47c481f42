//! What people ride in. The origin is the ground in their middle.

use super::super::{BLACK, Place, RED, STEEL, WHITE, WOOD};
use crate::ink::{Surface, blob, capsule, circle, line, polygon};

pub fn bicycle(s: &mut Surface, p: &Place) {
    for x in [-0.85, 0.85] {
        s.stroke(&circle(p.at(x, -0.62), p.px(0.6)), p.width * 2.2);
        s.stroke(&circle(p.at(x, -0.62), p.px(0.06)), p.width * 1.4);
        for i in 0..6 {
            let d = crate::ink::direction(f64::from(i) * 0.52) * p.px(0.58);
            s.stroke(&line(&[p.at(x, -0.62) - d, p.at(x, -0.62) + d]), p.width * 0.4);
        }
    }
    let frame = [
        p.at(-0.85, -0.62),
        p.at(-0.3, -1.35),
        p.at(0.6, -1.35),
        p.at(0.0, -0.62),
        p.at(-0.85, -0.62),
    ];
    s.stroke(&line(&frame), p.width * 2.6);
    s.stroke(&line(&[p.at(0.0, -0.62), p.at(-0.35, -1.55)]), p.width * 2.6);
    s.stroke(
        &line(&[p.at(0.85, -0.62), p.at(0.55, -1.75), p.at(0.80, -1.85)]),
        p.width * 2.6,
    );
    s.shape(
        &capsule(p.at(-0.52, -1.58), p.px(0.07), p.at(-0.18, -1.58), p.px(0.05)),
        p.width,
        BLACK,
    );
}

pub fn boat(s: &mut Surface, p: &Place) {
    let mut hull = line(&[p.at(-2.0, -0.7), p.at(2.0, -0.7)]);
    hull.quad_to(p.at(1.6, 0.1), p.at(1.0, 0.1));
    hull.line_to(p.at(-1.2, 0.1));
    hull.quad_to(p.at(-1.8, 0.1), p.at(-2.0, -0.7));
    hull.close_path();
    s.shape(&hull, p.width, WOOD);
    s.pen(&line(&[p.at(-1.9, -0.5), p.at(1.9, -0.5)]), p.width);
    s.pen(&line(&[p.at(-1.7, -0.25), p.at(1.6, -0.25)]), p.width);
}

pub fn car(s: &mut Surface, p: &Place) {
    let body = [
        p.at(-2.2, -0.4),
        p.at(-2.1, -1.0),
        p.at(-1.3, -1.15),
        p.at(-0.8, -1.8),
        p.at(0.8, -1.8),
        p.at(1.3, -1.15),
        p.at(2.2, -0.95),
        p.at(2.25, -0.4),
    ];
    s.shape(&polygon(&body), p.width, RED);
    for (a, b) in [(-0.7, -0.05), (0.05, 0.75)] {
        s.shape(
            &polygon(&[
                p.at(a - 0.2, -1.15),
                p.at(a, -1.65),
                p.at(b, -1.65),
                p.at(b + 0.12, -1.15),
            ]),
            p.width * 0.7,
            STEEL,
        );
    }
    for x in [-1.3, 1.3] {
        s.shape(&circle(p.at(x, -0.4), p.px(0.42)), p.width, BLACK);
        s.shape(&circle(p.at(x, -0.4), p.px(0.18)), p.width * 0.7, STEEL);
    }
}

pub fn rocket(s: &mut Surface, p: &Place) {
    for side in [-1.0, 1.0] {
        s.shape(
            &polygon(&[
                p.at(side * 0.4, -1.2),
                p.at(side * 0.95, 0.0),
                p.at(side * 0.3, -0.25),
            ]),
            p.width,
            RED,
        );
    }
    s.shape(
        &blob(&[
            p.at(0.0, -3.6),
            p.at(0.5, -2.4),
            p.at(0.45, -0.3),
            p.at(-0.45, -0.3),
            p.at(-0.5, -2.4),
        ]),
        p.width,
        WHITE,
    );
    s.shape(&circle(p.at(0.0, -2.1), p.px(0.2)), p.width, STEEL);
}
