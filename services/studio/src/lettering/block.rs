//! Lines as a block of text around its optical centre. Lengths are ems.

use std::ops::Range;

use kurbo::{Affine, BezPath, Point, Vec2};

use super::breaking::{self, length};
use super::direction::visual;
use super::kinsoku::FORBIDDEN;
use super::limits::MOST_LINES;
use super::units::{Unit, Writing};

/// A division of a text into lines.
#[derive(Clone, Debug)]
pub(super) struct Block {
    lines: Vec<Range<usize>>,
    /// Where the pen of each line begins.
    starts: Vec<Point>,
    /// Corners of the lines: what a balloon has to hold.
    pub corners: Vec<Point>,
    /// How far it is from what was wanted; 0 is perfect.
    pub cost: f64,
}

/// The proportions wanted and how unwelcome others are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// Width by height.
    pub aspect: f64,
    /// How much shorter the outer lines are.
    pub bulge: f64,
}

/// Widths by heights that are tried, as multiples of the wanted one.
const ASPECTS: [f64; 11] = [1.0, 0.78, 1.3, 0.6, 1.7, 0.42, 2.4, 0.27, 3.6, 0.15, 6.0];

/// Up to so many lines, every number of them is tried.
const FEW_LINES: usize = 7;

/// Blocks of different proportions, the best first.
pub(super) fn blocks(writing: &Writing, form: Form) -> Vec<Block> {
    let whole = writing.length();
    let leading = writing.leading();
    let most = writing.units.len().min(MOST_LINES);
    let mut counts: Vec<usize> = ASPECTS
        .iter()
        .flat_map(|times| {
            let aspect = form.aspect * times;
            let count = if writing.down {
                (aspect * whole / leading).sqrt()
            } else {
                (whole / leading / aspect).sqrt()
            };
            [count.floor() as usize, count.ceil() as usize]
        })
        .chain(1..=FEW_LINES)
        .map(|count| count.clamp(1, most.max(1)))
        .collect();
    counts.sort_unstable();
    counts.dedup();
    let mut blocks: Vec<Block> = counts
        .into_iter()
        .filter_map(|count| block(writing, count, form))
        .collect();
    blocks.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    blocks
}

fn block(writing: &Writing, count: usize, form: Form) -> Option<Block> {
    let bulge = if count < 3 { 0.0 } else { form.bulge };
    let broken = breaking::lines(&writing.units, count, bulge)?;
    let lengths: Vec<f64> = broken
        .ranges
        .iter()
        .map(|range| length(&writing.units[range.clone()]))
        .collect();
    let leading = writing.leading();
    let longest = lengths.iter().copied().fold(0.1, f64::max);
    let across = leading * (count as f64 - 1.0) + 1.0;
    let aspect = if writing.down {
        across / longest
    } else {
        longest / across
    };
    let mut ragged = broken.ragged / longest.max(7.0);
    if broken.ragged >= FORBIDDEN {
        ragged = 6.0;
    }
    let cost = (aspect / form.aspect).ln().abs() * 1.4 + ragged * if writing.wide { 1.1 } else { 0.8 };
    let mut block = Block {
        starts: Vec::with_capacity(count),
        corners: Vec::with_capacity(4 * count),
        lines: broken.ranges,
        cost,
    };
    block.place(writing, &lengths, leading);
    Some(block)
}

impl Block {
    fn place(&mut self, writing: &Writing, lengths: &[f64], leading: f64) {
        let (above, below) = writing.reach;
        let aid = if writing.aided { 0.58 } else { 0.0 };
        for (i, (range, length)) in self.lines.iter().zip(lengths).enumerate() {
            let blank = writing.units[range.start].blank.0;
            let off = i as f64 * leading;
            let (start, from, to) = if writing.down {
                // Columns begin at one height, from the right.
                (
                    Point::new(-off, -blank),
                    Point::new(-off - 0.5, 0.0),
                    Point::new(-off + 0.5 + aid, *length),
                )
            } else {
                // Lines are centred; what counts is the height of capitals.
                (
                    Point::new(-length / 2.0 - blank, off + 0.36),
                    Point::new(-length / 2.0, off - above - aid),
                    Point::new(length / 2.0, off + below),
                )
            };
            self.starts.push(start);
            self.corners
                .extend([from, Point::new(to.x, from.y), to, Point::new(from.x, to.y)]);
        }
        let centre = self.optical_centre(lengths, writing.down);
        let shift = |point: &mut Point| *point -= centre;
        self.corners.iter_mut().for_each(shift);
        self.starts.iter_mut().for_each(shift);
    }

