//! A finished picture on a page: scaled to cover its cell, but never cropped so far that its lettering is lost.

use image::imageops::FilterType;
use image::{DynamicImage, ImageError, ImageReader, Limits};

use super::Cell;
use super::render::extent;
use crate::{DrawnFacts, Picture, Size};

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
