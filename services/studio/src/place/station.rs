//! A station.

use super::{
    Scene,
    elements::{self as e, ROOF, STONE},
    street::{lamp_at, paving},
};
use crate::ink::{Material, Surface, line, polygon, pt, rect};

pub fn station(scene: &Scene, s: &mut Surface) {
    let y = s.height * scene.horizon;
    e::hills(
        s,
        y,
        s.height * 0.12,
        scene.lit(Material::new(0.12, [160, 186, 176])),
        0.4,
        0.9,
    );

    s.block(&rect(0.0, y, s.width, s.height * 0.10), 1.0, scene.lit(STONE));
    for i in 0..16 {
        let x = s.width * f64::from(i) / 15.0;
        s.stroke(
            &line(&[
                pt(x, y + s.height * 0.03),
                pt(x - s.width * 0.02, y + s.height * 0.10),
            ]),
            2.0,
        );
    }
    for down in [0.045, 0.085] {
        s.stroke(
            &line(&[pt(0.0, y + s.height * down), pt(s.width, y + s.height * down)]),
            2.6,
        );
    }
    let platform = rect(0.0, y + s.height * 0.12, s.width, s.height);
    s.block(&platform, 1.6, scene.lit(paving(scene)));
    s.fill(
        &rect(0.0, y + s.height * 0.145, s.width, s.height * 0.022),
        Material::new(0.0, [246, 206, 84]),
    );
    s.stroke(
        &rect(-5.0, y + s.height * 0.145, s.width + 10.0, s.height * 0.022),
        1.0,
    );
    // The platform's roof and its posts.
    let roof = polygon(&[
        pt(0.0, 0.0),
        pt(s.width, 0.0),
        pt(s.width, s.height * 0.10),
        pt(0.0, s.height * 0.13),
    ]);
    s.block(&roof, 1.5, scene.lit(ROOF));
    for x in [0.08, 0.90] {
        s.block(
            &rect(s.width * x, s.height * 0.10, s.width * 0.022, y + s.height * 0.10),
            1.3,
            scene.lit(Material::new(0.2, [150, 160, 168])),
        );
    }
    let board = rect(s.width * 0.60, s.height * 0.17, s.width * 0.22, s.height * 0.09);
    s.block(&board, 1.5, Material::new(0.0, [250, 250, 250]));
    s.fill(
        &rect(s.width * 0.60, s.height * 0.235, s.width * 0.22, s.height * 0.014),
        Material::new(0.5, [70, 130, 90]),
    );
    for x in [0.64, 0.78] {
        s.stroke(
            &line(&[pt(s.width * x, s.height * 0.10), pt(s.width * x, s.height * 0.17)]),
            1.6,
        );
    }
    for i in 0..4 {
        let x = s.width * (0.645 + 0.035 * f64::from(i));
        s.stroke(
            &line(&[pt(x, s.height * 0.195), pt(x + s.width * 0.018, s.height * 0.195)]),
            2.6,
        );
    }
    e::lamp(s, s.at(0.13, scene.horizon + 0.14), lamp_at(scene, s), 1.6);
}
