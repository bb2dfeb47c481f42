//! Streets, squares, stations, roofs: where people have built.

use kurbo::Point;
use mangakai_script::{Place, TimeOfDay, Weather};

use super::{
    Scene,
    elements::{self as e, ASPHALT, BARK, EARTH, FOLIAGE, GLASS, LIT, PLANK, ROOF, SNOW, STONE, WALL},
    sky,
};
use crate::ink::{Material, Random, Surface, curve, line, mix, polygon, pt, rect};

/// Where the lamp of a street shines.
pub fn lamp_at(scene: &Scene, surface: &Surface) -> Point {
    surface.at(0.13, (scene.horizon - 0.26).max(0.08))
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

/// Draws a street.
pub fn draw(scene: &Scene, surface: &mut Surface, random: &mut Random) {
    sky::draw(scene, surface, random, scene.horizon + 0.02);
    match scene.place {
        Place::Village => village(scene, surface, random),
        Place::Doorstep => doorstep(scene, surface, random),
        Place::Station => station(scene, surface),
        Place::Festival => festival(scene, surface),
        _ => city(scene, surface, random),
    }
}

fn glass(scene: &Scene) -> Material {
    if matches!(scene.time, TimeOfDay::Night | TimeOfDay::Dusk) {
        LIT
    } else {
        GLASS
    }
}

fn paving(scene: &Scene) -> Material {
    let dry = if scene.weather == Weather::Snow {
        SNOW
    } else {
        ASPHALT
    };
    scene.lit(dry)
}

/// A street that runs to a vanishing point, with fronts on both sides.
fn city(scene: &Scene, s: &mut Surface, random: &mut Random) {
    let eye = pt(s.width * 0.52, s.height * scene.horizon);
    // Far towers first.
    for i in 0..8 {
        let x = s.width * (0.22 + 0.075 * f64::from(i));
        let tall = s.height * random.between(0.06, 0.20);
        let tower = rect(x, eye.y - tall, s.width * random.between(0.05, 0.08), tall);
        s.block(&tower, 0.9, scene.lit(Material::new(0.12, [176, 190, 204])));
    }
    ground(scene, s);
    for side in [-1.0, 1.0] {
        fronts(scene, s, random, eye, side);
    }
    let lamp = lamp_at(scene, s);
    e::lamp(s, pt(lamp.x, s.height * (scene.horizon + 0.16)), lamp, 1.7);
    wires(s, eye);
}

fn ground(scene: &Scene, s: &mut Surface) {
    let y = s.height * scene.horizon;
    let near = paving(scene);
    let floor = rect(0.0, y, s.width, s.height - y);
    s.gradient(&floor, near.mixed(Material::new(0.0, near.rgb), 0.5), near);
    let eye = pt(s.width * 0.52, y);
    for x in [-0.55, 1.6] {
        s.stroke(&line(&[eye, pt(s.width * x, s.height)]), 1.8);
    }
    for i in 0..5 {
        let (a, b) = (0.10 + 0.2 * f64::from(i), 0.10 + 0.2 * f64::from(i) + 0.09);
        let at = |t: f64, side: f64| {
            let far = t * t;
            pt(
                eye.x + (s.width * 0.02 + s.width * 0.03 * far) * side * far.max(0.05),
                eye.y + (s.height - eye.y) * far,
            )
        };
        let stripe = polygon(&[at(a, -1.0), at(a, 1.0), at(b, 1.0), at(b, -1.0)]);
        s.fill(&stripe, Material::new(0.0, [250, 250, 250]));
    }
    if scene.weather == Weather::Rain {
        for (x, far, r) in [
            (-0.62, 0.22, 0.055),
            (0.52, 0.34, 0.05),
            (0.22, 0.10, 0.06),
            (-0.25, 0.5, 0.03),
        ] {
            let at = scene.floor(s, x, far);
            let puddle = crate::ink::ellipse(at, s.width * r, s.width * r * 0.22);
            s.fill(&puddle, Material::new(0.0, [210, 222, 232]));
            s.stroke(&puddle, 1.2);
            s.stroke(
                &crate::ink::ellipse(at, s.width * r * 0.5, s.width * r * 0.10),
                0.8,
            );
        }
    }
}

/// A row of house fronts along one side of the street.
fn fronts(scene: &Scene, s: &mut Surface, random: &mut Random, eye: Point, side: f64) {
    let shopping = matches!(scene.place, Place::ShoppingStreet);
    // Depths of the party walls, far to near; 1 is the picture's plane.
    let depths = [0.16, 0.26, 0.42, 0.70, 1.25];
    for pair in depths.windows(2) {
        let (far, near) = (pair[0], pair[1]);
        let tall = s.height * random.between(0.52, 0.86);
        let base = s.height * (1.0 - scene.horizon) * 0.82;
        let width = s.width;
        let at = |depth: f64, height: f64| {
            let out = width * 0.56 * side * depth;
            pt(eye.x + out * 1.05, eye.y + base * depth - height * depth)
        };
        let wall = scene.lit(if random.chance(0.5) {
            WALL
        } else {
            Material::new(0.10, [214, 190, 170])
        });
        let front = polygon(&[
            at(far, 0.0),
            at(near, 0.0),
            at(near, base + tall),
            at(far, base + tall),
        ]);
        s.block(&front, 1.3, wall);
        let tile = |x0: f64, x1: f64, y0: f64, y1: f64| {
            let depth = |x: f64| far + (near - far) * x;
            polygon(&[
                at(depth(x0), y0),
                at(depth(x1), y0),
                at(depth(x1), y1),
                at(depth(x0), y1),
            ])
        };
        let storey = (base + tall) / 3.6;
        for row in 1..3 {
            for column in 0..2 {
                let x = 0.14 + 0.42 * f64::from(column);
                let y = storey * (f64::from(row) + 0.35);
                let lit = random.chance(0.6);
                let pane = if lit { glass(scene) } else { scene.lit(GLASS) };
                s.block(&tile(x, x + 0.28, y, y + storey * 0.5), 1.0, pane);
            }
        }
        let shop = tile(0.10, 0.90, 0.0, storey * 0.72);
        s.block(&shop, 1.1, if shopping { glass(scene) } else { scene.lit(BARK) });
        if shopping || random.chance(0.4) {
            let awning = {
                let depth = |x: f64| far + (near - far) * x;
                let out = |p: Point, d: f64| pt(p.x - side * width * 0.05 * d, p.y);
                polygon(&[
                    at(depth(0.04), storey * 1.06),
                    at(depth(0.96), storey * 1.06),
                    out(at(depth(0.96), storey * 0.80), depth(0.96)),
                    out(at(depth(0.04), storey * 0.80), depth(0.04)),
                ])
            };
            s.block(&awning, 1.1, scene.lit(Material::new(0.5, [196, 72, 66])));
        }
    }
}

fn wires(s: &mut Surface, eye: Point) {
    for (x, y) in [(0.0, 0.05), (0.0, 0.12), (1.0, 0.07)] {
        let from = s.at(x, y);
        let to = mix(from, eye, 0.8);
        let sag = pt((from.x + to.x) / 2.0, (from.y + to.y) / 2.0 + s.height * 0.03);
        s.stroke(&curve(&[from, sag, to]), 0.9);
    }
}

fn village(scene: &Scene, s: &mut Surface, random: &mut Random) {
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

fn doorstep(scene: &Scene, s: &mut Surface, random: &mut Random) {
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

fn station(scene: &Scene, s: &mut Surface) {
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

fn festival(scene: &Scene, s: &mut Surface) {
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
