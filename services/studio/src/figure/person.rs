//! What a person looks like, whatever they do.

use mangakai_script::Age;

use super::{Cut, Extra, Outfit, contour::Jaw, skeleton::Proportions};
use crate::ink::Material;

/// Skin, in black and white as white as the paper.
pub const SKIN: Material = Material::new(0.0, [255, 226, 202]);

/// Shape of eyes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eyes {
    /// Half the width, in heads.
    pub width: f64,
    /// Half the height, in heads.
    pub height: f64,
    /// How far the outer corner is above the inner one, in heads.
    pub slant: f64,
    /// Strength of the lashes, 1 as usual.
    pub lash: f64,
    /// Iris.
    pub iris: Material,
    /// Thickness of the brows, 1 as usual.
    pub brow: f64,
}

/// A person's looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// How old.
    pub age: Age,
    /// Drawn as a woman or girl.
    pub female: bool,
    /// Lengths and widths of the body.
    pub proportions: Proportions,
    /// Lower face.
    pub jaw: Jaw,
    /// Skin.
    pub skin: Material,
    /// Eyes.
    pub eyes: Eyes,
    /// How the hair is cut.
    pub cut: Cut,
    /// Hair.
    pub hair: Material,
    /// Clothes.
    pub outfit: Outfit,
    /// Glasses, hats, beards, ...
    pub extras: Vec<Extra>,
}

impl Person {
    /// True when they wear it.
    pub fn wears(&self, extra: Extra) -> bool {
        self.extras.contains(&extra)
    }
}
