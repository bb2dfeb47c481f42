//! The finished sheet: every panel clipped to its cell, framed, and a page number below.

use tiny_skia::{FillRule, LineCap, LineJoin, Mask, Path, PathBuilder, Stroke, Transform};

use super::{Cell, Page, digits, given};
use crate::export::PanelArt;

/// Width of a panel's frame in pixels.
const FRAME: f32 = 7.0;

/// Page pixels for one pixel of the design at 1024: lettering as large as in printed books.
const PAGE_SCALE: f64 = 0.92;

/// Smaller panels are drawn smaller, but never below this.
const LEAST_SCALE: f64 = 0.70;

/// A panel this wide and high, in pixels, is drawn at the full scale.
const FULL_SCALE_SIDE: f64 = 640.0;

/// Ink of a missing panel's marks; 255 is white.
const MISSING_INK: u8 = 120;

/// Draws panel number, width, height in pixels, scale, seed: grey bytes.
pub(crate) type Artist<'a> = dyn Fn(u32, (u32, u32), f64, u64) -> Result<Vec<u8>, String> + 'a;

/// A page as pixels, one grey byte or three colour bytes each.
pub(crate) struct Sheet {
    pub width: u32,
    pub height: u32,
    pub colour: bool,
    pub pixels: Vec<u8>,
}

/// Why a page could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PageError {
    /// The artist failed.
    #[error("panel {panel} cannot be drawn: {cause}")]
    Draw { panel: u32, cause: String },
    /// The given picture is none.
    #[error("the picture of panel {panel} cannot be read: {cause}")]
    Picture { panel: u32, cause: String },
    /// A page without pixels.
    #[error("a page of {width}x{height} pixels cannot be made")]
    Size { width: u32, height: u32 },
}

/// The sheet of `page`; `art` holds one entry per panel of the script.
pub(crate) fn render(page: &Page, art: &[PanelArt], artist: &Artist) -> Result<Sheet, PageError> {
    let missing = PanelArt::Missing {
        reason: String::new(),
    };
    let mut panels = Vec::with_capacity(page.cells.len());
    for cell in &page.cells {
        let art = art.get(cell.panel.saturating_sub(1) as usize).unwrap_or(&missing);
        panels.push(picture(cell, art, artist)?);
    }
    let colour = panels
        .iter()
        .any(|(_, picture)| picture.as_ref().is_some_and(|picture| picture.colour));
    let mut sheet = Sheet::blank(page.width, page.height, colour);
    for (cell, picture) in &panels {
        let Some(outline) = outline(cell) else { continue };
        match picture {
            Some(picture) => sheet.clip(picture, &outline, cell)?,
            None => sheet.mark_missing(cell)?,
        }
        sheet.stroke(&outline, FRAME, 0)?;
    }
    sheet.number(page)?;
    Ok(sheet)
}

/// The pixels of one panel, one grey byte or three colour bytes each.
pub(super) struct Picture {
    pub width: u32,
    pub height: u32,
    pub colour: bool,
    pub pixels: Vec<u8>,
}

/// Width and height of the pixels that cover a cell.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand pixels"
)]
pub(super) fn extent(cell: &Cell) -> (u32, u32) {
    let (left, top, right, bottom) = cell.bounds();
    (
        ((right.ceil() - left.floor()) as u32).max(1),
        ((bottom.ceil() - top.floor()) as u32).max(1),
    )
}

