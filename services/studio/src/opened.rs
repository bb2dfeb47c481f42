//! Pictures of models: looked at before they are decoded, and on white paper.

use std::io::Cursor;

use image::{DynamicImage, ImageError, ImageReader};

/// Longest side that is accepted, in pixels; read from the header before anything is decoded.
const MAX_SIDE: u32 = 8192;

/// Why the bytes of a picture are of no use.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// They are no picture, or none that is understood.
    #[error("not a picture: {0}")]
    NotAPicture(#[from] ImageError),
    /// Too large.
    #[error("a picture of {width} x {height} pixels is too large: at most {MAX_SIDE} a side")]
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
}

/// A PNG, JPEG or WebP, opaque: where it is transparent, white paper shows.
pub(crate) fn opened(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    let reader = || {
        ImageReader::new(Cursor::new(bytes))
            .with_guessed_format()
            .map_err(ImageError::IoError)
    };
    let (width, height) = reader()?.into_dimensions()?;
    if width.max(height) > MAX_SIDE {
        return Err(PictureError::TooLarge { width, height });
    }
    Ok(opaque(reader()?.decode()?))
}

fn opaque(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let colour = picture.color().has_color();
    let mut pixels = picture.into_rgba8();
    for pixel in pixels.pixels_mut() {
        let alpha = u32::from(pixel.0[3]);
        for channel in &mut pixel.0[..3] {
            *channel = ((u32::from(*channel) * alpha + 255 * (255 - alpha)) / 255) as u8;
        }
        pixel.0[3] = 255;
    }
    let pixels = DynamicImage::ImageRgba8(pixels);
    if colour {
        DynamicImage::ImageRgb8(pixels.into_rgb8())
    } else {
        DynamicImage::ImageLuma8(pixels.into_luma8())
    }
}

#[cfg(test)]
mod tests {
    use image::{GrayAlphaImage, ImageFormat, LumaA, Rgba, RgbaImage};

    use super::*;

    fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn what_is_transparent_is_paper() {
        let clear = RgbaImage::from_pixel(4, 4, Rgba([0, 0, 0, 0]));
        let half = GrayAlphaImage::from_pixel(4, 4, LumaA([0, 128]));
        let clear = opened(&png(clear)).unwrap();
        assert!(clear.color().has_color() && !clear.color().has_alpha());
        assert_eq!(clear.to_rgb8().get_pixel(1, 1).0, [255; 3]);
        let half = opened(&png(half)).unwrap();
        assert!(!half.color().has_color());
        assert_eq!(half.to_luma8().get_pixel(1, 1).0, [127]);
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused() {
        assert!(matches!(opened(b"<html>"), Err(PictureError::NotAPicture(_))));
        let wide = RgbaImage::new(MAX_SIDE + 1, 1);
        assert!(matches!(opened(&png(wide)), Err(PictureError::TooLarge { .. })));
    }
}
