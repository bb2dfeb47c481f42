//! Curls, and the ring of hair around a bare head.

use std::f64::consts::PI;

use kurbo::Point;

use super::{
    super::{Person, contour, cut::Cut, eyes::pen, space::HeadFrame},
    DARK, strand,
};
use crate::ink::{Surface, blob, circle, curve, pt};

/// Curls all round the skull.
pub fn curls(surface: &mut Surface, frame: &HeadFrame, person: &Person, volume: f64) {
    let outline = contour::cap(frame, volume);
    let mut shapes = vec![blob(&outline)];
    let closed: Vec<Point> = blob(&outline).segments().fold(Vec::new(), |mut points, segment| {
        use kurbo::ParamCurve;
        points.extend([0.0, 0.5].map(|t| segment.eval(t)));
        points
    });
    let low = frame.at(0.0, 0.1).y;
    shapes.extend(
        closed
            .iter()
            .filter(|p| p.y < low + frame.px(0.2))
            .map(|p| circle(*p, frame.px(0.105))),
    );
    let width = pen(frame, surface) * 0.55;
    surface.union(&shapes, width, person.hair);
    // Curls over the forehead come with the front.
}

/// The curls in front of the face.
pub fn front_curls(surface: &mut Surface, frame: &HeadFrame, person: &Person) {
    if person.cut != Cut::Curly || !frame.shows_face() {
        return;
    }
    let width = pen(frame, surface) * 0.5;
    let mut shapes = Vec::new();
    for i in 0..9 {
        let lon = -1.35 + 0.34 * f64::from(i);
        let lat = 0.42 - 0.30 * (lon.abs() / 1.35).powi(2);
        let (at, facing) = frame.on_scalp(lon, lat, 1.05);
        if facing > 0.0 {
            shapes.push(circle(at, frame.px(0.098)));
        }
        let (above, facing) = frame.on_scalp(lon, lat + 0.35, 1.05);
        if facing > 0.0 {
            shapes.push(circle(above, frame.px(0.12)));
        }
    }
    surface.union(&shapes, width, person.hair);
    let light = person.hair.tone > DARK;
    for i in 0..6 {
        let (at, facing) = frame.on_scalp(-1.0 + 0.4 * f64::from(i), 0.75, 1.0);
        if facing > 0.0 {
            let r = frame.px(0.06);
            let arc = curve(&[
                pt(at.x - r, at.y),
                pt(at.x, at.y - r),
                pt(at.x + r, at.y + r * 0.2),
            ]);
            strand(surface, &arc, width, light);
        }
    }
}

/// Hair around a bare head, over the ears and at the nape.
pub fn ring(surface: &mut Surface, frame: &HeadFrame, person: &Person) {
    let width = pen(frame, surface) * 0.5;
    let mut shapes = Vec::new();
    for i in 0..15 {
        let lon = 1.5 + (2.0 * PI - 3.0) * f64::from(i) / 14.0;
        for lat in [-0.2, 0.05] {
            let (at, facing) = frame.on_scalp(lon, lat, 1.04);
            if facing > -0.75 {
                shapes.push(circle(at, frame.px(0.105)));
            }
        }
    }
    surface.union(&shapes, width, person.hair);
}

/// Hair over the ears of a bare head, in front of it.
pub fn front_ring(surface: &mut Surface, frame: &HeadFrame, person: &Person) {
    if person.cut != Cut::Balding {
        return;
    }
    let width = pen(frame, surface) * 0.5;
    let mut shapes = Vec::new();
    for i in 0..21 {
        let lon = 1.62 + (2.0 * PI - 3.24) * f64::from(i) / 20.0;
        for lat in [-0.60, -0.42, -0.22, 0.0, 0.14] {
            let (at, facing) = frame.on_scalp(lon, lat, 1.03);
            if facing > 0.0 {
                shapes.push(circle(at, frame.px(0.092)));
            }
        }
    }
    surface.union(&shapes, width, person.hair);
}
