//! Lettering over a finished picture, whoever made it.

use std::io::Cursor;

use image::{DynamicImage, ImageReader, RgbaImage};
use mangakai_script::{Dialogue, ReadingDirection, SoundEffect};
use tiny_skia::PixmapMut;

use super::{DetailMap, FaceBox, Plan, paint, plan::plan, plan::unknown_staging};

/// Largest side of a given picture, in pixels; read from its header before anything is decoded.
const MAX_SIDE: u32 = 8192;

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

/// Why a picture was not lettered.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The bytes are no picture, or none that is understood.
    #[error("not a picture: {0}")]
    NotAPicture(#[from] image::ImageError),
    /// Too large.
    #[error("a picture of {width} x {height} pixels is too large: at most {MAX_SIDE} a side")]
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
}

/// Letters a PNG, JPEG or WebP.
///
/// # Errors
/// When the bytes are no picture, or one that is too large.
pub fn letter_picture(bytes: &[u8], lettering: &Lettering) -> Result<LetteredPicture, LetterError> {
    let reader = || {
        ImageReader::new(Cursor::new(bytes))
            .with_guessed_format()
            .map_err(image::ImageError::IoError)
    };
    let (width, height) = reader()?.into_dimensions()?;
    if width.max(height) > MAX_SIDE {
        return Err(LetterError::TooLarge { width, height });
    }
    let mut pixels = opaque(&reader()?.decode()?);
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

/// On white paper.
fn opaque(picture: &DynamicImage) -> RgbaImage {
    let mut pixels = picture.to_rgba8();
    if picture.color().has_alpha() {
        for pixel in pixels.pixels_mut() {
            let alpha = u32::from(pixel.0[3]);
            for channel in &mut pixel.0[..3] {
                *channel = ((u32::from(*channel) * alpha + 255 * (255 - alpha)) / 255) as u8;
            }
            pixel.0[3] = 255;
        }
    }
    pixels
}
