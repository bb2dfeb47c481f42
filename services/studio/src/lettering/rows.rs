//! The last resort: every bubble in a part of the picture of its own, as large as it goes. Nothing overlaps, nothing
//! leaves the picture; faces are not spared.

use kurbo::{Point, Rect};
use mangakai_script::ReadingDirection;

use super::limits::GAP;
use super::line::{Line, Variant};
use super::search::{Arrangement, Spot, margin};
use super::staging::Staging;

/// Divides the picture among the lines.
pub(super) fn arrange(lines: &[Line], staging: &Staging, direction: ReadingDirection) -> Arrangement {
    let n = lines.len();
    let even = (n as f64 * staging.height / staging.width)
        .sqrt()
        .round()
        .max(1.0) as usize;
    let mut counts = if n <= 4 {
        (1..=n).collect()
    } else {
        vec![even, even + 1, even.saturating_sub(1), n]
    };
    counts.retain(|rows| (1..=n).contains(rows));
    counts.dedup();
    let smallest = |set: &[(Variant, Spot)]| {
        set.iter()
            .map(|(variant, _)| variant.px)
            .fold(f64::INFINITY, f64::min)
    };
    let bubbles = counts
        .into_iter()
        .map(|rows| filled(lines, staging, direction, rows))
        .max_by(|a, b| smallest(a).total_cmp(&smallest(b)))
        .unwrap_or_default();
    Arrangement {
        cost: f64::INFINITY,
        bubbles,
    }
}

fn filled(
    lines: &[Line],
    staging: &Staging,
    direction: ReadingDirection,
    rows: usize,
) -> Vec<(Variant, Spot)> {
    let margin = margin(staging);
    let inner = staging.frame().inset(-margin);
    let weight = |line: &Line| line.writing.length().max(4.0);
    let columns = lines.len().div_ceil(rows);
    let row_weight = |row: &[Line]| row.iter().map(weight).fold(0.0, f64::max);
    let total: f64 = lines.chunks(columns).map(row_weight).sum();
    let mut top = inner.y0;
    let mut bubbles = Vec::new();
    for row in lines.chunks(columns) {
        let height = inner.height() * row_weight(row) / total;
        let sum: f64 = row.iter().map(weight).sum();
        let mut along = 0.0;
        for line in row {
            let width = inner.width() * weight(line) / sum;
            let left = match direction {
                ReadingDirection::Rtl => inner.x1 - along - width,
                ReadingDirection::Ltr | ReadingDirection::Webtoon => inner.x0 + along,
            };
            along += width;
            let gap = (0.5 * GAP * staging.scale).min(0.02 * width.min(height));
            let cell = Rect::new(left, top, left + width, top + height).inset(-gap);
            bubbles.push(into(line, &cell, staging));
        }
        top += height;
    }
    bubbles
}

/// The largest bubble of a line in a cell.
fn into(line: &Line, cell: &Rect, staging: &Staging) -> (Variant, Spot) {
    let mut best = line.variant(0, line.full, staging);
    let mut found = false;
    for block in 0..line.blocks.len() {
        let mut px = line.full;
        for _ in 0..60 {
            if found && px <= best.px {
                break;
            }
            let variant = line.variant(block, px, staging);
            let (width, height) = (variant.body.extents.width(), variant.body.extents.height());
            let fits = (cell.width() / width).min(cell.height() / height);
            if fits >= 1.0 {
                (best, found) = (variant, true);
                break;
            }
            px *= (fits * 0.99).clamp(0.3, 0.97);
        }
    }
    let extents = best.body.extents;
    let centre: Point = cell.center() - extents.center().to_vec2();
    let spot = Spot {
        variant: 0,
        centre,
        area: extents + centre.to_vec2(),
        tail: None,
        cost: 0.0,
    };
    (best, spot)
}
