//! Umbrellas, lamps and flames. The origin is the palm.

use kurbo::Point;

use super::super::{BLACK, GLOWING, IRON, PAPER, Place, RED, STEEL};
use crate::ink::{Surface, blob, capsule, curve, line, polygon, pt};

pub fn umbrella(s: &mut Surface, p: &Place) {
    let top = -1.95;
    s.stroke(&line(&[p.at(0.0, 0.25), p.at(0.0, top)]), p.width * 2.2);
    s.stroke(
        &curve(&[
            p.at(0.0, 0.25),
            p.at(0.03, 0.36),
            p.at(0.10, 0.34),
            p.at(0.11, 0.26),
        ]),
        p.width * 2.4,
    );
    let rim: Vec<Point> = (0..=6).map(|i| p.at(-1.2 + 0.4 * f64::from(i), -1.22)).collect();
    let mut canopy = line(&[rim[0]]);
    canopy.quad_to(p.at(-1.02, -1.98), p.at(0.0, -2.0));
    canopy.quad_to(p.at(1.02, -1.98), rim[6]);
    for i in (0..6).rev() {
        let middle = p.at(-1.0 + 0.4 * f64::from(i), -1.40);
        canopy.quad_to(middle, rim[i as usize]);
    }
    canopy.close_path();
    s.shape(&canopy, p.width, RED);
    for (i, end) in rim.iter().enumerate().skip(1).take(5) {
        let x = (i as f64 - 3.0) * 0.28;
        s.pen(
            &curve(&[p.at(0.0, -2.0), p.at(x * 1.1, -1.72), *end]),
            p.width * 0.9,
        );
    }
    s.shape(
        &capsule(p.at(0.0, -2.0), p.px(0.03), p.at(0.0, -2.1), p.px(0.02)),
        p.width * 0.5,
        BLACK,
    );
}

pub fn lantern(s: &mut Surface, p: &Place) {
    s.stroke(&line(&[p.at(0.0, 0.0), p.at(0.0, 0.20)]), p.width * 1.3);
    let body = blob(&[
        p.at(0.0, 0.22),
        p.at(0.24, 0.30),
        p.at(0.31, 0.52),
        p.at(0.24, 0.76),
        p.at(0.0, 0.84),
        p.at(-0.24, 0.76),
        p.at(-0.31, 0.52),
        p.at(-0.24, 0.30),
    ]);
    s.shape(&body, p.width, GLOWING);
    s.clipped(&body, |s| {
        for i in 0..5 {
            let y = 0.32 + 0.10 * f64::from(i);
            s.pen(
                &curve(&[p.at(-0.33, y), p.at(0.0, y + 0.05), p.at(0.33, y)]),
                p.width * 0.8,
            );
        }
        let right = polygon(&[p.at(0.16, 0.2), p.at(0.4, 0.2), p.at(0.4, 0.9), p.at(0.16, 0.9)]);
        s.shade(&right, 0.18);
    });
    for y in [0.22, 0.80] {
        s.shape(
            &polygon(&[
                p.at(-0.15, y),
                p.at(0.15, y),
                p.at(0.15, y + 0.07),
                p.at(-0.15, y + 0.07),
            ]),
            p.width * 0.7,
            BLACK,
        );
    }
}

pub fn torch(s: &mut Surface, p: &Place) {
    s.shape(
        &capsule(p.at(-0.05, 0.1), p.px(0.06), p.at(0.16, -0.18), p.px(0.07)),
        p.width,
        IRON,
    );
    s.shape(
        &capsule(p.at(0.18, -0.20), p.px(0.10), p.at(0.24, -0.28), p.px(0.12)),
        p.width,
        STEEL,
    );
}

pub fn candle(s: &mut Surface, p: &Place) {
    s.shape(
        &polygon(&[
            p.at(-0.06, 0.1),
            p.at(0.06, 0.1),
            p.at(0.06, -0.34),
            p.at(-0.06, -0.34),
        ]),
        p.width,
        PAPER,
    );
    flame(s, p, p.at(0.0, -0.40), 0.10);
}

fn flame(s: &mut Surface, p: &Place, at: Point, reach: f64) {
    let r = p.px(reach);
    let mut path = line(&[pt(at.x, at.y - r * 1.9)]);
    path.quad_to(pt(at.x + r * 1.5, at.y - r * 0.1), pt(at.x, at.y + r));
    path.quad_to(pt(at.x - r * 1.5, at.y - r * 0.1), pt(at.x, at.y - r * 1.9));
    path.close_path();
    s.shape(&path, p.width * 0.8, GLOWING);
}
