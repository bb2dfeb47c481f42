//! What stands outside. The origin is the ground in their middle.

use super::super::{BLACK, GLOWING, IRON, LEAF, LEATHER, Place, RED, WHITE, WOOD};
use crate::ink::{Material, Surface, blob, capsule, circle, ellipse, line, polygon};

pub fn fire(s: &mut Surface, p: &Place) {
    for (a, b) in [((-0.6, -0.02), (0.4, -0.2)), ((0.6, -0.02), (-0.4, -0.2))] {
        s.shape(
            &capsule(p.at(a.0, a.1), p.px(0.09), p.at(b.0, b.1), p.px(0.09)),
            p.width,
            LEATHER,
        );
    }
    for (scale, material) in [(1.0, RED), (0.62, GLOWING)] {
        let at = |x: f64, y: f64| p.at(x * scale, y * scale - 0.08);
        s.shape(
            &blob(&[
                at(0.0, 0.0),
                at(0.42, -0.22),
                at(0.36, -0.62),
                at(0.18, -0.5),
                at(0.05, -1.25),
                at(-0.18, -0.62),
                at(-0.36, -0.72),
                at(-0.42, -0.22),
            ]),
            p.width,
            material,
        );
    }
}

pub fn snowman(s: &mut Surface, p: &Place) {
    for (y, r) in [(-0.5, 0.55), (-1.3, 0.42)] {
        s.shape(&circle(p.at(0.0, y), p.px(r)), p.width, WHITE);
        let centre = p.at(0.0, y);
        s.clipped(&circle(centre, p.px(r)), |s| {
            s.shade(&circle(p.at(0.45, y + 0.4), p.px(r)), 0.14)
        });
    }
    for x in [-0.14, 0.14] {
        s.black(&circle(p.at(x, -1.42), p.px(0.045)));
    }
    s.shape(
        &polygon(&[p.at(0.0, -1.34), p.at(0.4, -1.26), p.at(0.0, -1.24)]),
        p.width * 0.8,
        RED,
    );
    s.shape(
        &polygon(&[
            p.at(-0.3, -1.66),
            p.at(0.3, -1.66),
            p.at(0.24, -2.05),
            p.at(-0.24, -2.05),
        ]),
        p.width,
        BLACK,
    );
    for side in [-1.0, 1.0] {
        s.stroke(
            &line(&[p.at(side * 0.5, -0.75), p.at(side * 1.0, -1.15)]),
            p.width * 2.0,
        );
    }
}

pub fn tent(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[p.at(-1.8, 0.0), p.at(0.0, -2.3), p.at(1.8, 0.0)]),
        p.width,
        LEAF,
    );
    s.black(&polygon(&[p.at(-0.45, 0.0), p.at(0.0, -1.7), p.at(0.45, 0.0)]));
}

pub fn sign(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.06, -2.2),
            p.at(0.06, -2.2),
            p.at(0.06, 0.0),
            p.at(-0.06, 0.0),
        ]),
        p.width,
        WOOD,
    );
    s.shape(
        &polygon(&[
            p.at(-0.7, -2.3),
            p.at(0.6, -2.3),
            p.at(0.85, -2.0),
            p.at(0.6, -1.7),
            p.at(-0.7, -1.7),
        ]),
        p.width,
        WOOD,
    );
    for y in [-2.1, -1.9] {
        s.pen(&line(&[p.at(-0.5, y), p.at(0.4, y)]), p.width * 1.3);
    }
}

pub fn mailbox(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.12, -1.0),
            p.at(0.12, -1.0),
            p.at(0.12, 0.0),
            p.at(-0.12, 0.0),
        ]),
        p.width,
        IRON,
    );
    s.shape(
        &blob(&[
            p.at(-0.5, -1.0),
            p.at(-0.5, -1.9),
            p.at(0.0, -2.15),
            p.at(0.5, -1.9),
            p.at(0.5, -1.0),
            p.at(0.0, -0.95),
        ]),
        p.width,
        RED,
    );
    s.black(&polygon(&[
        p.at(-0.3, -1.72),
        p.at(0.3, -1.72),
        p.at(0.3, -1.62),
        p.at(-0.3, -1.62),
    ]));
}

pub fn grave(s: &mut Surface, p: &Place) {
    let stone = Material::new(0.2, [176, 178, 184]);
    s.shape(
        &polygon(&[p.at(-0.8, -0.3), p.at(0.8, -0.3), p.at(0.9, 0.0), p.at(-0.9, 0.0)]),
        p.width,
        stone,
    );
    s.shape(
        &blob(&[
            p.at(-0.5, -0.3),
            p.at(-0.5, -1.5),
            p.at(0.0, -1.85),
            p.at(0.5, -1.5),
            p.at(0.5, -0.3),
        ]),
        p.width,
        stone,
    );
    for y in [-1.3, -1.05, -0.8] {
        s.pen(&line(&[p.at(-0.25, y), p.at(0.25, y)]), p.width);
    }
}

pub fn well(s: &mut Surface, p: &Place) {
    let stone = Material::new(0.2, [176, 178, 184]);
    s.shape(
        &polygon(&[
            p.at(-0.8, -0.9),
            p.at(0.8, -0.9),
            p.at(0.75, 0.0),
            p.at(-0.75, 0.0),
        ]),
        p.width,
        stone,
    );
    s.shape(&ellipse(p.at(0.0, -0.9), p.px(0.8), p.px(0.16)), p.width, BLACK);
    for x in [-0.75, 0.75] {
        s.stroke(&line(&[p.at(x, -0.9), p.at(x, -2.0)]), p.width * 2.6);
    }
    s.shape(
        &polygon(&[p.at(-1.0, -1.9), p.at(0.0, -2.5), p.at(1.0, -1.9)]),
        p.width,
        WOOD,
    );
}

pub fn swing(s: &mut Surface, p: &Place) {
    for side in [-1.0, 1.0] {
        s.stroke(
            &line(&[p.at(side * 1.5, 0.0), p.at(side * 1.1, -3.4)]),
            p.width * 3.0,
        );
    }
    s.stroke(&line(&[p.at(-1.2, -3.4), p.at(1.2, -3.4)]), p.width * 3.0);
    for x in [-0.35, 0.35] {
        s.stroke(&line(&[p.at(x, -3.4), p.at(x, -0.8)]), p.width * 1.2);
    }
    s.shape(
        &polygon(&[
            p.at(-0.45, -0.85),
            p.at(0.45, -0.85),
            p.at(0.45, -0.72),
            p.at(-0.45, -0.72),
        ]),
        p.width,
        WOOD,
    );
}
