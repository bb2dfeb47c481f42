//! Short words for shapes.

use std::f64::consts::TAU;

use kurbo::{BezPath, Circle, Ellipse, Point, Rect, Shape, Vec2};

/// A point.
pub fn pt(x: f64, y: f64) -> Point {
    Point::new(x, y)
}

/// A point between two.
pub fn mix(a: Point, b: Point, t: f64) -> Point {
    a.lerp(b, t)
}

/// Between two numbers.
pub fn lerp(a: f64, b: f64, t: f64) -> f64 {
    a + (b - a) * t
}

/// The unit vector of an angle in radians; 0 is right, a quarter turn is down.
pub fn direction(angle: f64) -> Vec2 {
    Vec2::new(angle.cos(), angle.sin())
}

/// An open line through points.
pub fn line(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (index, point) in points.iter().enumerate() {
        if index == 0 {
            path.move_to(*point)
        } else {
            path.line_to(*point)
        }
    }
    path
}

/// A closed shape with straight sides.
pub fn polygon(points: &[Point]) -> BezPath {
    let mut path = line(points);
    if !points.is_empty() {
        path.close_path();
    }
    path
}

/// A smooth open line through points (Catmull-Rom).
pub fn curve(points: &[Point]) -> BezPath {
    spline(points, false)
}

/// A smooth closed shape through points (Catmull-Rom).
pub fn blob(points: &[Point]) -> BezPath {
    spline(points, true)
}

fn spline(points: &[Point], closed: bool) -> BezPath {
    let mut path = BezPath::new();
    let count = points.len();
    if count < 2 {
        return path;
    }
    let at = |index: isize| {
        let last = count as isize - 1;
        let wrapped = if closed {
            index.rem_euclid(last + 1)
        } else {
            index.clamp(0, last)
        };
        points[wrapped as usize].to_vec2()
    };
    path.move_to(points[0]);
    let segments = if closed { count } else { count - 1 } as isize;
    for i in 0..segments {
        let (before, from, to, after) = (at(i - 1), at(i), at(i + 1), at(i + 2));
        let (a, b) = (from + (to - before) / 6.0, to - (after - from) / 6.0);
        path.curve_to(a.to_point(), b.to_point(), to.to_point());
    }
    if closed {
        path.close_path();
    }
    path
}

/// An upright ellipse.
pub fn ellipse(centre: Point, rx: f64, ry: f64) -> BezPath {
    Ellipse::new(centre, (rx.abs(), ry.abs()), 0.0).to_path(0.05)
}

/// An ellipse turned by radians.
pub fn turned_ellipse(centre: Point, rx: f64, ry: f64, angle: f64) -> BezPath {
    Ellipse::new(centre, (rx.abs(), ry.abs()), angle).to_path(0.05)
}

/// A circle.
pub fn circle(centre: Point, radius: f64) -> BezPath {
    Circle::new(centre, radius.abs()).to_path(0.05)
}

/// A rectangle by its corner and size.
pub fn rect(x: f64, y: f64, width: f64, height: f64) -> BezPath {
    Rect::new(x, y, x + width, y + height).to_path(0.1)
}

/// A limb: two circles and the skin between them.
pub fn capsule(a: Point, ra: f64, b: Point, rb: f64) -> BezPath {
    let along = b - a;
    let length = along.hypot();
    if length <= (ra - rb).abs().max(1e-6) {
        return if ra > rb { circle(a, ra) } else { circle(b, rb) };
    }
    // The outer tangents touch both circles at the same angle off the axis.
    let axis = along.atan2();
    let spread = ((ra - rb) / length).clamp(-1.0, 1.0).acos();
    let mut points = Vec::with_capacity(26);
    let arc = |points: &mut Vec<Point>, centre: Point, radius: f64, from: f64, to: f64| {
        for step in 0..=12 {
            points.push(centre + direction(lerp(from, to, f64::from(step) / 12.0)) * radius);
        }
    };
    arc(&mut points, a, ra, axis + spread, axis + TAU - spread);
    arc(&mut points, b, rb, axis - spread, axis + spread);
    polygon(&points)
}

/// A bent limb through points with a radius at each.
pub fn limb(points: &[(Point, f64)]) -> Vec<BezPath> {
    points
        .windows(2)
        .map(|pair| capsule(pair[0].0, pair[0].1, pair[1].0, pair[1].1))
        .collect()
}

/// A lock of hair or a blade of grass: from a broad root along a curve to a pointed tip. `bulge` is where it is
/// broadest, 0 at the root to 1 at the tip.
pub fn lock(spine: &[Point], width: f64, bulge: f64) -> BezPath {
    let count = spine.len();
    if count < 2 {
        return BezPath::new();
    }
    let (mut left, mut right) = (Vec::with_capacity(count * 2), Vec::with_capacity(count));
    for (index, point) in spine.iter().enumerate() {
        let t = index as f64 / (count - 1) as f64;
        let along = spine[(index + 1).min(count - 1)] - spine[index.saturating_sub(1)];
        let length = along.hypot().max(1e-9);
        let normal = Vec2::new(-along.y, along.x) / length;
        let half = width * 0.5 * taper(t, bulge);
        left.push(*point + normal * half);
        right.push(*point - normal * half);
    }
    right.reverse();
    left.extend(right.into_iter().skip(1));
    let mut path = BezPath::new();
    let tip = count - 1;
    path.extend(curve(&left[..=tip]));
    let back = curve(&left[tip..]);
    path.extend(back.elements().iter().skip(1).copied());
    path.close_path();
    path
}

fn taper(t: f64, bulge: f64) -> f64 {
    if t < bulge {
        lerp(
            0.72,
            1.0,
            (t / bulge.max(1e-6) * std::f64::consts::FRAC_PI_2).sin(),
        )
    } else {
        let rest = (t - bulge) / (1.0 - bulge).max(1e-6);
        (1.0 - rest.powf(1.7)).max(0.0)
    }
}

/// Points of a quadratic curve.
pub fn bow(from: Point, control: Point, to: Point, steps: usize) -> Vec<Point> {
    (0..=steps)
        .map(|step| {
            let t = step as f64 / steps.max(1) as f64;
            mix(mix(from, control, t), mix(control, to, t), t)
        })
        .collect()
}
