//! Inside a school.

use kurbo::Point;

use super::{
    Scene,
    elements::{BARK, GLASS, PLANK, STONE},
    indoors::{inner, skirting, view, walls},
};
use crate::ink::{Material, Surface, circle, curve, line, polygon, pt, rect};

pub fn classroom(scene: &Scene, s: &mut Surface) {
    walls(scene, s, Material::new(0.03, [242, 236, 220]), PLANK);
    let board = rect(s.width * 0.08, s.height * 0.12, s.width * 0.52, s.height * 0.34);
    s.block(
        &rect(s.width * 0.065, s.height * 0.105, s.width * 0.55, s.height * 0.37),
        1.5,
        PLANK,
    );
    s.block(&board, 1.3, Material::new(0.86, [50, 92, 78]));
    let chalk = Material::new(0.0, [240, 244, 240]);
    for (i, long) in [0.34, 0.22, 0.28].iter().enumerate() {
        let y = s.height * (0.19 + 0.075 * i as f64);
        let path = curve(&[
            pt(s.width * 0.12, y),
            pt(s.width * (0.12 + long * 0.5), y + s.height * 0.008),
            pt(s.width * (0.12 + long), y),
        ]);
        s.stroke_in(&path, 2.2, chalk);
    }
    view(
        scene,
        s,
        pt(s.width * 0.70, s.height * 0.10),
        s.width * 0.24,
        s.height * 0.34,
    );
    s.shape(
        &circle(pt(s.width * 0.645, s.height * 0.10), s.side() * 0.035),
        1.5,
        Material::new(0.0, [252, 252, 252]),
    );
    s.stroke(
        &line(&[
            pt(s.width * 0.645, s.height * 0.08),
            pt(s.width * 0.645, s.height * 0.10),
            pt(s.width * 0.66, s.height * 0.105),
        ]),
        1.6,
    );
    // Rows of desks, far to near.
    for (row, count, scale) in [(0.04, 5, 0.6), (0.11, 4, 0.8)] {
        let y = s.height * (skirting(scene) + row);
        for i in 0..count {
            let x = s.width * (f64::from(i) + 0.5) / f64::from(count);
            desk(scene, s, pt(x, y), s.side() * 0.15 * scale);
        }
    }
}

fn desk(scene: &Scene, s: &mut Surface, at: Point, r: f64) {
    for x in [-0.8, 0.72] {
        s.block(&rect(at.x + r * x, at.y, r * 0.08, r * 0.8), 0.9, STONE);
    }
    s.block(
        &polygon(&[
            pt(at.x - r * 0.8, at.y - r * 0.18),
            pt(at.x + r * 0.8, at.y - r * 0.18),
            pt(at.x + r * 0.9, at.y + r * 0.06),
            pt(at.x - r * 0.9, at.y + r * 0.06),
        ]),
        1.1,
        inner(scene, PLANK),
    );
    s.block(
        &rect(at.x - r * 0.9, at.y + r * 0.06, r * 1.8, r * 0.10),
        1.0,
        inner(scene, BARK),
    );
}

pub fn corridor(scene: &Scene, s: &mut Surface) {
    let eye = pt(s.width * 0.56, s.height * scene.horizon);
    let all = s.all();
    s.flat(&all, inner(scene, Material::new(0.03, [242, 236, 222])));
    let far = 0.20;
    let (width, height) = (s.width, s.height);
    let corner = |x: f64, y: f64, depth: f64| {
        let edge = pt(width * x, height * y);
        pt(eye.x + (edge.x - eye.x) * depth, eye.y + (edge.y - eye.y) * depth)
    };
    let floor = polygon(&[
        corner(0.0, 1.0, 1.0),
        corner(1.0, 1.0, 1.0),
        corner(1.0, 1.0, far),
        corner(0.0, 1.0, far),
    ]);
    s.block(&floor, 1.5, inner(scene, Material::new(0.14, [206, 178, 140])));
    let ceiling = polygon(&[
        corner(0.0, 0.0, 1.0),
        corner(1.0, 0.0, 1.0),
        corner(1.0, 0.0, far),
        corner(0.0, 0.0, far),
    ]);
    s.block(&ceiling, 1.3, inner(scene, Material::new(0.0, [250, 248, 242])));
    let end = polygon(&[
        corner(0.0, 0.0, far),
        corner(1.0, 0.0, far),
        corner(1.0, 1.0, far),
        corner(0.0, 1.0, far),
    ]);
    s.block(&end, 1.3, inner(scene, Material::new(0.2, [200, 196, 190])));
    for (a, b) in [(0.95, 0.62), (0.56, 0.40), (0.37, 0.28)] {
        let pane = polygon(&[
            corner(0.0, 0.22, a),
            corner(0.0, 0.22, b),
            corner(0.0, 0.62, b),
            corner(0.0, 0.62, a),
        ]);
        s.block(&pane, 1.4, scene.lit(GLASS));
        let door = polygon(&[
            corner(1.0, 0.20, a),
            corner(1.0, 0.20, b),
            corner(1.0, 1.0, b),
            corner(1.0, 1.0, a),
        ]);
        s.block(&door, 1.4, inner(scene, PLANK));
        let light = polygon(&[
            corner(0.42, 0.0, a),
            corner(0.58, 0.0, a),
            corner(0.58, 0.0, b),
            corner(0.42, 0.0, b),
        ]);
        s.block(&light, 1.0, Material::new(0.0, [255, 252, 232]));
    }
}
