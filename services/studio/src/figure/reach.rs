//! Hands that go to a place outside the body: to somebody else.

use glam::DVec3;
use kurbo::{Point, Vec2};

use super::{Figure, Grip};

/// When a limb is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layer {
    /// Behind whoever is touched.
    Under,
    /// With the body.
    #[default]
    Own,
    /// Over whoever is touched.
    Over,
}

/// Which limbs somebody else's body comes between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Both arms.
    pub arms: [Layer; 2],
    /// The leg that is drawn over.
    pub leg_over: Option<usize>,
}

impl Figure {
    /// Moves a wrist to a place on the sheet, `depth` heads before the body's own middle.
    pub fn reach_to(&mut self, arm: usize, at: Point, depth: f64, layer: Layer) {
        let (frame, skeleton) = (self.frame(), self.skeleton());
        let reach = frame.unproject(at, depth) - skeleton.shoulders[arm];
        let outwards = frame.unturned(DVec3::new(
            0.0,
            0.9,
            if layer == Layer::Under { -1.0 } else { 1.0 },
        ));
        let hand = &mut self.posture.hands[arm];
        let own = skeleton.axes.transpose();
        hand.at = own * reach / self.person.proportions.arm();
        hand.elbow = own * outwards;
        hand.grip = Grip::Loose;
        self.reach.arms[arm] = layer;
    }

    /// The arm on that side of the sheet: 1 the right one.
    pub fn arm_towards(&self, side: f64) -> usize {
        let (frame, s) = (self.frame(), self.skeleton());
        let x = s.shoulders.map(|shoulder| frame.project(shoulder).x * side);
        usize::from(x[1] > x[0])
    }

    /// The arm nearer to the viewer.
    pub fn near_arm(&self) -> usize {
        let (frame, s) = (self.frame(), self.skeleton());
        let depth = s.shoulders.map(|shoulder| frame.depth(shoulder));
        usize::from(depth[1] > depth[0])
    }

    /// A shoulder on the sheet.
    pub fn shoulder(&self, arm: usize) -> Point {
        self.frame().project(self.skeleton().shoulders[arm])
    }

    /// An elbow on the sheet.
    pub fn elbow(&self, arm: usize) -> Point {
        self.frame().project(self.skeleton().elbows[arm])
    }

    /// A wrist on the sheet.
    pub fn wrist(&self, arm: usize) -> Point {
        self.frame().project(self.skeleton().wrists[arm])
    }

    /// A knee on the sheet.
    pub fn knee(&self, leg: usize) -> Point {
        self.frame().project(self.skeleton().knees[leg])
    }

    /// The middle of the trunk on the sheet: 0 at the shoulders, 1 at the hips.
    pub fn spine(&self, t: f64) -> Point {
        let s = self.skeleton();
        self.frame().project(s.chest.lerp(s.pelvis, t))
    }

    /// From the shoulder to the wrist, in pixels.
    pub fn arm_length(&self) -> f64 {
        self.person.proportions.arm() * self.unit
    }

    /// Moves everything.
    pub fn shift(&mut self, by: Vec2) {
        self.ground += by;
    }
}
