//! How busy each part of a picture is, for pictures of which nothing else is known.

use kurbo::Rect;

/// Cells across and down.
const CELLS: usize = 48;
/// Steps of grey that are texture, not contour.
const GRAIN: f64 = 10.0;
/// Passes of the blur, each over the neighbouring cells.
const BLUR: usize = 3;

/// Busyness of a picture, 0 to 1 in a grid: contours and texture weigh, plain sky and walls do not.
#[derive(Clone, Debug, PartialEq)]
pub struct DetailMap {
    /// Sums over all cells above and to the left, one row and column larger than the grid.
    sums: Vec<f64>,
}

impl DetailMap {
    /// Of a picture given as luma, row by row. None when there are not enough bytes for that size.
    #[must_use]
    pub fn of_luma(luma: &[u8], width: usize, height: usize) -> Option<DetailMap> {
        if width == 0 || height == 0 || luma.len() < width.checked_mul(height)? {
            return None;
        }
        // Dots of a screentone are no detail: they vanish in the means of small squares.
        let square = (width.min(height) / 150).max(1);
        let (across, down) = (width / square, height / square);
        let mean = |x: usize, y: usize| {
            let rows = (0..square).map(|dy| &luma[(y * square + dy) * width + x * square..][..square]);
            let sum: u32 = rows.flatten().map(|value| u32::from(*value)).sum();
            f64::from(sum) / (square * square) as f64
        };
        let means: Vec<f64> = (0..across * down).map(|i| mean(i % across, i / across)).collect();
        let mut sum = vec![0.0; CELLS * CELLS];
        let mut count = vec![0.0_f64; CELLS * CELLS];
        let value = |x: usize, y: usize| means[y * across + x];
        for y in 0..down.saturating_sub(1) {
            for x in 0..across.saturating_sub(1) {
                let here = value(x, y);
                let slope = (value(x + 1, y) - here).abs() + (value(x, y + 1) - here).abs();
                let slope = (slope - GRAIN).max(0.0);
                let cell = (y * CELLS / down) * CELLS + x * CELLS / across;
                sum[cell] += slope;
                count[cell] += 1.0;
            }
        }
        let mut cells: Vec<f64> = sum
            .iter()
            .zip(&count)
            .map(|(sum, count)| sum / count.max(1.0))
            .collect();
        for _ in 0..BLUR {
            cells = blurred(&cells);
        }
        // The middle of a picture, a little above its centre, is what it is about, more often than not.
        let most = cells.iter().copied().fold(1e-9, f64::max);
        for (i, cell) in cells.iter_mut().enumerate() {
            let off = |k: usize| (k as f64 + 0.5) / CELLS as f64 * 2.0 - 1.0;
            let (x, y) = (off(i % CELLS), off(i / CELLS) + 0.1);
            *cell += 0.4 * most * (-(x * x) / 0.2 - (y * y) / 0.35).exp();
        }
        let most = 1.4 * most;
        let mut sums = vec![0.0; (CELLS + 1) * (CELLS + 1)];
        for y in 0..CELLS {
            for x in 0..CELLS {
                let at = |x: usize, y: usize| y * (CELLS + 1) + x;
                sums[at(x + 1, y + 1)] =
                    cells[y * CELLS + x] / most + sums[at(x, y + 1)] + sums[at(x + 1, y)] - sums[at(x, y)];
            }
        }
        Some(DetailMap { sums })
    }

    /// Mean busyness under `area` of a picture of this size, both in pixels.
    #[must_use]
    pub fn mean(&self, area: &Rect, width: f64, height: f64) -> f64 {
        let cell = |at: f64, side: f64| ((at / side * CELLS as f64).clamp(0.0, CELLS as f64)) as usize;
        let (x0, y0) = (
            cell(area.x0, width).min(CELLS - 1),
            cell(area.y0, height).min(CELLS - 1),
        );
        let x1 = cell(area.x1, width).max(x0 + 1);
        let y1 = cell(area.y1, height).max(y0 + 1);
        let at = |x: usize, y: usize| self.sums[y * (CELLS + 1) + x];
        (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / ((x1 - x0) * (y1 - y0)) as f64
    }
}

fn blurred(cells: &[f64]) -> Vec<f64> {
    let at = |x: isize, y: isize| {
        let last = CELLS as isize - 1;
        cells[y.clamp(0, last) as usize * CELLS + x.clamp(0, last) as usize]
    };
    (0..CELLS * CELLS)
        .map(|i| {
            let (x, y) = ((i % CELLS) as isize, (i / CELLS) as isize);
            let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)));
            around.map(|(dx, dy)| at(x + dx, y + dy)).sum::<f64>() / 9.0
        })
        .collect()
}
