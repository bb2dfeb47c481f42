//! Pages as PNG.

use super::book::Leaf;
use super::{BindError, BookFile};
use crate::page::Sheet;

/// Dots per metre at 300 dots per inch.
const DOTS_PER_METRE: u32 = 11_811;

/// A leaf as a file.
pub(super) fn file(leaf: &Leaf) -> Result<BookFile, BindError> {
    Ok(BookFile {
        name: format!("{}.png", leaf.stem()),
        media_type: "image/png",
        bytes: encode(&leaf.sheet)?,
    })
}

/// The sheet as a PNG file, grey or colour, at 300 dots per inch.
pub(super) fn encode(sheet: &Sheet) -> Result<Vec<u8>, BindError> {
    let failed = |error: ::png::EncodingError| BindError::Format {
        format: "png",
        cause: error.to_string(),
    };
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, sheet.width, sheet.height);
    encoder.set_color(if sheet.colour {
        ::png::ColorType::Rgb
    } else {
        ::png::ColorType::Grayscale
    });
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_pixel_dims(Some(::png::PixelDimensions {
        xppu: DOTS_PER_METRE,
        yppu: DOTS_PER_METRE,
        unit: ::png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&sheet.pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}
