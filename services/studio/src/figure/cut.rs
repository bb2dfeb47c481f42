//! Haircuts: what falls over the forehead, beside the face and down the back.

/// A haircut.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumIter, strum::IntoStaticStr,
)]
pub enum Cut {
    /// Short and tidy, parted.
    #[default]
    Short,
    /// Short and tousled.
    Messy,
    /// Standing up in spikes.
    Spiky,
    /// Combed back.
    Back,
    /// Shorn.
    Crop,
    /// Straight to the chin.
    Bob,
    /// Straight to the breast, fringe cut straight.
    Long,
    /// Long and wavy.
    Wavy,
    /// Two tails at the sides.
    TwinTails,
    /// One tail behind.
    Ponytail,
    /// Two braids.
    Braids,
    /// A bun.
    Bun,
    /// Curls all round.
    Curly,
    /// A ring of hair around a bare head.
    Balding,
    /// None.
    Bald,
}

/// What falls over the forehead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fringe {
    /// Nothing.
    None,
    /// Cut straight.
    Straight,
    /// Falling to both sides of a parting.
    Parted,
    /// Uneven points.
    Jagged,
    /// Swept to one side.
    Swept,
    /// Standing up.
    Spikes,
    /// Curls.
    Curls,
}

/// What hangs behind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Behind {
    /// Nothing below the nape.
    None,
    /// A mass down to so many heads below the middle of the head, wavy or not.
    Fall { length: f64, wavy: bool },
    /// Two tails.
    Tails,
    /// One tail.
    Tail,
    /// Two braids.
    Braids,
    /// A bun on top.
    Bun,
}

/// The parts of a cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// Over the forehead.
    pub fringe: Fringe,
    /// How far strands beside the face reach below the middle of the head, in heads; 0 for none.
    pub sides: f64,
    /// Behind.
    pub behind: Behind,
    /// How far the hair stands off the skull.
    pub volume: f64,
    /// How far the hairline is lifted; below zero it lies under the fringe.
    pub recede: f64,
    /// The ears are seen.
    pub ears: bool,
}

impl Cut {
    /// What it is made of.
    pub fn parts(self) -> Parts {
        let (fringe, sides, behind, volume, ears) = match self {
            Cut::Short => (Fringe::Swept, 0.10, Behind::None, 0.0, true),
            Cut::Messy => (Fringe::Jagged, 0.20, Behind::None, 0.05, true),
            Cut::Spiky => (Fringe::Spikes, 0.14, Behind::None, 0.02, true),
            Cut::Back => (Fringe::None, 0.0, Behind::None, 0.02, true),
            Cut::Crop => (Fringe::None, 0.0, Behind::None, -0.075, true),
            Cut::Bob => (
                Fringe::Straight,
                0.40,
                Behind::Fall {
                    length: 0.44,
                    wavy: false,
                },
                0.045,
                false,
            ),
            Cut::Long => (
                Fringe::Straight,
                0.52,
                Behind::Fall {
                    length: 1.5,
                    wavy: false,
                },
                0.02,
                false,
            ),
            Cut::Wavy => (
                Fringe::Parted,
                0.62,
                Behind::Fall {
                    length: 1.25,
                    wavy: true,
                },
                0.06,
                false,
            ),
            Cut::TwinTails => (Fringe::Jagged, 0.34, Behind::Tails, 0.01, true),
            Cut::Ponytail => (Fringe::Parted, 0.34, Behind::Tail, 0.0, true),
            Cut::Braids => (Fringe::Jagged, 0.26, Behind::Braids, 0.01, false),
            Cut::Bun => (Fringe::Swept, 0.28, Behind::Bun, -0.01, true),
            Cut::Curly => (Fringe::Curls, 0.0, Behind::None, 0.13, false),
            Cut::Balding | Cut::Bald => (Fringe::None, 0.0, Behind::None, 0.0, true),
        };
        let recede = match self {
            Cut::Back => 0.12,
            Cut::Crop => 0.05,
            _ => -0.34,
        };
        Parts {
            fringe,
            sides,
            behind,
            volume,
            recede,
            ears,
        }
    }
}