/// The panel's picture, if there is one, and the cell it fills.
fn picture(cell: &Cell, art: &PanelArt, artist: &Artist) -> Result<(Cell, Option<Picture>), PageError> {
    let (width, height) = extent(cell);
    let panel = cell.panel;
    match art {
        PanelArt::Missing { .. } => Ok((cell.clone(), None)),
        PanelArt::Drawn { seed } => {
            let side = f64::from(width.min(height));
            let scale = (PAGE_SCALE * (side / FULL_SCALE_SIDE).min(1.0)).max(LEAST_SCALE);
            let pixels = artist(panel, (width, height), scale, *seed)
                .map_err(|cause| PageError::Draw { panel, cause })?;
            if pixels.len() != width as usize * height as usize {
                let cause = format!("{} bytes came for {width}x{height} pixels", pixels.len());
                return Err(PageError::Draw { panel, cause });
            }
            Ok((
                cell.clone(),
                Some(Picture {
                    width,
                    height,
                    colour: false,
                    pixels,
                }),
            ))
        }
        PanelArt::Given { bytes } => given::fit(cell, bytes)
            .map(|(cell, picture)| (cell, Some(picture)))
            .map_err(|cause| PageError::Picture {
                panel,
                cause: cause.to_string(),
            }),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pixels")]
fn outline(cell: &Cell) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (index, (x, y)) in cell.corners.iter().enumerate() {
        if index == 0 {
            path.move_to(*x as f32, *y as f32)
        } else {
            path.line_to(*x as f32, *y as f32)
        }
    }
    path.close();
    path.finish()
}

impl Sheet {
    fn blank(width: u32, height: u32, colour: bool) -> Sheet {
        let bytes = width as usize * height as usize * if colour { 3 } else { 1 };
        Sheet {
            width,
            height,
            colour,
            pixels: vec![255; bytes],
        }
    }

    fn mask(&self, path: &Path) -> Result<Mask, PageError> {
        let mut mask = Mask::new(self.width, self.height).ok_or(PageError::Size {
            width: self.width,
            height: self.height,
        })?;
        mask.fill_path(path, FillRule::Winding, true, Transform::identity());
        Ok(mask)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels of a cell inside the page"
    )]
    fn clip(&mut self, picture: &Picture, outline: &Path, cell: &Cell) -> Result<(), PageError> {
        let mask = self.mask(outline)?;
        let (left, top, ..) = cell.bounds();
        let (left, top) = (left.floor().max(0.0) as usize, top.floor().max(0.0) as usize);
        for y in 0..picture.height as usize {
            for x in 0..picture.width as usize {
                let (px, py) = (left + x, top + y);
                if px >= self.width as usize || py >= self.height as usize {
                    continue;
                }
                let at = py * self.width as usize + px;
                let cover = u16::from(mask.data()[at]);
                if cover > 0 {
                    self.mix(at, picture, y * picture.width as usize + x, cover);
                }
            }
        }
        Ok(())
    }

    fn mix(&mut self, at: usize, picture: &Picture, from: usize, cover: u16) {
        let channels = if self.colour { 3 } else { 1 };
        for channel in 0..channels {
            let ink = if picture.colour {
                picture.pixels[from * 3 + channel]
            } else {
                picture.pixels[from]
            };
            blend(&mut self.pixels[at * channels + channel], ink, cover);
        }
    }

    fn fill(&mut self, path: &Path, ink: u8) -> Result<(), PageError> {
        let mask = self.mask(path)?;
        let channels = if self.colour { 3 } else { 1 };
        for (at, cover) in mask.data().iter().enumerate().filter(|(_, cover)| **cover > 0) {
            for channel in 0..channels {
                blend(&mut self.pixels[at * channels + channel], ink, u16::from(*cover));
            }
        }
        Ok(())
    }

    fn stroke(&mut self, path: &Path, width: f32, ink: u8) -> Result<(), PageError> {
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Miter,
            ..Stroke::default()
        };
        path.stroke(&stroke, 1.0)
            .map_or(Ok(()), |line| self.fill(&line, ink))
    }

    /// A panel that failed is an empty frame, crossed out, with its number: seen by everybody, taken for no picture.
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    fn mark_missing(&mut self, cell: &Cell) -> Result<(), PageError> {
        let corner = |index: usize| (cell.corners[index].0 as f32, cell.corners[index].1 as f32);
        for (from, to) in [(0, 2), (1, 3)] {
            self.polyline(&[corner(from), corner(to)], 4.0, MISSING_INK)?;
        }
        let (left, top, right, bottom) = cell.bounds();
        let centre = (((left + right) / 2.0) as f32, ((top + bottom) / 2.0) as f32);
        let radius = ((right - left).min(bottom - top) as f32 * 0.22).min(150.0);
        if let Some(disc) = PathBuilder::from_circle(centre.0, centre.1, radius) {
            self.fill(&disc, 255)?;
            self.stroke(&disc, 6.0, MISSING_INK)?;
        }
        for stroke in digits::strokes(cell.panel, centre, radius * 0.34) {
            self.polyline(&stroke, 8.0, MISSING_INK)?;
        }
        Ok(())
    }

    #[expect(clippy::cast_precision_loss, reason = "pixels")]
    fn number(&mut self, page: &Page) -> Result<(), PageError> {
        if page.height != super::PAGE_HEIGHT {
            return Ok(());
        }
        let bottom = super::MARGINS[3];
        #[expect(clippy::cast_possible_truncation, reason = "pixels")]
        let centre = (
            page.width as f32 / 2.0,
            page.height as f32 - (bottom / 2.0) as f32,
        );
        for stroke in digits::strokes(page.number, centre, 15.0) {
            self.polyline(&stroke, 4.0, 0)?;
        }
        Ok(())
    }

    fn polyline(&mut self, points: &[(f32, f32)], width: f32, ink: u8) -> Result<(), PageError> {
        let mut path = PathBuilder::new();
        for (index, (x, y)) in points.iter().enumerate() {
            if index == 0 {
                path.move_to(*x, *y)
            } else {
                path.line_to(*x, *y)
            }
        }
        path.finish()
            .map_or(Ok(()), |path| self.stroke(&path, width, ink))
    }
}

/// `cover` of 255 parts of `ink` over what is there.
#[expect(clippy::cast_possible_truncation, reason = "a mean of two bytes is a byte")]
fn blend(pixel: &mut u8, ink: u8, cover: u16) {
    *pixel = ((u16::from(*pixel) * (255 - cover) + u16::from(ink) * cover + 127) / 255) as u8;
}