    /// Between the middle of the box and the centre of the mass.
    fn optical_centre(&self, lengths: &[f64], down: bool) -> Vec2 {
        let ends = |value: fn(&Point) -> f64| {
            let values = self.corners.iter().map(value);
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
                (low.min(v), high.max(v))
            })
        };
        let ((x0, x1), (y0, y1)) = (ends(|p| p.x), ends(|p| p.y));
        let middle = Vec2::new((x0 + x1) / 2.0, (y0 + y1) / 2.0);
        if !down {
            return middle;
        }
        let weight: f64 = lengths.iter().sum::<f64>().max(1e-6);
        let mass = lengths.iter().map(|length| length * length / 2.0).sum::<f64>() / weight;
        Vec2::new(middle.x, 0.6 * middle.y + 0.4 * mass)
    }

    /// Half width and half height of the box around the centre.
    pub(super) fn half(&self) -> (f64, f64) {
        self.corners
            .iter()
            .fold((0.1, 0.1), |(x, y): (f64, f64), corner| {
                (x.max(corner.x.abs()), y.max(corner.y.abs()))
            })
    }

    /// The letters, `px` large, around `centre`.
    pub(super) fn letters(&self, writing: &Writing, px: f64, centre: Point) -> BezPath {
        let mut letters = BezPath::new();
        for (range, start) in self.lines.iter().zip(&self.starts) {
            let mut along = 0.0;
            for piece in pieces(&writing.units[range.clone()]) {
                let step = if writing.down { (0.0, along) } else { (along, 0.0) };
                along += match piece {
                    Piece::White(width) => width,
                    Piece::Letters(unit) => {
                        let at = start.to_vec2() + Vec2::from(step);
                        letters.extend(Affine::translate(at) * unit.glyphs.clone());
                        unit.advance
                    }
                };
            }
        }
        Affine::translate(centre.to_vec2()) * Affine::scale(px) * letters
    }

    /// The text of each line, for whoever checks the breaks.
    #[cfg(test)]
    pub(super) fn ranges(&self) -> &[Range<usize>] {
        &self.lines
    }
}

/// What stands on a line.
enum Piece<'a> {
    White(f64),
    Letters(&'a Unit),
}

/// A line from its beginning on the page: words from right to left change places.
fn pieces(units: &[Unit]) -> Vec<Piece<'_>> {
    let (mut pieces, mut levels) = (Vec::new(), Vec::new());
    for (i, unit) in units.iter().enumerate() {
        if i > 0 {
            pieces.push(Piece::White(unit.gap));
            levels.push(unit.levels.0);
        }
        pieces.push(Piece::Letters(unit));
        levels.push(unit.levels.1);
    }
    let order = visual(&levels);
    let mut pieces: Vec<Option<Piece>> = pieces.into_iter().map(Some).collect();
    order.into_iter().filter_map(|i| pieces[i].take()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};
    use crate::lettering::{units::write, voice::Voice};

    #[test]
    fn words_from_right_to_left_change_places_and_keep_their_spaces() {
        let text = "one אב גדה! two";
        let writing = write(text, &[], false, "en", &Voice::speaking(text, "en"));
        let advances: Vec<f64> = writing.units.iter().map(|unit| unit.advance).collect();
        // "one", "אב", "גדה", "!", "two"
        assert_eq!(advances.len(), 5);
        let line: Vec<(bool, f64)> = pieces(&writing.units)
            .into_iter()
            .map(|piece| match piece {
                Piece::White(width) => (true, width),
                Piece::Letters(unit) => (false, unit.advance),
            })
            .filter(|(_, width)| *width > 0.0)
            .collect();
        let letters: Vec<f64> = line
            .iter()
            .filter(|(white, _)| !white)
            .map(|piece| piece.1)
            .collect();
        assert_eq!(letters, [0, 2, 1, 3, 4].map(|i: usize| advances[i]));
        let white: Vec<bool> = line.iter().map(|(white, _)| *white).collect();
        assert_eq!(white, [false, true, false, true, false, false, true, false]);
    }
}
