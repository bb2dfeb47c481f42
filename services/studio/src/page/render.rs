//! The finished sheet: every panel clipped to its cell, framed, and a page number below.

use kurbo::{BezPath, Circle, Shape};
use mangakai_script::{ReadingDirection, Script};

use super::sheet::{Sheet, polygon};
use super::{Cell, Edges, Page, given, title};
use crate::{Area, Margins, Picture, Size, export::PanelArt};

/// Width of a panel's frame in pixels of A5.
const FRAME: f64 = 7.0;

/// Page pixels of A5 for one pixel of the design at 1024: lettering as large as in printed books.
const PAGE_SCALE: f64 = 0.92;

/// Smaller panels are drawn smaller, but never below this.
const LEAST_SCALE: f64 = 0.70;

/// A panel this wide and high, in pixels of A5, is drawn at the full scale.
const FULL_SCALE_SIDE: f64 = 640.0;

/// What an artist draws around a panel is outside its cell by so many design pixels: the frame is the page's.
const OUTSET: f64 = 7.0;

/// Ink of a missing panel's marks; 255 is white.
const MISSING_INK: u8 = 120;

/// Height of the page number in pixels of A5.
const NUMBER_PX: f64 = 44.0;

/// Draws panel number, size, room at the edges that words keep free, page pixels per design pixel, seed.
pub(crate) type Artist<'a> = dyn Fn(&Script, u32, Size, Margins, f64, u64) -> Result<Picture, String> + 'a;

/// Why a page could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PageError {
    /// The artist failed.
    #[error("panel {panel} cannot be drawn: {cause}")]
    Draw { panel: u32, cause: String },
    /// The given picture is none.
    #[error("the picture of panel {panel} cannot be read: {cause}")]
    Picture { panel: u32, cause: String },
}

/// The sheet of `page`; `art` holds one entry per panel of the script. One panel is in memory at a time.
pub(crate) fn render(
    script: &Script,
    page: &Page,
    art: &[PanelArt],
    artist: &Artist,
) -> Result<Sheet, PageError> {
    let mut sheet = Sheet::blank(page.width, page.height);
    let zoom = page.spec.map_or(1.0, super::PageSpec::zoom);
    // Panels that bleed lie below their neighbours.
    let (under, over): (Vec<&Cell>, Vec<&Cell>) = page.cells.iter().partition(|cell| cell.bleeds);
    let mut shown = Vec::with_capacity(page.cells.len());
    for cell in under.into_iter().chain(over) {
        let cell = match art.get(cell.panel.saturating_sub(1) as usize) {
            Some(PanelArt::Drawn { seed }) => {
                let drawing = Drawing {
                    script,
                    artist,
                    seed: *seed,
                    zoom,
                };
                drawing.lay_down(&mut sheet, page, cell)?
            }
            Some(PanelArt::Given { bytes }) => lay_given(&mut sheet, script, page, cell, bytes)?,
            Some(PanelArt::Missing { .. }) | None => {
                mark_missing(&mut sheet, cell);
                cell.clone()
            }
        };
        sheet.frame(&cell.corners, FRAME * zoom, 0);
        shown.push(cell);
    }
    number(&mut sheet, page, &shown, script.reading_direction);
    Ok(sheet)
}

/// Left, top, width and height of the pixels that cover a cell, and `outset` more on every side.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand pixels"
)]
pub(super) fn extent(cell: &Cell, outset: f64) -> ((i64, i64), Size) {
    let (left, top, right, bottom) = cell.bounds();
    let (left, top) = ((left - outset).floor(), (top - outset).floor());
    let size = Size {
        width: (((right + outset).ceil() - left) as u32).max(1),
        height: (((bottom + outset).ceil() - top) as u32).max(1),
    };
    ((left as i64, top as i64), size)
}

/// The margins that also keep words inside `safe`.
fn within(margins: Margins, at: (i64, i64), size: Size, safe: Option<Edges>) -> Margins {
    let Some([left, top, right, bottom]) = safe else {
        return margins;
    };
    #[expect(clippy::cast_precision_loss, reason = "a few thousand pixels")]
    let (x, y) = (at.0 as f64, at.1 as f64);
    Margins {
        left: margins.left.max(left - x),
        top: margins.top.max(top - y),
        right: margins.right.max(x + f64::from(size.width) - right),
        bottom: margins.bottom.max(y + f64::from(size.height) - bottom),
    }
}

