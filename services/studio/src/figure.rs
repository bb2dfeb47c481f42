//! A person: traits, posture and point of view become inked shapes. A puppet in space, so that every person can be seen
//! from every side.

mod body;
mod contour;
mod cut;
mod emotions;
mod extras;
mod eyes;
mod face;
mod grasp;
mod hair;
mod hand;
mod head;
mod limbs;
pub mod outfit;
mod person;
mod posture;
mod reach;
mod skeleton;
mod space;
mod torso;

pub use body::Figure;
pub use contour::Jaw;
pub use cut::Cut;
pub use emotions::expression;
pub use extras::Extra;
pub use grasp::{Grasp, Holding};
pub use hand::HandPlace;
pub use outfit::Outfit;
pub use person::{Eyes, Person, SKIN};
pub use posture::{Grip, Posture, posture};
pub use reach::{Layer, Reach};
pub use skeleton::{Proportions, Skeleton};
pub use space::Turn;
