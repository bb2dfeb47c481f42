//! The joints of a body in space. Lengths in head heights, x to the viewer's right when the figure faces the viewer,
//! y down to 0 on the ground, z forwards.

use glam::{DMat3, DVec3};

use super::Posture;

/// Lengths and widths of a body.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportions {
    /// Height in heads.
    pub heads: f64,
    /// Half the width of the shoulders.
    pub shoulders: f64,
    /// Half the width of the waist.
    pub waist: f64,
    /// Half the width of the hips.
    pub hips: f64,
    /// Factor on the thickness of limbs.
    pub limbs: f64,
}

impl Proportions {
    /// From the ground to the hip joints.
    pub fn leg(&self) -> f64 {
        ((self.heads - 1.15) * 0.55).max(0.4)
    }

    /// From the hip joints to the shoulders.
    pub fn torso(&self) -> f64 {
        (self.heads - 1.0 - 0.18 - self.leg()).max(0.4)
    }

    /// From the shoulder to the wrist.
    pub fn arm(&self) -> f64 {
        0.27 * self.heads + 0.24
    }
}

/// Everything that bends. Index 0 is on the viewer's left when the figure faces the viewer.
#[derive(Clone, Copy, Debug)]
pub struct Skeleton {
    /// Middle of the hips.
    pub pelvis: DVec3,
    /// Middle of the shoulders.
    pub chest: DVec3,
    /// Middle of the head.
    pub head: DVec3,
    /// Where the head sits.
    pub neck: DVec3,
    /// Hip joints.
    pub hips: [DVec3; 2],
    /// Knees.
    pub knees: [DVec3; 2],
    /// Ankles.
    pub ankles: [DVec3; 2],
    /// Toes.
    pub toes: [DVec3; 2],
    /// Shoulders.
    pub shoulders: [DVec3; 2],
    /// Elbows.
    pub elbows: [DVec3; 2],
    /// Wrists.
    pub wrists: [DVec3; 2],
    /// The torso's own axes: right, down, forwards.
    pub axes: DMat3,
}

impl Skeleton {
    /// The joints of a posture.
    pub fn of(proportions: &Proportions, posture: &Posture) -> Skeleton {
        let (leg, torso, arm) = (proportions.leg(), proportions.torso(), proportions.arm());
        let pelvis = DVec3::new(posture.shift, -leg * posture.height, 0.0);
        // Leaning forwards tips the upper end towards z.
        let axes = DMat3::from_rotation_z(posture.sway)
            * DMat3::from_rotation_x(-posture.lean)
            * DMat3::from_rotation_y(posture.twist);
        let up = axes * DVec3::NEG_Y;
        let chest = pelvis + up * torso;
        let neck = chest + up * 0.16;
        let head = neck + (up * 0.75 + DVec3::NEG_Y * 0.25) * 0.46 + axes * DVec3::Z * 0.05;
        let sides = [-1.0, 1.0];
        let hips = sides.map(|side| pelvis + DVec3::new(side * proportions.hips * 0.55, 0.02, 0.0));
        let shoulders =
            sides.map(|side| chest + axes * DVec3::new(side * proportions.shoulders * 0.84, 0.15, 0.0));
        let ankle_height = 0.13;
        // Just enough for whoever stands upright.
        let bone = (leg - ankle_height) * 0.51;
        let mut skeleton = Skeleton {
            pelvis,
            chest,
            head,
            neck,
            hips,
            knees: hips,
            ankles: hips,
            toes: hips,
            shoulders,
            elbows: shoulders,
            wrists: shoulders,
            axes,
        };
        for i in 0..2 {
            let foot = &posture.feet[i];
            let ankle = DVec3::new(
                posture.shift + foot.at.x * leg,
                -ankle_height + foot.at.y * leg,
                foot.at.z * leg,
            );
            let bend = if foot.knee == DVec3::ZERO {
                DVec3::new(sides[i] * 0.15, 0.0, 1.0)
            } else {
                foot.knee
            };
            let (knee, ankle) = two_bones(hips[i], ankle, bone, bone, bend);
            skeleton.knees[i] = knee;
            skeleton.ankles[i] = ankle;
            let toe = DVec3::new(sides[i] * 0.25, foot.toe.sin(), foot.toe.cos() * 0.97);
            skeleton.toes[i] = ankle + toe * 0.30 + DVec3::new(0.0, 0.06 * foot.toe.cos(), 0.0);
            let hand = &posture.hands[i];
            let wrist = shoulders[i] + axes * (hand.at * arm);
            let bend = if hand.elbow == DVec3::ZERO {
                DVec3::new(sides[i] * 0.45, 0.2, -1.0)
            } else {
                hand.elbow
            };
            let (elbow, wrist) = two_bones(shoulders[i], wrist, arm * 0.51, arm * 0.49, axes * bend);
            skeleton.elbows[i] = elbow;
            skeleton.wrists[i] = wrist;
        }
        skeleton
    }
}

/// The joint between two bones from `from` to `to`, bent towards `pole`, and where the far end comes to lie.
fn two_bones(from: DVec3, to: DVec3, upper: f64, lower: f64, pole: DVec3) -> (DVec3, DVec3) {
    let reach = to - from;
    let longest = (upper + lower) * 0.999;
    let length = reach.length().clamp((upper - lower).abs() + 1e-3, longest);
    let along = reach.normalize_or(DVec3::Y);
    let end = from + along * length;
    let near = (upper * upper - lower * lower + length * length) / (2.0 * length);
    let out = (upper * upper - near * near).max(0.0).sqrt();
    let across = (pole - along * pole.dot(along)).normalize_or(DVec3::Z);
    (from + along * near + across * out, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bones_keep_their_length() {
        for to in [DVec3::new(0.5, 0.2, 0.1), DVec3::new(9.0, 0.0, 0.0), DVec3::ZERO] {
            let (joint, end) = two_bones(DVec3::ZERO, to, 1.0, 0.8, DVec3::Z);
            assert!((joint.length() - 1.0).abs() < 1e-6);
            assert!(((end - joint).length() - 0.8).abs() < 1e-6);
        }
    }
}
