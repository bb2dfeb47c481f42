//! Line breaking: least raggedness against the outline of a lens, by dynamic programming.

use std::ops::Range;

use super::units::Unit;

/// Units of each line, and how uneven the lines are, in ems.
pub(super) struct Lines {
    pub ranges: Vec<Range<usize>>,
    pub ragged: f64,
}

/// Breaks `units` into exactly `count` lines. `bulge` is how much shorter the outer lines are, as a part of the
/// middle ones. None when there are fewer units than lines, or no even division.
pub(super) fn lines(units: &[Unit], count: usize, bulge: f64) -> Option<Lines> {
    let n = units.len();
    if count == 0 || count > n {
        return None;
    }
    let whole: f64 = units.iter().map(|unit| unit.advance + unit.gap).sum();
    let profile: Vec<f64> = (0..count)
        .map(|line| {
            let off = (line as f64 + 0.5) / count as f64 * 2.0 - 1.0;
            1.0 - bulge * off * off
        })
        .collect();
    let sum: f64 = profile.iter().sum();
    let unreached = f64::INFINITY;
    // Least cost of the first `end` units in so many lines, and where the last of them begins.
    let mut best = vec![vec![(unreached, 0_usize); n + 1]; count + 1];
    best[0][0].0 = 0.0;
    for line in 0..count {
        let wanted = whole * profile[line] / sum;
        for start in line..n {
            let before = best[line][start].0;
            if before.is_infinite() {
                continue;
            }
            let mut length = 0.0;
            for end in start + 1..=n - (count - line - 1) {
                let unit = &units[end - 1];
                length += unit.advance + if end > start + 1 { unit.gap } else { 0.0 };
                if length > 2.0 * wanted + 8.0 && end > start + 1 && count > 1 {
                    break;
                }
                let penalty = units.get(end).map_or(0.0, |unit| unit.penalty);
                let off = length - wanted;
                // A last line that is short is less of a pity than one that is long.
                let off = if end == n && off < 0.0 { 0.6 * off } else { off };
                let cost = before + off * off + penalty * penalty;
                if cost < best[line + 1][end].0 {
                    best[line + 1][end] = (cost, start);
                }
            }
        }
    }
    let cost = best[count][n].0;
    if cost.is_infinite() {
        return None;
    }
    let (mut end, mut ranges) = (n, Vec::with_capacity(count));
    for line in (1..=count).rev() {
        let start = best[line][end].1;
        ranges.push(start..end);
        end = start;
    }
    ranges.reverse();
    Some(Lines {
        ranges,
        ragged: cost.sqrt(),
    })
}

/// Length of a line of units, without the blank at its ends.
pub(super) fn length(units: &[Unit]) -> f64 {
    let (Some(first), Some(last)) = (units.first(), units.last()) else {
        return 0.0;
    };
    let whole: f64 = units
        .iter()
        .enumerate()
        .map(|(i, unit)| unit.advance + if i == 0 { 0.0 } else { unit.gap })
        .sum();
    (whole - first.blank.0 - last.blank.1).max(0.0)
}
