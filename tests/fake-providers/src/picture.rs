//! Pictures: real ones, drawn from the prompt's hash alone, and broken ones.

use std::io::Cursor;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, RgbaImage};
use sha2::{Digest, Sha256};
use tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Paint, PathBuilder, Pixmap, Point, Rect, SpreadMode,
    Stroke, Transform,
};

use crate::limits::MAX_SIDE;
use crate::{Behaviour, BrokenPicture};

/// How a picture is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Png,
    Jpeg,
    Webp,
}

impl Format {
    pub(crate) fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// `png`, `jpeg` or `jpg`, `webp`; PNG where nothing is said.
    pub(crate) fn named(name: Option<&str>) -> Option<Self> {
        match name {
            None | Some("png") => Some(Self::Png),
            Some("jpeg" | "jpg") => Some(Self::Jpeg),
            Some("webp") => Some(Self::Webp),
            Some(_) => None,
        }
    }
}

/// What is to be drawn.
#[derive(Clone, Debug)]
pub(crate) struct Wanted<'a> {
    pub(crate) prompt: &'a str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) format: Format,
    /// Pictures that came along: as many small squares at the foot.
    pub(crate) references: usize,
    /// Which of several pictures for the same prompt, from 0.
    pub(crate) index: u32,
}

/// The picture as the behaviour wants it. The same wish always gives the same bytes.
pub(crate) fn make(wanted: &Wanted, behaviour: &Behaviour) -> Bytes {
    let Behaviour::BrokenPicture { picture } = behaviour else {
        return draw(wanted);
    };
    match picture {
        BrokenPicture::Empty => Bytes::new(),
        BrokenPicture::WrongMagic => Bytes::from_static(b"<!doctype html><p>This is not a picture.</p>"),
        BrokenPicture::Cut => {
            let whole = draw(wanted);
            whole.slice(..whole.len() / 2)
        }
        BrokenPicture::Corrupt => corrupt(&draw(wanted)),
        BrokenPicture::Huge => huge(wanted),
        BrokenPicture::OtherSize => draw(&Wanted {
            width: (wanted.width / 2).max(16),
            height: (wanted.height / 3).max(16),
            ..wanted.clone()
        }),
        BrokenPicture::OtherFormat => {
            let format = match wanted.format {
                Format::Png => Format::Jpeg,
                Format::Jpeg | Format::Webp => Format::Png,
            };
            draw(&Wanted {
                format,
                ..wanted.clone()
            })
        }
    }
}

fn draw(wanted: &Wanted) -> Bytes {
    let width = wanted.width.clamp(1, MAX_SIDE);
    let height = wanted.height.clamp(1, MAX_SIDE);
    let Some(mut pixmap) = Pixmap::new(width, height) else {
        return Bytes::new();
    };
    paint(&mut pixmap, wanted);
    encode(pixmap, wanted.format)
}

fn encode(pixmap: Pixmap, format: Format) -> Bytes {
    let (width, height) = (pixmap.width(), pixmap.height());
    // Every pixel is opaque, so premultiplied and plain colours are the same.
    let Some(picture) = RgbaImage::from_raw(width, height, pixmap.take()) else {
        return Bytes::new();
    };
    let picture = DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture).into_rgb8());
    let format = match format {
        Format::Png => ImageFormat::Png,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Webp => ImageFormat::WebP,
    };
    let mut out = Cursor::new(Vec::new());
    match picture.write_to(&mut out, format) {
        Ok(()) => Bytes::from(out.into_inner()),
        Err(_) => Bytes::new(),
    }
}

/// A sky that is lighter above, a ground, a few shapes and a frame; which ones, the hash says.
#[expect(clippy::cast_precision_loss, reason = "sides are a few thousand pixels")]
fn paint(pixmap: &mut Pixmap, wanted: &Wanted) {
    let mut dice = Sha256::digest(format!("{}\u{0}{}", wanted.prompt, wanted.index)).into_iter();
    let mut roll = move || f32::from(dice.next().unwrap_or(128)) / 255.0;
    let (width, height) = (pixmap.width() as f32, pixmap.height() as f32);
    let sky = grey(0.55 + 0.4 * roll());
    let dusk = grey(0.2 + 0.3 * roll());
    pixmap.fill(dusk);
    let gradient = LinearGradient::new(
        Point::from_xy(0.0, 0.0),
        Point::from_xy(width * roll(), height),
        vec![GradientStop::new(0.0, sky), GradientStop::new(1.0, dusk)],
        SpreadMode::Pad,
        Transform::identity(),
    );
    if let (Some(shader), Some(all)) = (gradient, Rect::from_xywh(0.0, 0.0, width, height)) {
        let paint = Paint {
            shader,
            ..Paint::default()
        };
        pixmap.fill_rect(all, &paint, Transform::identity(), None);
    }
    let horizon = height * (0.6 + 0.25 * roll());
    rectangle(
        pixmap,
        [0.0, horizon, width, height - horizon],
        0.12 + 0.15 * roll(),
    );
    for _ in 0..3 {
        let side = width.min(height) * (0.15 + 0.15 * roll());
        let (x, shade) = (width * 0.8 * roll(), 0.3 + 0.6 * roll());
        rectangle(pixmap, [x, horizon - side, side * 0.5, side], shade);
        circle(
            pixmap,
            (x + side * 0.25, horizon - side * 1.2),
            side * 0.22,
            shade,
        );
    }
    for reference in 0..wanted.references {
        let side = width.min(height) * 0.04;
        let x = side * (0.5 + 1.5 * reference as f32);
        rectangle(pixmap, [x, height - side * 1.5, side, side], 1.0);
    }
    frame(pixmap, width, height);
}

