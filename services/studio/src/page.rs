//! Pages: which panels share one, where they stand on it, and the finished sheet.

mod cells;
mod cover;
mod division;
mod flair;
mod given;
mod misfit;
mod paper;
mod render;
mod shares;
mod sheet;
mod strip;
mod template;
mod title;

use mangakai_script::{Panel, ReadingDirection, Script};

pub(crate) use cover::cover;
pub(crate) use paper::Edges;
pub use paper::{PageSpec, Paper};
pub(crate) use render::{Artist, PageError, render};
pub(crate) use sheet::Sheet;

use flair::Flair;
use template::Template;

/// Most panels on one page.
pub const MAX_PANELS_A_PAGE: usize = 7;

/// Weight of variety against fitting panels well.
const VARIETY: f64 = 0.35;

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
    /// What is printed on: pages of a strip have none.
    pub spec: Option<PageSpec>,
}

impl Page {
    /// Whether it is a left one when the book lies open: the first page is a right one, unless the book is read from
    /// the right.
    #[must_use]
    pub fn is_left(&self, direction: ReadingDirection) -> bool {
        self.number.is_multiple_of(2) != (direction == ReadingDirection::Rtl)
    }
}

/// The place of one panel on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Number of the panel.
    pub panel: u32,
    /// Corners in pixels: top left, top right, bottom right, bottom left. Those of a panel that bleeds are beyond the
    /// page.
    pub corners: [(f64, f64); 4],
    /// It runs off the paper wherever it meets the margin.
    pub bleeds: bool,
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

/// The pages of `script`; the same script always gives the same pages. A webtoon is a strip in slices.
#[must_use]
pub fn lay_out(script: &Script, spec: PageSpec) -> Vec<Page> {
    if script.reading_direction == ReadingDirection::Webtoon {
        return strip::lay_out(script);
    }
    let (width, height) = spec.pixels();
    let mut pages: Vec<Page> = Vec::new();
    let mut before = (Template::new(), Flair::default());
    let mut first = 0;
    for size in division::sizes(script) {
        let panels = &script.panels[first..first + size];
        let (template, flair, cells) = best(panels, spec, script.reading_direction, &before, pages.len());
        before = (template, flair);
        pages.push(Page {
            number: u32::try_from(pages.len() + 1).unwrap_or(u32::MAX),
            width,
            height,
            cells,
            spec: Some(spec),
        });
        first += size;
    }
    pages
}

/// The template that gives the panels the room they ask for, other than the one of the page before.
fn best(
    panels: &[Panel],
    spec: PageSpec,
    direction: ReadingDirection,
    before: &(Template, Flair),
    page: usize,
) -> (Template, Flair, Vec<Cell>) {
    let templates = template::all(panels.len());
    let choices = templates.len();
    let mut best: Option<(f64, Template)> = None;
    for (index, template) in templates.into_iter().enumerate() {
        if template == before.0 && choices > 1 {
            continue;
        }
        // Judged as read from the left: a page and its mirror are the same page.
        let cells = cells::place(panels, &template, spec, ReadingDirection::Ltr, Flair::default());
        let alike = template.first() == before.0.first();
        // A different favourite on every page, among those that fit about as well.
        #[expect(clippy::cast_precision_loss, reason = "a few templates")]
        let turn = ((index * 5 + page * 3) % choices) as f64 / choices as f64;
        let cost =
            misfit::misfit(panels, &cells, spec.zoom()) + VARIETY * (turn + f64::from(u8::from(alike)));
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, template));
        }
    }
    let template = best.map_or_else(|| vec![template::Band::Beside(panels.len())], |best| best.1);
    let flair = Flair::choose(panels, &template, before.1, page);
    let cells = cells::place(panels, &template, spec, direction, flair);
    (template, flair, cells)
}

#[cfg(test)]
mod tests;
