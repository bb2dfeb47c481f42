//! A castle.

use mangakai_script::TimeOfDay;

use super::{
    Scene,
    elements::{self as e, EARTH, LIT, ROOF, STONE},
    nature::lawn,
    sky,
};
use crate::ink::{Material, Random, Surface, ellipse, polygon, pt, rect};

/// A castle on its hill.
pub fn castle(scene: &Scene, s: &mut Surface, random: &mut Random) {
    sky::draw(scene, s, random, scene.horizon + 0.04);
    let y = s.height * scene.horizon;
    e::hills(
        s,
        y + 2.0,
        s.height * 0.16,
        scene.lit(Material::new(0.16, [140, 170, 150])),
        1.1,
        0.9,
    );
    let (x, w, h) = (s.width * 0.5, s.side() * 0.50, s.height * 0.36);
    let stone = scene.lit(STONE);
    let glass = if scene.is_dark() || scene.time == TimeOfDay::Dusk {
        LIT
    } else {
        Material::new(1.0, [60, 60, 70])
    };
    for (dx, wide, tall) in [
        (-0.46, 0.15, 0.78),
        (0.46, 0.15, 0.82),
        (-0.20, 0.14, 1.0),
        (0.24, 0.16, 1.12),
        (0.0, 0.60, 0.58),
    ] {
        let (left, ww, hh) = (x + w * dx - w * wide / 2.0, w * wide, h * tall);
        s.block(&rect(left, y - hh, ww, hh + s.height * 0.03), 1.2, stone);
        if wide < 0.3 {
            s.block(
                &polygon(&[
                    pt(left - ww * 0.18, y - hh),
                    pt(left + ww / 2.0, y - hh - ww * 1.5),
                    pt(left + ww * 1.18, y - hh),
                ]),
                1.2,
                scene.lit(ROOF),
            );
            s.fill(
                &ellipse(pt(left + ww / 2.0, y - hh * 0.72), ww * 0.13, ww * 0.24),
                glass,
            );
        } else {
            for i in 0..6 {
                let m = ww / 11.0;
                s.block(&rect(left + m * 2.0 * f64::from(i), y - hh - m, m, m), 1.0, stone);
            }
        }
    }
    let gate = crate::ink::blob(&[
        pt(x - w * 0.09, y + s.height * 0.03),
        pt(x - w * 0.09, y - h * 0.24),
        pt(x, y - h * 0.34),
        pt(x + w * 0.09, y - h * 0.24),
        pt(x + w * 0.09, y + s.height * 0.03),
    ]);
    s.black(&gate);
    lawn(scene, s, random, 18);
    let path = polygon(&[
        pt(x - w * 0.09, y),
        pt(x + w * 0.09, y),
        pt(s.width * 0.78, s.height),
        pt(s.width * 0.22, s.height),
    ]);
    s.block(&path, 1.1, scene.lit(EARTH));
}
