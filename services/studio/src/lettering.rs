//! The letterer: bubbles with their tails, boxes and sound words for any picture, whoever draws it.
//!
//! [`plan`] takes lines of a script and a [`Staging`], which says where faces and other things are, and gives a
//! [`Plan`]: sizes, places and the [`Mark`]s to paint, back to front. It is pure, and knows no surface: [`paint`] puts
//! marks on pixels, and any other surface can do the same. [`letter_picture`] letters a finished picture.
//!
//! A text becomes units that are never broken (`units`), units become lines (`breaking`) and blocks of several
//! proportions (`block`), a block gets an outline (`balloon`), and all bubbles are placed together (`search`).

mod arrange;
mod balloon;
mod block;
mod breaking;
mod breaks;
mod capitals;
mod contour;
mod cost;
mod detail;
mod direction;
mod face;
mod fonts;
mod geometry;
mod given;
mod kinsoku;
mod letters;
mod limits;
mod line;
mod mark;
mod order;
mod paint;
mod phrases;
mod plan;
mod rows;
mod ruby;
mod search;
mod sounds;
mod split;
mod staging;
mod tail;
mod tokens;
mod trouble;
mod units;
mod voice;

pub use detail::DetailMap;
pub use given::{LetteredPicture, Lettering, letter_picture, letter_pixels};
pub use limits::MIN_TEXT;
pub use mark::{Mark, Paint};
pub use order::in_order;
pub use paint::paint;
pub use plan::{Bubble, Plan, plan};
pub use sounds::Sound;
pub use staging::{FaceBox, Staging};
pub use trouble::Trouble;
pub(crate) use voice::Voice;

#[cfg(test)]
mod tests;
