//! What bodies do.

mod change;

use std::f64::consts::FRAC_PI_2;

use glam::DVec3;
use mangakai_script::Pose;

/// Shape of a hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// Fingers loose.
    Loose,
    /// Closed around something.
    Fist,
    /// Fingers spread.
    Open,
    /// One finger out.
    Point,
}

/// Where a hand is.
#[derive(Clone, Copy, Debug)]
pub struct Hand {
    /// From the shoulder, in arm lengths, in the torso's axes.
    pub at: DVec3,
    /// Where the elbow points; zero: outwards and back.
    pub elbow: DVec3,
    /// Shape.
    pub grip: Grip,
}

/// Where a foot is.
#[derive(Clone, Copy, Debug)]
pub struct Foot {
    /// From the ground under the body, in leg lengths; y is negative above the ground.
    pub at: DVec3,
    /// Where the knee points; zero: forwards.
    pub knee: DVec3,
    /// How far the toes point down, in radians.
    pub toe: f64,
}

/// A posture of the whole body.
#[derive(Clone, Copy, Debug)]
pub struct Posture {
    /// Height of the hips, in leg lengths.
    pub height: f64,
    /// Hips moved sideways, in heads.
    pub shift: f64,
    /// The torso leans forwards.
    pub lean: f64,
    /// The torso leans sideways, clockwise.
    pub sway: f64,
    /// The shoulders are turned against the hips.
    pub twist: f64,
    /// The whole figure lies this far over.
    pub roll: f64,
    /// The whole body is so far above the ground, in heads.
    pub lift: f64,
    /// The head nods down.
    pub nod: f64,
    /// The head is tilted sideways.
    pub tilt: f64,
    /// Feet.
    pub feet: [Foot; 2],
    /// Hands.
    pub hands: [Hand; 2],
}

/// Height of the hips of whoever sits, in leg lengths.
const SITTING: f64 = 0.56;

fn v(x: f64, y: f64, z: f64) -> DVec3 {
    DVec3::new(x, y, z)
}

fn hand(at: DVec3, grip: Grip) -> Hand {
    Hand {
        at,
        elbow: DVec3::ZERO,
        grip,
    }
}

fn foot(x: f64, y: f64, z: f64) -> Foot {
    Foot {
        at: v(x, y, z),
        knee: DVec3::ZERO,
        toe: 0.0,
    }
}

/// Where a hand hangs.
pub const fn hanging(side: f64) -> DVec3 {
    DVec3::new(side * 0.10, 0.95, 0.12)
}

