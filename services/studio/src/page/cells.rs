//! Panels on a page: bands with wide gutters between them, neighbours with narrow ones, some of them slanted.
//!
//! Everything is placed for reading from the left; for reading from the right the page is mirrored at the end.

use mangakai_script::{Panel, ReadingDirection};

use super::{
    Cell,
    flair::{Flair, LEAN, OVER, TILT},
    paper::{PX_PER_MM, PageSpec},
    shares::{cuts, shares},
    template::{Band, want},
};

/// White between bands in millimetres. Wider than between neighbours, which tells the order of reading.
const BAND_GUTTER_MM: f64 = 6.0;

/// White between neighbours in millimetres.
const NEIGHBOUR_GUTTER_MM: f64 = 3.0;

/// No tier is lower than this share of an even one.
const LOWEST: f64 = 0.8;

/// Neither of two panels on top of each other is lower than this share of half.
const LOWEST_STACKED: f64 = 0.85;

/// A nearly level line by its heights at the left and the right end of the frame, or a nearly upright one by its places
/// at the top and the bottom of its band; both in pixels.
#[derive(Clone, Copy)]
struct Line {
    from: f64,
    to: f64,
    /// Nothing but the margin is beyond it.
    is_edge: bool,
}

impl Line {
    fn straight(at: f64, is_edge: bool) -> Line {
        Line {
            from: at,
            to: at,
            is_edge,
        }
    }

    fn inner(from: f64, to: f64) -> Line {
        Line {
            from,
            to,
            is_edge: false,
        }
    }

    /// Moved out to `at`, if it is an edge.
    fn bled(self, at: f64) -> Line {
        if self.is_edge {
            Line::straight(at, true)
        } else {
            self
        }
    }
}

/// The cells of `panels` in reading order.
pub(super) fn place(
    panels: &[Panel],
    template: &[Band],
    spec: PageSpec,
    direction: ReadingDirection,
    flair: Flair,
) -> Vec<Cell> {
    let page = Plan::of(panels, template, spec, flair);
    let mut cells = page.cells();
    if direction == ReadingDirection::Rtl {
        let width = f64::from(spec.pixels().0);
        for cell in &mut cells {
            let [a, b, c, d] = cell.corners.map(|(x, y)| (width - x, y));
            cell.corners = [b, a, d, c];
        }
    }
    cells
}

struct Plan<'a> {
    panels: &'a [Panel],
    template: &'a [Band],
    spec: PageSpec,
    flair: Flair,
    /// Left, top, right, bottom of the frame.
    frame: [f64; 4],
    /// Top and bottom of every band.
    bands: Vec<(f64, f64)>,
    /// Where every band is cut into neighbours, as shares of its width.
    cuts: Vec<Vec<f64>>,
}