fn grey(lightness: f32) -> Color {
    Color::from_rgba(lightness, lightness, lightness, 1.0).unwrap_or(Color::BLACK)
}

fn solid(lightness: f32) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(grey(lightness.clamp(0.0, 1.0)));
    paint
}

fn rectangle(pixmap: &mut Pixmap, [x, y, width, height]: [f32; 4], lightness: f32) {
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        pixmap.fill_rect(rect, &solid(lightness), Transform::identity(), None);
    }
}

fn circle(pixmap: &mut Pixmap, (x, y): (f32, f32), radius: f32, lightness: f32) {
    if let Some(path) = PathBuilder::from_circle(x, y, radius) {
        pixmap.fill_path(
            &path,
            &solid(lightness),
            FillRule::Winding,
            Transform::identity(),
            None,
        );
    }
}

fn frame(pixmap: &mut Pixmap, width: f32, height: f32) {
    let thick = (width.min(height) * 0.01).max(1.0);
    if let Some(rect) = Rect::from_xywh(0.0, 0.0, width, height) {
        let path = PathBuilder::from_rect(rect);
        let stroke = Stroke {
            width: thick * 2.0,
            ..Stroke::default()
        };
        pixmap.stroke_path(&path, &solid(0.0), &stroke, Transform::identity(), None);
    }
}

/// Noise in the place of the pixels; the head stays.
fn corrupt(whole: &Bytes) -> Bytes {
    let mut noisy = whole.to_vec();
    let head = 64.min(noisy.len());
    for (byte, index) in noisy[head..].iter_mut().zip(0_u32..) {
        *byte = u8::try_from(index.wrapping_mul(2_654_435_761) >> 24).unwrap_or_default();
    }
    Bytes::from(noisy)
}

/// A small PNG whose head, with a right checksum, promises 60000 x 60000 pixels.
fn huge(wanted: &Wanted) -> Bytes {
    let small = Wanted {
        width: 16,
        height: 16,
        format: Format::Png,
        ..wanted.clone()
    };
    let mut bytes = draw(&small).to_vec();
    if bytes.len() > 33 {
        bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let checksum = crc32(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    }
    Bytes::from(bytes)
}

/// PNG's checksum; only for the one head that is forged.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                0xedb8_8320 ^ (crc >> 1)
            } else {
                crc >> 1
            }
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(prompt: &str, format: Format) -> Wanted<'_> {
        Wanted {
            prompt,
            width: 96,
            height: 144,
            format,
            references: 2,
            index: 0,
        }
    }

    #[test]
    fn pictures_have_their_size_and_format_and_come_from_the_prompt_alone() {
        let formats = [
            (Format::Png, ImageFormat::Png),
            (Format::Jpeg, ImageFormat::Jpeg),
            (Format::Webp, ImageFormat::WebP),
        ];
        for (format, known) in formats {
            let bytes = make(&wanted("a cat", format), &Behaviour::Ok);
            assert_eq!(image::guess_format(&bytes).unwrap(), known);
            let picture = image::load_from_memory(&bytes).unwrap();
            assert_eq!((picture.width(), picture.height()), (96, 144));
            assert_eq!(bytes, make(&wanted("a cat", format), &Behaviour::Ok));
            assert_ne!(bytes, make(&wanted("a dog", format), &Behaviour::Ok));
        }
    }

    #[test]
    fn broken_pictures_are_broken_in_their_own_way() {
        let broken = |picture| make(&wanted("x", Format::Png), &Behaviour::BrokenPicture { picture });
        assert!(broken(BrokenPicture::Empty).is_empty());
        assert!(image::guess_format(&broken(BrokenPicture::WrongMagic)).is_err());
        for picture in [BrokenPicture::Cut, BrokenPicture::Corrupt] {
            let bytes = broken(picture);
            assert_eq!(image::guess_format(&bytes).unwrap(), ImageFormat::Png);
            assert!(image::load_from_memory(&bytes).is_err(), "{picture:?}");
        }
        let huge = broken(BrokenPicture::Huge);
        let reader = image::ImageReader::new(Cursor::new(&huge))
            .with_guessed_format()
            .unwrap();
        assert_eq!(reader.into_dimensions().unwrap(), (60_000, 60_000));
        let other = image::load_from_memory(&broken(BrokenPicture::OtherSize)).unwrap();
        assert_ne!((other.width(), other.height()), (96, 144));
        assert_eq!(
            image::guess_format(&broken(BrokenPicture::OtherFormat)).unwrap(),
            ImageFormat::Jpeg
        );
    }
}
