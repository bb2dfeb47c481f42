//! What a feeling does to a face.

use mangakai_script::Emotion;

/// Shape of a mouth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouth {
    /// A short line.
    Line,
    /// Corners up.
    Smile,
    /// Open and laughing.
    Laugh,
    /// Corners down.
    Frown,
    /// Small and round.
    Round,
    /// Wide open, square.
    Shout,
    /// Teeth shown, clenched.
    Grit,
    /// An uneven wave.
    Wave,
}

/// State of the eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lids {
    /// Open.
    Open,
    /// Closed, bent upwards: laughing.
    Happy,
    /// Closed, bent downwards: asleep or crying.
    Shut,
    /// Pressed together: pain.
    Squeezed,
}

/// Marks beside the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Hatched cheeks.
    Blush,
    /// Tears down the cheeks.
    Streams,
    /// A drop at the temple.
    Sweat,
    /// A crossed vein.
    Vein,
    /// Lines over the upper face.
    Gloom,
    /// Lines under the eyes.
    Bags,
}

/// A face's state. Heights are in heads, up is positive for brows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expression {
    /// Lids.
    pub lids: Lids,
    /// How open the eyes are, 1 as usual.
    pub open: f64,
    /// Size of the iris, 1 as usual.
    pub iris: f64,
    /// Height of the inner ends of the brows.
    pub brow_inner: f64,
    /// Height of the outer ends.
    pub brow_outer: f64,
    /// Mouth.
    pub mouth: Mouth,
    /// Width of the mouth, 1 as usual.
    pub wide: f64,
    /// Marks.
    pub marks: &'static [Mark],
}

const CALM: Expression = Expression {
    lids: Lids::Open,
    open: 1.0,
    iris: 1.0,
    brow_inner: 0.0,
    brow_outer: 0.0,
    mouth: Mouth::Line,
    wide: 1.0,
    marks: &[],
};

/// The face of a feeling; `speaking` opens the mouth.
pub fn expression(emotion: Emotion, speaking: bool) -> Expression {
    let quiet = match emotion {
        Emotion::Calm => CALM,
        Emotion::Joy => Expression {
            lids: Lids::Happy,
            brow_inner: 0.02,
            brow_outer: 0.012,
            mouth: Mouth::Laugh,
            wide: 1.15,
            marks: &[Mark::Blush],
            ..CALM
        },
        Emotion::Smile => Expression {
            brow_inner: 0.012,
            brow_outer: 0.006,
            mouth: Mouth::Smile,
            wide: 1.1,
            ..CALM
        },
        Emotion::Sad => Expression {
            open: 0.82,
            brow_inner: 0.036,
            brow_outer: -0.018,
            mouth: Mouth::Frown,
            wide: 0.8,
            ..CALM
        },
        Emotion::Cry => Expression {
            lids: Lids::Shut,
            brow_inner: 0.046,
            brow_outer: -0.022,
            mouth: Mouth::Wave,
            wide: 1.0,
            marks: &[Mark::Streams, Mark::Blush],
            ..CALM
        },
        Emotion::Angry => Expression {
            open: 0.86,
            iris: 0.82,
            brow_inner: -0.052,
            brow_outer: 0.034,
            mouth: Mouth::Grit,
            wide: 1.1,
            marks: &[Mark::Vein],
            ..CALM
        },
        Emotion::Surprise => Expression {
            open: 1.22,
            iris: 0.74,
            brow_inner: 0.05,
            brow_outer: 0.04,
            mouth: Mouth::Round,
            wide: 1.0,
            ..CALM
        },
        Emotion::Fear => Expression {
            open: 1.16,
            iris: 0.56,
            brow_inner: 0.05,
            brow_outer: -0.006,
            mouth: Mouth::Wave,
            wide: 1.1,
            marks: &[Mark::Sweat, Mark::Gloom],
            ..CALM
        },
        Emotion::Tired => Expression {
            open: 0.52,
            brow_inner: 0.012,
            brow_outer: -0.022,
            mouth: Mouth::Line,
            wide: 0.8,
            marks: &[Mark::Bags],
            ..CALM
        },
        Emotion::Serious => Expression {
            open: 0.84,
            brow_inner: -0.036,
            brow_outer: 0.018,
            wide: 0.9,
            ..CALM
        },
        Emotion::Shy => Expression {
            open: 0.76,
            brow_inner: 0.03,
            brow_outer: 0.0,
            mouth: Mouth::Wave,
            wide: 0.62,
            marks: &[Mark::Blush],
            ..CALM
        },
        Emotion::Pain => Expression {
            lids: Lids::Squeezed,
            brow_inner: -0.03,
            brow_outer: 0.02,
            mouth: Mouth::Grit,
            marks: &[Mark::Sweat],
            ..CALM
        },
        Emotion::Think => Expression {
            open: 0.76,
            brow_inner: -0.012,
            brow_outer: 0.03,
            wide: 0.6,
            ..CALM
        },
    };
    if speaking { spoken(quiet) } else { quiet }
}

fn spoken(quiet: Expression) -> Expression {
    let mouth = match quiet.mouth {
        Mouth::Line | Mouth::Frown | Mouth::Round => Mouth::Round,
        Mouth::Smile | Mouth::Laugh => Mouth::Laugh,
        Mouth::Shout | Mouth::Grit => Mouth::Shout,
        Mouth::Wave => Mouth::Round,
    };
    Expression { mouth, ..quiet }
}
