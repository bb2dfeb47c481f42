//! A whole figure, layer by layer.

use glam::DVec3;
use kurbo::{Point, Rect, Vec2};
use mangakai_script::{Emotion, Pose};

use super::{
    Extra, Person, Posture, Skeleton, Turn,
    emotions::{Expression, expression},
    extras, face, hair,
    hand::HandPlace,
    head, posture,
    reach::{Layer, Reach},
    space::{BodyFrame, HeadFrame},
    torso::Trunk,
};
use crate::{
    ink::{Surface, blob, capsule, mix},
    prop::Item,
};

/// How strongly a camera above or below makes near things larger.
const LENS: f64 = 0.30;

/// A person somewhere on the sheet, doing something.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Who.
    pub person: Person,
    /// What the body does.
    pub posture: Posture,
    /// What the face shows.
    pub expression: Expression,
    /// The ground below.
    pub ground: Point,
    /// Height of the head, in pixels.
    pub unit: f64,
    /// The body's turn to the viewer's right.
    pub yaw: f64,
    /// The head's turn against the body.
    pub gaze: Turn,
    /// How far the camera looks down.
    pub tilt: f64,
    /// Something in the raised hand.
    pub item: Option<Item>,
    /// Where arms and legs are in the order of drawing when somebody else is near.
    pub reach: Reach,
}

impl Figure {
    /// By itself, with empty hands, seen from its own height. `unit` and `yaw` as in the fields.
    pub fn alone(
        person: &Person,
        pose: Pose,
        emotion: Emotion,
        ground: Point,
        unit: f64,
        yaw: f64,
    ) -> Figure {
        Figure {
            person: person.clone(),
            posture: posture(pose, 0.5),
            expression: expression(emotion, false),
            ground,
            unit,
            yaw,
            gaze: Turn::default(),
            tilt: 0.0,
            item: None,
            reach: Reach::default(),
        }
    }

    pub(super) fn frame(&self) -> BodyFrame {
        let leg = self.person.proportions.leg();
        let drop = if self.posture.lies() {
            (leg - 0.34) * self.unit
        } else {
            0.0
        };
        BodyFrame {
            ground: self.ground + Vec2::new(0.0, drop - self.posture.lift * self.unit),
            unit: self.unit,
            yaw: self.yaw,
            tilt: self.tilt,
            roll: self.posture.roll,
            pivot: -leg,
            lens: if self.posture.lies() {
                0.0
            } else {
                self.tilt * LENS
            },
        }
    }

    pub(super) fn skeleton(&self) -> Skeleton {
        Skeleton::of(&self.person.proportions, &self.posture)
    }

    fn head_frame(&self) -> HeadFrame {
        let frame = self.frame();
        let skeleton = self.skeleton();
        // A body that leans towards the viewer shows more of the crown.
        let towards = self.posture.lean * self.yaw.cos() * 0.5;
        let aside = self.posture.lean * self.yaw.sin() * 0.45;
        let turn = Turn {
            yaw: self.yaw + self.gaze.yaw,
            pitch: self.gaze.pitch
                + self.posture.nod * self.yaw.cos().abs().max(0.4)
                + towards
                + self.tilt * 0.6,
            roll: self.gaze.roll + self.posture.tilt + self.posture.roll + self.posture.sway + aside,
        };
        let centre = frame.project(skeleton.head);
        let near = frame.nearness((centre.y - frame.ground.y) / self.unit);
        HeadFrame::new(centre, self.unit * near, turn)
    }

    /// Where the middle of the head is, relative to the ground, in heads.
    pub fn head_height(&self) -> Vec2 {
        let centre = self.head_frame().centre;
        (centre - self.ground) / self.unit
    }

    /// The middle of the head.
    pub fn head_centre(&self) -> Point {
        self.head_frame().centre
    }

    /// Box of the head.
    pub fn head(&self) -> Rect {
        head::bounds(&self.head_frame(), &self.person)
    }

    /// Where words come from.
    pub fn mouth(&self) -> Point {
        face::mouth_at(&self.head_frame())
    }

    /// Where something held is.
    pub fn palm(&self) -> Point {
        let (frame, s) = (self.frame(), self.skeleton());
        let (elbow, wrist) = (frame.project(s.elbows[1]), frame.project(s.wrists[1]));
        let along = wrist - elbow;
        let along = if along.hypot() < 1e-6 {
            Vec2::new(0.0, 1.0)
        } else {
            along / along.hypot()
        };
        HandPlace {
            wrist,
            along,
            thumb: 1.0,
            unit: frame.unit,
        }
        .palm()
    }

    /// Box of everything below the head.
    pub fn body(&self) -> Rect {
        let (frame, s) = (self.frame(), self.skeleton());
        let joints = s
            .hips
            .iter()
            .chain(&s.knees)
            .chain(&s.ankles)
            .chain(&s.toes)
            .chain(&s.shoulders)
            .chain(&s.elbows);
        let mut bounds = Rect::from_points(frame.project(s.pelvis), frame.project(s.chest));
        for joint in joints.chain(&s.wrists) {
            bounds = bounds.union_pt(frame.project(*joint));
        }
        bounds.inflate(self.unit * 0.2, self.unit * 0.12)
    }

    /// Width of the contours, in design pixels.
    fn width(&self, surface: &Surface) -> f64 {
        0.8 + 0.0068 * self.unit / surface.scale
    }

    /// Draws the arms that lie behind whoever is touched.
    pub fn draw_under(&self, surface: &mut Surface) {
        self.draw_arms(surface, Layer::Under);
    }