/// The posture of a pose. `variation`, 0 to 1, makes two people in one pose differ.
pub fn posture(pose: Pose, variation: f64) -> Posture {
    let w = 0.85 + 0.3 * variation;
    let stand = Posture {
        height: 1.0,
        shift: 0.0,
        lean: 0.0,
        sway: 0.0,
        twist: 0.0,
        roll: 0.0,
        lift: 0.0,
        nod: 0.0,
        tilt: (variation - 0.5) * 0.12,
        feet: [foot(-0.10, 0.0, 0.0), foot(0.10, 0.0, 0.02)],
        hands: [hand(hanging(-1.0), Grip::Loose), hand(hanging(1.0), Grip::Loose)],
    };
    match pose {
        Pose::Stand | Pose::Back | Pose::HoldHands | Pose::Comfort => {
            if variation > 0.72 {
                // A hand on the hip.
                Posture {
                    hands: [
                        stand.hands[0],
                        Hand {
                            at: v(0.16, 0.62, 0.12),
                            elbow: v(1.0, 0.1, -0.3),
                            grip: Grip::Fist,
                        },
                    ],
                    ..stand
                }
            } else if variation < 0.22 {
                // Hands together in front.
                Posture {
                    hands: [
                        Hand {
                            at: v(0.26, 0.72, 0.30),
                            elbow: v(-1.0, 0.3, 0.0),
                            grip: Grip::Loose,
                        },
                        Hand {
                            at: v(-0.26, 0.74, 0.32),
                            elbow: v(1.0, 0.3, 0.0),
                            grip: Grip::Loose,
                        },
                    ],
                    ..stand
                }
            } else {
                stand
            }
        }
        Pose::Walk => Posture {
            lean: 0.06,
            height: 0.97,
            feet: [
                Foot {
                    at: v(-0.07, 0.0, 0.34),
                    knee: DVec3::ZERO,
                    toe: -0.25,
                },
                Foot {
                    at: v(0.07, -0.06, -0.36),
                    knee: DVec3::ZERO,
                    toe: 0.75,
                },
            ],
            hands: [
                hand(v(-0.18, 0.84, -0.34), Grip::Loose),
                hand(v(0.18, 0.80, 0.42), Grip::Loose),
            ],
            ..stand
        },
        Pose::Run => Posture {
            lean: 0.30,
            height: 0.93,
            nod: -0.18,
            feet: [
                Foot {
                    at: v(-0.06, -0.16, 0.50),
                    knee: v(0.0, -0.4, 1.0),
                    toe: -0.35,
                },
                Foot {
                    at: v(0.06, -0.38, -0.66),
                    knee: v(0.0, 0.4, 1.0),
                    toe: 1.4,
                },
            ],
            hands: [
                Hand {
                    at: v(-0.16, 0.46, -0.44),
                    elbow: v(-0.4, 0.0, -1.0),
                    grip: Grip::Fist,
                },
                Hand {
                    at: v(0.10, 0.26, 0.58),
                    elbow: v(0.5, 1.0, -0.2),
                    grip: Grip::Fist,
                },
            ],
            ..stand
        },
        Pose::Sit => Posture {
            height: SITTING,
            lean: 0.04,
            feet: [
                Foot {
                    at: v(-0.13, 0.0, 0.52),
                    knee: v(-0.1, -1.0, 0.6),
                    toe: 0.0,
                },
                Foot {
                    at: v(0.13, 0.0, 0.50),
                    knee: v(0.1, -1.0, 0.6),
                    toe: 0.0,
                },
            ],
            hands: [
                Hand {
                    at: v(0.06, 0.66, 0.46),
                    elbow: v(-1.0, 0.2, -0.3),
                    grip: Grip::Loose,
                },
                Hand {
                    at: v(-0.06, 0.68, 0.46),
                    elbow: v(1.0, 0.2, -0.3),
                    grip: Grip::Loose,
                },
            ],
            ..stand
        },
        Pose::Kneel => Posture {
            height: 0.40,
            lean: 0.10,
            nod: 0.16,
            feet: [
                Foot {
                    at: v(-0.16, 0.02, -0.26),
                    knee: v(-0.3, 0.5, 1.0),
                    toe: 1.5,
                },
                Foot {
                    at: v(0.16, 0.02, -0.26),
                    knee: v(0.3, 0.5, 1.0),
                    toe: 1.5,
                },
            ],
            hands: [
                Hand {
                    at: v(0.10, 0.62, 0.44),
                    elbow: v(-1.0, 0.2, -0.3),
                    grip: Grip::Loose,
                },
                Hand {
                    at: v(-0.10, 0.64, 0.44),
                    elbow: v(1.0, 0.2, -0.3),
                    grip: Grip::Loose,
                },
            ],
            ..stand
        },
        Pose::Crouch => Posture {
            height: 0.40,
            lean: 0.36,
            nod: 0.05,
            feet: [
                Foot {
                    at: v(-0.17, 0.0, 0.12),
                    knee: v(-0.35, -0.5, 1.0),
                    toe: 0.1,
                },
                Foot {
                    at: v(0.17, 0.0, 0.05),
                    knee: v(0.35, -0.5, 1.0),
                    toe: 0.1,
                },
            ],
            hands: [
                Hand {
                    at: v(0.10, 0.44, 0.50),
                    elbow: v(-0.8, 0.6, 0.0),
                    grip: Grip::Loose,
                },
                Hand {
                    at: v(-0.06, 0.60, 0.62),
                    elbow: v(0.8, 0.6, 0.0),
                    grip: Grip::Open,
                },
            ],
            ..stand
        },
        Pose::Lie => Posture {
            roll: -FRAC_PI_2,
            lean: 0.10,
            feet: [
                Foot {
                    at: v(-0.10, 0.0, -0.03),
                    knee: DVec3::ZERO,
                    toe: 0.6,
                },
                Foot {
                    at: v(0.10, -0.22, -0.02),
                    knee: v(0.1, 0.0, 1.0),
                    toe: 0.6,
                },
            ],
            hands: [
                Hand {
                    at: v(0.16, 0.60, 0.20),
                    elbow: v(-1.0, 0.4, 0.0),
                    grip: Grip::Loose,
                },
                Hand {
                    at: v(-0.12, 0.66, 0.24),
                    elbow: v(1.0, 0.4, 0.0),
                    grip: Grip::Loose,
                },
            ],
            ..stand
        },
        Pose::Point => Posture {
            lean: 0.05,
            feet: [foot(-0.14, 0.0, -0.05), foot(0.16, 0.0, 0.10)],
            hands: [
                Hand {
                    at: v(-0.10, 0.62, 0.10),
                    elbow: v(-1.0, 0.0, -0.4),
                    grip: Grip::Fist,
                },
                Hand {
                    at: v(0.62, -0.10, 0.72),
                    elbow: v(0.4, 1.0, 0.0),
                    grip: Grip::Point,
                },
            ],
            ..stand
        },
        Pose::Hold | Pose::Umbrella => Posture {
            hands: [
                Hand {
                    at: v(0.30, 0.40, 0.46),
                    elbow: v(-0.9, 1.0, -0.2),
                    grip: Grip::Fist,
                },
                Hand {
                    at: v(-0.30, 0.36, 0.46),
                    elbow: v(0.9, 1.0, -0.2),
                    grip: Grip::Fist,
                },
            ],
            ..stand
        },
        Pose::Raise => Posture {
            nod: -0.15,
            feet: [foot(-0.16, 0.0, 0.0), foot(0.16, 0.0, 0.0)],
            hands: [
                Hand {
                    at: v(-0.46 * w, -0.78, 0.14),
                    elbow: v(-1.0, 0.3, 0.0),
                    grip: Grip::Fist,
                },
                Hand {
                    at: v(0.46 * w, -0.80, 0.14),
                    elbow: v(1.0, 0.3, 0.0),
                    grip: Grip::Open,
                },
            ],
            ..stand
        },
        Pose::Wave => Posture {
            tilt: 0.10,
            hands: [
                stand.hands[0],
                Hand {
                    at: v(0.46, -0.50, 0.22),
                    elbow: v(1.0, 0.7, 0.0),
                    grip: Grip::Open,
                },
            ],
            ..stand
        },
        Pose::Hug => Posture {
            lean: 0.10,
            nod: 0.12,
            tilt: 0.12,
            hands: [
                Hand {
                    at: v(0.42, 0.26, 0.50),
                    elbow: v(-0.8, 0.8, 0.4),
                    grip: Grip::Loose,
                },
                Hand {
                    at: v(-0.36, 0.40, 0.52),
                    elbow: v(0.8, 0.8, 0.4),
                    grip: Grip::Loose,
                },
            ],
            ..stand
        },
        Pose::Carry => Posture {
            lean: 0.26,
            nod: -0.10,
            feet: [foot(-0.12, 0.0, 0.10), foot(0.12, 0.0, -0.08)],
            hands: [
                Hand {
                    at: v(-0.10, 0.55, 0.16),
                    elbow: v(-0.6, 0.4, -1.0),
                    grip: Grip::Loose,
                },
                Hand {
                    at: v(0.10, 0.55, 0.16),
                    elbow: v(0.6, 0.4, -1.0),
                    grip: Grip::Loose,
                },
            ],
            ..stand
        },
        Pose::Bow => Posture {
            lean: 0.78,
            nod: 0.55,
            hands: [
                Hand {
                    at: v(0.02, 0.92, 0.22),
                    elbow: DVec3::ZERO,
                    grip: Grip::Loose,
                },
                Hand {
                    at: v(-0.02, 0.92, 0.22),
                    elbow: DVec3::ZERO,
                    grip: Grip::Loose,
                },
            ],
            ..stand
        },
    }
}
