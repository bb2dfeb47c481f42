//! Pages: which panels share one, where they stand on it, and the finished sheet.

mod cells;
mod digits;
mod division;
mod given;
mod sheet;
mod strip;
mod template;

use mangakai_script::{ReadingDirection, Script};

pub(crate) use sheet::{Artist, PageError, Sheet, render};

/// Width of a page in pixels: A5 at 300 dots per inch.
pub const PAGE_WIDTH: u32 = 1748;

/// Height of a page in pixels: A5 at 300 dots per inch.
pub const PAGE_HEIGHT: u32 = 2480;

/// Most panels on one page.
pub const MAX_PANELS_A_PAGE: usize = 7;

/// White around the panels: left, top, right, bottom. The bottom holds the page number.
pub(crate) const MARGINS: [f64; 4] = [112.0, 112.0, 112.0, 148.0];

/// White between rows. Wider than between neighbours, which tells the order of reading.
pub(crate) const ROW_GUTTER: f64 = 44.0;

/// White between neighbours in a row.
pub(crate) const COLUMN_GUTTER: f64 = 24.0;

/// One page with its panels in reading order.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// 1, 2, 3, ...
    pub number: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Panels in reading order.
    pub cells: Vec<Cell>,
}

/// The place of one panel on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Number of the panel.
    pub panel: u32,
    /// Corners in pixels: top left, top right, bottom right, bottom left.
    pub corners: [(f64, f64); 4],
}

impl Cell {
    /// Left, top, right and bottom of the smallest upright rectangle around it, in pixels.
    #[must_use]
    pub fn bounds(&self) -> (f64, f64, f64, f64) {
        let xs = self.corners.map(|corner| corner.0);
        let ys = self.corners.map(|corner| corner.1);
        let least = |values: [f64; 4]| values.into_iter().fold(f64::INFINITY, f64::min);
        let most = |values: [f64; 4]| values.into_iter().fold(f64::NEG_INFINITY, f64::max);
        (least(xs), least(ys), most(xs), most(ys))
    }
}

/// The pages of `script`; the same script always gives the same pages.
#[must_use]
pub fn lay_out(script: &Script) -> Vec<Page> {
    if script.reading_direction == ReadingDirection::Webtoon {
        return strip::lay_out(script);
    }
    let mut pages = Vec::new();
    let mut before = None;
    let mut first = 0;
    for size in division::sizes(script) {
        let panels = &script.panels[first..first + size];
        let template = template::choose(panels, before, pages.len());
        before = Some(template);
        let cells = cells::place(panels, template, script.reading_direction, pages.len());
        let number = u32::try_from(pages.len() + 1).unwrap_or(u32::MAX);
        pages.push(Page {
            number,
            width: PAGE_WIDTH,
            height: PAGE_HEIGHT,
            cells,
        });
        first += size;
    }
    pages
}

#[cfg(test)]
mod tests;
