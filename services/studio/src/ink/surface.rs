//! Pixels.

mod pixels;

use std::rc::Rc;

use kurbo::{Affine, BezPath, PathEl, Point, Shape, Vec2};
use tiny_skia as ts;

use super::{
    Look, Material, Screen,
    brush::brush,
    pattern::{BLACK, Pattern, WHITE},
    rect,
};
use crate::{
    lettering::{Mark, paint as paint_marks},
    raster,
};

/// Something that shines: the tone around it is thin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Light {
    /// In pixels.
    pub at: Point,
    /// Reach in pixels.
    pub reach: f64,
}

/// A picture that is being drawn. Lengths of lines are in design pixels: `scale` pixels each.
pub struct Surface {
    pixels: ts::Pixmap,
    clip: Option<ts::Mask>,
    /// In pixels.
    pub width: f64,
    /// In pixels.
    pub height: f64,
    /// Pixels of one design pixel.
    pub scale: f64,
    /// How everything is drawn.
    pub look: Look,
    /// What stands for grey.
    pattern: Rc<Pattern>,
    /// What shines.
    pub lights: Vec<Light>,
    /// How what is drawn is moved on the sheet, and back.
    view: Option<(Affine, Affine)>,
    /// While above zero, nothing is drawn but a paper-coloured border of this width around shapes.
    pub halo: f64,
}

impl Surface {
    /// An empty sheet; none when it has no area, or more than memory holds.
    pub fn new(width: u32, height: u32, scale: f64, look: Look) -> Option<Surface> {
        let mut pixels = ts::Pixmap::new(width, height)?;
        let [r, g, b] = look.paper;
        pixels.fill(ts::Color::from_rgba8(r, g, b, 255));
        let pattern = Pattern::new(look.screen, scale, f64::from(width), f64::from(height));
        Some(Surface {
            pixels,
            pattern: Rc::new(pattern),
            clip: None,
            width: f64::from(width),
            height: f64::from(height),
            scale,
            look,
            lights: Vec::new(),
            view: None,
            halo: 0.0,
        })
    }

    /// The whole sheet as a shape.
    pub fn all(&self) -> BezPath {
        rect(0.0, 0.0, self.width, self.height)
    }

    /// A point by its share of width and height.
    pub fn at(&self, x: f64, y: f64) -> Point {
        Point::new(x * self.width, y * self.height)
    }

    /// The shorter side, in pixels.
    pub fn side(&self) -> f64 {
        self.width.min(self.height)
    }

    /// Pixels, row by row: one grey byte each, or three colour bytes when the look is in colour.
    pub fn into_pixels(self) -> Vec<u8> {
        let channels = if self.look.colour { 3 } else { 1 };
        let mut bytes = Vec::with_capacity(self.pixels.data().len() / 4 * channels);
        for pixel in self.pixels.data().chunks_exact(4) {
            bytes.extend_from_slice(&pixel[..channels]);
        }
        bytes
    }

    /// Runs `draw` on a sheet `zoom` times as large, of which only the upper left part is seen: things come nearer.
    pub fn zoomed(&mut self, zoom: f64, draw: impl FnOnce(&mut Surface)) {
        let (width, height) = (self.width, self.height);
        (self.width, self.height) = (width * zoom, height * zoom);
        draw(self);
        (self.width, self.height) = (width, height);
    }

    /// Runs `draw` with everything moved; the patterns stay level.
    pub fn moved(&mut self, by: Affine, draw: impl FnOnce(&mut Surface)) {
        if by == Affine::IDENTITY {
            return draw(self);
        }
        let before = self.view.replace((by, by.inverse()));
        draw(self);
        self.view = before;
    }

    /// A mask of the whole sheet that lets through what the path covers.
    fn mask_of(&self, path: Option<&ts::Path>) -> Option<ts::Mask> {
        let mut mask = ts::Mask::new(self.pixels.width(), self.pixels.height())?;
        if let Some(path) = path {
            mask.fill_path(path, ts::FillRule::Winding, true, ts::Transform::identity());
        }
        Some(mask)
    }

    /// The outline where it comes to lie on the sheet.
    fn seen(&self, outline: &BezPath) -> Option<ts::Path> {
        match self.view {
            Some((view, _)) => raster::path(&(view * outline.clone())),
            None => raster::path(outline),
        }
    }

    /// The place that a pixel shows.
    fn shown(&self) -> impl Fn(usize, usize) -> Point + use<> {
        let back = self.view.map(|(_, back)| back);
        move |x, y| {
            let at = Point::new(x as f64, y as f64);
            back.map_or(at, |back| back * at)
        }
    }

    /// Lettering over everything.
    pub fn paint_marks(&mut self, marks: &[Mark]) {
        paint_marks(marks, &mut self.pixels.as_mut());
    }

    /// The panel's own border: straight, whatever the look.
    pub fn frame(&mut self, border: &BezPath, width: f64) {
        self.stroke_rgb(border, width, [0; 3]);
    }

