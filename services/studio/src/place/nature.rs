//! Woods, water, mountains, fields, and what stands alone in them.

use mangakai_script::{Place, TimeOfDay, Weather};

use super::{
    Scene,
    elements::{self as e, BARK, EARTH, FOLIAGE, GRASS, LIT, PLANK, ROOF, SNOW, STONE, WATER},
    sky,
};
use crate::ink::{Material, Random, Surface, curve, ellipse, line, polygon, pt, rect};

/// Draws a landscape.
pub fn draw(scene: &Scene, surface: &mut Surface, random: &mut Random) {
    match scene.place {
        Place::Forest => forest(scene, surface, random),
        Place::River => river(scene, surface, random),
        Place::Sea => sea(scene, surface, random),
        Place::Harbour => harbour(scene, surface, random),
        Place::Mountain => mountain(scene, surface, random),
        Place::NightSky => night(scene, surface, random),
        _ => field(scene, surface, random),
    }
}

fn meadow(scene: &Scene) -> Material {
    scene.lit(if scene.weather == Weather::Snow {
        SNOW
    } else {
        GRASS
    })
}

fn lawn(scene: &Scene, s: &mut Surface, random: &mut Random, tufts: usize) {
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

fn river(scene: &Scene, s: &mut Surface, random: &mut Random) {
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
    // A bridge far off.
    let (a, b) = (
        pt(s.width * 0.55, y + s.height * 0.02),
        pt(s.width * 1.02, y + s.height * 0.03),
    );
    let arch = curve(&[a, pt((a.x + b.x) / 2.0, a.y - s.height * 0.07), b]);
    s.stroke(&arch, 5.0);
    for i in 1..6 {
        let t = f64::from(i) / 6.0;
        let x = a.x + (b.x - a.x) * t;
        let top = a.y - s.height * 0.07 * (1.0 - (t * 2.0 - 1.0).powi(2)) - s.height * 0.03;
        s.stroke(&line(&[pt(x, top), pt(x, a.y + s.height * 0.02)]), 1.2);
    }
}

fn sea(scene: &Scene, s: &mut Surface, random: &mut Random) {
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

fn harbour(scene: &Scene, s: &mut Surface, random: &mut Random) {
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
