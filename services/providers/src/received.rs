//! A first look at a picture that came from outside: what it is and how large, before anybody decodes it.

use std::io::Cursor;

use image::{ImageFormat, ImageReader};

use crate::{
    error::{Class, ProviderError},
    limits::{MAX_PICTURE_BYTES, MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE, MIN_PICTURE_SIDE},
};

/// Where the end of a JPEG is looked for, in bytes.
const TAIL_OF_JPEG: usize = 1024;

/// What a file says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// `image/png`, `image/jpeg` or `image/webp`, by its first bytes, whatever anybody called it.
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Looks at a file's first bytes and at its header. Its pixels are not touched.
///
/// # Errors
/// [`Class::BadResult`] for what is empty, no picture, of an unknown kind, or outside the limits.
pub fn look(bytes: &[u8]) -> Result<Looked, ProviderError> {
    let bad = |code| ProviderError::new(Class::BadResult, code);
    if bytes.is_empty() {
        return Err(bad("empty_picture"));
    }
    if bytes.len() > MAX_PICTURE_BYTES {
        return Err(bad("picture_too_large"));
    }
    let reader = ImageReader::new(Cursor::new(bytes));
    let reader = reader
        .with_guessed_format()
        .map_err(|error| bad("not_a_picture").because(error))?;
    let media_type = match reader.format() {
        Some(ImageFormat::Png) => "image/png",
        Some(ImageFormat::Jpeg) => "image/jpeg",
        Some(ImageFormat::WebP) => "image/webp",
        _ => return Err(bad("not_a_picture")),
    };
    let (width, height) = reader
        .into_dimensions()
        .map_err(|error| bad("broken_picture").because(error))?;
    // Decoders fill in what a cut JPEG lacks; other kinds do not decode.
    if media_type == "image/jpeg" && !has_an_end(bytes) {
        return Err(bad("broken_picture"));
    }
    if width.min(height) < MIN_PICTURE_SIDE {
        return Err(bad("picture_too_small"));
    }
    if width.max(height) > MAX_PICTURE_SIDE || u64::from(width) * u64::from(height) > MAX_PICTURE_PIXELS {
        return Err(bad("picture_too_large"));
    }
    Ok(Looked {
        media_type,
        width,
        height,
    })
}

/// The marker that ends a JPEG; a few bytes may follow it.
fn has_an_end(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL_OF_JPEG)..];
    tail.windows(2).any(|marker| marker == [0xff, 0xd9])
}

#[cfg(test)]
mod tests {
    use image::{DynamicImage, ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
    use proptest::prelude::*;

    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height)
            .write_to(&mut bytes, format)
            .unwrap();
        bytes.into_inner()
    }

    fn cut_in_half(mut bytes: Vec<u8>) -> Vec<u8> {
        bytes.truncate(bytes.len() / 2);
        bytes
    }

    #[test]
    fn three_kinds_are_known_by_their_first_bytes() {
        for (format, media_type) in [
            (ImageFormat::Png, "image/png"),
            (ImageFormat::Jpeg, "image/jpeg"),
            (ImageFormat::WebP, "image/webp"),
        ] {
            let looked = look(&picture(80, 120, format)).unwrap();
            assert_eq!(
                looked,
                Looked {
                    media_type,
                    width: 80,
                    height: 120
                }
            );
        }
    }

    #[test]
    fn what_is_no_panel_is_refused_and_was_paid_for() {
        let mut huge = Vec::new();
        PngEncoder::new(&mut huge)
            .write_image(&[0], 1, 1, ExtendedColorType::L8)
            .unwrap();
        // The header claims 65,535 pixels a side; nothing is decoded to find that out.
        huge[18..20].copy_from_slice(&[0xff, 0xff]);
        huge[22..24].copy_from_slice(&[0xff, 0xff]);
        for (bytes, code) in [
            (vec![], "empty_picture"),
            (b"<html>not found</html>".to_vec(), "not_a_picture"),
            (b"GIF89a....".to_vec(), "not_a_picture"),
            (picture(80, 80, ImageFormat::Png)[..12].to_vec(), "broken_picture"),
            (
                cut_in_half(picture(800, 800, ImageFormat::Jpeg)),
                "broken_picture",
            ),
            (picture(1, 1, ImageFormat::Png), "picture_too_small"),
            (vec![0; MAX_PICTURE_BYTES + 1], "picture_too_large"),
        ] {
            let error = look(&bytes).unwrap_err();
            assert_eq!((error.class, error.code.as_str()), (Class::BadResult, code));
        }
        assert_eq!(look(&huge).unwrap_err().class, Class::BadResult);
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = look(&bytes);
        }
    }
}
