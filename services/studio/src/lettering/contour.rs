//! Lines through the rim of a bubble.

use kurbo::{BezPath, Point, Vec2};

use super::tail::Tail;

/// The rim without what the root of a tail takes, from its right end round to its left end.
pub(super) fn opened(rim: &[Point], tail: &Tail, width: f64) -> Vec<Point> {
    let n = rim.len();
    let nearest = (0..n)
        .min_by(|a, b| {
            let d = |i: &usize| rim[*i].distance_squared(tail.root);
            d(a).total_cmp(&d(b))
        })
        .unwrap_or_default();
    let most = n / 5;
    let far = |i: usize| rim[i % n].distance(tail.root) >= width / 2.0;
    let after = (1..=most).find(|k| far(nearest + k)).unwrap_or(most);
    let before = (1..=most).find(|k| far(nearest + n - k)).unwrap_or(most);
    let mut rest: Vec<Point> = (after..=n - before).map(|k| rim[(nearest + k) % n]).collect();
    // The rim is coarse, the root is not: its ends are put at their exact distance.
    let exact = |end: Point, inner: Point| {
        let over = end.distance(tail.root) - width / 2.0;
        if over <= 0.0 {
            return end;
        }
        end + (tail.root - end).normalize() * over.min(0.8 * end.distance(inner))
    };
    if let [first, second, ..] = rest[..] {
        rest[0] = exact(first, second);
    }
    if let [.., second, last] = rest[..] {
        let end = rest.len() - 1;
        rest[end] = exact(last, second);
    }
    rest
}

pub(super) fn polygon(points: &[Point]) -> BezPath {
    let mut path = open_polygon(points);
    path.close_path();
    path
}

pub(super) fn open_polygon(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (i, point) in points.iter().enumerate() {
        if i == 0 {
            path.move_to(*point);
        } else {
            path.line_to(*point);
        }
    }
    path
}

/// Catmull-Rom through the points.
pub(super) fn smooth(points: &[Point], closed: bool) -> BezPath {
    let n = points.len() as isize;
    let at = |i: isize| {
        let i = if closed {
            i.rem_euclid(n)
        } else {
            i.clamp(0, n - 1)
        };
        points[i as usize]
    };
    let mut path = BezPath::new();
    path.move_to(at(0));
    for i in 0..if closed { n } else { n - 1 } {
        let (a, b, c, d) = (at(i - 1), at(i), at(i + 1), at(i + 2));
        path.curve_to(b + (c - a) / 6.0, c - (d - b) / 6.0, c);
    }
    if closed {
        path.close_path();
    }
    path
}

pub(super) fn lobes(rim: &[Point], centre: Point) -> BezPath {
    let mut path = BezPath::new();
    path.move_to(rim[0]);
    for i in 0..rim.len() {
        let (a, b) = (rim[i], rim[(i + 1) % rim.len()]);
        let chord = b - a;
        let out = (a.midpoint(b) - centre).normalize();
        let normal = Vec2::new(chord.y, -chord.x);
        let normal = if normal.dot(out) < 0.0 { -normal } else { normal };
        let high = normal * 0.50;
        path.curve_to(a + high + chord * 0.04, b + high - chord * 0.04, b);
    }
    path.close_path();
    path
}

/// Valleys and tips in turn; the tail is the spike nearest to its root, longer.
pub(super) fn spikes(rim: &[Point], centre: Point, tail: Option<&Tail>) -> BezPath {
    let mut rim = rim.to_vec();
    if let Some(tail) = tail {
        let nearest = (0..rim.len() / 2).min_by(|a, b| {
            let d = |i: &usize| rim[2 * i + 1].distance_squared(tail.root);
            d(a).total_cmp(&d(b))
        });
        if let Some(spike) = nearest {
            rim[2 * spike + 1] = tail.tip;
        }
    }
    let mut path = BezPath::new();
    path.move_to(rim[0]);
    for i in (0..rim.len()).step_by(2) {
        let (valley, tip, next) = (rim[i], rim[i + 1], rim[(i + 2) % rim.len()]);
        let inward = (centre - valley.midpoint(next)).normalize();
        let hollow = inward * 0.06 * valley.distance(next);
        path.quad_to(valley.lerp(tip, 0.45) + (next - valley) * 0.06 + hollow, tip);
        path.quad_to(next.lerp(tip, 0.45) - (next - valley) * 0.06 + hollow, next);
    }
    path.close_path();
    path
}
