//! A finished picture on a page: scaled to cover its cell, never cropped far, and lettered there.

use image::imageops::FilterType;
use image::{DynamicImage, RgbaImage, imageops};
use mangakai_script::{Panel, Script};

use super::Cell;
use super::render::extent;
use crate::{
    DrawnFacts, Margins, Picture, Size,
    lettering::{Lettering, letter_pixels},
    opened::{PictureError, opened},
};

/// At most this share of a picture's width or height is cut off; then its frame becomes smaller instead.
const MOST_CROPPED: f64 = 0.25;

/// How much of what is cut off in height is cut off above: heads are nearer to the upper edge than feet to the lower one.
const CROPPED_ABOVE: f64 = 0.3;

/// The picture and the cell it fills: the given one, or a smaller one inside it.
pub(super) fn fit(cell: &Cell, bytes: &[u8]) -> Result<(Cell, Picture), PictureError> {
    let picture = opened(bytes)?;
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
pub(super) fn cover(bytes: &[u8], size: Size) -> Result<Picture, PictureError> {
    Ok(filling(&opened(bytes)?, size))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "less than the picture has"
)]
fn filling(picture: &DynamicImage, Size { width, height }: Size) -> Picture {
    let (whole_width, whole_height) = (picture.width().max(1), picture.height().max(1));
    // The largest part of the shape wanted, in pixels of the picture.
    let aspect = f64::from(width) / f64::from(height);
    let part_width = f64::from(whole_width).min(f64::from(whole_height) * aspect);
    let part_height = f64::from(whole_height).min(f64::from(whole_width) / aspect);
    let (part_width, part_height) = (whole(part_width), whole(part_height));
    let left = whole_width.saturating_sub(part_width) / 2;
    let above = f64::from(whole_height.saturating_sub(part_height)) * CROPPED_ABOVE;
    let part = picture.crop_imm(left, above.round() as u32, part_width, part_height);
    pixels(&part.resize_exact(width, height, FilterType::CatmullRom))
}

/// Whole pixels, at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "less than the picture has"
)]
fn whole(length: f64) -> u32 {
    (length.round() as u32).max(1)
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

#[cfg(test)]
mod tests {
    use image::{GrayImage, Luma};

    use super::*;

    /// Every row is as bright as it is low.
    fn rows(width: u32, height: u32) -> DynamicImage {
        let shade = |y: u32| u8::try_from(y * 255 / height).unwrap();
        DynamicImage::ImageLuma8(GrayImage::from_fn(width, height, |_, y| Luma([shade(y)])))
    }

    fn cell(width: f64, height: f64) -> Cell {
        Cell {
            corners: [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)],
            panel: 1,
            bleeds: false,
        }
    }

    #[test]
    fn more_is_cut_off_below_than_above() {
        let size = Size {
            width: 200,
            height: 150,
        };
        let picture = filling(&rows(200, 200), size);
        let (first, last) = (picture.pixels[0], picture.pixels[picture.pixels.len() - 1]);
        // Of 50 rows 15 are cut off above and 35 below.
        assert_eq!((first, last), (19, 209));
    }

    #[test]
    fn a_square_fills_a_cell_until_a_quarter_would_be_lost() {
        let bounds = |width: f64, height: f64| shrunk(&cell(width, height), 1.0).bounds();
        assert_eq!(bounds(400.0, 310.0), (0.0, 0.0, 400.0, 310.0));
        let (left, top, right, bottom) = bounds(400.0, 200.0);
        assert_eq!((top, bottom), (0.0, 200.0));
        assert!(((right - left) - 200.0 / 0.75).abs() < 1e-9, "{left} to {right}");
    }
}
