//! Beings that are neither people nor dogs: a bird on long legs, a cat, and a neutral shape for what is not known.

use kurbo::Affine;

use super::{figure::Emo, ink::*};

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creature {
    /// Long neck, long legs, a calm eye.
    Bird,
    /// A round robot.
    Robot,
    /// Something with eyes.
    Shape,
}

/// Draws a creature whose head is at `(x, y)` and `u` high, facing right unless flipped.
pub fn creature(k: &mut Ink, what: Creature, x: f64, y: f64, u: f64, flip: bool, emo: Emo) {
    let to = Affine::translate((x, y)) * Affine::scale_non_uniform(if flip { -u } else { u }, u);
    let lw = (1.5 + u / k.s * 0.0085).min(6.5);
    match what {
        Creature::Bird => bird(k, to, lw),
        Creature::Robot => robot(k, to, lw),
        Creature::Shape => shape(k, to, lw, emo),
    }
}

/// How far below the head centre the feet are, in head heights.
pub fn feet(what: Creature) -> f64 {
    match what {
        Creature::Bird => 4.3,
        Creature::Robot => 2.5,
        Creature::Shape => 2.2,
    }
}

fn bird(k: &mut Ink, to: Affine, lw: f64) {
    for leg in [-0.25, 0.1] {
        let bent = spline(&[(leg - 0.5, 2.7), (leg - 0.42, 3.4), (leg - 0.5, 4.25)], false);
        k.stroke(&(to * bent), lw * 2.4, 0);
        for toe in [-0.28, 0.02, 0.3] {
            k.pen(
                &(to * poly(&[(leg - 0.5, 4.25), (leg - 0.5 + toe, 4.34)], false)),
                lw * 2.0,
                0,
            );
        }
    }
    let tail = spline(&[(-1.1, 2.2), (-1.9, 2.75), (-1.5, 2.9), (-0.9, 2.75)], true);
    k.shape(&(to * tail), lw, 255);
    let body = spline(
        &[
            (0.15, 1.55),
            (-0.5, 1.6),
            (-1.2, 2.05),
            (-1.15, 2.6),
            (-0.5, 2.85),
            (0.05, 2.55),
            (0.3, 2.0),
        ],
        true,
    );
    k.shape(&(to * body), lw, 255);
    let neck = spline(
        &[
            (-0.12, 0.2),
            (-0.3, 0.8),
            (0.2, 1.3),
            (-0.1, 1.9),
            (0.25, 2.1),
            (0.34, 1.7),
            (0.48, 1.2),
            (0.02, 0.75),
            (0.2, 0.25),
        ],
        true,
    );
    k.shape(&(to * neck), lw, 255);
    let wing = spline(
        &[(0.0, 1.75), (-0.7, 1.85), (-1.5, 2.6), (-0.7, 2.6), (-0.05, 2.3)],
        true,
    );
    k.shape(&(to * wing.clone()), lw, 255);
    k.tone_ex(&(to * wing), 5.0, false, 0, |_, _| 0.4);
    for feather in 0..4 {
        let at = -0.25 - 0.27 * feather as f64;
        k.pen(
            &(to * spline(
                &[
                    (at, 1.95 + 0.1 * feather as f64),
                    (at - 0.2, 2.3),
                    (at - 0.42, 2.5),
                ],
                false,
            )),
            lw,
            0,
        );
    }
    let beak = poly(&[(0.3, -0.08), (1.25, 0.1), (0.3, 0.16)], true);
    k.shape(&(to * beak), lw, 255);
    k.pen(&(to * poly(&[(0.3, 0.05), (1.1, 0.1)], false)), lw * 0.8, 0);
    k.shape(&(to * ell(0.06, 0.02, 0.36, 0.3)), lw, 255);
    let crest = spline(
        &[
            (0.02, -0.2),
            (-0.4, -0.3),
            (-1.0, -0.1),
            (-0.5, -0.12),
            (-0.18, -0.02),
        ],
        true,
    );
    k.shape(&(to * crest), lw, 0);
    k.shape(&(to * circ(0.16, -0.03, 0.12)), lw, 255);
    k.fill(&(to * circ(0.18, -0.02, 0.06)), 0);
}

fn robot(k: &mut Ink, to: Affine, lw: f64) {
    for side in [-1.0, 1.0] {
        k.shape(&(to * rect(side * 0.3 - 0.14, 1.7, 0.28, 0.75)), lw, 255);
        k.shape(&(to * ell(side * 0.75, 1.2, 0.16, 0.45)), lw, 255);
    }
    k.shape(
        &(to * spline(&[(-0.55, 0.7), (0.55, 0.7), (0.62, 1.75), (-0.62, 1.75)], true)),
        lw,
        255,
    );
    k.shape(&(to * circ(0.0, 1.2, 0.16)), lw, 60);
    k.stroke(&(to * poly(&[(0.0, -0.45), (0.0, -0.8)], false)), lw * 1.6, 0);
    k.shape(&(to * circ(0.0, -0.85, 0.09)), lw, 0);
    k.shape(
        &(to * spline(&[(-0.52, -0.4), (0.52, -0.4), (0.58, 0.42), (-0.58, 0.42)], true)),
        lw,
        255,
    );
    for side in [-1.0, 1.0] {
        k.shape(&(to * circ(side * 0.24, -0.02, 0.15)), lw, 255);
        k.fill(&(to * circ(side * 0.24, 0.0, 0.07)), 0);
    }
    k.pen(&(to * poly(&[(-0.2, 0.26), (0.2, 0.26)], false)), lw * 2.0, 0);
}

fn shape(k: &mut Ink, to: Affine, lw: f64, emo: Emo) {
    let body = spline(
        &[
            (0.0, -0.52),
            (0.5, -0.2),
            (0.56, 0.8),
            (0.7, 2.0),
            (0.25, 2.2),
            (0.0, 2.05),
            (-0.25, 2.2),
            (-0.7, 2.0),
            (-0.56, 0.8),
            (-0.5, -0.2),
        ],
        true,
    );
    k.shape(&(to * body.clone()), lw, 255);
    k.tone_ex(&(to * body), 6.0, false, 0, |_, _| 0.2);
    for side in [-1.0, 1.0] {
        k.fill(&(to * ell(side * 0.18, 0.0, 0.06, 0.1)), 0);
    }
    let mouth = match emo {
        Emo::Sad => [(-0.1, 0.26), (0.0, 0.2), (0.1, 0.26)],
        Emo::Surprise => [(-0.05, 0.24), (0.0, 0.3), (0.05, 0.24)],
        _ => [(-0.1, 0.2), (0.0, 0.26), (0.1, 0.2)],
    };
    k.pen(&(to * spline(&mouth, false)), lw * 1.4, 0);
}
