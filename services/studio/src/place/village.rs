//! A village, and the step of a house.

use mangakai_script::Weather;

use super::{
    Scene,
    elements::{self as e, BARK, EARTH, FOLIAGE, LIT, PLANK, ROOF, SNOW, STONE, WALL},
    street::{glass, lamp_at, paving},
};
use crate::ink::{Material, Random, Surface, line, polygon, pt, rect};

pub fn village(scene: &Scene, s: &mut Surface, random: &mut Random) {
    let y = s.height * scene.horizon;
    e::hills(
        s,
        y,
        s.height * 0.22,
        scene.lit(Material::new(0.16, [150, 184, 160])),
        1.3,
        0.9,
    );
    let meadow = if scene.weather == Weather::Snow {
        SNOW
    } else {
        e::GRASS
    };
    let floor = rect(0.0, y, s.width, s.height - y);
    s.gradient(
        &floor,
        scene.lit(meadow),
        scene.lit(meadow).mixed(Material::new(0.0, meadow.rgb), 0.5),
    );
    let path = polygon(&[
        pt(s.width * 0.47, y),
        pt(s.width * 0.52, y),
        pt(s.width * 0.82, s.height),
        pt(s.width * 0.22, s.height),
    ]);
    s.block(&path, 1.2, scene.lit(EARTH));
    let roof = scene.lit(if scene.weather == Weather::Snow {
        SNOW
    } else {
        ROOF
    });
    for (x, down, wide) in [
        (0.36, 0.02, 0.13),
        (0.60, 0.03, 0.14),
        (0.03, 0.07, 0.26),
        (0.72, 0.09, 0.30),
    ] {
        let at = pt(s.width * x, y + s.height * down);
        let (w, h) = (s.width * wide, s.side() * wide * 0.72);
        e::house(s, at, w, h, [scene.lit(WALL), roof, glass(scene)], 1.3);
    }
    for x in [0.32, 0.95] {
        let foot = pt(s.width * x, y + s.height * 0.07);
        e::tree(
            s,
            foot,
            s.side() * 0.34,
            scene.lit(FOLIAGE),
            scene.lit(BARK),
            random,
            1.2,
        );
    }
    fence(s, 0.80);
}

fn fence(s: &mut Surface, y: f64) {
    for (from, to) in [(0.0, 0.20), (0.84, 1.0)] {
        let count = 4;
        for i in 0..=count {
            let x = s.width * (from + (to - from) * f64::from(i) / f64::from(count));
            s.block(
                &rect(
                    x - s.width * 0.008,
                    s.height * (y - 0.09),
                    s.width * 0.016,
                    s.height * 0.11,
                ),
                1.1,
                PLANK,
            );
        }
        for dy in [0.07, 0.03] {
            s.block(
                &rect(
                    s.width * from,
                    s.height * (y - dy),
                    s.width * (to - from),
                    s.height * 0.014,
                ),
                1.1,
                PLANK,
            );
        }
    }
}

pub fn doorstep(scene: &Scene, s: &mut Surface, random: &mut Random) {
    let floor = s.height * (scene.horizon + 0.30).min(0.84);
    let wall = rect(0.0, 0.0, s.width, floor);
    s.gradient(
        &wall,
        scene.lit(WALL).mixed(Material::new(0.3, [190, 176, 160]), 0.5),
        scene.lit(WALL),
    );
    for i in 1..9 {
        let y = floor * f64::from(i) / 9.0;
        s.pen(&line(&[pt(0.0, y), pt(s.width, y)]), 0.8);
    }
    s.block(&rect(0.0, floor, s.width, s.height - floor), 1.4, paving(scene));
    let (w, h) = (s.side() * 0.34, floor * 0.80);
    let x = s.width * 0.56;
    s.block(
        &rect(x - w * 0.12, floor - h - w * 0.12, w * 1.24, h + w * 0.12),
        1.6,
        PLANK,
    );
    s.block(&rect(x, floor - h, w, h), 1.6, scene.lit(BARK));
    for (dx, dy) in [(0.12, 0.08), (0.56, 0.08), (0.12, 0.52), (0.56, 0.52)] {
        s.stroke(&rect(x + w * dx, floor - h * (1.0 - dy), w * 0.32, h * 0.36), 1.2);
    }
    s.black(&crate::ink::circle(pt(x + w * 0.90, floor - h * 0.48), w * 0.035));
    let step = [
        pt(x - w * 0.3, floor),
        pt(x + w * 1.3, floor),
        pt(x + w * 1.4, floor + s.height * 0.06),
        pt(x - w * 0.4, floor + s.height * 0.06),
    ];
    s.block(&polygon(&step), 1.4, STONE);
    e::window(
        s,
        pt(s.width * 0.14, floor * 0.26),
        s.side() * 0.26,
        floor * 0.36,
        glass(scene),
        1.3,
    );
    let pot = pt(s.width * 0.30, floor + s.height * 0.02);
    e::bush(
        s,
        pt(pot.x, pot.y - s.side() * 0.06),
        s.side() * 0.10,
        scene.lit(FOLIAGE),
        random,
        1.2,
    );
    s.block(
        &polygon(&[
            pt(pot.x - s.side() * 0.06, pot.y - s.side() * 0.06),
            pt(pot.x + s.side() * 0.06, pot.y - s.side() * 0.06),
            pt(pot.x + s.side() * 0.045, pot.y + s.side() * 0.03),
            pt(pot.x - s.side() * 0.045, pot.y + s.side() * 0.03),
        ]),
        1.3,
        BARK,
    );
    let lamp = lamp_at(scene, s);
    let r = s.side() * 0.035;
    s.stroke(
        &line(&[pt(lamp.x + r * 2.0, lamp.y - r), pt(lamp.x, lamp.y - r)]),
        2.4,
    );
    s.shape(&crate::ink::circle(lamp, r), 1.4, LIT);
}
