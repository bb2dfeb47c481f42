//! Woods, water, mountains, fields, and what stands alone in them.

use mangakai_script::{Place, TimeOfDay, Weather};

use super::{
    Scene,
    elements::{self as e, BARK, EARTH, FOLIAGE, GRASS, SNOW, STONE},
    sky, water,
};
use crate::ink::{Material, Random, Surface, curve, polygon, pt, rect};

/// Draws a landscape.
pub fn draw(scene: &Scene, surface: &mut Surface, random: &mut Random) {
    match scene.place {
        Place::Forest => forest(scene, surface, random),
        Place::River => water::river(scene, surface, random),
        Place::Sea => water::sea(scene, surface, random),
        Place::Harbour => water::harbour(scene, surface, random),
        Place::Mountain => mountain(scene, surface, random),
        Place::NightSky => night(scene, surface, random),
        _ => field(scene, surface, random),
    }
}

pub fn meadow(scene: &Scene) -> Material {
    scene.lit(if scene.weather == Weather::Snow {
        SNOW
    } else {
        GRASS
    })
}

pub fn lawn(scene: &Scene, s: &mut Surface, random: &mut Random, tufts: usize) {
    let y = s.height * scene.horizon;
    let grass = meadow(scene);
    s.gradient(
        &rect(0.0, y, s.width, s.height - y),
        grass,
        grass.mixed(Material::new(0.0, grass.rgb), 0.55),
    );
    if scene.weather == Weather::Snow {
        for _ in 0..6 {
            let at = scene.floor(s, random.between(-1.0, 1.0), random.between(0.1, 0.8));
            let reach = s.width * 0.12;
            s.pen(
                &curve(&[
                    pt(at.x - reach, at.y),
                    pt(at.x, at.y - reach * 0.12),
                    pt(at.x + reach, at.y),
                ]),
                1.1,
            );
        }
        return;
    }
    for _ in 0..tufts {
        let far = random.unit();
        let at = scene.floor(s, random.between(-1.3, 1.3), far);
        e::tuft(s, at, s.side() * 0.045 * (1.0 - far * 0.8), random);
    }
}

fn forest(scene: &Scene, s: &mut Surface, random: &mut Random) {
    sky::draw(scene, s, random, scene.horizon + 0.05);
    let y = s.height * scene.horizon;
    let far = scene.lit(Material::new(0.13, [150, 190, 160]));
    for i in 0..12 {
        let x = s.width * f64::from(i) / 11.0;
        e::pine(s, pt(x, y + 4.0), s.side() * random.between(0.22, 0.36), far, 0.7);
    }
    lawn(scene, s, random, 26);
    let bare = scene.weather == Weather::Snow;
    let leaves = scene.lit(if bare {
        Material::new(0.10, [206, 220, 226])
    } else {
        FOLIAGE
    });
    for (x, down, tall) in [(0.20, 0.04, 0.52), (0.80, 0.05, 0.56), (0.55, 0.02, 0.40)] {
        e::tree(
            s,
            pt(s.width * x, y + s.height * down),
            s.side() * tall * scene.zoom.min(1.3),
            leaves,
            scene.lit(BARK),
            random,
            1.1,
        );
    }
    // Trunks in front, cut by the frame: the one dark mass.
    for (x, w) in [(-0.03, 0.13), (0.93, 0.15)] {
        let (left, right) = (s.width * x, s.width * (x + w));
        let trunk = [
            pt(left - s.width * 0.03, s.height * 1.02),
            pt(left + s.width * 0.01, s.height * 0.7),
            pt(left + s.width * 0.015, 0.0),
            pt(right - s.width * 0.015, 0.0),
            pt(right - s.width * 0.01, s.height * 0.7),
            pt(right + s.width * 0.03, s.height * 1.02),
        ];
        s.block(
            &polygon(&trunk),
            1.6,
            scene.lit(Material::new(0.72, [88, 66, 54])),
        );
        for i in 0..7 {
            let cx = left + (right - left) * random.between(0.2, 0.8);
            let cy = s.height * (0.08 + 0.13 * f64::from(i));
            let mark = curve(&[
                pt(cx, cy),
                pt(cx + s.width * 0.008, cy + s.height * 0.03),
                pt(cx, cy + s.height * 0.06),
            ]);
            s.pen_in(&mark, 2.0, 0.0, 0.0, Some(Material::new(0.0, [170, 140, 120])));
        }
    }
    if !bare && scene.time == TimeOfDay::Day {
        let canopy: Vec<_> = (0..12)
            .map(|i| {
                crate::ink::circle(
                    pt(
                        s.width * f64::from(i) / 11.0,
                        s.height * random.between(-0.04, 0.03),
                    ),
                    s.side() * random.between(0.05, 0.10),
                )
            })
            .collect();
        e::mass(
            s,
            &canopy,
            1.1,
            scene.lit(FOLIAGE).mixed(Material::new(0.6, [70, 110, 66]), 0.5),
        );
    }
}

