//! Lines of a brush: thin, thick, thin.

use kurbo::{BezPath, PathEl, Point, Vec2};

use super::polygon;

/// The outline of a brush stroke along a path, `half` wide in its middle.
pub fn brush(path: &BezPath, half: f64, start: f64, end: f64) -> Option<BezPath> {
    let mut points: Vec<Point> = Vec::new();
    kurbo::flatten(path.iter(), 0.15, |element| {
        if let PathEl::MoveTo(a) | PathEl::LineTo(a) = element {
            points.push(a);
        }
    });
    let mut lengths = vec![0.0];
    for pair in points.windows(2) {
        lengths.push(lengths[lengths.len() - 1] + (pair[1] - pair[0]).hypot());
    }
    let total = lengths[lengths.len() - 1];
    if points.len() < 2 || total < 0.01 {
        return None;
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (index, (point, length)) in points.iter().zip(&lengths).enumerate() {
        let t = length / total;
        let swell = (std::f64::consts::PI * t).sin().max(0.0).powf(0.6);
        let least = if t < 0.5 { start } else { end };
        let width = half * (least + (1.0 - least) * swell).max(0.12);
        let along = points[(index + 1).min(points.len() - 1)] - points[index.saturating_sub(1)];
        let normal = Vec2::new(-along.y, along.x) / along.hypot().max(1e-6) * width;
        left.push(*point + normal);
        right.push(*point - normal);
    }
    right.reverse();
    left.extend(right);
    Some(polygon(&left))
}
