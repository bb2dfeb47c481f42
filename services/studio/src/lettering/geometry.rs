//! Rectangles, segments and superellipses.

use kurbo::{Point, Rect};

/// Area two rectangles share.
pub(super) fn shared(a: &Rect, b: &Rect) -> f64 {
    let width = a.x1.min(b.x1) - a.x0.max(b.x0);
    let height = a.y1.min(b.y1) - a.y0.max(b.y0);
    if width > 0.0 && height > 0.0 {
        width * height
    } else {
        0.0
    }
}

/// Free space between two rectangles; 0 when they touch or overlap.
pub(super) fn distance(a: &Rect, b: &Rect) -> f64 {
    let dx = (b.x0 - a.x1).max(a.x0 - b.x1).max(0.0);
    let dy = (b.y0 - a.y1).max(a.y0 - b.y1).max(0.0);
    dx.hypot(dy)
}

/// Whether a segment has a point in a rectangle.
pub(super) fn segment_meets(from: Point, to: Point, rect: &Rect) -> bool {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    let d = to - from;
    for (start, along, low, high) in [(from.x, d.x, rect.x0, rect.x1), (from.y, d.y, rect.y0, rect.y1)] {
        if along.abs() < 1e-9 {
            if start < low || start > high {
                return false;
            }
            continue;
        }
        let (a, b) = ((low - start) / along, (high - start) / along);
        enters = enters.max(a.min(b));
        leaves = leaves.min(a.max(b));
    }
    enters <= leaves
}

/// Whether two segments cross.
pub(super) fn segments_cross(a: (Point, Point), b: (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q - p).cross(r - p);
    side(a.0, a.1, b.0) * side(a.0, a.1, b.1) < 0.0 && side(b.0, b.1, a.0) * side(b.0, b.1, a.1) < 0.0
}

/// A rounded shape between an ellipse and a box, about a centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Superellipse {
    /// Half width.
    pub rx: f64,
    /// Half height.
    pub ry: f64,
    /// 2 is an ellipse, more is boxier.
    pub power: f64,
}

impl Superellipse {
    /// Below 1 inside, 1 on the line. `x` and `y` are from the centre.
    pub(super) fn level(&self, x: f64, y: f64) -> f64 {
        (x.abs() / self.rx).powf(self.power) + (y.abs() / self.ry).powf(self.power)
    }

    /// The point of the line at `angle` of its parameter.
    pub(super) fn at(&self, angle: f64) -> Point {
        let (sin, cos) = angle.sin_cos();
        let reach = 2.0 / self.power;
        Point::new(
            self.rx * cos.signum() * cos.abs().powf(reach),
            self.ry * sin.signum() * sin.abs().powf(reach),
        )
    }

    /// Whether it shares more than its line with a rectangle, when its centre is at `centre`.
    pub(super) fn covers(&self, centre: Point, rect: &Rect) -> bool {
        let x = centre.x.clamp(rect.x0, rect.x1.max(rect.x0)) - centre.x;
        let y = centre.y.clamp(rect.y0, rect.y1.max(rect.y0)) - centre.y;
        self.level(x, y) < 1.0
    }

    pub(super) fn grown(&self, by: f64) -> Superellipse {
        Superellipse {
            rx: self.rx + by,
            ry: self.ry + by,
            power: self.power,
        }
    }

    /// Length of the line, roughly.
    pub(super) fn perimeter(&self) -> f64 {
        let points: Vec<Point> = (0..48)
            .map(|i| self.at(f64::from(i) / 48.0 * std::f64::consts::TAU))
            .collect();
        (0..48).map(|i| points[i].distance(points[(i + 1) % 48])).sum()
    }

    /// Points at even distances along the line, clockwise from the right.
    pub(super) fn even(&self, count: usize) -> Vec<Point> {
        const FINE: usize = 288;
        let fine: Vec<Point> = (0..=FINE)
            .map(|i| self.at(i as f64 / FINE as f64 * std::f64::consts::TAU))
            .collect();
        let mut along = vec![0.0];
        for pair in fine.windows(2) {
            along.push(along[along.len() - 1] + pair[0].distance(pair[1]));
        }
        let whole = along[FINE];
        let mut at = 0;
        (0..count)
            .map(|i| {
                let wanted = whole * i as f64 / count as f64;
                while at + 1 < FINE && along[at + 1] < wanted {
                    at += 1;
                }
                let part = (wanted - along[at]) / (along[at + 1] - along[at]).max(1e-9);
                fine[at].lerp(fine[at + 1], part)
            })
            .collect()
    }
}
