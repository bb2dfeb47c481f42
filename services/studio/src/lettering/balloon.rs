//! Outlines of bubbles, drawn as by hand.

use std::f64::consts::TAU;

use kurbo::{BezPath, Point, Rect, Shape as _, Vec2};
use mangakai_script::DialogueKind;

use super::contour::{lobes, open_polygon, opened, polygon, smooth, spikes};
use super::geometry::Superellipse;
use super::limits::{BOX_LINE, LINE, TAIL_WIDTH};
use super::mark::Mark;
use super::tail::{self, Tail};
use crate::random::Random;

/// How a bubble is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outline {
    /// A smooth line.
    Oval,
    /// Lobes.
    Cloud,
    /// Spikes.
    Burst,
    /// A broken line.
    Dashed,
    /// Corners.
    Box,
    /// A zigzag.
    Jagged,
}

impl Outline {
    pub(super) fn of(kind: DialogueKind) -> Outline {
        match kind {
            DialogueKind::Speech | DialogueKind::Offscreen => Outline::Oval,
            DialogueKind::Thought => Outline::Cloud,
            DialogueKind::Shout => Outline::Burst,
            DialogueKind::Whisper => Outline::Dashed,
            DialogueKind::Narration => Outline::Box,
            DialogueKind::Telephone => Outline::Jagged,
        }
    }
}

/// A bubble around the origin, in pixels.
#[derive(Clone, Debug)]
pub(super) struct Body {
    outline: Outline,
    /// The line tails leave from.
    pub curve: Superellipse,
    /// Holds lobes and spikes too.
    pub outer: Superellipse,
    rim: Vec<Point>,
    /// Box of everything drawn but the tail.
    pub extents: Rect,
    /// Pixels per design pixel.
    unit: f64,
}

/// The bubble that holds text with these corners.
pub(super) fn body(outline: Outline, corners: &[Point], px: f64, unit: f64, random: &mut Random) -> Body {
    let half = |value: fn(&Point) -> f64| corners.iter().map(value).fold(0.3, |a: f64, b| a.max(b.abs()));
    let (mx, my) = (half(|p| p.x) * px, half(|p| p.y) * px);
    let mut curve = match outline {
        Outline::Box => Superellipse {
            rx: mx + 0.52 * px,
            ry: my + 0.42 * px,
            power: 60.0,
        },
        Outline::Oval | Outline::Dashed => fit(corners, px, (mx, my), 2.5).grown(0.40 * px),
        Outline::Jagged => fit(corners, px, (mx, my), 3.2).grown(0.46 * px),
        Outline::Cloud => fit(corners, px, (mx, my), 2.6).grown(0.26 * px),
        Outline::Burst => fit(corners, px, (mx, my), 2.4).grown(0.22 * px),
    };
    if outline != Outline::Box {
        curve.rx += 0.12 * px;
    }
    let mut body = Body {
        rim: rim(outline, &curve, px, unit, random),
        outline,
        curve,
        outer: curve,
        extents: Rect::ZERO,
        unit,
    };
    body.extents = body
        .path(Point::ORIGIN, None)
        .bounding_box()
        .inflate(body.line(), body.line());
    let reach = (body.extents.width() / 2.0 - curve.rx).max(body.extents.height() / 2.0 - curve.ry);
    body.outer = curve.grown(reach.max(0.0));
    body
}

/// The smallest superellipse that holds all corners.
fn fit(corners: &[Point], px: f64, (mx, my): (f64, f64), power: f64) -> Superellipse {
    let held = |ratio: f64| {
        let mut curve = Superellipse {
            rx: mx * ratio,
            ry: my / ratio,
            power,
        };
        let level = corners
            .iter()
            .map(|c| curve.level(c.x * px, c.y * px))
            .fold(0.0, f64::max);
        let grow = level.powf(1.0 / power);
        curve.rx *= grow;
        curve.ry *= grow;
        curve
    };
    [0.82, 0.9, 1.0, 1.1, 1.22]
        .map(held)
        .into_iter()
        .min_by(|a, b| (a.rx * a.ry).total_cmp(&(b.rx * b.ry)))
        .unwrap_or(Superellipse {
            rx: mx,
            ry: my,
            power,
        })
}

