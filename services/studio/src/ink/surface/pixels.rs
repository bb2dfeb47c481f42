//! Patterns, shadows and colours, pixel by pixel.

use std::{borrow::Cow, rc::Rc};

use kurbo::{BezPath, Point, Rect, Shape};
use tiny_skia as ts;

use super::{
    super::{Material, Screen, pattern::grain_at},
    Light, Surface,
};
use crate::raster;

/// What a lamp shines with.
const GLOW: [f64; 3] = [255.0, 226.0, 150.0];

impl Surface {
    /// Coverage of `shape` in the pixels of its bounding box, clipped.
    fn coverage(&self, shape: &BezPath) -> Option<Coverage> {
        let (width, height) = (f64::from(self.pixels.width()), f64::from(self.pixels.height()));
        let outline = match self.view {
            Some((view, _)) => Cow::Owned(view * shape.clone()),
            None => Cow::Borrowed(shape),
        };
        let bounds = outline
            .bounding_box()
            .intersect(Rect::new(0.0, 0.0, width, height));
        let (x0, y0) = (bounds.x0.floor() as usize, bounds.y0.floor() as usize);
        let (x1, y1) = (
            bounds.x1.min(width).ceil() as usize,
            bounds.y1.min(height).ceil() as usize,
        );
        if x1 <= x0 || y1 <= y0 {
            return None;
        }
        let path = raster::path(&outline)?;
        let mut mask = ts::Mask::new((x1 - x0) as u32, (y1 - y0) as u32)?;
        let shift = ts::Transform::from_translate(-(x0 as f32), -(y0 as f32));
        mask.fill_path(&path, ts::FillRule::Winding, true, shift);
        if let Some(clip) = &self.clip {
            let stride = clip.width() as usize;
            for (row, line) in mask.data_mut().chunks_exact_mut(x1 - x0).enumerate() {
                let from = (y0 + row) * stride + x0;
                for (cover, clip) in line.iter_mut().zip(&clip.data()[from..]) {
                    *cover = (u16::from(*cover) * u16::from(*clip) / 255) as u8;
                }
            }
        }
        Some(Coverage {
            x0,
            y0,
            width: x1 - x0,
            mask,
        })
    }

    /// Calls `paint` with every covered pixel: its bytes, its place, its coverage 0 to 1.
    pub(super) fn each_pixel(
        &mut self,
        shape: &BezPath,
        mut paint: impl FnMut(&mut [u8], usize, usize, f64),
    ) {
        let Some(Coverage { x0, y0, width, mask }) = self.coverage(shape) else {
            return;
        };
        let stride = self.pixels.width() as usize * 4;
        for (row, covers) in mask.data().chunks_exact(width).enumerate() {
            let y = y0 + row;
            let line = &mut self.pixels.data_mut()[y * stride + x0 * 4..];
            for (column, (cover, pixel)) in covers.iter().zip(line.chunks_exact_mut(4)).enumerate() {
                if *cover > 0 {
                    paint(pixel, x0 + column, y, f64::from(*cover) / 255.0);
                }
            }
        }
    }

    /// Ink in a pattern whose coverage is `density`, 0 to 1.
    pub(super) fn screen(&mut self, shape: &BezPath, glowing: bool, density: impl Fn(Point) -> f64) {
        let pattern = Rc::clone(&self.pattern);
        let lights = if glowing {
            self.lights_near(shape)
        } else {
            Vec::new()
        };
        let ink = f64::from(self.look.ink[0]);
        let shown = self.shown();
        self.each_pixel(shape, |pixel, x, y, cover| {
            let at = shown(x, y);
            let dark = density(at) * darkness(&lights, at);
            let covered = pattern.ink(x, y, dark) * cover;
            if covered > 0.0 {
                let value = (f64::from(pixel[0]) * (1.0 - covered) + ink * covered) as u8;
                pixel[..3].fill(value);
            }
        });
    }

    pub(super) fn darken(&mut self, shape: &BezPath, glowing: bool, amount: impl Fn(Point) -> f64) {
        let lights = if glowing {
            self.lights_near(shape)
        } else {
            Vec::new()
        };
        // Shadows are bluish: they keep more of the blue than of the red.
        let keep = [0.42, 0.42, 0.60];
        let shown = self.shown();
        self.each_pixel(shape, |pixel, x, y, cover| {
            let at = shown(x, y);
            let part = (amount(at) * darkness(&lights, at)).clamp(0.0, 1.0) * cover;
            for (channel, keep) in pixel.iter_mut().zip(keep) {
                *channel = (f64::from(*channel) * (1.0 - part * (1.0 - keep))) as u8;
            }
        });
    }

    pub(super) fn colour_by(&mut self, shape: &BezPath, material: impl Fn(Point) -> Material) {
        let lights = self.lights_near(shape);
        let look = self.look.clone();
        let wash = look.screen == Screen::Wash;
        let shown = self.shown();
        self.each_pixel(shape, |pixel, x, y, cover| {
            let at = shown(x, y);
            let material = material(at);
            let mut rgb = look.rgb(material).map(f64::from);
            let glow = 1.0 - darkness(&lights, at);
            for (channel, glow_rgb) in rgb.iter_mut().zip(GLOW) {
                *channel += (glow_rgb - *channel).max(0.0) * glow * 0.75;
            }
            let grain = if wash { grain_at(x, y) } else { 0.0 };
            for (byte, value) in pixel.iter_mut().zip(rgb) {
                *byte = (f64::from(*byte) * (1.0 - cover) + (value + grain).clamp(0.0, 255.0) * cover) as u8;
            }
        });
    }

    pub(super) fn grain(&mut self, shape: &BezPath) {
        self.each_pixel(shape, |pixel, x, y, cover| {
            let grain = grain_at(x, y) * cover;
            for byte in &mut pixel[..3] {
                *byte = (f64::from(*byte) + grain).clamp(0.0, 255.0) as u8;
            }
        });
    }

    fn lights_near(&self, shape: &BezPath) -> Vec<Light> {
        let bounds = shape.bounding_box();
        let near = |light: &&Light| {
            let reach = light.reach * 2.5;
            let halo = Rect::new(
                light.at.x - reach,
                light.at.y - reach,
                light.at.x + reach,
                light.at.y + reach,
            );
            let common = halo.intersect(bounds);
            common.width() > 0.0 && common.height() > 0.0
        };
        self.lights.iter().filter(near).copied().collect()
    }
}

struct Coverage {
    x0: usize,
    y0: usize,
    width: usize,
    mask: ts::Mask,
}

/// What lights leave of the dark, 0 to 1.
fn darkness(lights: &[Light], at: Point) -> f64 {
    lights.iter().fold(1.0, |dark, light| {
        let far = (at - light.at).hypot2() / (light.reach * light.reach);
        if far < 6.0 {
            dark * (1.0 - (-1.1 * far).exp())
        } else {
            dark
        }
    })
}