    /// Draws only inside `shape` while `draw` runs.
    pub fn clipped(&mut self, shape: &BezPath, draw: impl FnOnce(&mut Surface)) {
        let path = self.seen(shape);
        let outer = self.clip.take();
        self.clip = match (&outer, path) {
            (Some(mask), Some(path)) => {
                let mut mask = mask.clone();
                mask.intersect_path(&path, ts::FillRule::Winding, true, ts::Transform::identity());
                Some(mask)
            }
            (_, path) => self.mask_of(path.as_ref()),
        };
        if self.clip.is_some() {
            draw(self);
        }
        self.clip = outer;
    }

    /// Runs `draw` twice: first as a paper-coloured border `width` design pixels wide, then for real. So the border
    /// lies behind everything that `draw` draws.
    pub fn with_halo(&mut self, width: f64, mut draw: impl FnMut(&mut Surface)) {
        self.only_halo(width, &mut draw);
        draw(self);
    }

    /// Draws nothing but that border.
    pub fn only_halo(&mut self, width: f64, mut draw: impl FnMut(&mut Surface)) {
        self.halo = width;
        draw(self);
        self.halo = 0.0;
    }

    /// Fills without a contour.
    pub fn fill(&mut self, shape: &BezPath, material: Material) {
        if self.halo > 0.0 {
            return;
        }
        if self.look.colour {
            let rgb = self.look.rgb(material);
            self.fill_rgb(shape, rgb);
            if self.look.screen == Screen::Wash {
                self.grain(shape);
            }
        } else if material.tone >= BLACK {
            self.fill_rgb(shape, self.look.ink);
        } else {
            self.fill_rgb(shape, self.look.paper);
            if material.tone > WHITE {
                self.tone_plain(shape, material.tone);
            }
        }
    }

    /// Fills with ink.
    pub fn black(&mut self, shape: &BezPath) {
        if self.halo <= 0.0 {
            self.fill_rgb(shape, self.look.ink);
        }
    }

    /// A line of even width.
    pub fn stroke(&mut self, path: &BezPath, width: f64) {
        self.stroke_rgb(path, width * self.look.line, self.look.ink);
    }

    /// A line of even width, in a material: for ropes, white lines, rain.
    pub fn stroke_in(&mut self, path: &BezPath, width: f64, material: Material) {
        let rgb = self.look.rgb(material);
        self.stroke_rgb(path, width, rgb);
    }

    /// A body with a contour, heavier on the lower right, as if the light came from the upper left.
    pub fn shape(&mut self, shape: &BezPath, width: f64, material: Material) {
        self.union(std::slice::from_ref(shape), width, material);
    }

    /// One body of several overlapping shapes: no line shows where they meet.
    pub fn union(&mut self, shapes: &[BezPath], width: f64, material: Material) {
        if self.halo > 0.0 {
            let border = width + self.halo;
            self.halo = 0.0;
            for shape in shapes {
                self.stroke_rgb(shape, border, self.look.paper);
            }
            self.halo = border - width;
            return;
        }
        if width > 0.0 {
            let shift = width * self.look.line * 0.4 * self.scale;
            for shape in shapes {
                let shape = self.wavered(shape);
                self.stroke(
                    &(Affine::translate((shift, shift * 1.2)) * shape.clone()),
                    width * 1.5,
                );
                self.stroke(&shape, width * 1.7);
            }
        }
        for shape in shapes {
            self.fill(shape, material);
        }
    }

    /// A pen stroke: thin, thick, thin.
    pub fn pen(&mut self, path: &BezPath, width: f64) {
        self.pen_in(path, width, 0.0, 0.0, None);
    }

    /// A pen stroke whose ends keep a share of the width; in ink, or in a material.
    pub fn pen_in(&mut self, path: &BezPath, width: f64, start: f64, end: f64, material: Option<Material>) {
        if self.halo > 0.0 {
            return;
        }
        let path = self.wavered(path);
        let width = if material.is_some() {
            width
        } else {
            width * self.look.line
        };
        let Some(outline) = brush(&path, width * self.scale * 0.5, start, end) else {
            return;
        };
        let rgb = material.map_or(self.look.ink, |material| self.look.rgb(material));
        self.fill_rgb(&outline, rgb);
    }

    /// A shadow over whatever is there, `amount` 0 to 1.
    pub fn shade(&mut self, shape: &BezPath, amount: f64) {
        self.shade_by(shape, false, |_| amount);
    }

    /// A shadow whose strength depends on the place; `glowing` when lights thin it.
    pub fn shade_by(&mut self, shape: &BezPath, glowing: bool, amount: impl Fn(Point) -> f64) {
        if self.halo > 0.0 {
            return;
        }
        if self.look.colour {
            self.darken(shape, glowing, amount);
        } else {
            self.screen(shape, glowing, amount);
        }
    }

    /// A material that changes from the top of `shape` to its bottom, thinned by lights: skies, walls, water.
    pub fn gradient(&mut self, shape: &BezPath, top: Material, bottom: Material) {
        let bounds = shape.bounding_box();
        let (from, height) = (bounds.y0, bounds.height().max(1.0));
        self.paint_by(shape, |at| {
            top.mixed(bottom, ((at.y - from) / height).clamp(0.0, 1.0))
        });
    }

