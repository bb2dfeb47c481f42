//! Where the water is.

use mangakai_script::TimeOfDay;

use super::{
    Scene,
    elements::{self as e, FOLIAGE, LIT, PLANK, ROOF, STONE, WATER},
    nature::meadow,
    sky,
};
use crate::ink::{Material, Random, Surface, curve, ellipse, line, polygon, pt, rect};

pub fn river(scene: &Scene, s: &mut Surface, random: &mut Random) {
    sky::draw(scene, s, random, scene.horizon + 0.02);
    let y = s.height * scene.horizon;
    e::hills(
        s,
        y,
        s.height * 0.20,
        scene.lit(Material::new(0.18, [140, 176, 150])),
        0.7,
        0.9,
    );
    let low = y + (s.height - y) * 0.46;
    e::water(s, y, low, scene.lit(WATER), random, 1.0);
    let bank = [
        pt(0.0, low - s.height * 0.03),
        pt(s.width * 0.4, low + s.height * 0.01),
        pt(s.width * 0.7, low - s.height * 0.02),
        pt(s.width, low + s.height * 0.02),
    ];
    let mut shore = curve(&bank);
    shore.line_to(pt(s.width, s.height));
    shore.line_to(pt(0.0, s.height));
    shore.close_path();
    s.block(&shore, 1.4, meadow(scene));
    for _ in 0..22 {
        let at = pt(
            random.unit() * s.width,
            low + (s.height - low) * random.between(0.08, 1.0),
        );
        e::tuft(s, at, s.side() * 0.035, random);
    }
    for x in [0.06, 0.12, 0.18, 0.90, 0.95] {
        let reach = s.side() * random.between(0.16, 0.24);
        e::blade(
            s,
            pt(s.width * x, low + s.height * 0.04),
            reach,
            reach * 0.15,
            scene.lit(FOLIAGE),
        );
    }
    bridge(scene, s, y, low);
}

/// A bridge of stone from the far bank out of the picture: two arches, a parapet.
fn bridge(scene: &Scene, s: &mut Surface, horizon: f64, bank: f64) {
    let (wide, high) = (s.width, s.height);
    let (left, right) = (wide * 0.54, wide * 1.04);
    let deck = |t: f64| {
        let rise = (std::f64::consts::PI * (0.12 + 0.76 * t)).sin() * high * 0.06;
        pt(left + (right - left) * t, horizon - high * 0.01 - rise)
    };
    let foot = horizon + (bank - horizon) * 0.42;
    let edge = |shift: f64| -> Vec<kurbo::Point> {
        (0..=8)
            .map(|i| {
                let at = deck(f64::from(i) / 8.0);
                pt(at.x, at.y + shift * high)
            })
            .collect()
    };
    let mut wall = edge(0.0);
    wall.extend([pt(right, foot), pt(left, foot)]);
    let stone = scene.lit(STONE);
    let mut parapet = edge(-0.035);
    parapet.extend(edge(0.0).into_iter().rev());
    s.block(&polygon(&wall), 1.4, stone);
    s.block(
        &polygon(&parapet),
        1.2,
        scene.lit(Material::new(0.06, [214, 210, 200])),
    );
    for i in 0..=8 {
        let at = deck((f64::from(i) + 0.5) / 9.0);
        s.stroke(&line(&[at, pt(at.x, at.y - high * 0.035)]), 1.0);
    }
    for (from, to) in [(0.10, 0.46), (0.56, 0.92)] {
        let (a, b) = (deck(from).x, deck(to).x);
        let top = deck((from + to) / 2.0).y + high * 0.022;
        let mut arch = line(&[pt(a, foot)]);
        arch.curve_to(
            pt(a, top + (foot - top) * 0.05),
            pt(b, top + (foot - top) * 0.05),
            pt(b, foot),
        );
        arch.close_path();
        s.block(&arch, 1.4, scene.lit(Material::new(0.62, [70, 84, 104])));
        let glint = high * 0.012;
        for step in 1..3 {
            let y = foot - glint * f64::from(step);
            let inset = (b - a) * (0.16 + 0.08 * f64::from(step));
            s.stroke_in(&line(&[pt(a + inset, y), pt(b - inset, y)]), 1.4, WATER);
        }
    }
    s.pen(&line(&[pt(left - wide * 0.01, foot), pt(wide, foot)]), 1.8);
}

pub fn sea(scene: &Scene, s: &mut Surface, random: &mut Random) {
    sky::draw(scene, s, random, scene.horizon);
    let y = s.height * scene.horizon;
    let shore = y + (s.height - y) * 0.56;
    e::water(s, y, shore + s.height * 0.02, scene.lit(WATER), random, 1.0);
    let island = curve(&[
        pt(s.width * 0.10, y),
        pt(s.width * 0.18, y - s.height * 0.05),
        pt(s.width * 0.28, y - s.height * 0.03),
        pt(s.width * 0.36, y),
    ]);
    s.block(&island, 0.9, scene.lit(Material::new(0.3, [110, 140, 130])));
    let edge: Vec<_> = (0..=8)
        .map(|i| {
            pt(
                s.width * f64::from(i) / 8.0,
                shore + s.height * 0.022 * if i % 2 == 0 { 1.0 } else { -0.4 },
            )
        })
        .collect();
    let mut beach = curve(&edge);
    beach.line_to(pt(s.width, s.height));
    beach.line_to(pt(0.0, s.height));
    beach.close_path();
    s.block(&beach, 1.5, scene.lit(Material::new(0.05, [240, 222, 180])));
    let foam: Vec<_> = edge.iter().map(|p| pt(p.x, p.y - s.height * 0.022)).collect();
    s.stroke_in(&curve(&foam), 5.0, Material::new(0.0, [252, 252, 252]));
    s.pen(&curve(&foam), 1.6);
    for _ in 0..26 {
        let at = pt(
            random.unit() * s.width,
            shore + (s.height - shore) * random.between(0.12, 1.0),
        );
        s.black(&ellipse(at, s.scale * 1.5, s.scale * 0.9));
    }
    for (x, dy, r) in [(0.30, 0.16, 0.02), (0.38, 0.11, 0.015), (0.62, 0.2, 0.018)] {
        let (at, r) = (pt(s.width * x, y - s.height * dy), s.width * r);
        s.pen(
            &curve(&[
                pt(at.x - r, at.y - r * 0.4),
                pt(at.x - r * 0.4, at.y - r * 0.7),
                at,
            ]),
            2.0,
        );
        s.pen(
            &curve(&[
                at,
                pt(at.x + r * 0.4, at.y - r * 0.7),
                pt(at.x + r, at.y - r * 0.4),
            ]),
            2.0,
        );
    }
}

