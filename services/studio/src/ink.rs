//! The drawing surface: shapes become ink, tone or colour. The only room of the artist that names tiny-skia.

mod brush;
mod geometry;
mod look;
mod pattern;
mod random;
mod surface;

pub use geometry::*;
pub use look::{Look, Material, Screen};
pub use random::{Random, seed_of};
pub use surface::{Light, Surface};
