//! Panels on a page: rows with wide gutters, neighbours with narrow ones, some of them slanted.

use mangakai_script::{Angle, Panel, ReadingDirection, Role};

use super::template::{Template, want};
use super::{COLUMN_GUTTER, Cell, MARGINS, PAGE_HEIGHT, PAGE_WIDTH, ROW_GUTTER};

/// No row is lower than this share of an even one.
const LOWEST_ROW: f64 = 0.74;

/// No panel of a row is narrower than this share of an even one.
const NARROWEST: f64 = 0.72;

/// How far a slanted gutter between neighbours leans at each end, in pixels.
const LEAN: f64 = 34.0;

/// How far a slanted gutter between rows rises at each end, in pixels.
const RISE: f64 = 22.0;

/// A straight line that is nearly level, by its heights at both margins.
#[derive(Clone, Copy)]
struct Level {
    left: f64,
    right: f64,
}

/// A straight line that is nearly upright, by its places at two heights.
#[derive(Clone, Copy)]
struct Upright {
    top: (f64, f64),
    bottom: (f64, f64),
}

/// The cells of `panels` in reading order.
pub(super) fn place(
    panels: &[Panel],
    template: Template,
    direction: ReadingDirection,
    page: usize,
) -> Vec<Cell> {
    let rows = rows(panels, template);
    let mut cells = Vec::with_capacity(panels.len());
    let mut first = 0;
    let bounds = levels(panels, template, &rows, page);
    for (index, count) in template.iter().enumerate() {
        let row = &panels[first..first + count];
        let (above, below) = (bounds[index].1, bounds[index + 1].0);
        let mut sides = uprights(row, rows[index], page + index);
        if direction == ReadingDirection::Rtl {
            mirror(&mut sides);
        }
        for (panel, (left, right)) in row.iter().zip(sides) {
            let corners = [
                crossing(above, left),
                crossing(above, right),
                crossing(below, right),
                crossing(below, left),
            ];
            cells.push(Cell {
                panel: panel.number,
                corners,
            });
        }
        first += count;
    }
    cells
}

/// Top and bottom of every row, by what its panels ask for.
fn rows(panels: &[Panel], template: Template) -> Vec<(f64, f64)> {
    let mut first = 0;
    let wants: Vec<f64> = template
        .iter()
        .map(|count| {
            let row = &panels[first..first + count];
            first += count;
            #[expect(clippy::cast_precision_loss, reason = "a few panels")]
            let mean = row.iter().map(want).sum::<f64>() / (*count as f64).sqrt();
            mean.max(row.iter().map(want).fold(0.0, f64::max))
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    let gutters = ROW_GUTTER * (template.len() - 1) as f64;
    let room = f64::from(PAGE_HEIGHT) - MARGINS[1] - MARGINS[3] - gutters;
    let mut top = MARGINS[1];
    shares(&wants, LOWEST_ROW)
        .into_iter()
        .map(|share| {
            let row = (top, top + room * share);
            top = row.1 + ROW_GUTTER;
            row
        })
        .collect()
}

/// Shares of one, in proportion to `wants`, none below `least` of an even share.
fn shares(wants: &[f64], least: f64) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a few shares")]
    let even = 1.0 / wants.len() as f64;
    let total: f64 = wants.iter().sum();
    let raised: Vec<f64> = wants
        .iter()
        .map(|want| (want / total).max(even * least))
        .collect();
    let total: f64 = raised.iter().sum();
    raised.into_iter().map(|share| share / total).collect()
}

/// For every boundary between rows: the line that ends the row above, and the one that begins the row below.
fn levels(panels: &[Panel], template: Template, rows: &[(f64, f64)], page: usize) -> Vec<(Level, Level)> {
    let flat = |height: f64| Level {
        left: height,
        right: height,
    };
    let mut levels = vec![(flat(rows[0].0), flat(rows[0].0))];
    let mut first = 0;
    for (index, pair) in rows.windows(2).enumerate() {
        let above = &panels[first..first + template[index]];
        first += template[index];
        let below = &panels[first..first + template[index + 1]];
        let rise = if above.iter().chain(below).any(is_lively) && (page + index).is_multiple_of(2) {
            RISE
        } else {
            0.0
        };
        let rise = if page.is_multiple_of(2) { rise } else { -rise };
        let tilted = |height: f64| Level {
            left: height + rise,
            right: height - rise,
        };
        levels.push((tilted(pair[0].1), tilted(pair[1].0)));
    }
    let last = rows[rows.len() - 1].1;
    levels.push((flat(last), flat(last)));
    levels
}

/// Left and right side of every panel of a row, read from the left.
fn uprights(row: &[Panel], (top, bottom): (f64, f64), turn: usize) -> Vec<(Upright, Upright)> {
    let straight = |x: f64| Upright {
        top: (x, top),
        bottom: (x, bottom),
    };
    #[expect(clippy::cast_precision_loss, reason = "a few panels")]
    let gutters = COLUMN_GUTTER * (row.len() - 1) as f64;
    let room = f64::from(PAGE_WIDTH) - MARGINS[0] - MARGINS[2] - gutters;
    let wants: Vec<f64> = row.iter().map(want).collect();
    let mut left = straight(MARGINS[0]);
    let mut x = MARGINS[0];
    let mut sides = Vec::with_capacity(row.len());
    for (index, share) in shares(&wants, NARROWEST).into_iter().enumerate() {
        x += room * share;
        let leans = row[index..].iter().take(2).any(is_lively) || turn % 3 == 1;
        let lean = if leans { LEAN } else { 0.0 };
        let lean = if (turn + index).is_multiple_of(2) {
            lean
        } else {
            -lean
        };
        let side = |x: f64| Upright {
            top: (x + lean, top),
            bottom: (x - lean, bottom),
        };
        if index + 1 == row.len() {
            sides.push((left, straight(f64::from(PAGE_WIDTH) - MARGINS[2])));
        } else {
            sides.push((left, side(x)));
            x += COLUMN_GUTTER;
            left = side(x);
        }
    }
    sides
}

/// Reading from the right: the first panel stands at the right edge.
fn mirror(sides: &mut [(Upright, Upright)]) {
    let flip = |upright: Upright| Upright {
        top: (f64::from(PAGE_WIDTH) - upright.top.0, upright.top.1),
        bottom: (f64::from(PAGE_WIDTH) - upright.bottom.0, upright.bottom.1),
    };
    for (left, right) in sides.iter_mut() {
        (*left, *right) = (flip(*right), flip(*left));
    }
}

fn is_lively(panel: &Panel) -> bool {
    panel.importance >= 5 || panel.angle == Angle::Dutch || panel.role == Role::Impact
}

/// Where a level and an upright line meet.
fn crossing(level: Level, upright: Upright) -> (f64, f64) {
    let span = f64::from(PAGE_WIDTH) - MARGINS[0] - MARGINS[2];
    let slope = (level.right - level.left) / span;
    let lean = (upright.bottom.0 - upright.top.0) / (upright.bottom.1 - upright.top.1);
    // y = left + slope (x - margin) and x = top.x + lean (y - top.y), solved for y.
    let y = (level.left + slope * (upright.top.0 - lean * upright.top.1 - MARGINS[0])) / (1.0 - slope * lean);
    (upright.top.0 + lean * (y - upright.top.1), y)
}