pub fn harbour(scene: &Scene, s: &mut Surface, random: &mut Random) {
    sky::draw(scene, s, random, scene.horizon);
    let y = s.height * scene.horizon;
    e::hills(
        s,
        y,
        s.height * 0.16,
        scene.lit(Material::new(0.22, [130, 160, 150])),
        1.9,
        0.9,
    );
    let glass = if scene.is_dark() || scene.time == TimeOfDay::Dusk {
        LIT
    } else {
        e::GLASS
    };
    for i in 0..7 {
        let x = s.width * (0.02 + 0.085 * f64::from(i));
        let w = s.width * random.between(0.06, 0.08);
        e::house(
            s,
            pt(x, y + 2.0),
            w,
            w * random.between(0.7, 1.0),
            [scene.lit(e::WALL), scene.lit(ROOF), glass],
            0.8,
        );
    }
    // A lighthouse on the mole.
    let (x, w) = (s.width * 0.88, s.width * 0.035);
    s.block(
        &polygon(&[
            pt(x - w, y),
            pt(x - w * 0.6, y - s.height * 0.24),
            pt(x + w * 0.6, y - s.height * 0.24),
            pt(x + w, y),
        ]),
        1.2,
        scene.lit(Material::new(0.0, [246, 242, 236])),
    );
    s.block(
        &rect(x - w * 0.8, y - s.height * 0.17, w * 1.6, s.height * 0.04),
        1.0,
        Material::new(0.5, [206, 70, 64]),
    );
    s.block(
        &rect(x - w * 0.5, y - s.height * 0.29, w, s.height * 0.05),
        1.2,
        glass,
    );
    s.black(&polygon(&[
        pt(x - w * 0.7, y - s.height * 0.29),
        pt(x, y - s.height * 0.33),
        pt(x + w * 0.7, y - s.height * 0.29),
    ]));
    let quay = y + (s.height - y) * 0.52;
    e::water(s, y, quay, scene.lit(WATER), random, 1.0);
    for (bx, by, r) in [(0.30, 0.30, 0.20), (0.70, 0.22, 0.16)] {
        boat(
            scene,
            s,
            pt(s.width * bx, y + (quay - y) * (0.45 + by)),
            s.side() * r,
        );
    }
    s.block(&rect(0.0, quay, s.width, s.height - quay), 1.8, scene.lit(STONE));
    for i in 0..4 {
        let at = quay + (s.height - quay) * (0.22 + 0.22 * f64::from(i));
        s.pen(&line(&[pt(0.0, at), pt(s.width, at)]), 1.1);
    }
    for i in 0..9 {
        let at = s.width * f64::from(i) / 8.0;
        s.pen(
            &line(&[pt(at, quay), pt(at + (at - s.width * 0.5) * 0.25, s.height)]),
            0.9,
        );
    }
    for bx in [0.10, 0.90] {
        let at = pt(s.width * bx, quay + s.height * 0.04);
        s.block(
            &rect(
                at.x - s.width * 0.018,
                at.y - s.height * 0.06,
                s.width * 0.036,
                s.height * 0.06,
            ),
            1.3,
            Material::new(0.85, [70, 74, 84]),
        );
        s.block(
            &ellipse(
                pt(at.x, at.y - s.height * 0.06),
                s.width * 0.026,
                s.height * 0.014,
            ),
            1.3,
            Material::new(0.85, [70, 74, 84]),
        );
    }
}

fn boat(scene: &Scene, s: &mut Surface, at: kurbo::Point, r: f64) {
    let hull = polygon(&[
        pt(at.x - r, at.y - r * 0.26),
        pt(at.x + r, at.y - r * 0.34),
        pt(at.x + r * 0.72, at.y + r * 0.08),
        pt(at.x - r * 0.74, at.y + r * 0.08),
    ]);
    s.stroke(&line(&[pt(at.x, at.y - r * 0.3), pt(at.x, at.y - r * 1.5)]), 2.4);
    s.block(
        &polygon(&[
            pt(at.x + r * 0.06, at.y - r * 1.4),
            pt(at.x + r * 0.06, at.y - r * 0.46),
            pt(at.x + r * 0.8, at.y - r * 0.5),
        ]),
        1.1,
        Material::new(0.0, [250, 246, 236]),
    );
    s.block(&hull, 1.4, scene.lit(PLANK));
    s.pen(
        &line(&[
            pt(at.x - r * 0.9, at.y - r * 0.14),
            pt(at.x + r * 0.88, at.y - r * 0.2),
        ]),
        1.2,
    );
}
