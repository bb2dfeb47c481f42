//! Tails: from a bubble towards the mouth that speaks, short of the head.

use kurbo::{BezPath, Circle, Point, Vec2};

use super::geometry::Superellipse;
use super::limits::{TAIL, TAIL_SHORT_OF};

/// A tail in the picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tail {
    /// On the bubble's line.
    pub root: Point,
    /// Its end.
    pub tip: Point,
    /// Where the words come from.
    pub source: Point,
}

/// The tail of a bubble around `centre` to a mouth. None when the bubble leaves it no room; `unit` is pixels per
/// design pixel.
pub(super) fn to_mouth(
    curve: &Superellipse,
    centre: Point,
    mouth: Point,
    head: Circle,
    unit: f64,
) -> Option<Tail> {
    let (root, way) = root(curve, centre, mouth)?;
    let direction = way.normalize();
    let to_head = enters(root, direction, head).unwrap_or(way.length());
    let room = to_head.min(way.length()) - TAIL_SHORT_OF * unit;
    // A tail points at the mouth from afar: it need not reach it.
    let length = room.min(TAIL.end() * unit).min(room * 0.72 + 10.0 * unit);
    (length >= TAIL.start() * unit).then(|| Tail {
        root,
        tip: root + direction * length,
        source: root + direction * room,
    })
}

/// The tail of a voice outside the picture, to the nearest edge at the sides or below.
pub(super) fn to_edge(
    curve: &Superellipse,
    centre: Point,
    (width, height): (f64, f64),
    unit: f64,
) -> Option<Tail> {
    let low = centre.y + curve.ry * 0.5;
    let edges = [
        (centre.x, Point::new(-width, low)),
        (width - centre.x, Point::new(2.0 * width, low)),
        ((height - centre.y) * 1.2, Point::new(centre.x, 2.0 * height)),
    ];
    let (_, beyond) = edges.into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let (root, way) = root(curve, centre, beyond)?;
    let direction = way.normalize();
    let inside = |length: f64| {
        let at = root + direction * length;
        at.x > 3.0 * unit && at.y > 3.0 * unit && at.x < width - 3.0 * unit && at.y < height - 3.0 * unit
    };
    let mut length = 52.0 * unit;
    while length >= TAIL.start() * unit && !inside(length) {
        length -= 2.0 * unit;
    }
    // The frame it points at is out of sight behind anything in between.
    let mut reach = length;
    while inside(reach) && reach < width + height {
        reach += 8.0 * unit;
    }
    (length >= 1.5 * TAIL.start() * unit).then(|| Tail {
        root,
        tip: root + direction * length,
        source: root + direction * reach,
    })
}

/// Where the tail leaves the bubble, and the way from there to the target. The root slides along the side of a
/// broad bubble towards the target.
fn root(curve: &Superellipse, centre: Point, target: Point) -> Option<(Point, Vec2)> {
    let to = target - centre;
    if curve.level(to.x, to.y) <= 1.0 {
        return None;
    }
    let slide = Vec2::new(
        to.x.clamp(-0.55 * curve.rx, 0.55 * curve.rx),
        to.y.clamp(-0.5 * curve.ry, 0.5 * curve.ry),
    ) * 0.8;
    let (mut inside, mut outside) = (0.0, 1.0);
    for _ in 0..16 {
        let middle = (inside + outside) / 2.0;
        let at = slide + (to - slide) * middle;
        if curve.level(at.x, at.y) < 1.0 {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    let root = centre + slide + (to - slide) * outside;
    let way = target - root;
    (way.length() > 1e-6).then_some((root, way))
}

/// How far a ray runs until it enters a circle.
fn enters(from: Point, direction: Vec2, circle: Circle) -> Option<f64> {
    let to = circle.center - from;
    let along = to.dot(direction);
    let off = to.hypot2() - along * along;
    let half = (circle.radius * circle.radius - off).max(0.0).sqrt();
    (off < circle.radius * circle.radius && along > 0.0).then(|| (along - half).max(0.0))
}

/// The curved edges of a tail, from `left` of its root over the tip to `right`: to be appended to an open outline.
pub(super) fn horn(path: &mut BezPath, tail: &Tail, left: Point, right: Point) {
    let way = tail.tip - tail.root;
    let side = Vec2::new(-way.y, way.x) * 0.13 * if way.x > 0.0 { 1.0 } else { -1.0 };
    path.quad_to(left.lerp(tail.tip, 0.5) + side, tail.tip);
    path.quad_to(right.lerp(tail.tip, 0.5) + side, right);
}

/// The edges of a tail like a flash of lightning.
pub(super) fn flash(path: &mut BezPath, tail: &Tail, left: Point, right: Point) {
    let way = tail.tip - tail.root;
    let across = right - left;
    let at = |along: f64, aside: f64| tail.root + way * along + across * aside;
    for point in [
        at(0.54, 0.05),
        at(0.52, -0.26),
        tail.tip,
        at(0.40, 0.46),
        at(0.42, 0.15),
        right,
    ] {
        path.line_to(point);
    }
}

/// The circles between a thought and its thinker, from the bubble on: centre and radius.
pub(super) fn circles(tail: &Tail, unit: f64) -> Vec<Circle> {
    let way = tail.source - tail.root;
    let room = way.length();
    let direction = way.normalize();
    let mut circles = Vec::new();
    // Beyond the lobes.
    let mut at = 15.0 * unit;
    for radius in [12.0, 8.5, 5.5] {
        let radius = radius * unit * (room / (84.0 * unit)).clamp(0.5, 1.0);
        if at + 2.0 * radius > room.min(130.0 * unit) {
            break;
        }
        circles.push(Circle::new(tail.root + direction * (at + radius), radius));
        at += 2.0 * radius + 7.0 * unit;
    }
    circles
}

/// The neck that joins two bubbles; none when they are too close or one lies around the other.
pub(super) fn neck(a: &Superellipse, from: Point, b: &Superellipse, to: Point, unit: f64) -> Option<BezPath> {
    let (start, _) = root(a, from, to)?;
    let (end, _) = root(b, to, from)?;
    let way = end - start;
    if way.hypot() < 1e-6 {
        return None;
    }
    let direction = way.normalize();
    let half = Vec2::new(-direction.y, direction.x) * 15.0 * unit;
    let (start, end) = (start - direction * 28.0 * unit, end + direction * 28.0 * unit);
    let waist = half * 0.8;
    let middle = start.midpoint(end);
    let mut path = BezPath::new();
    path.move_to(start + half);
    path.quad_to(middle + waist, end + half);
    path.line_to(end - half);
    path.quad_to(middle - waist, start - half);
    path.close_path();
    Some(path)
}