    /// Draws the arms and legs that lie over whoever is touched.
    pub fn draw_over(&self, surface: &mut Surface) {
        if let Some(leg) = self.reach.leg_over {
            self.leg(surface, &self.frame(), &self.skeleton(), leg, self.width(surface));
        }
        self.draw_arms(surface, Layer::Over);
    }

    fn draw_arms(&self, surface: &mut Surface, layer: Layer) {
        let (frame, skeleton, width) = (self.frame(), self.skeleton(), self.width(surface));
        for arm in 0..2 {
            if self.reach.arms[arm] == layer {
                self.arm(surface, &frame, &skeleton, arm, width);
            }
        }
    }

    /// Draws the figure, but for what lies under or over somebody else.
    pub fn draw(&self, surface: &mut Surface) {
        let (frame, skeleton, head) = (self.frame(), self.skeleton(), self.head_frame());
        let person = &self.person;
        let width = self.width(surface);
        let trunk = Trunk {
            frame: &frame,
            skeleton: &skeleton,
            person,
            width,
        };
        let front = frame.shows_front();
        let middle = frame.depth(skeleton.chest);
        let mut arms: Vec<(usize, f64)> = (0..2)
            .filter(|i| self.reach.arms[*i] == Layer::Own)
            .map(|i| {
                let reach = skeleton.wrists[i] * 0.6 + skeleton.elbows[i] * 0.4;
                (i, frame.depth(reach) - middle)
            })
            .collect();
        arms.sort_by(|a, b| a.1.total_cmp(&b.1));
        if front {
            hair::behind(surface, &head, person);
            self.cloak(surface, &trunk, false);
        }
        for (arm, depth) in &arms {
            if *depth < -0.02 {
                self.arm(surface, &frame, &skeleton, *arm, width);
            }
        }
        self.legs(surface, &frame, &skeleton, width);
        self.neck(surface, &frame, &skeleton, &head, width);
        trunk.draw(surface);
        if front {
            self.throat(surface, &frame, &skeleton, &head, width);
        }
        head::draw(surface, &head, person, self.expression);
        if person.wears(Extra::Scarf) {
            extras::scarf(surface, &head, frame.project(skeleton.neck), width);
        }
        for (arm, depth) in &arms {
            if *depth >= -0.02 {
                self.arm(surface, &frame, &skeleton, *arm, width);
            }
        }
        if !front {
            hair::behind(surface, &head, person);
            self.cloak(surface, &trunk, true);
        }
    }

    fn neck(&self, surface: &mut Surface, frame: &BodyFrame, s: &Skeleton, head: &HeadFrame, width: f64) {
        let thick =
            frame.px(if self.person.female { 0.115 } else { 0.145 } * self.person.proportions.limbs.min(1.1));
        let (low, high) = (
            frame.project(s.neck + DVec3::new(0.0, 0.16, 0.0)),
            head.at(-0.05 * head.yaw.sin(), 0.28),
        );
        surface.union(
            &[capsule(low, thick * 1.08, high, thick)],
            width,
            self.person.skin,
        );
    }

    /// The bare part of the breast in the neckline, and the chin's shadow.
    fn throat(&self, surface: &mut Surface, frame: &BodyFrame, s: &Skeleton, head: &HeadFrame, width: f64) {
        let thick = frame.px(if self.person.female { 0.115 } else { 0.145 });
        let low = frame.project(s.neck + DVec3::new(0.0, 0.10, 0.05));
        let high = head.at(-0.05 * head.yaw.sin(), 0.30);
        let neck = capsule(low, thick, high, thick);
        surface.fill(&neck, self.person.skin);
        let shadow = blob(&[
            head.at(-0.25, 0.42),
            head.at(0.30, 0.42),
            mix(high, low, 0.75) + Vec2::new(thick * 0.9, 0.0),
            mix(high, low, 0.5) - Vec2::new(thick * 0.8, 0.0),
        ]);
        surface.clipped(&neck, |surface| surface.shade(&shadow, 0.32));
        for side in [-1.0, 1.0] {
            let edge = crate::ink::line(&[
                high + Vec2::new(side * thick, 0.0),
                low + Vec2::new(side * thick * 1.02, -thick * 0.3),
            ]);
            surface.stroke(&edge, width * 0.9);
        }
    }

    fn cloak(&self, surface: &mut Surface, trunk: &Trunk, over: bool) {
        let outfit = self.person.outfit;
        if !outfit.cloak {
            return;
        }
        let frame = trunk.frame;
        let spread = frame.breadth(self.person.proportions.shoulders + 0.14, 0.34);
        let top = frame.project(trunk.skeleton.chest);
        let leg = self.person.proportions.leg();
        let low = frame.project(DVec3::new(0.0, -leg * 0.22, -0.1));
        let px = |x: f64| Vec2::new(frame.px(x), 0.0);
        let shape = blob(&[
            top - px(spread * 0.8),
            top - Vec2::new(0.0, frame.px(0.08)),
            top + px(spread * 0.8),
            mix(top, low, 0.5) + px(spread * 1.15),
            low + px(spread * 1.45),
            low + Vec2::new(0.0, frame.px(0.12)),
            low - px(spread * 1.45),
            mix(top, low, 0.5) - px(spread * 1.15),
        ]);
        surface.shape(&shape, trunk.width, outfit.accent);
        if over {
            for t in [-0.4, 0.0, 0.4] {
                let path =
                    crate::ink::curve(&[mix(top, low, 0.35) + px(spread * t), low + px(spread * t * 2.4)]);
                surface.pen(&path, trunk.width);
            }
        }
    }
}
