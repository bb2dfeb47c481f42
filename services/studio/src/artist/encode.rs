//! Pictures as files.

use image::{ExtendedColorType, codecs::webp::WebPEncoder};

use super::Picture;
use crate::opened::{PictureError, opened};

/// Quality of pictures from models.
const WEBP_QUALITY: f32 = 85.0;

/// An encoded picture.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// Its file extension.
    pub extension: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Why a picture was not encoded.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// The PNG encoder refused.
    #[error("not encoded as PNG: {0}")]
    Png(#[from] png::EncodingError),
    /// The lossless WebP encoder refused.
    #[error("not encoded as WebP: {0}")]
    LosslessWebP(#[from] image::ImageError),
    /// What is to be encoded is of no use.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The WebP encoder refused.
    #[error("not encoded as WebP: {0}")]
    WebP(String),
}

/// A drawn panel without loss, as PNG or WebP, whichever is smaller: screentone suffers from anything else.
///
/// # Errors
/// When an encoder refuses.
pub fn encode_smallest(picture: &Picture) -> Result<Encoded, EncodeError> {
    let Picture {
        width,
        height,
        colour,
        pixels,
        ..
    } = picture;
    let png = as_png(picture)?;
    let layout = if *colour {
        ExtendedColorType::Rgb8
    } else {
        ExtendedColorType::L8
    };
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp).encode(pixels, *width, *height, layout)?;
    let (bytes, media_type, extension) = if webp.len() < png.len() {
        (webp, "image/webp", "webp")
    } else {
        (png, "image/png", "png")
    };
    Ok(Encoded {
        bytes,
        media_type,
        extension,
        width: *width,
        height: *height,
    })
}

fn as_png(picture: &Picture) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    encoder.set_color(if picture.colour {
        png::ColorType::Rgb
    } else {
        png::ColorType::Grayscale
    });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    encoder.write_header()?.write_image_data(&picture.pixels)?;
    Ok(bytes)
}

/// A picture from a model (PNG, JPEG or WebP) as WebP of quality 85.
///
/// # Errors
/// When the bytes are no picture, or one that is too large.
pub fn encode_model_picture(bytes: &[u8]) -> Result<Encoded, EncodeError> {
    let decoded = opened(bytes)?.into_rgb8();
    let (width, height) = decoded.dimensions();
    let encoder = webp::Encoder::from_rgb(&decoded, width, height);
    let encoded = encoder
        .encode_simple(false, WEBP_QUALITY)
        .map_err(|error| EncodeError::WebP(format!("{error:?}")))?;
    Ok(Encoded {
        bytes: encoded.to_vec(),
        media_type: "image/webp",
        extension: "webp",
        width,
        height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(colour: bool) -> Picture {
        let bytes = 64 * 64 * if colour { 3 } else { 1 };
        Picture {
            width: 64,
            height: 64,
            colour,
            pixels: (0..bytes).map(|i: u32| (i % 251) as u8).collect(),
            facts: super::super::DrawnFacts::default(),
        }
    }

    #[test]
    fn nothing_is_lost() {
        for colour in [false, true] {
            let encoded = encode_smallest(&picture(colour)).unwrap();
            let decoded = image::load_from_memory(&encoded.bytes).unwrap();
            assert_eq!(decoded.color().has_color(), colour || encoded.extension == "webp");
            let decoded = if colour {
                decoded.into_rgb8().into_raw()
            } else {
                decoded.into_luma8().into_raw()
            };
            assert_eq!(decoded, picture(colour).pixels);
        }
    }

    #[test]
    fn a_model_s_picture_is_taken_and_junk_is_not() {
        let png = as_png(&picture(false)).unwrap();
        let encoded = encode_model_picture(&png).unwrap();
        assert_eq!((encoded.media_type, encoded.width), ("image/webp", 64));
        for junk in [&b""[..], b"text", &png[..png.len() / 2]] {
            assert!(encode_model_picture(junk).is_err());
        }
    }
}
