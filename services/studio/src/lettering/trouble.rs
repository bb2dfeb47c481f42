//! What is wrong with a plan, measured on what would be painted.

use kurbo::Rect;
use mangakai_script::ReadingDirection;

use super::geometry::shared;
use super::limits::MIN_TEXT;
use super::order::in_order;
use super::plan::Bubble;
use super::staging::Staging;

/// Something a reader would stumble over. Numbers count the bubbles or sounds of the plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// A bubble lies over a face.
    CoversFace {
        /// The bubble.
        bubble: usize,
        /// Whose face.
        character: String,
    },
    /// Two bubbles lie over one another.
    Overlaps {
        /// One.
        bubble: usize,
        /// The other.
        other: usize,
    },
    /// A bubble leaves the picture.
    Outside {
        /// The bubble.
        bubble: usize,
    },
    /// Letters below the least size.
    TooSmall {
        /// The bubble.
        bubble: usize,
        /// Size of its letters, in pixels.
        px: f64,
    },
    /// Two bubbles are read the wrong way round.
    OutOfOrder {
        /// Read too late.
        earlier: usize,
        /// Read too early.
        later: usize,
    },
    /// The speaker is seen, but no tail can reach the mouth.
    NoTail {
        /// The bubble.
        bubble: usize,
    },
    /// A sound word found no free place.
    SoundInTheWay {
        /// The sound.
        sound: usize,
    },
}

pub(super) fn of_bubbles(bubbles: &[Bubble], staging: &Staging, direction: ReadingDirection) -> Vec<Trouble> {
    let frame = staging.frame();
    let inside = |rect: &Rect| {
        rect.x0 >= frame.x0 - 0.5
            && rect.y0 >= frame.y0 - 0.5
            && rect.x1 <= frame.x1 + 0.5
            && rect.y1 <= frame.y1 + 0.5
    };
    let mut trouble = Vec::new();
    for (number, bubble) in bubbles.iter().enumerate() {
        for face in &staging.faces {
            if bubble.covers(&face.rect) {
                trouble.push(Trouble::CoversFace {
                    bubble: number,
                    character: face.character.clone(),
                });
            }
        }
        if !inside(&bubble.area) {
            trouble.push(Trouble::Outside { bubble: number });
        }
        if bubble.text_px < MIN_TEXT * staging.scale - 1e-6 {
            trouble.push(Trouble::TooSmall {
                bubble: number,
                px: bubble.text_px,
            });
        }
        for (before, other) in bubbles[..number].iter().enumerate() {
            if shared(&bubble.area, &other.area) > 0.0 {
                trouble.push(Trouble::Overlaps {
                    bubble: before,
                    other: number,
                });
            } else if !in_order(&other.area, &bubble.area, direction) {
                trouble.push(Trouble::OutOfOrder {
                    earlier: before,
                    later: number,
                });
            }
        }
    }
    trouble
}
