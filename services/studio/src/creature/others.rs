//! A robot, a ghost, and a shadow.

use mangakai_script::Emotion;

use super::Creature;
use crate::ink::{Material, Surface, blob, capsule, circle, curve, ellipse, limb, line, polygon};

const STEEL: Material = Material::new(0.10, [206, 214, 224]);
const DARK: Material = Material::new(0.92, [60, 66, 80]);
const LAMP: Material = Material::new(0.0, [150, 236, 240]);
const SHADOW: Material = Material::new(0.82, [88, 92, 108]);

/// A robot with a screen for a face.
pub fn robot(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    for x in [-0.34, 0.34] {
        s.union(
            &limb(&[
                (c.at(x, -1.15), c.px(0.14)),
                (c.at(x * 1.1, -0.55), c.px(0.12)),
                (c.at(x * 1.1, -0.2), c.px(0.12)),
            ]),
            width,
            DARK,
        );
        s.shape(
            &blob(&[
                c.at(x - 0.26, 0.0),
                c.at(x - 0.22, -0.22),
                c.at(x, -0.28),
                c.at(x + 0.26, -0.20),
                c.at(x + 0.30, 0.0),
            ]),
            width,
            STEEL,
        );
        s.union(
            &limb(&[
                (c.at(x * 1.95, -2.02), c.px(0.14)),
                (c.at(x * 2.6, -1.5), c.px(0.12)),
                (c.at(x * 2.2, -1.02), c.px(0.12)),
            ]),
            width,
            DARK,
        );
        s.shape(&circle(c.at(x * 2.2, -0.92), c.px(0.17)), width, STEEL);
        s.stroke(
            &line(&[c.at(x * 2.2 - 0.05, -0.90), c.at(x * 2.2 - 0.05, -0.76)]),
            width,
        );
    }
    s.shape(
        &blob(&[
            c.at(-0.60, -2.15),
            c.at(0.0, -2.28),
            c.at(0.60, -2.15),
            c.at(0.54, -1.10),
            c.at(0.0, -0.98),
            c.at(-0.54, -1.10),
        ]),
        width,
        STEEL,
    );
    s.shape(&ellipse(c.at(0.0, -1.62), c.px(0.24), c.px(0.24)), width, DARK);
    s.fill(&circle(c.at(0.0, -1.62), c.px(0.13)), LAMP);
    for x in [-0.4, 0.4] {
        s.black(&circle(c.at(x, -2.02), c.px(0.03)));
    }
    s.shape(
        &polygon(&[
            c.at(-0.16, -2.42),
            c.at(0.16, -2.42),
            c.at(0.16, -2.2),
            c.at(-0.16, -2.2),
        ]),
        width,
        DARK,
    );
    s.stroke(&line(&[c.at(0.0, -3.42), c.at(0.0, -3.75)]), width * 1.6);
    s.shape(
        &circle(c.at(0.0, -3.80), c.px(0.09)),
        width,
        Material::new(0.5, [226, 70, 64]),
    );
    for x in [-0.66, 0.66] {
        s.shape(&ellipse(c.at(x, -2.90), c.px(0.10), c.px(0.20)), width, DARK);
    }
    s.shape(
        &blob(&[
            c.at(-0.62, -3.28),
            c.at(0.0, -3.44),
            c.at(0.62, -3.28),
            c.at(0.64, -2.58),
            c.at(0.0, -2.42),
            c.at(-0.64, -2.58),
        ]),
        width,
        STEEL,
    );
    s.shape(
        &blob(&[
            c.at(-0.46, -3.13),
            c.at(0.0, -3.22),
            c.at(0.46, -3.13),
            c.at(0.46, -2.66),
            c.at(0.0, -2.58),
            c.at(-0.46, -2.66),
        ]),
        width,
        DARK,
    );
    for x in [-0.20, 0.20] {
        match c.emotion {
            Emotion::Joy | Emotion::Smile => s.stroke_in(
                &curve(&[c.at(x - 0.09, -2.92), c.at(x, -3.04), c.at(x + 0.09, -2.92)]),
                width * 2.2,
                LAMP,
            ),
            Emotion::Sad | Emotion::Cry | Emotion::Tired => s.stroke_in(
                &curve(&[c.at(x - 0.09, -2.98), c.at(x, -2.90), c.at(x + 0.09, -2.98)]),
                width * 2.2,
                LAMP,
            ),
            _ => s.fill(&ellipse(c.at(x, -2.96), c.px(0.075), c.px(0.11)), LAMP),
        }
    }
    let bend = if matches!(
        c.emotion,
        Emotion::Sad | Emotion::Cry | Emotion::Fear | Emotion::Angry
    ) {
        -0.05
    } else {
        0.05
    };
    s.stroke_in(
        &curve(&[c.at(-0.14, -2.76), c.at(0.0, -2.76 + bend), c.at(0.14, -2.76)]),
        width * 1.6,
        LAMP,
    );
}

