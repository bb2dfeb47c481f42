//! The drawing surface: shapes become ink, tone or colour. The only room of the artist that names tiny-skia.

mod brush;
mod geometry;
mod look;
mod pattern;
mod surface;

pub use crate::random::{Random, seed_of};
pub use geometry::*;
pub use look::{Look, Material, Screen};
pub use surface::{Light, Surface};
