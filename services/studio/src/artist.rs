//! The built-in artist: a panel of a script becomes an inked, toned, lettered picture. Deterministic: the same script,
//! number, size and seed give the same pixels.

mod actor;
mod compose;
mod encode;
mod insert;
mod reference;
mod stage;
mod support;
mod tilt;

pub use compose::{draw_panel, draw_panel_within};
pub use encode::{EncodeError, Encoded, encode_model_picture, encode_smallest};
pub use reference::draw_character_sheet;

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Room at the edges that words keep free, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Margins {
    /// In pixels.
    pub left: f64,
    /// In pixels.
    pub top: f64,
    /// In pixels.
    pub right: f64,
    /// In pixels.
    pub bottom: f64,
}

/// A drawn panel.
#[derive(Clone, Debug)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Red, green and blue instead of luma alone.
    pub colour: bool,
    /// Row by row: one byte of luma a pixel, or three bytes of sRGB when `colour`.
    pub pixels: Vec<u8>,
    /// What is where.
    pub facts: DrawnFacts,
}

impl Picture {
    /// Bytes of a pixel: 3 in colour, else 1.
    #[must_use]
    pub fn channels(&self) -> usize {
        if self.colour { 3 } else { 1 }
    }
}

/// A box in pixels: left, top, right, bottom.
pub type Area = [f64; 4];

/// What was drawn and where, for whoever checks it.
#[derive(Clone, Debug, Default)]
pub struct DrawnFacts {
    /// Heads that bubbles keep clear of.
    pub faces: Vec<Area>,
    /// Bubbles and boxes in reading order.
    pub bubbles: Vec<Area>,
    /// Size of the letters of each bubble, in pixels.
    pub text_px: Vec<f64>,
    /// Ids of the characters seen.
    pub cast: Vec<String>,
    /// Characters that no font has: drawn as boxes.
    pub missing_glyphs: Vec<char>,
}

/// Why a panel was not drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// The script has no such panel.
    #[error("the script has no panel {0}")]
    NoSuchPanel(u32),
    /// The script has no such character.
    #[error("the script has no character '{0}'")]
    NoSuchCharacter(String),
    /// The picture has no area or too much of it.
    #[error("a picture cannot be {0} x {1} pixels")]
    BadSize(u32, u32),
}

#[cfg(test)]
mod tests;