/// Page pixels per design pixel in a cell.
fn scale(cell: &Cell, zoom: f64) -> f64 {
    let (left, top, right, bottom) = cell.bounds();
    let side = (right - left).min(bottom - top) / zoom;
    (PAGE_SCALE * (side / FULL_SCALE_SIDE).min(1.0)).max(LEAST_SCALE) * zoom
}

/// What the sides of a cell cut off from the picture at `at`: words stay clear of it.
fn slanted_off(cell: &Cell, at: (i64, i64), size: Size) -> Margins {
    let [a, b, c, d] = cell.corners;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand pixels")]
    let (x, y) = (at.0 as f64, at.1 as f64);
    Margins {
        left: (a.0.max(d.0) - x).max(0.0),
        top: (a.1.max(b.1) - y).max(0.0),
        right: (x + f64::from(size.width) - b.0.min(c.0)).max(0.0),
        bottom: (y + f64::from(size.height) - c.1.min(d.1)).max(0.0),
    }
}

/// A panel by the built-in artist.
struct Drawing<'a> {
    script: &'a Script,
    artist: &'a Artist<'a>,
    seed: u64,
    zoom: f64,
}

impl Drawing<'_> {
    /// Draws the panel at the size of its cell; the cell, without its bleed on sides where words would be cut off.
    fn lay_down(&self, sheet: &mut Sheet, page: &Page, cell: &Cell) -> Result<Cell, PageError> {
        let mut cell = cell.clone();
        let spec = page.spec.filter(|_| cell.bleeds);
        let safe = spec.map(super::PageSpec::safe);
        let mut drawn = self.draw(&cell, safe)?;
        // What moves with the smaller picture may come too near to another side: then no side bleeds.
        for all in [false, true] {
            let Some(spec) = spec else { break };
            let cut = cut_off(&drawn.1, drawn.0, spec.safe());
            if cut.contains(&true) {
                cell = tucked(&cell, spec.frame(), if all { [true; 4] } else { cut });
                drawn = self.draw(&cell, safe.filter(|_| cell.bleeds))?;
            }
        }
        let (at, picture) = drawn;
        sheet.clip(&picture, at, &polygon(&cell.corners));
        Ok(cell)
    }

    /// The picture of a cell; words stay inside `safe`, the part of the paper that is never cut off.
    fn draw(&self, cell: &Cell, safe: Option<Edges>) -> Result<((i64, i64), Picture), PageError> {
        let panel = cell.panel;
        let scale = scale(cell, self.zoom);
        let (at, size) = extent(cell, OUTSET * scale);
        let margins = within(slanted_off(cell, at, size), at, size, safe);
        let drawn = (self.artist)(self.script, panel, size, margins, scale, self.seed);
        let picture = drawn.map_err(|cause| PageError::Draw { panel, cause })?;
        let bytes = size.width as usize * size.height as usize * picture.channels();
        let came = (picture.width, picture.height, picture.pixels.len());
        if came != (size.width, size.height, bytes) {
            let cause = format!("{came:?} pixels came for {size:?}");
            return Err(PageError::Draw { panel, cause });
        }
        Ok((at, picture))
    }
}

/// On which sides (left, top, right, bottom) words of a picture that lies at `at` are beyond the safe area.
fn cut_off(picture: &Picture, at: (i64, i64), [left, top, right, bottom]: Edges) -> [bool; 4] {
    #[expect(clippy::cast_precision_loss, reason = "pixels")]
    let (x, y) = (at.0 as f64, at.1 as f64);
    let any = |beyond: &dyn Fn(&Area) -> bool| picture.facts.bubbles.iter().any(beyond);
    [
        any(&|bubble| x + bubble[0] < left),
        any(&|bubble| y + bubble[1] < top),
        any(&|bubble| x + bubble[2] > right),
        any(&|bubble| y + bubble[3] > bottom),
    ]
}

