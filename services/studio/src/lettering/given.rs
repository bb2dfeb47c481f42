//! Lettering over a finished picture, whoever made it.

use image::{DynamicImage, RgbaImage};
use mangakai_script::{Dialogue, ReadingDirection, SoundEffect};
use tiny_skia::PixmapMut;

use super::{DetailMap, FaceBox, Plan, paint, plan::plan, plan::unknown_staging};
use crate::opened::{PictureError, opened};

/// What is lettered over a picture.
#[derive(Clone, Copy, Debug)]
pub struct Lettering<'a> {
    /// In reading order.
    pub lines: &'a [Dialogue],
    /// Sound words.
    pub sounds: &'a [SoundEffect],
    /// Faces as somebody found them, in pixels of the picture; empty when nobody looked.
    pub faces: &'a [FaceBox],
    /// How it is read.
    pub direction: ReadingDirection,
    /// BCP 47 language of the lines.
    pub language: &'a str,
    /// Page pixels per design pixel; none: as large as in a drawn picture of the same shape.
    pub scale: Option<f64>,
    /// For the small chances.
    pub seed: u64,
}

/// A picture with its lettering.
#[derive(Clone, Debug)]
pub struct LetteredPicture {
    /// Opaque.
    pub pixels: RgbaImage,
    /// What was lettered where.
    pub plan: Plan,
}

/// Letters a PNG, JPEG or WebP.
///
/// # Errors
/// When the bytes are no picture, or one that is too large.
pub fn letter_picture(bytes: &[u8], lettering: &Lettering) -> Result<LetteredPicture, PictureError> {
    let mut pixels = opened(bytes)?.into_rgba8();
    let plan = letter_pixels(&mut pixels, lettering);
    Ok(LetteredPicture { pixels, plan })
}

/// Letters decoded pixels in place. Where faces are not known, bubbles keep to the calm parts.
pub fn letter_pixels(pixels: &mut RgbaImage, lettering: &Lettering) -> Plan {
    let (width, height) = pixels.dimensions();
    let luma = DynamicImage::ImageRgba8(pixels.clone()).into_luma8();
    let detail = DetailMap::of_luma(luma.as_raw(), width as usize, height as usize);
    let mut staging = unknown_staging(width.into(), height.into(), detail);
    staging.faces = lettering.faces.to_vec();
    staging.scale = lettering.scale.unwrap_or(staging.scale);
    let plan = plan(
        lettering.lines,
        lettering.sounds,
        &staging,
        lettering.direction,
        lettering.language,
        lettering.seed,
    );
    if let Some(mut surface) = PixmapMut::from_bytes(pixels, width, height) {
        paint(plan.marks(), &mut surface);
    }
    plan
}