impl<'a> Plan<'a> {
    fn of(panels: &'a [Panel], template: &'a [Band], spec: PageSpec, flair: Flair) -> Plan<'a> {
        let frame = spec.frame();
        Plan {
            panels,
            template,
            spec,
            flair,
            frame,
            bands: bands(panels, template, frame),
            cuts: all_cuts(panels, template),
        }
    }

    fn cells(&self) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(self.panels.len());
        for (index, band) in self.template.iter().enumerate() {
            let columns = self.columns(index);
            let (above, below) = (self.above(index), self.below(index));
            for (column, sides) in columns.iter().enumerate() {
                if *band == Band::Tall && column == 1 {
                    let (upper, lower) = self.stacked(index, cells.len());
                    self.push(&mut cells, index, (above, upper), *sides);
                    self.push(&mut cells, index, (lower, below), *sides);
                } else {
                    self.push(&mut cells, index, (above, below), *sides);
                }
            }
        }
        cells
    }

    /// Left and right side of every column of a band.
    fn columns(&self, index: usize) -> Vec<(Line, Line)> {
        let [left, _, right, _] = self.frame;
        let cuts = &self.cuts[index];
        let gutter = NEIGHBOUR_GUTTER_MM * PX_PER_MM;
        #[expect(clippy::cast_precision_loss, reason = "a few columns")]
        let room = right - left - gutter * cuts.len() as f64;
        let lean = if self.flair.lean == Some(index) {
            LEAN * self.spec.zoom()
        } else {
            0.0
        };
        let mut columns = Vec::with_capacity(cuts.len() + 1);
        let mut begin = Line::straight(left, true);
        let mut gutters = 0.0;
        for cut in cuts {
            let x = left + room * cut + gutters;
            // Leaning so, neither panel loses the corner in which its reading begins.
            columns.push((begin, Line::inner(x - lean, x + lean)));
            gutters += gutter;
            begin = Line::inner(x + gutter - lean, x + gutter + lean);
        }
        columns.push((begin, Line::straight(right, true)));
        columns
    }

    fn above(&self, index: usize) -> Line {
        self.level(self.bands[index].0, index.checked_sub(1))
    }

    fn below(&self, index: usize) -> Line {
        let boundary = Some(index).filter(|index| index + 1 < self.bands.len());
        self.level(self.bands[index].1, boundary)
    }

    /// A level line at the boundary below a band, which may be tilted, or at the edge of the frame.
    fn level(&self, height: f64, boundary: Option<usize>) -> Line {
        match boundary {
            None => Line::straight(height, true),
            Some(_) if boundary == self.flair.tilt => {
                let tilt = TILT * self.spec.zoom();
                Line::inner(height - tilt, height + tilt)
            }
            Some(_) => Line::inner(height, height),
        }
    }

    /// What ends the upper and begins the lower of two panels on top of each other.
    fn stacked(&self, index: usize, first: usize) -> (Line, Line) {
        let (top, bottom) = self.bands[index];
        let wants: Vec<f64> = self.panels[first..first + 2].iter().map(want).collect();
        let gutter = BAND_GUTTER_MM * PX_PER_MM;
        let height = top + (bottom - top - gutter) * shares(&wants, &[1.0, 1.0], LOWEST_STACKED)[0];
        (
            Line::inner(height, height),
            Line::inner(height + gutter, height + gutter),
        )
    }

    fn push(&self, cells: &mut Vec<Cell>, index: usize, levels: (Line, Line), sides: (Line, Line)) {
        let panel = &self.panels[cells.len()];
        let bleeds = self.flair.bleed == Some(cells.len());
        let ((mut above, mut below), (mut left, mut right)) = (levels, sides);
        if bleeds {
            let (width, height) = self.spec.pixels();
            (left, right) = (left.bled(-OVER), right.bled(f64::from(width) + OVER));
            (above, below) = (above.bled(-OVER), below.bled(f64::from(height) + OVER));
        }
        let band = self.bands[index];
        cells.push(Cell {
            panel: panel.number,
            corners: [
                self.crossing(above, left, band),
                self.crossing(above, right, band),
                self.crossing(below, right, band),
                self.crossing(below, left, band),
            ],
            bleeds,
        });
    }

    /// Where a level and an upright line meet.
    fn crossing(&self, level: Line, upright: Line, (top, bottom): (f64, f64)) -> (f64, f64) {
        let [left, _, right, _] = self.frame;
        let slope = (level.to - level.from) / (right - left);
        let lean = (upright.to - upright.from) / (bottom - top);
        // y = level.from + slope (x - left) and x = upright.from + lean (y - top), solved for y.
        let y = (level.from + slope * (upright.from - lean * top - left)) / (1.0 - slope * lean);
        (upright.from + lean * (y - top), y)
    }
}

/// Top and bottom of every band, by what its panels ask for.
fn bands(panels: &[Panel], template: &[Band], [_, top, _, bottom]: [f64; 4]) -> Vec<(f64, f64)> {
    let mut first = 0;
    let wants: Vec<f64> = template
        .iter()
        .map(|band| {
            let wants: Vec<f64> = panels[first..first + band.panels()].iter().map(want).collect();
            first += band.panels();
            let all: f64 = wants.iter().sum();
            match band {
                #[expect(clippy::cast_precision_loss, reason = "a few panels")]
                Band::Beside(count) => all / (*count as f64).sqrt(),
                Band::Tall => wants[0].max(all - wants[0]) * 1.25,
            }
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a few tiers")]
    let tiers: Vec<f64> = template.iter().map(|band| band.tiers() as f64).collect();
    let gutter = BAND_GUTTER_MM * PX_PER_MM;
    #[expect(clippy::cast_precision_loss, reason = "a few bands")]
    let room = bottom - top - gutter * (template.len() - 1) as f64;
    let mut y = top;
    shares(&wants, &tiers, LOWEST)
        .into_iter()
        .map(|share| {
            let band = (y, y + room * share);
            y = band.1 + gutter;
            band
        })
        .collect()
}

/// Where every band is cut, never in line with the band above it: a crossing could be read two ways.
fn all_cuts(panels: &[Panel], template: &[Band]) -> Vec<Vec<f64>> {
    let mut all: Vec<Vec<f64>> = Vec::with_capacity(template.len());
    let mut first = 0;
    for band in template {
        let wants: Vec<f64> = panels[first..first + band.panels()].iter().map(want).collect();
        first += band.panels();
        let wants = match band {
            Band::Beside(_) => wants,
            Band::Tall => vec![wants[0], (wants[1] + wants[2]) * 0.8],
        };
        all.push(cuts(&wants, all.last().map_or(&[], Vec::as_slice)));
    }
    all
}
