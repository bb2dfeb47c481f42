//! The same posture with something else to do: holding, thinking, riding, calling.

use std::f64::consts::PI;

use super::{Foot, Grip, Hand, Posture, SITTING, hand, hanging, v};

impl Posture {
    /// The same posture holding something in the raised right hand (an umbrella, a lantern), the other one at ease.
    pub fn holding_up(mut self) -> Posture {
        self.hands[1] = Hand {
            at: v(-0.02, 0.20, 0.46),
            elbow: v(0.9, 1.0, -0.2),
            grip: Grip::Fist,
        };
        self.hands[0] = hand(hanging(-1.0), Grip::Loose);
        self
    }

    /// With one hand before the breast, holding something up; what hangs is held lower.
    pub fn holding_out(mut self, hangs: bool) -> Posture {
        self.hands[1] = Hand {
            at: if hangs {
                v(0.16, 0.44, 0.52)
            } else {
                v(-0.06, 0.24, 0.50)
            },
            elbow: v(0.8, 1.0, -0.3),
            grip: Grip::Fist,
        };
        self.hands[0] = hand(hanging(-1.0), Grip::Loose);
        self
    }

    /// With a hand at the chin.
    pub fn pondering(mut self) -> Posture {
        self.hands[1] = Hand {
            at: v(-0.36, -0.05, 0.34),
            elbow: v(0.5, 1.0, 0.3),
            grip: Grip::Fist,
        };
        self.hands[0] = Hand {
            at: v(0.40, 0.46, 0.34),
            elbow: v(-1.0, 0.6, 0.2),
            grip: Grip::Loose,
        };
        self
    }

    /// With a speaker's gesture of one hand.
    pub fn gesturing(mut self) -> Posture {
        self.hands[1] = Hand {
            at: v(0.34, 0.26, 0.46),
            elbow: v(0.7, 1.0, -0.2),
            grip: Grip::Open,
        };
        self
    }

    /// With the hands before the face.
    pub fn covering(mut self) -> Posture {
        for (hand, side) in self.hands.iter_mut().zip([-1.0, 1.0]) {
            *hand = Hand {
                at: v(-side * 0.26, -0.10, 0.36),
                elbow: v(side * 0.8, 1.0, 0.2),
                grip: Grip::Fist,
            };
        }
        self.nod += 0.12;
        self
    }

    /// On somebody's back: the arms around the shoulders, the legs around the hips.
    pub fn riding(mut self) -> Posture {
        self.height = 1.0;
        self.lean = 0.26;
        for (foot, side) in self.feet.iter_mut().zip([-1.0, 1.0]) {
            *foot = Foot {
                at: v(side * 0.34, -0.36, 0.34),
                knee: v(side * 0.3, -0.4, 1.0),
                toe: 0.9,
            };
        }
        for (hand, side) in self.hands.iter_mut().zip([-1.0, 1.0]) {
            *hand = Hand {
                at: v(-side * 0.1, 0.25, 0.62),
                elbow: v(side, 0.6, 0.0),
                grip: Grip::Loose,
            };
        }
        self
    }

    /// One of several ways to stand and wait, the weight on one leg.
    pub fn at_ease(mut self, kind: usize, chance: f64) -> Posture {
        let weight = if kind.is_multiple_of(2) { 1.0 } else { -1.0 };
        self.shift = 0.07 * weight * (0.5 + chance);
        self.sway = -0.035 * weight;
        let rest = [hand(hanging(-1.0), Grip::Loose), hand(hanging(1.0), Grip::Loose)];
        let at = |x: f64, y: f64, z: f64, out: f64, grip: Grip| Hand {
            at: v(x, y, z),
            elbow: v(out, 0.5, -0.2),
            grip,
        };
        self.hands = match kind % 6 {
            // A hand on the hip.
            0 => [rest[0], at(0.16, 0.62, 0.12, 1.0, Grip::Fist)],
            // Arms crossed.
            1 => [
                at(0.34, 0.42, 0.34, -1.0, Grip::Loose),
                at(-0.36, 0.36, 0.38, 1.0, Grip::Loose),
            ],
            2 => rest,
            // Hands behind the back.
            3 => [
                at(0.18, 0.66, -0.30, -1.0, Grip::Loose),
                at(-0.18, 0.66, -0.30, 1.0, Grip::Loose),
            ],
            // A hand at the other arm.
            4 => [rest[0], at(-0.42, 0.46, 0.30, 1.0, Grip::Loose)],
            // Hands together in front.
            _ => [
                at(0.26, 0.72, 0.30, -1.0, Grip::Loose),
                at(-0.26, 0.74, 0.32, 1.0, Grip::Loose),
            ],
        };
        self
    }

    /// Something broad, held before the body with both hands.
    pub fn holding_before(mut self) -> Posture {
        let under = |side: f64, inwards: f64| Hand {
            at: v(-side * inwards, 0.26, 0.50),
            elbow: v(side * 0.8, 1.0, -0.3),
            grip: Grip::Fist,
        };
        self.hands = [under(-1.0, 0.18), under(1.0, 0.40)];
        self
    }

    /// With a telephone at the ear. That is turned to the viewer (`near`), or away: then the hand shows before the cheek.
    pub fn phoning(mut self, near: bool) -> Posture {
        self.hands[1] = Hand {
            at: v(0.02, -0.28, if near { -0.20 } else { 0.16 }),
            elbow: v(1.0, 1.0, 0.3),
            grip: Grip::Fist,
        };
        self.hands[0] = hand(hanging(-1.0), Grip::Loose);
        self.tilt += 0.06;
        self
    }

    /// True when the body sits on something.
    pub fn sits(&self) -> bool {
        !self.lies() && self.lift == 0.0 && (self.height - SITTING).abs() < 1e-9
    }

    /// True when the body lies.
    pub fn lies(&self) -> bool {
        self.roll.abs() > PI / 4.0
    }
}
