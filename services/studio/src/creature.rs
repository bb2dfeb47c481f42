//! Everybody who is not a person: animals, a robot, a ghost, and a shadow for the unknown.

mod beasts;
mod ears;
mod others;

use kurbo::{Point, Rect, Vec2};
use mangakai_script::{CharacterKind, Emotion};

pub use self::ears::Ears;
use crate::ink::{Material, Surface};

/// A creature somewhere on the sheet.
#[derive(Clone, Debug)]
pub struct Creature {
    /// What it is.
    pub kind: CharacterKind,
    /// Its coat.
    pub coat: Material,
    /// Its ears, where it sits like a dog.
    pub ears: Ears,
    /// The ground below.
    pub ground: Point,
    /// Height of a person's head, in pixels: creatures have their natural size beside people.
    pub unit: f64,
    /// -1 when it looks to the left.
    pub flip: f64,
    /// What it shows.
    pub emotion: Emotion,
}

/// Where the head of a creature is: centre and radius, in head heights from its ground, when it looks right.
fn head_of(kind: CharacterKind) -> (f64, f64, f64) {
    match kind {
        CharacterKind::Dog => (0.22, -1.02, 0.42),
        CharacterKind::Cat => (0.18, -0.86, 0.36),
        CharacterKind::Bird => (0.16, -0.78, 0.24),
        CharacterKind::Fish => (0.38, -0.55, 0.30),
        CharacterKind::Horse => (1.42, -4.05, 0.50),
        CharacterKind::Robot => (0.0, -2.9, 0.55),
        CharacterKind::Ghost => (0.0, -1.85, 0.55),
        CharacterKind::Animal => (0.3, -0.95, 0.40),
        CharacterKind::Human | CharacterKind::Unknown => (0.0, -4.3, 0.48),
    }
}

impl Creature {
    fn at(&self, x: f64, y: f64) -> Point {
        self.ground + Vec2::new(x * self.flip, y) * self.unit
    }

    fn px(&self, heads: f64) -> f64 {
        heads * self.unit
    }

    fn width(&self, surface: &Surface) -> f64 {
        0.9 + 0.0075 * self.unit / surface.scale
    }

    /// Height of the head's middle above the ground, in heads.
    pub fn head_height(kind: CharacterKind) -> f64 {
        -head_of(kind).1
    }

    /// Radius of the head, in heads.
    pub fn head_radius(kind: CharacterKind) -> f64 {
        head_of(kind).2
    }

    /// Box of the head.
    pub fn head(&self) -> Rect {
        let (x, y, r) = head_of(self.kind);
        let ears = match self.kind {
            CharacterKind::Dog | CharacterKind::Animal => self.ears.height(),
            CharacterKind::Cat | CharacterKind::Horse => 1.35,
            _ => 1.1,
        };
        let (centre, r) = (self.at(x, y), self.px(r));
        Rect::new(
            centre.x - r * 1.1,
            centre.y - r * ears,
            centre.x + r * 1.1,
            centre.y + r,
        )
    }

    /// Where its voice comes from.
    pub fn mouth(&self) -> Point {
        let (x, y, r) = head_of(self.kind);
        self.at(x + r * 0.4, y + r * 0.45)
    }

    /// Box of the rest.
    pub fn body(&self) -> Rect {
        let (half, top) = match self.kind {
            CharacterKind::Horse => (1.9, -3.4),
            CharacterKind::Robot | CharacterKind::Ghost => (0.8, -2.4),
            CharacterKind::Human | CharacterKind::Unknown => (0.8, -3.9),
            _ => (0.7, -0.8),
        };
        let top = self.ground.y + self.px(top);
        Rect::new(
            self.ground.x - self.px(half),
            top,
            self.ground.x + self.px(half),
            self.ground.y,
        )
    }

    /// Draws it.
    pub fn draw(&self, surface: &mut Surface) {
        match self.kind {
            CharacterKind::Dog | CharacterKind::Animal => beasts::dog(self, surface),
            CharacterKind::Cat => beasts::cat(self, surface),
            CharacterKind::Bird => beasts::bird(self, surface),
            CharacterKind::Fish => beasts::fish(self, surface),
            CharacterKind::Horse => beasts::horse(self, surface),
            CharacterKind::Robot => others::robot(self, surface),
            CharacterKind::Ghost => others::ghost(self, surface),
            CharacterKind::Human | CharacterKind::Unknown => others::shadow(self, surface),
        }
    }
}