/// The points an outline runs through, clockwise.
fn rim(outline: Outline, curve: &Superellipse, px: f64, unit: f64, random: &mut Random) -> Vec<Point> {
    let length = curve.perimeter();
    match outline {
        Outline::Box => {
            let mut corner = |x: f64, y: f64| {
                let slip = 1.1 * unit;
                Point::new(
                    x * curve.rx + random.between(-slip, slip),
                    y * curve.ry + random.between(-slip, slip),
                )
            };
            vec![
                corner(1.0, 1.0),
                corner(-1.0, 1.0),
                corner(-1.0, -1.0),
                corner(1.0, -1.0),
            ]
        }
        Outline::Oval | Outline::Dashed => {
            let (a, b) = (random.between(0.0, TAU), random.between(0.0, TAU));
            let points = curve.even(88);
            points
                .into_iter()
                .map(|p| {
                    let angle = p.y.atan2(p.x);
                    let wobble = 1.0 + 0.007 * ((2.0 * angle + a).sin() + 0.6 * (3.0 * angle + b).sin());
                    (p.to_vec2() * wobble).to_point()
                })
                .collect()
        }
        Outline::Cloud => {
            let lobes = (length / (1.75 * px)).round().clamp(7.0, 40.0) as usize;
            let fine = curve.even(lobes * 12);
            (0..lobes)
                .map(|i| {
                    let slip = random.between(-2.6, 2.6) as i64;
                    let at = (i as i64 * 12 + slip).rem_euclid(fine.len() as i64);
                    fine[at as usize]
                })
                .collect()
        }
        Outline::Burst => {
            let spikes = (length / (1.25 * px)).round().clamp(12.0, 60.0) as usize;
            let turn = random.between(0.0, 1.0);
            let points = curve.even(spikes * 8);
            let at = |eighths: f64| points[(eighths + turn * 8.0) as usize % points.len()];
            (0..spikes)
                .flat_map(|i| {
                    let valley = at(i as f64 * 8.0 + random.between(0.0, 1.6));
                    let foot = at(i as f64 * 8.0 + random.between(3.2, 5.6));
                    let reach = px
                        * if i % 2 == 0 {
                            random.between(0.62, 0.95)
                        } else {
                            random.between(0.34, 0.58)
                        };
                    [valley, foot + outward(curve, foot) * reach]
                })
                .collect()
        }
        Outline::Jagged => {
            let teeth = (length / (0.72 * px)).round().clamp(14.0, 120.0) as usize;
            let points = curve.even(2 * teeth);
            points
                .into_iter()
                .enumerate()
                .map(|(i, p)| p + outward(curve, p) * px * if i % 2 == 0 { 0.11 } else { -0.11 })
                .collect()
        }
    }
}

/// Straight away from the line of a superellipse.
fn outward(curve: &Superellipse, at: Point) -> Vec2 {
    let part = |v: f64, r: f64| v.signum() * (v.abs() / r).powf(curve.power - 1.0) / r;
    let normal = Vec2::new(part(at.x, curve.rx), part(at.y, curve.ry));
    if normal.hypot() < 1e-12 {
        return at.to_vec2().normalize();
    }
    (normal.normalize() * 0.7 + at.to_vec2().normalize() * 0.3).normalize()
}

impl Body {
    /// Width of its line, in pixels.
    pub(super) fn line(&self) -> f64 {
        self.unit
            * if self.outline == Outline::Box {
                BOX_LINE
            } else {
                LINE
            }
    }

    pub(super) fn unit(&self) -> f64 {
        self.unit
    }

    /// The outline around `centre`, with its tail if it is of one piece with it.
    pub(super) fn path(&self, centre: Point, tail: Option<&Tail>) -> BezPath {
        let rim: Vec<Point> = self.rim.iter().map(|p| *p + centre.to_vec2()).collect();
        match (self.outline, tail) {
            (Outline::Box, _) => polygon(&rim),
            (Outline::Cloud, _) => lobes(&rim, centre),
            (Outline::Burst, tail) => spikes(&rim, centre, tail),
            (Outline::Oval | Outline::Dashed, None) => smooth(&rim, true),
            (Outline::Jagged, None) => polygon(&rim),
            (Outline::Oval | Outline::Dashed, Some(tail)) => {
                let rest = opened(&rim, tail, self.tail_width());
                let mut path = smooth(&rest, false);
                tail::horn(&mut path, tail, rest[rest.len() - 1], rest[0]);
                path.close_path();
                path
            }
            (Outline::Jagged, Some(tail)) => {
                let rest = opened(&rim, tail, self.tail_width() * 1.2);
                let mut path = open_polygon(&rest);
                tail::flash(&mut path, tail, rest[rest.len() - 1], rest[0]);
                path.close_path();
                path
            }
        }
    }

    fn tail_width(&self) -> f64 {
        (TAIL_WIDTH * self.unit).min(0.7 * self.curve.rx.min(self.curve.ry))
    }

    /// The marks of the line, to be painted before those of [`Body::paper`].
    pub(super) fn ink(&self, path: &BezPath, tail: Option<&Tail>) -> Vec<Mark> {
        let grey = if self.outline == Outline::Dashed { 255 } else { 0 };
        let mut marks = vec![Mark::stroke(path.clone(), 2.0 * self.line(), grey)];
        if let (Outline::Cloud, Some(tail)) = (self.outline, tail) {
            for circle in tail::circles(tail, self.unit) {
                let circle = circle.to_path(0.05);
                marks.push(Mark::stroke(circle.clone(), 1.8 * self.line(), 0));
                marks.push(Mark::fill(circle, 255));
            }
        }
        marks
    }

    /// The white inside, and the dashes of a whisper on it.
    pub(super) fn paper(&self, path: &BezPath) -> Vec<Mark> {
        let mut marks = vec![Mark::fill(path.clone(), 255)];
        if self.outline == Outline::Dashed {
            let (dash, gap) = (13.0 * self.unit, 10.0 * self.unit);
            let dashes = kurbo::dash(path.iter(), 0.0, &[dash, gap]).collect();
            marks.push(Mark::stroke(dashes, self.line() * 1.05, 0));
        }
        marks
    }
}
