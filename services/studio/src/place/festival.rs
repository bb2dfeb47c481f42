//! A festival at night.

use kurbo::Point;

use super::{
    Scene,
    elements::{self as e, EARTH, PLANK},
};
use crate::ink::{Material, Surface, curve, mix, polygon, pt, rect};

pub fn festival(scene: &Scene, s: &mut Surface) {
    let y = s.height * scene.horizon;
    e::hills(
        s,
        y,
        s.height * 0.16,
        scene.lit(Material::new(0.4, [96, 130, 110])),
        2.2,
        0.9,
    );
    s.gradient(
        &rect(0.0, y, s.width, s.height - y),
        scene.lit(EARTH),
        scene.lit(EARTH).mixed(Material::new(0.0, EARTH.rgb), 0.6),
    );
    for (x, w, colour) in [
        (-0.04, 0.34, [206, 66, 62]),
        (0.70, 0.36, [66, 110, 176]),
        (0.36, 0.20, [232, 176, 70]),
    ] {
        let far = w < 0.3;
        let foot = y + s.height * if far { 0.05 } else { 0.15 };
        let (left, wide) = (s.width * x, s.width * w);
        let tall = s.side() * if far { 0.20 } else { 0.36 };
        s.block(
            &rect(left + wide * 0.05, foot - tall, wide * 0.9, tall),
            1.1,
            scene.lit(Material::new(0.5, [92, 72, 66])),
        );
        s.block(&rect(left, foot - tall * 0.36, wide, tall * 0.36), 1.3, PLANK);
        let roof = [
            pt(left - wide * 0.06, foot - tall * 0.82),
            pt(left + wide * 0.08, foot - tall * 1.22),
            pt(left + wide * 0.92, foot - tall * 1.22),
            pt(left + wide * 1.06, foot - tall * 0.82),
        ];
        s.block(&polygon(&roof), 1.3, Material::new(0.36, colour));
        for i in 0..6 {
            let t0 = f64::from(i) / 6.0;
            if i % 2 == 0 {
                let stripe = polygon(&[
                    mix(roof[1], roof[2], t0),
                    mix(roof[1], roof[2], t0 + 1.0 / 6.0),
                    mix(roof[0], roof[3], t0 + 1.0 / 6.0),
                    mix(roof[0], roof[3], t0),
                ]);
                s.fill(&stripe, Material::new(0.0, [250, 246, 236]));
                s.stroke(&stripe, 0.9);
            }
        }
        for i in 0..5 {
            let at = pt(left + wide * (0.15 + 0.17 * f64::from(i)), foot - tall * 0.43);
            s.shape(
                &crate::ink::circle(at, wide * 0.045),
                0.9,
                Material::new(0.2, [236, 120, 80]),
            );
        }
    }
    let places = lanterns(scene, s);
    s.stroke(&curve(&places), 1.2);
    for at in places {
        let reach = s.side() * 0.045;
        e::paper_lantern(s, pt(at.x, at.y + reach), reach, 1.2);
    }
}

/// Where the lanterns of a festival hang.
pub fn lanterns(scene: &Scene, surface: &Surface) -> Vec<Point> {
    let top = (scene.horizon - 0.34).max(0.06);
    (0..7)
        .map(|i| {
            let t = f64::from(i) / 6.0;
            surface.at(t, top + 0.10 * (1.0 - (t * 2.0 - 1.0).powi(2)))
        })
        .collect()
}
