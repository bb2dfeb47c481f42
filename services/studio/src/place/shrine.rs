//! A shrine or temple among trees.

use kurbo::{BezPath, Point};
use mangakai_script::{TimeOfDay, Weather};

use super::{
    Scene,
    elements::{self as e, BARK, EARTH, FOLIAGE, LIT, ROOF, SNOW, STONE},
    nature::lawn,
    sky,
};
use crate::ink::{Material, Random, Surface, polygon, pt, rect};

/// The hall at the end of its path, a stone lantern on either side.
pub fn shrine(scene: &Scene, s: &mut Surface, random: &mut Random) {
    sky::draw(scene, s, random, scene.horizon + 0.05);
    let y = s.height * scene.horizon;
    let trees = scene.lit(FOLIAGE);
    for i in 0..9 {
        let x = s.width * f64::from(i) / 8.0;
        e::pine(
            s,
            pt(x, y + 4.0),
            s.side() * random.between(0.24, 0.40),
            trees,
            0.8,
        );
    }
    lawn(scene, s, random, 16);
    let (x, wide) = (s.width * 0.5, s.side() * 0.62);
    let path = polygon(&[
        pt(x - wide * 0.12, y),
        pt(x + wide * 0.12, y),
        pt(x + s.width * 0.26, s.height),
        pt(x - s.width * 0.26, s.height),
    ]);
    s.block(&path, 1.1, scene.lit(EARTH));
    hall(scene, s, pt(x, y), wide);
    for side in [-1.0, 1.0] {
        let foot = pt(x + side * wide * 0.62, y + s.height * 0.08);
        lantern(scene, s, foot, s.side() * 0.17);
    }
}

/// The hall on its steps, by the middle of its foot.
fn hall(scene: &Scene, s: &mut Surface, foot: Point, wide: f64) {
    let high = wide * 0.56;
    let at = |dx: f64, up: f64| pt(foot.x + dx * wide, foot.y - up * high);
    let (stone, wood) = (scene.lit(STONE), scene.lit(BARK));
    for (step, half) in [0.30, 0.26, 0.22].into_iter().enumerate() {
        let corner = at(-half, 0.05 * step as f64);
        s.block(
            &rect(corner.x, corner.y, 2.0 * half * wide, high * 0.05),
            1.0,
            stone,
        );
    }
    let base = at(-0.46, 0.16);
    s.block(&rect(base.x, base.y, 0.92 * wide, high * 0.16), 1.2, stone);
    let wall = at(-0.38, 0.58);
    s.block(
        &rect(wall.x, wall.y, 0.76 * wide, high * 0.42),
        1.2,
        scene.lit(Material::new(0.04, [246, 238, 224])),
    );
    let door = at(-0.13, 0.50);
    let inside = if scene.is_dark() || scene.time == TimeOfDay::Dusk {
        LIT
    } else {
        Material::new(0.86, [52, 44, 44])
    };
    s.block(&rect(door.x, door.y, 0.26 * wide, high * 0.34), 1.2, inside);
    for dx in [-0.38, -0.16, 0.13, 0.35] {
        let post = at(dx, 0.58);
        s.block(&rect(post.x, post.y, 0.03 * wide, high * 0.42), 1.0, wood);
    }
    let tiles = if scene.weather == Weather::Snow {
        SNOW
    } else {
        ROOF
    };
    s.block(&roof(&at), 1.4, scene.lit(tiles));
    let ridge = at(-0.27, 1.03);
    s.block(&rect(ridge.x, ridge.y, 0.54 * wide, high * 0.06), 1.2, wood);
}

/// Eaves that turn up at their ends.
fn roof(at: &impl Fn(f64, f64) -> Point) -> BezPath {
    let mut path = BezPath::new();
    path.move_to(at(-0.62, 0.66));
    path.quad_to(at(-0.34, 0.70), at(-0.26, 1.00));
    path.line_to(at(0.26, 1.00));
    path.quad_to(at(0.34, 0.70), at(0.62, 0.66));
    path.quad_to(at(0.40, 0.54), at(0.0, 0.55));
    path.quad_to(at(-0.40, 0.54), at(-0.62, 0.66));
    path.close_path();
    path
}

/// A lantern of stone, by its foot.
fn lantern(scene: &Scene, s: &mut Surface, foot: Point, tall: f64) {
    let stone = scene.lit(STONE);
    let part = |half: f64, from: f64, to: f64| {
        rect(
            foot.x - half * tall,
            foot.y - to * tall,
            2.0 * half * tall,
            (to - from) * tall,
        )
    };
    s.block(&part(0.17, 0.0, 0.10), 1.0, stone);
    s.block(&part(0.07, 0.10, 0.52), 1.0, stone);
    s.block(&part(0.16, 0.52, 0.60), 1.0, stone);
    let window = if scene.is_dark() { LIT } else { stone };
    s.block(&part(0.11, 0.60, 0.80), 1.0, window);
    let cap = [(-0.24, 0.80), (0.24, 0.80), (0.10, 0.96), (-0.10, 0.96)];
    let cap = cap.map(|(dx, up)| pt(foot.x + dx * tall, foot.y - up * tall));
    s.block(&polygon(&cap), 1.0, stone);
}