/// A ghost that floats.
pub fn ghost(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    let white = Material::new(0.0, [244, 248, 255]);
    let body = blob(&[
        c.at(0.0, -2.45),
        c.at(0.52, -2.20),
        c.at(0.66, -1.4),
        c.at(0.80, -0.62),
        c.at(0.52, -0.40),
        c.at(0.34, -0.62),
        c.at(0.12, -0.32),
        c.at(-0.12, -0.58),
        c.at(-0.36, -0.34),
        c.at(-0.54, -0.62),
        c.at(-0.80, -0.55),
        c.at(-0.66, -1.4),
        c.at(-0.52, -2.20),
    ]);
    let arms = [
        capsule(c.at(0.50, -1.45), c.px(0.14), c.at(0.86, -1.30), c.px(0.10)),
        capsule(c.at(-0.50, -1.45), c.px(0.14), c.at(-0.86, -1.30), c.px(0.10)),
    ];
    let mut shapes = vec![body.clone()];
    shapes.extend(arms);
    s.union(&shapes, width, white);
    s.clipped(&body, |s| {
        s.shade(&ellipse(c.at(0.55, -0.9), c.px(0.45), c.px(1.2)), 0.15)
    });
    for x in [-0.19, 0.19] {
        s.black(&ellipse(c.at(x, -1.92), c.px(0.085), c.px(0.13)));
        s.fill(&circle(c.at(x - 0.02, -1.97), c.px(0.03)), white);
    }
    let open = if matches!(c.emotion, Emotion::Surprise | Emotion::Fear | Emotion::Angry) {
        0.13
    } else {
        0.06
    };
    s.black(&ellipse(c.at(0.0, -1.62), c.px(0.09), c.px(open)));
}

/// Somebody of whom nothing is known: a shape of shade with no face.
pub fn shadow(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    let mut shapes = vec![
        blob(&[
            c.at(-0.22, -3.82),
            c.at(0.22, -3.82),
            c.at(0.62, -3.55),
            c.at(0.56, -2.7),
            c.at(0.46, -1.95),
            c.at(-0.46, -1.95),
            c.at(-0.56, -2.7),
            c.at(-0.62, -3.55),
        ]),
        capsule(c.at(0.0, -3.7), c.px(0.15), c.at(0.0, -4.0), c.px(0.15)),
        ellipse(c.at(0.0, -4.32), c.px(0.40), c.px(0.48)),
    ];
    for side in [-1.0, 1.0] {
        shapes.extend(limb(&[
            (c.at(side * 0.58, -3.45), c.px(0.15)),
            (c.at(side * 0.72, -2.6), c.px(0.13)),
            (c.at(side * 0.66, -1.85), c.px(0.10)),
        ]));
        shapes.extend(limb(&[
            (c.at(side * 0.24, -2.0), c.px(0.24)),
            (c.at(side * 0.24, -1.0), c.px(0.17)),
            (c.at(side * 0.24, -0.1), c.px(0.13)),
        ]));
    }
    s.union(&shapes, width, SHADOW);
}
