//! The flat roof of a school or a block of flats.

use super::{
    Scene,
    elements::{STONE, WALL},
    sky,
};
use crate::ink::{Material, Random, Surface, line, pt, rect};

/// The flat roof of a school or a block of flats.
pub fn rooftop(scene: &Scene, s: &mut Surface, random: &mut Random) {
    sky::draw(scene, s, random, scene.horizon + 0.20);
    let y = s.height * (scene.horizon + 0.16);
    for i in 0..12 {
        let x = s.width * f64::from(i) / 11.0;
        let tall = s.height * random.between(0.03, 0.13);
        let block = rect(
            x - s.width * 0.03,
            y - tall,
            s.width * random.between(0.06, 0.10),
            tall,
        );
        s.block(&block, 0.8, scene.lit(Material::new(0.14, [170, 184, 200])));
    }
    let floor = rect(0.0, y, s.width, s.height - y);
    let concrete = Material::new(0.08, [204, 204, 204]);
    s.gradient(
        &floor,
        scene.lit(concrete),
        scene.lit(concrete).mixed(Material::new(0.0, concrete.rgb), 0.6),
    );
    for i in 0..5 {
        let far = 0.2 * f64::from(i);
        s.pen(&line(&[scene.floor(s, -1.6, far), scene.floor(s, 1.6, far)]), 0.9);
        let x = -1.2 + 0.6 * f64::from(i);
        s.pen(
            &line(&[
                pt(s.width * (0.5 + x * 0.5), s.height),
                pt(s.width * (0.5 + x * 0.22), y),
            ]),
            0.9,
        );
    }
    // A wire fence: posts, rails and mesh.
    let top = y - s.height * 0.22;
    for i in 0..44 {
        let x = s.width * (f64::from(i) / 22.0 - 0.5);
        s.stroke(&line(&[pt(x, y), pt(x + (y - top) * 0.6, top)]), 0.5);
        s.stroke(&line(&[pt(x, top), pt(x + (y - top) * 0.6, y)]), 0.5);
    }
    for i in 0..6 {
        let x = s.width * f64::from(i) / 5.0;
        s.block(
            &rect(x - s.width * 0.006, top, s.width * 0.012, y - top),
            1.2,
            STONE,
        );
    }
    for at in [top, y - s.height * 0.02] {
        s.block(&rect(-4.0, at, s.width + 8.0, s.height * 0.012), 1.2, STONE);
    }
    // The stair house at the side.
    let hut = rect(
        s.width * 0.80,
        y - s.height * 0.32,
        s.width * 0.26,
        s.height * 0.36,
    );
    s.block(&hut, 1.6, scene.lit(WALL));
    s.block(
        &rect(
            s.width * 0.85,
            y - s.height * 0.20,
            s.width * 0.10,
            s.height * 0.24,
        ),
        1.3,
        scene.lit(Material::new(0.4, [110, 130, 150])),
    );
}