/// The cell without its bleed on these sides (left, top, right, bottom).
fn tucked(cell: &Cell, frame: Edges, sides: [bool; 4]) -> Cell {
    let end = |side: usize, open: f64| if sides[side] { frame[side] } else { open };
    let (left, top) = (end(0, f64::NEG_INFINITY), end(1, f64::NEG_INFINITY));
    let (right, bottom) = (end(2, f64::INFINITY), end(3, f64::INFINITY));
    Cell {
        corners: cell
            .corners
            .map(|(x, y)| (x.clamp(left, right), y.clamp(top, bottom))),
        bleeds: cell.bleeds && sides.contains(&false),
        ..cell.clone()
    }
}

/// A finished picture never runs off the paper: nobody knows what would be lost. The words are lettered over it.
fn lay_given(
    sheet: &mut Sheet,
    script: &Script,
    page: &Page,
    cell: &Cell,
    bytes: &[u8],
) -> Result<Cell, PageError> {
    let cell = page
        .spec
        .map_or_else(|| cell.clone(), |spec| tucked(cell, spec.frame(), [true; 4]));
    let fitted = given::fit(&cell, bytes).map_err(|cause| PageError::Picture {
        panel: cell.panel,
        cause: cause.to_string(),
    });
    let (cell, mut picture) = fitted?;
    let (at, size) = extent(&cell, 0.0);
    let zoom = page.spec.map_or(1.0, super::PageSpec::zoom);
    if let Some(panel) = script.panels.iter().find(|panel| panel.number == cell.panel) {
        given::letter(
            &mut picture,
            script,
            panel,
            slanted_off(&cell, at, size),
            scale(&cell, zoom),
        );
    }
    sheet.clip(&picture, at, &polygon(&cell.corners));
    Ok(cell)
}

/// A panel that failed is an empty frame, crossed out, with its number: seen by everybody, taken for no picture.
fn mark_missing(sheet: &mut Sheet, cell: &Cell) {
    let corners = cell.corners;
    for (from, to) in [(0, 2), (1, 3)] {
        let mut line = BezPath::new();
        line.move_to(corners[from]);
        line.line_to(corners[to]);
        sheet.stroke(&line, 4.0, MISSING_INK);
    }
    let (left, top, right, bottom) = cell.bounds();
    let centre = (f64::midpoint(left, right), f64::midpoint(top, bottom));
    let radius = ((right - left).min(bottom - top) * 0.22).min(150.0);
    let disc = Circle::new(centre, radius).to_path(0.1);
    sheet.fill(&disc, 255);
    sheet.stroke(&disc, 6.0, MISSING_INK);
    let number = title::line(&cell.panel.to_string(), "", radius * 0.9);
    for glyph in number.centred(centre) {
        sheet.fill(&glyph, MISSING_INK);
    }
}

/// The page number in the bottom outer corner: where a thumb leafs. None where a panel reaches there.
fn number(sheet: &mut Sheet, page: &Page, shown: &[Cell], direction: ReadingDirection) {
    let Some(spec) = page.spec else { return };
    let ([left, _, right, bottom], [_, _, _, edge]) = (spec.frame(), spec.trim());
    let line = title::line(&page.number.to_string(), "", NUMBER_PX * spec.zoom());
    let half = line.length / 2.0;
    let x = if page.is_left(direction) {
        left + half
    } else {
        right - half
    };
    let centre = (x, f64::midpoint(bottom, edge));
    let taken = |cell: &Cell| {
        let (l, t, r, b) = cell.bounds();
        (l..r).contains(&centre.0) && (t..b).contains(&centre.1)
    };
    if !shown.iter().any(taken) {
        for glyph in line.centred(centre) {
            sheet.fill(&glyph, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slanted_sides_are_kept_free_of_words() {
        let cell = Cell {
            corners: [(30.0, 10.0), (200.0, 10.0), (180.0, 110.0), (10.0, 110.0)],
            panel: 1,
            bleeds: false,
        };
        let (at, size) = extent(&cell, 5.0);
        let free = Margins {
            left: 25.0,
            top: 5.0,
            right: 25.0,
            bottom: 5.0,
        };
        assert_eq!(slanted_off(&cell, at, size), free);
    }

    #[test]
    fn words_of_a_panel_that_bleeds_stay_on_the_paper() {
        let size = Size {
            width: 400,
            height: 300,
        };
        let margins = within(
            Margins::default(),
            (-20, 40),
            size,
            Some([35.0, 35.0, 1000.0, 1000.0]),
        );
        assert!((margins.left - 55.0).abs() < 1e-9 && margins.right == 0.0 && margins.top == 0.0);
    }
}
