//! Small things, bags and boxes. The origin is the palm.

use super::super::{BLUE, GOLD, Item, LEAF, LEATHER, PAPER, Place, RED, STEEL, WHITE, WOOD};
use crate::ink::{Material, Surface, blob, bow, circle, curve, line, lock, polygon, pt};

pub fn round(s: &mut Surface, p: &Place, item: Item) {
    let (material, r) = match item {
        Item::Fruit => (RED, 0.13),
        Item::Ball => (WHITE, 0.19),
        Item::Stone => (Material::new(0.3, [150, 150, 156]), 0.12),
        Item::Gem => (BLUE, 0.10),
        Item::Seed => (LEATHER, 0.05),
        _ => (WHITE, 0.11),
    };
    let centre = p.at(0.0, -0.10);
    let ball = circle(centre, p.px(r));
    s.shape(&ball, p.width, material);
    s.clipped(&ball, |s| {
        s.shade(
            &circle(pt(centre.x + p.px(r * 0.7), centre.y + p.px(r * 0.7)), p.px(r)),
            0.2,
        )
    });
    match item {
        Item::Fruit => {
            s.pen(
                &curve(&[p.at(0.0, -0.10 - r), p.at(0.03, -0.16 - r)]),
                p.width * 1.6,
            );
            s.shape(
                &lock(
                    &bow(
                        p.at(0.02, -0.13 - r),
                        p.at(0.1, -0.2 - r),
                        p.at(0.16, -0.14 - r),
                        4,
                    ),
                    p.px(0.08),
                    0.5,
                ),
                p.width * 0.6,
                LEAF,
            );
        }
        Item::Ball => {
            s.pen(
                &curve(&[p.at(-0.17, -0.14), p.at(0.0, -0.04), p.at(0.18, -0.14)]),
                p.width,
            );
            s.pen(
                &curve(&[p.at(-0.04, -0.28), p.at(0.05, -0.10), p.at(-0.02, 0.08)]),
                p.width,
            );
        }
        _ => {}
    }
}

pub fn flower(s: &mut Surface, p: &Place) {
    s.pen_in(
        &curve(&[p.at(0.0, 0.18), p.at(0.03, -0.15), p.at(0.0, -0.42)]),
        p.width * 1.8,
        0.8,
        0.6,
        None,
    );
    s.shape(
        &lock(
            &bow(p.at(0.02, -0.08), p.at(0.16, -0.22), p.at(0.26, -0.18), 4),
            p.px(0.10),
            0.5,
        ),
        p.width * 0.6,
        LEAF,
    );
    for i in 0..6 {
        let offset = crate::ink::direction(f64::from(i) * std::f64::consts::TAU / 6.0) * p.px(0.105);
        s.shape(
            &circle(p.at(0.0, -0.50) + offset, p.px(0.075)),
            p.width * 0.7,
            WHITE,
        );
    }
    s.shape(&circle(p.at(0.0, -0.50), p.px(0.065)), p.width * 0.7, GOLD);
}

pub fn trinket(s: &mut Surface, p: &Place) {
    s.shape(&circle(p.at(0.0, -0.13), p.px(0.10)), p.width, GOLD);
    s.shape(&circle(p.at(0.0, -0.13), p.px(0.055)), p.width * 0.7, WHITE);
    for angle in [-2.4, -1.57, -0.74] {
        let d = crate::ink::direction(angle);
        s.pen(
            &line(&[
                p.at(0.0, -0.13) + d * p.px(0.17),
                p.at(0.0, -0.13) + d * p.px(0.27),
            ]),
            p.width * 1.3,
        );
    }
}

pub fn carried(s: &mut Surface, p: &Place, item: Item) {
    s.stroke(
        &curve(&[
            p.at(-0.20, 0.28),
            p.at(-0.12, 0.02),
            p.at(0.12, 0.02),
            p.at(0.20, 0.28),
        ]),
        p.width * 2.2,
    );
    let (low, material) = match item {
        Item::Suitcase => (0.80, LEATHER),
        Item::Basket => (0.62, WOOD),
        Item::Bucket => (0.66, STEEL),
        _ => (0.76, RED),
    };
    let half = if item == Item::Suitcase { 0.42 } else { 0.30 };
    let taper = if item == Item::Suitcase { 1.0 } else { 0.84 };
    let body = [
        p.at(-half, 0.26),
        p.at(half, 0.26),
        p.at(half * taper, low),
        p.at(-half * taper, low),
    ];
    s.shape(&polygon(&body), p.width, material);
    if item == Item::Basket {
        for i in 0..3 {
            let y = 0.34 + 0.09 * f64::from(i);
            s.pen(&line(&[p.at(-half, y), p.at(half, y)]), p.width * 0.8);
        }
    } else if item == Item::Suitcase {
        for x in [-0.24, 0.24] {
            s.stroke(&line(&[p.at(x, 0.26), p.at(x, low)]), p.width * 1.4);
        }
    }
}

pub fn cloth(s: &mut Surface, p: &Place) {
    s.shape(
        &blob(&[
            p.at(-0.14, -0.06),
            p.at(0.14, -0.06),
            p.at(0.24, 0.36),
            p.at(0.05, 0.5),
            p.at(-0.10, 0.42),
            p.at(-0.24, 0.46),
        ]),
        p.width,
        WHITE,
    );
    s.pen(
        &curve(&[p.at(-0.03, 0.0), p.at(-0.06, 0.2), p.at(-0.04, 0.38)]),
        p.width,
    );
    s.pen(
        &curve(&[p.at(0.06, 0.02), p.at(0.10, 0.2), p.at(0.08, 0.40)]),
        p.width,
    );
}

pub fn parcel(s: &mut Surface, p: &Place) {
    let front = [
        p.at(-0.30, -0.24),
        p.at(0.24, -0.24),
        p.at(0.24, 0.18),
        p.at(-0.30, 0.18),
    ];
    s.shape(&polygon(&front), p.width, WOOD);
    s.shape(
        &polygon(&[
            p.at(-0.30, -0.24),
            p.at(-0.18, -0.36),
            p.at(0.36, -0.36),
            p.at(0.24, -0.24),
        ]),
        p.width,
        PAPER,
    );
    s.shape(
        &polygon(&[
            p.at(0.24, -0.24),
            p.at(0.36, -0.36),
            p.at(0.36, 0.06),
            p.at(0.24, 0.18),
        ]),
        p.width,
        LEATHER,
    );
}
