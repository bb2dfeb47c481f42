//! Hats, caps, hoods and helmets.

use kurbo::Point;

use super::{
    super::{contour, space::HeadFrame},
    CLOTH, DARK, GOLD, METAL,
};
use crate::ink::{Material, Surface, blob, circle, curve, polygon, turned_ellipse};

fn brim_centre(frame: &HeadFrame, y: f64) -> Point {
    frame.at(frame.yaw.sin() * 0.02, y)
}

fn angle_of(frame: &HeadFrame) -> f64 {
    let across = frame.at(1.0, 0.0) - frame.at(0.0, 0.0);
    let angle = across.atan2();
    if frame.side < 0.0 {
        angle + std::f64::consts::PI
    } else {
        angle
    }
}

pub fn hat(surface: &mut Surface, frame: &HeadFrame, width: f64, felt: Material, brim: f64, tall: f64) {
    let line_width = width * 0.55;
    let crown = [
        frame.at(-0.47, -0.28),
        frame.at(-0.44, -0.30 - tall * 0.8),
        frame.at(-0.22, -0.34 - tall),
        frame.at(0.22, -0.34 - tall),
        frame.at(0.44, -0.30 - tall * 0.8),
        frame.at(0.47, -0.28),
        frame.at(0.0, -0.20),
    ];
    surface.shape(&blob(&crown), line_width, felt);
    let ribbon = [
        frame.at(-0.47, -0.42),
        frame.at(0.0, -0.33),
        frame.at(0.47, -0.42),
        frame.at(0.48, -0.28),
        frame.at(0.0, -0.19),
        frame.at(-0.48, -0.28),
    ];
    surface.fill(&polygon(&ribbon), DARK);
    let brim = turned_ellipse(
        brim_centre(frame, -0.25),
        frame.px(brim),
        frame.px(0.155),
        angle_of(frame),
    );
    surface.shape(&brim, line_width, felt);
    let inner = turned_ellipse(
        brim_centre(frame, -0.285),
        frame.px(0.46),
        frame.px(0.085),
        angle_of(frame),
    );
    surface.fill(&inner, felt.mixed(DARK, 0.2));
    let lower = [
        frame.at(-0.44, -0.34),
        frame.at(0.44, -0.34),
        frame.at(0.45, -0.28),
        frame.at(0.0, -0.215),
        frame.at(-0.45, -0.28),
    ];
    surface.fill(&blob(&lower), DARK);
}

fn dome(frame: &HeadFrame, lower: f64) -> Vec<Point> {
    vec![
        frame.at(-0.47, lower),
        frame.at(-0.46, -0.36),
        frame.at(-0.26, -0.58),
        frame.at(0.0, -0.63),
        frame.at(0.26, -0.58),
        frame.at(0.46, -0.36),
        frame.at(0.47, lower),
    ]
}

fn domed(points: Vec<Point>, frame: &HeadFrame, sag: f64) -> kurbo::BezPath {
    let mut path = curve(&points);
    path.quad_to(frame.at(0.0, sag), points[0]);
    path.close_path();
    path
}

pub fn cap(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    surface.shape(&domed(dome(frame, -0.20), frame, -0.12), width * 0.55, CLOTH);
    surface.pen(
        &curve(&[
            frame.at(0.0, -0.62),
            frame.at(frame.keyed([0.0, 0.16, 0.24, 0.1, 0.0]), -0.4),
            frame.at(frame.keyed([0.0, 0.2, 0.36, 0.2, 0.0]), -0.18),
        ]),
        width,
    );
    if frame.yaw > 2.1 {
        return;
    }
    let x = frame.keyed([0.0, 0.28, 0.50, 0.3, 0.0]);
    let half = frame.keyed([0.42, 0.38, 0.28, 0.2, 0.1]);
    let peak = [
        frame.at(x - half, -0.21),
        frame.at(x, -0.28),
        frame.at(x + half, -0.21),
        frame.at(x + half * 0.8, -0.10),
        frame.at(x, -0.06),
        frame.at(x - half * 0.8, -0.10),
    ];
    surface.shape(&blob(&peak), width * 0.55, CLOTH.mixed(DARK, 0.25));
}

pub fn beanie(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    surface.shape(&domed(dome(frame, -0.18), frame, -0.08), width * 0.55, CLOTH);
    let rim = [
        frame.at(-0.49, -0.30),
        frame.at(0.0, -0.22),
        frame.at(0.49, -0.30),
        frame.at(0.49, -0.16),
        frame.at(0.0, -0.07),
        frame.at(-0.49, -0.16),
    ];
    surface.shape(
        &polygon(&rim),
        width * 0.55,
        CLOTH.mixed(Material::new(0.0, [255, 255, 255]), 0.6),
    );
    surface.shape(
        &circle(frame.at(0.0, -0.66), frame.px(0.10)),
        width * 0.55,
        Material::new(0.0, [250, 250, 250]),
    );
}

pub fn crown(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    let points: Vec<Point> = [
        (-0.34, -0.38),
        (-0.38, -0.66),
        (-0.20, -0.52),
        (0.0, -0.72),
        (0.20, -0.52),
        (0.38, -0.66),
        (0.34, -0.38),
    ]
    .iter()
    .map(|(x, y)| frame.at(*x, *y))
    .collect();
    surface.shape(&polygon(&points), width * 0.6, GOLD);
}

pub fn helmet(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    surface.shape(&domed(dome(frame, 0.02), frame, -0.22), width * 0.6, METAL);
    surface.pen(&curve(&[frame.at(0.0, -0.63), frame.at(0.0, -0.2)]), width * 1.6);
    surface.shape(&circle(frame.at(-0.40, -0.02), frame.px(0.07)), width * 0.5, GOLD);
}

pub fn band(surface: &mut Surface, frame: &HeadFrame, width: f64) {
    let rim = [
        frame.at(-0.455, -0.20),
        frame.at(0.0, -0.245),
        frame.at(0.455, -0.20),
        frame.at(0.455, -0.11),
        frame.at(0.0, -0.155),
        frame.at(-0.455, -0.11),
    ];
    surface.shape(&polygon(&rim), width * 0.5, Material::new(0.0, [248, 248, 248]));
}

pub fn hood(surface: &mut Surface, frame: &HeadFrame, width: f64, cloth: Material) {
    let opening = contour::face(
        frame,
        contour::Jaw {
            width: 1.1,
            cheeks: 0.06,
            length: 0.06,
        },
        0.30,
    );
    let outer = [
        frame.at(0.0, -0.68),
        frame.at(0.38, -0.56),
        frame.at(0.54, -0.20),
        frame.at(0.52, 0.22),
        frame.at(0.42, 0.55),
        frame.at(-0.42, 0.55),
        frame.at(-0.54, 0.22),
        frame.at(-0.54, -0.20),
        frame.at(-0.38, -0.56),
    ];
    let mut shape = blob(&outer);
    if frame.yaw < 1.9 {
        let mut rim = opening;
        rim.reverse();
        shape.extend(blob(&rim));
    }
    surface.shape(&shape, width * 0.55, cloth);
}