fn mountain(scene: &Scene, s: &mut Surface, random: &mut Random) {
    sky::draw(scene, s, random, scene.horizon + 0.02);
    let y = s.height * scene.horizon;
    let rock = scene.lit(Material::new(0.14, [158, 166, 182]));
    for (x, half, tall) in [(0.20, 0.26, 0.24), (0.86, 0.28, 0.27), (0.55, 0.34, 0.38)] {
        e::peak(
            s,
            pt(s.width * x, y + 2.0),
            s.width * half,
            s.height * tall,
            rock,
            1.1,
        );
    }
    e::hills(
        s,
        y + s.height * 0.03,
        s.height * 0.07,
        scene.lit(Material::new(0.3, [110, 140, 116])),
        0.2,
        0.9,
    );
    lawn(scene, s, random, 14);
    for (x, down, tall) in [
        (0.06, 0.06, 0.30),
        (0.14, 0.03, 0.22),
        (0.92, 0.06, 0.32),
        (0.83, 0.03, 0.2),
    ] {
        e::pine(
            s,
            pt(s.width * x, y + s.height * down),
            s.side() * tall,
            scene.lit(Material::new(0.5, [80, 120, 96])),
            1.0,
        );
    }
    for (x, far, r) in [(-0.7, 0.2, 0.07), (0.75, 0.3, 0.06), (0.3, 0.5, 0.03)] {
        let at = scene.floor(s, x, far);
        let r = s.side() * r;
        s.block(
            &polygon(&[
                pt(at.x - r, at.y),
                pt(at.x - r * 0.7, at.y - r * 0.8),
                pt(at.x + r * 0.2, at.y - r),
                pt(at.x + r, at.y - r * 0.2),
                pt(at.x + r * 0.9, at.y),
            ]),
            1.3,
            scene.lit(STONE),
        );
    }
}

fn field(scene: &Scene, s: &mut Surface, random: &mut Random) {
    sky::draw(scene, s, random, scene.horizon + 0.02);
    let y = s.height * scene.horizon;
    e::hills(
        s,
        y,
        s.height * 0.13,
        scene.lit(Material::new(0.13, [156, 190, 160])),
        2.6,
        0.9,
    );
    lawn(scene, s, random, 34);
    let path = [
        pt(s.width * 0.60, y),
        pt(s.width * 0.63, y),
        pt(s.width * 0.60, y + s.height * 0.2),
        pt(s.width * 0.70, s.height),
        pt(s.width * 0.26, s.height),
        pt(s.width * 0.50, y + s.height * 0.2),
    ];
    s.block(&crate::ink::blob(&path), 1.1, scene.lit(EARTH));
    e::tree(
        s,
        pt(s.width * 0.14, y + s.height * 0.07),
        s.side() * 0.46,
        scene.lit(FOLIAGE),
        scene.lit(BARK),
        random,
        1.2,
    );
    for x in [0.80, 0.88, 0.95] {
        e::bush(
            s,
            pt(s.width * x, y + s.height * 0.03),
            s.side() * 0.08,
            scene.lit(FOLIAGE),
            random,
            1.0,
        );
    }
    if scene.weather != Weather::Snow {
        for _ in 0..12 {
            let at = scene.floor(s, random.between(-1.1, 1.1), random.between(0.02, 0.5));
            s.shape(
                &crate::ink::circle(at, s.side() * 0.008),
                0.8,
                Material::new(0.0, [250, 220, 230]),
            );
        }
    }
}

fn night(scene: &Scene, s: &mut Surface, random: &mut Random) {
    let dark = Scene {
        time: TimeOfDay::Night,
        ..*scene
    };
    sky::draw(&dark, s, random, scene.horizon + 0.22);
    for i in 0..90 {
        let t = f64::from(i) / 90.0;
        let at = pt(
            s.width * t + random.between(-0.04, 0.04) * s.width,
            s.height * (0.62 - 0.5 * t + random.between(-0.06, 0.06)),
        );
        s.fill(
            &crate::ink::circle(at, s.scale * random.between(0.6, 1.9)),
            Material::new(0.0, [236, 240, 255]),
        );
    }
    let y = s.height * (scene.horizon + 0.22);
    e::hills(
        s,
        y + 4.0,
        s.height * 0.12,
        Material::new(0.97, [14, 20, 40]),
        0.9,
        0.8,
    );
    s.block(
        &rect(0.0, y, s.width, s.height - y),
        1.0,
        Material::new(0.80, [36, 48, 70]),
    );
    for _ in 0..30 {
        let at = pt(random.unit() * s.width, y + (s.height - y) * random.unit());
        let r = s.side() * 0.03;
        let blade = curve(&[at, pt(at.x + r * 0.2, at.y - r)]);
        s.pen_in(&blade, 1.6, 0.6, 0.0, Some(Material::new(0.0, [120, 140, 170])));
    }
}
