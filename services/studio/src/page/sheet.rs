//! A sheet of pixels: pictures are clipped onto it, lines and letters are drawn on it.

use kurbo::{BezPath, Shape};
use tiny_skia::{FillRule, LineCap, LineJoin, Mask, Path, Stroke, Transform};

use super::Edges;
use crate::Picture;
use crate::raster::path;

/// A page as pixels, one grey byte or three colour bytes each.
pub(crate) struct Sheet {
    pub width: u32,
    pub height: u32,
    pub colour: bool,
    pub pixels: Vec<u8>,
}

/// A part of a path on the sheet: where it begins, and how much of each pixel it covers.
struct Stamp {
    left: usize,
    top: usize,
    mask: Mask,
}

impl Sheet {
    /// A white one.
    pub fn blank(width: u32, height: u32) -> Sheet {
        Sheet {
            width,
            height,
            colour: false,
            pixels: vec![255; width as usize * height as usize],
        }
    }

    /// The upper and the lower half.
    pub fn halved(self) -> (Sheet, Sheet) {
        let upper = self.height / 2;
        let cut = upper as usize * self.width as usize * self.channels();
        let part = |height: u32, pixels: &[u8]| Sheet {
            height,
            pixels: pixels.to_vec(),
            ..self
        };
        (
            part(upper, &self.pixels[..cut]),
            part(self.height - upper, &self.pixels[cut..]),
        )
    }

    fn channels(&self) -> usize {
        if self.colour { 3 } else { 1 }
    }

    /// From now on three bytes a pixel.
    fn take_colour(&mut self) {
        if !self.colour {
            self.pixels = self.pixels.iter().flat_map(|grey| [*grey; 3]).collect();
            self.colour = true;
        }
    }

    /// Lays a picture down, its top left pixel at `at`; what is outside `outline` stays as it was.
    pub fn clip(&mut self, picture: &Picture, at: (i64, i64), outline: &BezPath) {
        if picture.colour {
            self.take_colour();
        }
        let Some(stamp) = self.stamp(&path(outline)) else {
            return;
        };
        let (width, channels) = (stamp.mask.width() as usize, self.channels());
        let mut line = vec![0_u8; width * channels];
        for (y, covers) in stamp.mask.data().chunks_exact(width).enumerate() {
            let Some(from) = row(picture, (stamp.top + y) as i64 - at.1) else {
                continue;
            };
            let skipped = stamp.left as i64 - at.0;
            copy(picture, from, skipped, channels, &mut line);
            let start = ((stamp.top + y) * self.width as usize + stamp.left) * channels;
            let target = &mut self.pixels[start..start + width * channels];
            mix(target, &line, covers, channels);
        }
    }

    /// Fills a path with `ink`; 255 is white.
    pub fn fill(&mut self, outline: &BezPath, ink: u8) {
        self.paint(&path(outline), ink);
    }

