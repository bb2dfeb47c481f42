//! Legs and arms in their clothes, hands and what they hold.

use glam::DVec3;
use kurbo::{BezPath, Point, Vec2};

use super::{
    Figure, Skeleton,
    grasp::{Grasp, Holding},
    hand::{self, HandPlace},
    outfit::{Lower, Sleeves, WHITE},
    space::BodyFrame,
};
use crate::{
    ink::{Material, Surface, capsule, limb, mix, polygon},
    prop::{self, Item},
};

impl Figure {
    pub(super) fn legs(&self, surface: &mut Surface, frame: &BodyFrame, s: &Skeleton, width: f64) {
        let mut order = [0, 1];
        order.sort_by(|a, b| frame.depth(s.knees[*a]).total_cmp(&frame.depth(s.knees[*b])));
        for i in order {
            if self.reach.leg_over != Some(i) {
                self.leg(surface, frame, s, i, width);
            }
        }
    }

    pub(super) fn leg(&self, surface: &mut Surface, frame: &BodyFrame, s: &Skeleton, i: usize, width: f64) {
        let outfit = self.person.outfit;
        let thick = self.person.proportions.limbs;
        let [hip, knee, ankle, toe] =
            [s.hips[i], s.knees[i], s.ankles[i], s.toes[i]].map(|joint| frame.project(joint));
        let px = |r: f64| frame.px(r * thick);
        let skin = |surface: &mut Surface| {
            surface.union(
                &limb(&[(hip, px(0.17)), (knee, px(0.125)), (ankle, px(0.085))]),
                width,
                self.person.skin,
            );
        };
        let trousers = |end: Point, loose: f64| {
            limb(&[
                (hip, px(0.20)),
                (knee, px(0.155 + loose)),
                (end, px(0.125 + loose)),
            ])
        };
        let heel = ankle + Vec2::new(0.0, frame.px(0.03));
        let shoe = |surface: &mut Surface| {
            surface.union(&[capsule(heel, px(0.115), toe, px(0.10))], width, outfit.shoes);
        };
        match outfit.lower {
            Lower::Trousers => {
                shoe(surface);
                surface.union(&trousers(mix(knee, ankle, 0.92), 0.0), width, outfit.bottom);
            }
            Lower::Shorts => {
                skin(surface);
                shoe(surface);
                surface.union(
                    &limb(&[(hip, px(0.205)), (mix(hip, knee, 0.72), px(0.185))]),
                    width,
                    outfit.bottom,
                );
            }
            Lower::Skirt(_) => {
                skin(surface);
                let sock = limb(&[(mix(knee, ankle, 0.55), px(0.112)), (ankle, px(0.092))]);
                surface.union(&sock, width, WHITE);
                shoe(surface);
            }
        }
        if outfit.lower == Lower::Trousers && frame.unit > 50.0 * surface.scale {
            let crease = crate::ink::curve(&[
                mix(knee, hip, 0.10),
                mix(knee, hip, -0.02) + Vec2::new(px(0.08), 0.0),
            ]);
            surface.pen(&crease, width * 0.9);
        }
    }

    pub(super) fn arm(&self, surface: &mut Surface, frame: &BodyFrame, s: &Skeleton, i: usize, width: f64) {
        let outfit = self.person.outfit;
        let thick = self.person.proportions.limbs;
        let [shoulder, elbow, wrist] =
            [s.shoulders[i], s.elbows[i], s.wrists[i]].map(|joint| frame.project(joint));
        let px = |r: f64| frame.px(r * thick);
        let along = wrist - elbow;
        let along = if along.hypot() < 1e-6 {
            Vec2::new(0.0, 1.0)
        } else {
            along / along.hypot()
        };
        let side = if i == 0 { 1.0 } else { -1.0 };
        let thumb = side * if frame.yaw.cos() >= 0.0 { -1.0 } else { 1.0 };
        let place = HandPlace {
            wrist,
            along,
            thumb,
            unit: frame.unit,
        };
        let bare = outfit.sleeves == Sleeves::Short;
        if bare {
            surface.union(
                &limb(&[(shoulder, px(0.115)), (elbow, px(0.098)), (wrist, px(0.072))]),
                width,
                self.person.skin,
            );
        }
        // A hand that comes towards the viewer is in front of its cuff.
        let before = frame.depth(s.wrists[i]) - frame.depth(s.elbows[i]) > 0.25;
        if !before {
            self.hand(surface, &place, i, width);
        }
        let sleeve: Vec<BezPath> = match outfit.sleeves {
            Sleeves::Short => limb(&[(shoulder, px(0.135)), (mix(shoulder, elbow, 0.62), px(0.140))]),
            Sleeves::Long => limb(&[
                (shoulder, px(0.135)),
                (elbow, px(0.122)),
                (mix(elbow, wrist, 0.97), px(0.098)),
            ]),
            Sleeves::Wide => {
                let mut shapes = limb(&[
                    (shoulder, px(0.16)),
                    (elbow, px(0.15)),
                    (mix(elbow, wrist, 0.9), px(0.13)),
                ]);
                let down = Vec2::new(0.0, frame.px(0.55));
                let edge = mix(elbow, wrist, 0.92);
                shapes.push(polygon(&[
                    elbow - along * frame.px(0.08),
                    edge,
                    edge + down * 0.92,
                    elbow + down - along * frame.px(0.06),
                ]));
                shapes
            }
        };
        surface.union(&sleeve, width, outfit.top);
        self.open_seam(surface, shoulder, frame, px(0.115), outfit.top);
        if outfit.armour {
            surface.union(
                &[capsule(shoulder, px(0.20), mix(shoulder, elbow, 0.25), px(0.19))],
                width,
                outfit.accent,
            );
        }
        if frame.unit > 55.0 * surface.scale {
            let normal = Vec2::new(-along.y, along.x);
            let crease = crate::ink::curve(&[
                elbow + normal * px(0.11) * side,
                elbow + along * px(0.03),
                elbow - normal * px(0.05) * side,
            ]);
            surface.pen(&crease, width * 0.85);
        }
        if before {
            self.hand(surface, &place, i, width);
        }
    }

    /// The hand of an arm, with what it holds.
    fn hand(&self, surface: &mut Surface, place: &HandPlace, arm: usize, width: f64) {
        match self.item.filter(|_| arm == 1) {
            Some(item) => self.hold(surface, place, item, width),
            None => hand::draw(
                surface,
                place,
                self.posture.hands[arm].grip,
                self.person.skin,
                width,
            ),
        }
    }

    /// Takes away the line where the sleeve meets the trunk.
    fn open_seam(
        &self,
        surface: &mut Surface,
        shoulder: Point,
        frame: &BodyFrame,
        reach: f64,
        cloth: Material,
    ) {
        let inner = frame.project(self.skeleton().chest + DVec3::new(0.0, 0.16, 0.0));
        let across = inner - shoulder;
        if across.hypot() < reach * 1.2 {
            return;
        }
        let across = across / across.hypot();
        let patch = capsule(shoulder, reach, shoulder + across * reach * 1.1, reach * 0.86);
        surface.fill(&patch, cloth);
    }

    /// The thing between palm and fingers.
    fn hold(&self, surface: &mut Surface, place: &HandPlace, item: Item, width: f64) {
        let flip = if self.yaw.sin() < -0.1 { -1.0 } else { 1.0 };
        let holding = Holding {
            place,
            grasp: Grasp::of(item),
            skin: self.person.skin,
            width,
        };
        holding.behind(surface);
        prop::held(surface, item, place.palm(), self.unit, flip);
        holding.over(surface);
    }
}
