//! Animals.

use kurbo::{BezPath, Point};
use mangakai_script::Emotion;

use super::{
    Creature,
    ears::{self, Ears},
};
use crate::ink::{Material, Surface, blob, bow, capsule, circle, curve, ellipse, limb, line, lock, polygon};

const EYE: Material = Material::new(1.0, [34, 28, 32]);
const WHITE: Material = Material::new(0.0, [255, 255, 255]);
const NOSE: Material = Material::new(0.95, [66, 48, 50]);
const TONGUE: Material = Material::new(0.15, [240, 136, 136]);
const BEAK: Material = Material::new(0.10, [246, 180, 70]);

/// Eyes of an animal: round and shining, closed when happy, with a drop when sad.
fn eyes(c: &Creature, s: &mut Surface, places: &[(f64, f64)], r: f64) {
    let width = c.width(s);
    let dark = c.coat.tone > 0.7;
    for (x, y) in places {
        match c.emotion {
            Emotion::Joy | Emotion::Smile => {
                let arc = curve(&[
                    c.at(x - r, y + r * 0.3),
                    c.at(*x, y - r * 0.7),
                    c.at(x + r, y + r * 0.3),
                ]);
                s.pen_in(&arc, width * 2.0, 0.4, 0.4, dark.then_some(WHITE));
            }
            Emotion::Tired | Emotion::Cry | Emotion::Pain => {
                let arc = curve(&[
                    c.at(x - r, y - r * 0.1),
                    c.at(*x, y + r * 0.6),
                    c.at(x + r, y - r * 0.1),
                ]);
                s.pen_in(&arc, width * 2.0, 0.4, 0.4, dark.then_some(WHITE));
            }
            emotion => {
                let wide = if matches!(emotion, Emotion::Surprise | Emotion::Fear) {
                    1.25
                } else {
                    1.0
                };
                if dark {
                    s.fill(
                        &ellipse(c.at(*x, *y), c.px(r * 1.25 * wide), c.px(r * 1.35 * wide)),
                        WHITE,
                    );
                }
                s.fill(&ellipse(c.at(*x, *y), c.px(r * wide), c.px(r * 1.15 * wide)), EYE);
                s.fill(&circle(c.at(x - r * 0.3, y - r * 0.4), c.px(r * 0.38)), WHITE);
                if emotion == Emotion::Angry || emotion == Emotion::Serious {
                    let brow = line(&[c.at(x - r * 1.2, y - r * 1.9), c.at(x + r * 1.0, y - r * 1.2)]);
                    s.pen(&brow, width * 2.2);
                }
                if matches!(emotion, Emotion::Sad | Emotion::Fear) {
                    let brow = line(&[c.at(x - r * 1.1, y - r * 1.2), c.at(x + r * 1.0, y - r * 1.9)]);
                    s.pen(&brow, width * 1.8);
                }
            }
        }
    }
}

fn union(c: &Creature, s: &mut Surface, shapes: &[BezPath]) {
    let width = c.width(s);
    s.union(shapes, width, c.coat);
}

/// A sitting dog, or what sits like one: its ears and tail tell.
pub fn dog(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    ears::tail(c, s);
    let body = [
        blob(&[
            c.at(-0.05, -0.86),
            c.at(0.26, -0.70),
            c.at(0.34, -0.30),
            c.at(0.30, 0.0),
            c.at(-0.36, 0.0),
            c.at(-0.48, -0.26),
            c.at(-0.34, -0.60),
        ]),
        capsule(c.at(0.20, -0.5), c.px(0.11), c.at(0.24, -0.08), c.px(0.10)),
        ellipse(c.at(0.30, -0.06), c.px(0.15), c.px(0.08)),
        ellipse(c.at(-0.12, -0.06), c.px(0.22), c.px(0.09)),
    ];
    union(c, s, &body);
    s.pen(
        &curve(&[c.at(-0.30, -0.36), c.at(-0.10, -0.34), c.at(-0.04, -0.14)]),
        width * 1.5,
    );
    s.pen(&line(&[c.at(0.13, -0.40), c.at(0.14, -0.10)]), width * 1.3);
    union(
        c,
        s,
        &[
            ellipse(c.at(0.22, -1.02), c.px(0.42), c.px(0.38)),
            ellipse(c.at(0.40, -0.88), c.px(0.24), c.px(0.19)),
        ],
    );
    ears::ears(c, s);
    eyes(c, s, &[(0.12, -1.05), (0.46, -1.05)], 0.062);
    s.fill(&ellipse(c.at(0.44, -0.92), c.px(0.075), c.px(0.052)), NOSE);
    if matches!(c.emotion, Emotion::Joy | Emotion::Smile | Emotion::Surprise) {
        let mouth = blob(&[
            c.at(0.30, -0.80),
            c.at(0.44, -0.82),
            c.at(0.56, -0.80),
            c.at(0.50, -0.66),
            c.at(0.38, -0.66),
        ]);
        s.shape(&mouth, width * 0.7, TONGUE);
    } else {
        let bend = if matches!(c.emotion, Emotion::Sad | Emotion::Cry | Emotion::Fear) {
            -0.03
        } else {
            0.05
        };
        s.pen(
            &curve(&[
                c.at(0.32, -0.80),
                c.at(0.38, -0.80 + bend),
                c.at(0.44, -0.83),
                c.at(0.50, -0.80 + bend),
                c.at(0.56, -0.80),
            ]),
            width * 1.4,
        );
    }
    if c.ears == Ears::Hanging {
        let collar = curve(&[c.at(-0.10, -0.74), c.at(0.10, -0.62), c.at(0.32, -0.66)]);
        s.stroke_in(&collar, width * 2.6, Material::new(0.8, [206, 60, 60]));
    }
}

