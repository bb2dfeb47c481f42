//! What a place costs: what may not be is none, what is ugly is dear.

use kurbo::{Point, Rect};
use mangakai_script::{DialogueKind, ReadingDirection};

use super::geometry::{distance, segment_meets, segments_cross, shared};
use super::limits::{FACE_GAP, GAP, LINK, TAIL};
use super::line::{Line, Target, Variant};
use super::order::in_order;
use super::search::Spot;
use super::staging::Staging;
use super::tail::{self, Tail};

/// What may not be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// No bubble over a face.
    pub faces: bool,
    /// No tail without room, none across a face or a bubble.
    pub tails: bool,
    /// No bubble where it is read too early or too late.
    pub order: bool,
}

/// One picture with its rules.
pub(super) struct Scene<'a> {
    pub staging: &'a Staging,
    pub direction: ReadingDirection,
    pub rules: Rules,
    /// Bubbles in all.
    pub count: usize,
}

impl Scene<'_> {
    /// A bubble around `centre`; none when a rule forbids it.
    pub(super) fn place(
        &self,
        line: &Line,
        index: usize,
        variant: &Variant,
        number: usize,
        centre: Point,
    ) -> Option<Spot> {
        let Staging {
            width, height, scale, ..
        } = *self.staging;
        let area = variant.body.extents + centre.to_vec2();
        let mut cost = 5.5 * variant.cost + 6.0 * centre.y / height;
        cost += self.faces(variant, centre, &area)?;
        for body in &self.staging.bodies {
            cost += 22.0 * part(&area, body);
        }
        for prop in &self.staging.props {
            cost += 6.0 * part(&area, prop);
        }
        if let Some(detail) = &self.staging.detail {
            cost += 30.0 * detail.mean(&area, width, height);
        }
        let (tail, more) = self.tail(line, variant, centre, &area)?;
        cost += more;
        // From the corner where the eye enters to the one where it leaves.
        let ahead = match self.direction {
            ReadingDirection::Rtl => (width - area.x1) / width,
            ReadingDirection::Ltr => area.x0 / width,
            ReadingDirection::Webtoon => (centre.x / width - 0.5).abs(),
        };
        let teller = line.kind == DialogueKind::Narration;
        if index == 0 {
            cost += (if teller { 9.0 } else { 4.5 }) * ahead
                + (if teller { 7.0 } else { 2.0 }) * area.y0 / height;
        } else if index + 1 == self.count {
            let behind = 1.0 - ahead - area.width() / width;
            let low = (height - area.y1) / height;
            cost += if teller {
                5.0 * behind + 9.0 * low
            } else {
                1.0 * behind
            };
        }
        if line.target == Target::Edge {
            let edge = area.x0.min(width - area.x1).min(height - area.y1);
            cost += 9.0 * (edge - 52.0 * scale).abs() / width;
        }
        Some(Spot {
            variant: number,
            centre,
            area,
            tail,
            cost,
        })
    }

    fn faces(&self, variant: &Variant, centre: Point, area: &Rect) -> Option<f64> {
        let gap = FACE_GAP * self.staging.scale;
        let mut cost = 0.0;
        for face in &self.staging.faces {
            let near = face.rect.inflate(gap, gap);
            if shared(area, &near) <= 0.0 {
                continue;
            }
            if variant.body.outer.covers(centre, &face.rect) {
                if self.rules.faces {
                    return None;
                }
                cost += 50.0 + 250.0 * shared(area, &face.rect) / face.rect.area().max(1.0);
            } else {
                cost += 1.0 + 14.0 * part(area, &face.rect);
            }
            if variant.body.outer.covers(centre, &near) {
                cost += 2.0;
            }
        }
        Some(cost)
    }

    fn tail(
        &self,
        line: &Line,
        variant: &Variant,
        centre: Point,
        area: &Rect,
    ) -> Option<(Option<Tail>, f64)> {
        let Staging { width, height, .. } = *self.staging;
        let (curve, unit) = (&variant.body.curve, variant.body.unit());
        match line.target {
            Target::Nobody => Some((None, 0.0)),
            Target::Edge => {
                let tail = tail::to_edge(curve, centre, (width, height), unit);
                let free = |tail: &Tail| {
                    let meets = |rect: &Rect| segment_meets(tail.root, tail.source, rect);
                    !self.staging.faces.iter().any(|face| meets(&face.rect))
                };
                Some((tail.filter(free), 0.0))
            }
            Target::Face(number) => {
                let face = &self.staging.faces[number];
                let near = distance(area, &Rect::from_points(face.mouth, face.mouth));
                let mut cost = 12.0 * near / width.min(height);
                let tail = tail::to_mouth(curve, centre, face.mouth, face.head, unit);
                let inside = |tail: &Tail| self.staging.frame().inset(-2.0).contains(tail.tip);
                let Some(tail) = tail.filter(inside) else {
                    return (!self.rules.tails).then_some((None, cost + 25.0));
                };
                let crosses = |(other, face): (usize, &super::FaceBox)| {
                    other != number && segment_meets(tail.root, tail.source, &face.rect)
                };
                if self.staging.faces.iter().enumerate().any(crosses) {
                    return (!self.rules.tails).then_some((None, cost + 30.0));
                }
                let room = tail.source.distance(tail.root) / unit;
                if line.kind == DialogueKind::Thought {
                    cost += 0.2 * (5.2 * TAIL.start() - room).max(0.0);
                }
                let way = tail.tip - tail.root;
                if way.y < 0.0 {
                    cost += 8.0 * (-way.y / way.hypot());
                }
                Some((Some(tail), cost))
            }
        }
    }

    /// What two bubbles cost together, the first read before the second; none when a rule forbids it.
    pub(super) fn pair(&self, lines: &[Line], (i, a): (usize, &Spot), (j, b): (usize, &Spot)) -> Option<f64> {
        let scale = self.staging.scale;
        let apart = distance(&a.area, &b.area);
        let gap = (GAP * scale).min(0.02 * self.staging.width.min(self.staging.height));
        if apart < gap {
            return None;
        }
        let mut cost = 0.0;
        if !in_order(&a.area, &b.area, self.direction) {
            if self.rules.order {
                return None;
            }
            cost += 40.0;
        }
        let crosses = |tail: &Option<Tail>, area: &Rect| {
            tail.is_some_and(|tail| segment_meets(tail.root, tail.source, area))
        };
        let tangled = match (&a.tail, &b.tail) {
            (Some(a), Some(b)) => segments_cross((a.root, a.source), (b.root, b.source)),
            _ => false,
        };
        if crosses(&a.tail, &b.area) || crosses(&b.tail, &a.area) || tangled {
            if self.rules.tails {
                return None;
            }
            cost += 25.0;
        }
        if j == i + 1 {
            let diagonal = self.staging.width.hypot(self.staging.height);
            cost += 5.0 * a.centre.distance(b.centre) / diagonal;
            if lines[j].linked {
                cost += 0.35 * (apart / scale - LINK).max(0.0);
            } else {
                cost += 2.0 * (1.0 - apart / (34.0 * scale)).max(0.0);
            }
        }
        Some(cost)
    }
}

/// The part of the smaller rectangle that the other covers.
fn part(a: &Rect, b: &Rect) -> f64 {
    shared(a, b) / a.area().min(b.area()).max(1.0)
}
