//! Things: in a hand, or on the ground.

mod hand_held;
mod standing;

pub use hand_held::{held, is_drawn, size};
pub use mangakai_script::Prop as Item;
pub use standing::{standing, stands};

use kurbo::{Point, Vec2};

use crate::ink::Material;

/// Wood.
pub const WOOD: Material = Material::new(0.22, [176, 128, 84]);
/// Dark wood or leather.
pub const LEATHER: Material = Material::new(0.55, [120, 78, 54]);
/// Paper.
pub const PAPER: Material = Material::new(0.0, [252, 248, 236]);
/// Iron.
pub const IRON: Material = Material::new(0.80, [70, 74, 86]);
/// Steel.
pub const STEEL: Material = Material::new(0.08, [206, 214, 224]);
/// Red things.
pub const RED: Material = Material::new(0.40, [214, 64, 58]);
/// Gold.
pub const GOLD: Material = Material::new(0.06, [244, 204, 92]);
/// Leaves.
pub const LEAF: Material = Material::new(0.34, [96, 152, 84]);
/// What shines.
pub const GLOWING: Material = Material::new(0.0, [255, 240, 180]);
/// Blue things.
pub const BLUE: Material = Material::new(0.30, [96, 146, 208]);
/// White things.
pub const WHITE: Material = Material::new(0.0, [252, 252, 252]);
/// Black things.
pub const BLACK: Material = Material::new(1.0, [38, 38, 46]);

/// A thing's own plane: its origin, its unit, and which way it faces.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Where it is held, or where it stands.
    pub origin: Point,
    /// Height of the head of whoever holds it, in pixels.
    pub unit: f64,
    /// -1 when mirrored.
    pub flip: f64,
    /// Width of its lines in design pixels.
    pub width: f64,
}

impl Place {
    /// A point of the plane on the sheet.
    pub fn at(&self, x: f64, y: f64) -> Point {
        self.origin + Vec2::new(x * self.flip, y) * self.unit
    }

    /// A length in pixels.
    pub fn px(&self, length: f64) -> f64 {
        length * self.unit
    }
}