/// A sitting cat.
pub fn cat(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    let tail = bow(c.at(-0.30, -0.06), c.at(-0.85, 0.02), c.at(-0.70, -0.62), 7);
    let tail: Vec<(Point, f64)> = tail.iter().map(|p| (*p, c.px(0.065))).collect();
    union(c, s, &limb(&tail));
    union(
        c,
        s,
        &[
            blob(&[
                c.at(0.05, -0.74),
                c.at(0.24, -0.50),
                c.at(0.28, 0.0),
                c.at(-0.30, 0.0),
                c.at(-0.38, -0.24),
                c.at(-0.22, -0.56),
            ]),
            ellipse(c.at(0.22, -0.05), c.px(0.12), c.px(0.07)),
            ellipse(c.at(0.02, -0.05), c.px(0.12), c.px(0.07)),
        ],
    );
    s.pen(&line(&[c.at(0.11, -0.38), c.at(0.12, -0.08)]), width * 1.2);
    s.pen(
        &curve(&[c.at(-0.26, -0.34), c.at(-0.10, -0.28), c.at(-0.08, -0.08)]),
        width * 1.2,
    );
    let mut head = vec![ellipse(c.at(0.18, -0.86), c.px(0.38), c.px(0.31))];
    for (a, tip, b) in [(-0.16, -0.18, 0.08), (0.28, 0.54, 0.52)] {
        head.push(polygon(&[c.at(a, -1.02), c.at(tip, -1.38), c.at(b, -1.10)]));
    }
    union(c, s, &head);
    for (a, tip, b) in [(-0.10, -0.13, 0.02), (0.36, 0.49, 0.48)] {
        s.fill(
            &polygon(&[c.at(a, -1.08), c.at(tip, -1.27), c.at(b, -1.10)]),
            TONGUE,
        );
    }
    eyes(c, s, &[(0.06, -0.88), (0.34, -0.88)], 0.062);
    let ink = (c.coat.tone > 0.7).then_some(WHITE);
    s.fill(
        &polygon(&[c.at(0.165, -0.79), c.at(0.245, -0.79), c.at(0.205, -0.75)]),
        TONGUE,
    );
    s.pen_in(
        &curve(&[
            c.at(0.12, -0.71),
            c.at(0.165, -0.69),
            c.at(0.205, -0.74),
            c.at(0.245, -0.69),
            c.at(0.29, -0.71),
        ]),
        width * 1.2,
        0.4,
        0.4,
        ink,
    );
    for (side, x) in [(-1.0, 0.02), (1.0, 0.39)] {
        for dy in [-0.03, 0.04] {
            s.pen_in(
                &line(&[c.at(x, -0.76 + dy), c.at(x + side * 0.30, -0.80 + dy * 2.4)]),
                width * 0.9,
                0.8,
                0.1,
                None,
            );
        }
    }
    if c.coat.tone < 0.6 {
        for x in [0.13, 0.20, 0.27] {
            s.pen(&line(&[c.at(x, -1.15), c.at(x, -1.05)]), width * 1.4);
        }
    }
}

/// A standing bird.
pub fn bird(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    for x in [-0.04, 0.10] {
        s.stroke(
            &line(&[c.at(x, -0.20), c.at(x + 0.02, 0.0), c.at(x + 0.12, 0.0)]),
            width * 1.2,
        );
    }
    s.shape(
        &polygon(&[
            c.at(-0.28, -0.34),
            c.at(-0.78, -0.18),
            c.at(-0.70, -0.36),
            c.at(-0.32, -0.54),
        ]),
        width,
        c.coat,
    );
    union(
        c,
        s,
        &[
            ellipse(c.at(-0.02, -0.44), c.px(0.36), c.px(0.27)),
            circle(c.at(0.16, -0.78), c.px(0.22)),
        ],
    );
    let wing = blob(&[
        c.at(0.12, -0.56),
        c.at(-0.10, -0.62),
        c.at(-0.46, -0.34),
        c.at(-0.52, -0.24),
        c.at(-0.14, -0.30),
    ]);
    s.shape(
        &wing,
        width,
        c.coat.mixed(Material::new(0.7, [96, 110, 130]), 0.55),
    );
    for dy in [0.0, 0.08] {
        s.pen(
            &curve(&[
                c.at(-0.05, -0.50 + dy),
                c.at(-0.26, -0.42 + dy),
                c.at(-0.42, -0.30 + dy * 0.5),
            ]),
            width,
        );
    }
    s.shape(
        &polygon(&[c.at(0.35, -0.84), c.at(0.60, -0.75), c.at(0.34, -0.68)]),
        width,
        BEAK,
    );
    s.pen(&line(&[c.at(0.35, -0.76), c.at(0.56, -0.75)]), width);
    eyes(c, s, &[(0.22, -0.82)], 0.045);
}

