//! A finished picture on a page: scaled to cover its cell, never cropped far, and lettered there.

use image::imageops::FilterType;
use image::{DynamicImage, ImageError, ImageReader, Limits, RgbaImage, imageops};
use mangakai_script::{Panel, Script};

use super::Cell;
use super::render::extent;
use crate::{
    DrawnFacts, Margins, Picture, Size,
    lettering::{Lettering, letter_pixels},
};

/// Largest side of a given picture in pixels.
const MAX_GIVEN_SIDE: u32 = 8_192;

/// At most this share of a picture's width or height is cut off; then its frame becomes smaller instead.
const MOST_CROPPED: f64 = 0.05;

/// The picture and the cell it fills: the given one, or a smaller one inside it.
pub(super) fn fit(cell: &Cell, bytes: &[u8]) -> Result<(Cell, Picture), ImageError> {
    let picture = decode(bytes)?;
    let cell = shrunk(
        cell,
        f64::from(picture.width()) / f64::from(picture.height().max(1)),
    );
    let (_, size) = extent(&cell, 0.0);
    Ok((cell, filling(&picture, size)))
}

/// The words of the panel, over a picture that has none: in its calm parts, within the margins.
pub(super) fn letter(picture: &mut Picture, script: &Script, panel: &Panel, margins: Margins, scale: f64) {
    let (width, height) = (picture.width, picture.height);
    let Some(mut whole) = opaque(picture) else { return };
    let (left, top) = (inset(margins.left, width), inset(margins.top, height));
    let (right, bottom) = (inset(margins.right, width), inset(margins.bottom, height));
    let (inner_width, inner_height) = (
        (width - left).saturating_sub(right),
        (height - top).saturating_sub(bottom),
    );
    if inner_width == 0 || inner_height == 0 {
        return;
    }
    let mut inner = imageops::crop_imm(&whole, left, top, inner_width, inner_height).to_image();
    let lettering = Lettering {
        lines: &panel.dialogue,
        sounds: &panel.sfx,
        faces: &[],
        direction: script.reading_direction,
        language: &script.language,
        scale: Some(scale),
        seed: u64::from(panel.number),
    };
    letter_pixels(&mut inner, &lettering);
    imageops::replace(&mut whole, &inner, i64::from(left), i64::from(top));
    let channels = picture.channels();
    picture.pixels = whole
        .pixels()
        .flat_map(|pixel| pixel.0.into_iter().take(channels))
        .collect();
}

/// A margin in whole pixels, less than half of `side`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand pixels"
)]
fn inset(margin: f64, side: u32) -> u32 {
    (margin.max(0.0).ceil() as u32).min(side / 3)
}

fn opaque(picture: &Picture) -> Option<RgbaImage> {
    let channels = picture.channels();
    let pixel = |bytes: &[u8]| [bytes[0], bytes[channels / 2], bytes[channels - 1], 255];
    let pixels = picture.pixels.chunks_exact(channels).flat_map(pixel).collect();
    RgbaImage::from_raw(picture.width, picture.height, pixels)
}

/// The picture scaled to cover so many pixels, cut off where it is too long.
pub(super) fn cover(bytes: &[u8], size: Size) -> Result<Picture, ImageError> {
    Ok(filling(&decode(bytes)?, size))
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, ImageError> {
    let mut reader = ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_GIVEN_SIDE);
    limits.max_image_height = Some(MAX_GIVEN_SIDE);
    reader.limits(limits);
    reader.decode()
}

fn filling(picture: &DynamicImage, Size { width, height }: Size) -> Picture {
    pixels(&picture.resize_to_fill(width, height, FilterType::CatmullRom))
}

fn pixels(picture: &DynamicImage) -> Picture {
    let colour = picture.color().has_color();
    Picture {
        width: picture.width(),
        height: picture.height(),
        colour,
        pixels: if colour {
            picture.to_rgb8().into_raw()
        } else {
            picture.to_luma8().into_raw()
        },
        facts: DrawnFacts::default(),
    }
}

/// The cell if a picture of this `aspect` (width by height) nearly fits, else an upright frame inside it that does.
fn shrunk(cell: &Cell, aspect: f64) -> Cell {
    let (left, top, right, bottom) = cell.bounds();
    let kept = (right - left) / (bottom - top) / aspect;
    if kept.min(1.0 / kept) >= 1.0 - MOST_CROPPED {
        return cell.clone();
    }
    let [a, b, c, d] = cell.corners;
    let (left, right) = (a.0.max(d.0), b.0.min(c.0));
    let (top, bottom) = (a.1.max(b.1), c.1.min(d.1));
    let (width, height) = (right - left, bottom - top);
    let widest = height * aspect / (1.0 - MOST_CROPPED);
    let highest = width / aspect / (1.0 - MOST_CROPPED);
    let (width, height) = (width.min(widest), height.min(highest));
    let (x, y) = (f64::midpoint(left, right), f64::midpoint(top, bottom));
    let (left, right, top, bottom) = (
        x - width / 2.0,
        x + width / 2.0,
        y - height / 2.0,
        y + height / 2.0,
    );
    Cell {
        corners: [(left, top), (right, top), (right, bottom), (left, bottom)],
        ..cell.clone()
    }
}