    /// A material that depends on the place, as part of the background.
    pub fn paint_by(&mut self, shape: &BezPath, material: impl Fn(Point) -> Material) {
        if self.halo > 0.0 {
            return;
        }
        if self.look.colour {
            self.colour_by(shape, material);
        } else {
            let depth = self.look.depth;
            self.fill_rgb(shape, self.look.paper);
            self.screen(shape, true, |at| deepened(material(at).tone, depth));
        }
    }

    /// A flat part of the background: one material, thinned by lights and by the look's depth.
    pub fn flat(&mut self, shape: &BezPath, material: Material) {
        self.paint_by(shape, |_| material);
    }

    /// A part of the background with a contour.
    pub fn block(&mut self, shape: &BezPath, width: f64, material: Material) {
        if self.halo > 0.0 {
            return;
        }
        self.flat(shape, material);
        let shape = self.wavered(shape);
        self.stroke(&shape, width);
    }

    /// Lays the paper over what is there, by a share that depends on the place: mist.
    pub fn veil(&mut self, shape: &BezPath, share: impl Fn(Point) -> f64) {
        let paper = self.look.paper.map(f64::from);
        let shown = self.shown();
        self.each_pixel(shape, |pixel, x, y, cover| {
            let part = share(shown(x, y)).clamp(0.0, 1.0) * cover;
            for (byte, value) in pixel.iter_mut().zip(paper) {
                *byte = (f64::from(*byte) * (1.0 - part) + value * part) as u8;
            }
        });
    }

    /// Lays a colour over what is there, by a share that depends on the place. Black and white pictures do not show it.
    pub fn paint_over(&mut self, shape: &BezPath, material: Material, share: impl Fn(Point) -> f64) {
        if self.halo > 0.0 || !self.look.colour {
            return;
        }
        let rgb = self.look.rgb(material).map(f64::from);
        let shown = self.shown();
        self.each_pixel(shape, |pixel, x, y, cover| {
            let part = share(shown(x, y)).clamp(0.0, 1.0) * cover;
            for (byte, value) in pixel.iter_mut().zip(rgb) {
                *byte = (f64::from(*byte) * (1.0 - part) + value * part) as u8;
            }
        });
    }

    fn tone_plain(&mut self, shape: &BezPath, tone: f64) {
        self.screen(shape, false, |_| tone);
    }

    fn fill_rgb(&mut self, shape: &BezPath, rgb: [u8; 3]) {
        let Some(path) = self.seen(shape) else { return };
        self.pixels.fill_path(
            &path,
            &paint(rgb),
            ts::FillRule::Winding,
            ts::Transform::identity(),
            self.clip.as_ref(),
        );
    }

    fn stroke_rgb(&mut self, path: &BezPath, width: f64, rgb: [u8; 3]) {
        if self.halo > 0.0 {
            return;
        }
        let Some(path) = self.seen(path) else { return };
        let stroke = ts::Stroke {
            width: (width * self.scale) as f32,
            line_cap: ts::LineCap::Round,
            line_join: ts::LineJoin::Round,
            ..ts::Stroke::default()
        };
        self.pixels.stroke_path(
            &path,
            &paint(rgb),
            &stroke,
            ts::Transform::identity(),
            self.clip.as_ref(),
        );
    }

    /// The path as an unsteady hand draws it.
    fn wavered(&self, path: &BezPath) -> BezPath {
        let reach = self.look.waver * self.scale;
        if reach <= 0.0 {
            return path.clone();
        }
        let moved = |p: Point| {
            let (x, y) = (p.x / self.scale, p.y / self.scale);
            let offset = Vec2::new(
                (x * 0.11 + y * 0.071).sin() + (x * 0.031 - y * 0.17).sin(),
                (x * 0.063 - y * 0.12).sin() + (x * 0.15 + y * 0.027).sin(),
            );
            p + offset * reach * 0.5
        };
        path.elements()
            .iter()
            .map(|element| match *element {
                PathEl::MoveTo(a) => PathEl::MoveTo(moved(a)),
                PathEl::LineTo(a) => PathEl::LineTo(moved(a)),
                PathEl::QuadTo(a, b) => PathEl::QuadTo(moved(a), moved(b)),
                PathEl::CurveTo(a, b, c) => PathEl::CurveTo(moved(a), moved(b), moved(c)),
                PathEl::ClosePath => PathEl::ClosePath,
            })
            .collect()
    }
}

/// The wanted coverage under a look that deepens or thins the background.
fn deepened(tone: f64, depth: f64) -> f64 {
    if tone >= BLACK {
        tone
    } else {
        (tone * depth).min(0.9)
    }
}

fn paint(rgb: [u8; 3]) -> ts::Paint<'static> {
    let mut paint = ts::Paint::default();
    paint.set_color_rgba8(rgb[0], rgb[1], rgb[2], 255);
    paint.anti_alias = true;
    paint
}