    /// Strokes a path.
    pub fn stroke(&mut self, outline: &BezPath, width: f64, ink: u8) {
        #[expect(clippy::cast_possible_truncation, reason = "pixels")]
        let stroke = Stroke {
            width: width as f32,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        if let Some(line) = path(outline).and_then(|path| path.stroke(&stroke, 1.0)) {
            self.paint(&Some(line), ink);
        }
    }

    /// Strokes every side of a polygon by itself: a small mask each, where one of the whole would be as large as a page.
    pub fn frame(&mut self, corners: &[(f64, f64); 4], width: f64, ink: u8) {
        let half = width / 2.0;
        for side in 0..4 {
            let ((ax, ay), (bx, by)) = (corners[side], corners[(side + 1) % 4]);
            let length = (bx - ax).hypot(by - ay);
            if length < 1.0 {
                continue;
            }
            let (ux, uy) = ((bx - ax) / length * half, (by - ay) / length * half);
            let mut bar = BezPath::new();
            bar.move_to((ax - ux - uy, ay - uy + ux));
            bar.line_to((bx + ux - uy, by + uy + ux));
            bar.line_to((bx + ux + uy, by + uy - ux));
            bar.line_to((ax - ux + uy, ay - uy - ux));
            bar.close_path();
            self.fill(&bar, ink);
        }
    }

    fn paint(&mut self, path: &Option<Path>, ink: u8) {
        let Some(stamp) = self.stamp(path) else { return };
        let (width, channels) = (stamp.mask.width() as usize, self.channels());
        let line = vec![ink; width * channels];
        for (y, covers) in stamp.mask.data().chunks_exact(width).enumerate() {
            let start = ((stamp.top + y) * self.width as usize + stamp.left) * channels;
            let target = &mut self.pixels[start..start + width * channels];
            mix(target, &line, covers, channels);
        }
    }

    /// How a path covers the pixels of the sheet; none when it covers none.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "clamped to a few thousand pixels"
    )]
    fn stamp(&self, path: &Option<Path>) -> Option<Stamp> {
        let path = path.as_ref()?;
        let bounds = path.bounds();
        let clamp = |value: f32, most: u32| value.clamp(0.0, most as f32);
        let (left, top) = (
            clamp(bounds.left().floor(), self.width),
            clamp(bounds.top().floor(), self.height),
        );
        let (right, bottom) = (
            clamp(bounds.right().ceil(), self.width),
            clamp(bounds.bottom().ceil(), self.height),
        );
        let mut mask = Mask::new((right - left) as u32, (bottom - top) as u32)?;
        mask.fill_path(
            path,
            FillRule::Winding,
            true,
            Transform::from_translate(-left, -top),
        );
        Some(Stamp {
            left: left as usize,
            top: top as usize,
            mask,
        })
    }
}

/// One row of a picture.
fn row(picture: &Picture, y: i64) -> Option<&[u8]> {
    let bytes = picture.width as usize * picture.channels();
    let y = usize::try_from(y).ok().filter(|y| *y < picture.height as usize)?;
    picture.pixels.get(y * bytes..(y + 1) * bytes)
}

/// A row from its pixel `skipped` on, in as many channels as the sheet has; white where there is no picture.
fn copy(picture: &Picture, row: &[u8], skipped: i64, channels: usize, line: &mut [u8]) {
    if picture.channels() == channels
        && let Ok(skipped) = usize::try_from(skipped)
        && let Some(part) = row.get(skipped * channels..skipped * channels + line.len())
    {
        return line.copy_from_slice(part);
    }
    for (x, pixel) in line.chunks_exact_mut(channels).enumerate() {
        let from = usize::try_from(x as i64 + skipped).ok();
        let from = from.filter(|from| *from < picture.width as usize);
        match from {
            None => pixel.fill(255),
            Some(from) if picture.channels() == channels => {
                pixel.copy_from_slice(&row[from * channels..(from + 1) * channels]);
            }
            Some(from) => pixel.fill(row[from]),
        }
    }
}

/// `covers` of 255 parts of `line` over what is there; long runs that are covered whole are copied.
fn mix(target: &mut [u8], line: &[u8], covers: &[u8], channels: usize) {
    let mut x = 0;
    while x < covers.len() {
        let cover = covers[x];
        let run = covers[x..].iter().take_while(|other| **other == cover).count();
        let span = x * channels..(x + run) * channels;
        match cover {
            0 => {}
            255 => target[span.clone()].copy_from_slice(&line[span]),
            _ => {
                for at in span {
                    target[at] = blend(target[at], line[at], u16::from(cover));
                }
            }
        }
        x += run;
    }
}

/// `cover` of 255 parts of `ink` over what is there.
#[expect(clippy::cast_possible_truncation, reason = "a mean of two bytes is a byte")]
fn blend(pixel: u8, ink: u8, cover: u16) -> u8 {
    ((u16::from(pixel) * (255 - cover) + u16::from(ink) * cover + 127) / 255) as u8
}

/// An upright rectangle.
pub(super) fn rectangle([left, top, right, bottom]: Edges) -> BezPath {
    kurbo::Rect::new(left, top, right, bottom).to_path(0.1)
}

/// The polygon through these corners.
pub(super) fn polygon(corners: &[(f64, f64)]) -> BezPath {
    let mut path = BezPath::new();
    for (index, corner) in corners.iter().enumerate() {
        if index == 0 {
            path.move_to(*corner);
        } else {
            path.line_to(*corner);
        }
    }
    path.close_path();
    path
}