/// A fish, swimming in the air of its panel, with bubbles.
pub fn fish(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    s.shape(
        &blob(&[
            c.at(-0.50, -0.56),
            c.at(-0.95, -0.90),
            c.at(-0.84, -0.55),
            c.at(-0.95, -0.22),
        ]),
        width,
        c.coat,
    );
    s.shape(
        &blob(&[c.at(-0.2, -0.80), c.at(0.0, -1.12), c.at(0.26, -0.80)]),
        width,
        c.coat,
    );
    union(c, s, &[ellipse(c.at(0.06, -0.55), c.px(0.64), c.px(0.33))]);
    for x in [-0.30, -0.10, 0.10] {
        s.pen(
            &curve(&[c.at(x, -0.78), c.at(x + 0.10, -0.55), c.at(x, -0.34)]),
            width,
        );
    }
    s.shape(
        &blob(&[c.at(0.14, -0.46), c.at(-0.10, -0.26), c.at(-0.16, -0.42)]),
        width,
        c.coat,
    );
    eyes(c, s, &[(0.44, -0.62)], 0.065);
    s.pen(
        &curve(&[c.at(0.69, -0.50), c.at(0.60, -0.46), c.at(0.56, -0.50)]),
        width * 1.4,
    );
    for (x, y, r) in [(0.85, -0.75, 0.05), (0.95, -0.98, 0.07), (0.86, -1.2, 0.04)] {
        s.stroke(&circle(c.at(x, y), c.px(r)), width);
    }
}

/// A standing horse.
pub fn horse(c: &Creature, s: &mut Surface) {
    let width = c.width(s);
    let mane = Material::new(0.9, [70, 52, 46]);
    let tail = bow(c.at(-1.45, -2.75), c.at(-2.0, -2.4), c.at(-1.85, -1.1), 6);
    s.shape(&lock(&tail, c.px(0.42), 0.6), width, mane);
    let far = c.coat.mixed(Material::new(0.6, [100, 80, 70]), 0.35);
    let leg = |x: f64, knee: f64| {
        limb(&[
            (c.at(x, -2.0), c.px(0.26)),
            (c.at(x + knee, -1.05), c.px(0.15)),
            (c.at(x + knee * 0.6, -0.16), c.px(0.10)),
        ])
    };
    for (x, knee) in [(-0.92, -0.08), (0.98, 0.06)] {
        s.union(&leg(x, knee), width, far);
    }
    let mut shapes = vec![ellipse(c.at(0.0, -2.35), c.px(1.35), c.px(0.66))];
    shapes.extend(leg(-1.12, 0.10));
    shapes.extend(leg(0.78, -0.04));
    shapes.extend(limb(&[
        (c.at(0.95, -2.55), c.px(0.52)),
        (c.at(1.25, -3.85), c.px(0.30)),
    ]));
    shapes.push(capsule(
        c.at(1.28, -4.0),
        c.px(0.32),
        c.at(1.95, -3.62),
        c.px(0.20),
    ));
    for x in [1.12, 1.32] {
        shapes.push(polygon(&[
            c.at(x - 0.10, -4.20),
            c.at(x + 0.02, -4.62),
            c.at(x + 0.12, -4.22),
        ]));
    }
    union(c, s, &shapes);
    for x in [-1.02, -0.86, 0.75, 1.03] {
        s.shape(
            &polygon(&[
                c.at(x - 0.13, -0.16),
                c.at(x + 0.13, -0.16),
                c.at(x + 0.18, 0.0),
                c.at(x - 0.16, 0.0),
            ]),
            width,
            EYE,
        );
    }
    for i in 0..6 {
        let t = f64::from(i) / 5.0;
        let root = c.at(1.12 - t * 0.42, -4.22 + t * 1.35);
        let spine = bow(
            root,
            c.at(0.80 - t * 0.42, -4.0 + t * 1.35),
            c.at(0.62 - t * 0.42, -3.62 + t * 1.35),
            4,
        );
        s.shape(&lock(&spine, c.px(0.34), 0.4), width, mane);
    }
    eyes(c, s, &[(1.48, -4.02)], 0.075);
    s.black(&ellipse(c.at(2.02, -3.66), c.px(0.04), c.px(0.03)));
    s.pen(
        &curve(&[c.at(2.08, -3.52), c.at(1.92, -3.48), c.at(1.80, -3.52)]),
        width * 1.2,
    );
}
