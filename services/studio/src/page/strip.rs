//! The strip: one column to scroll, in slices as webtoon platforms take them. A slice begins and ends between panels.

use mangakai_script::{Panel, Role, Script, Shot};

use super::{Cell, Page};

/// Width of the strip in pixels.
pub(crate) const STRIP_WIDTH: u32 = 800;

/// Most height of a slice in pixels.
pub(crate) const SLICE_HEIGHT: u32 = 1280;

/// White between panels of one scene in pixels.
const GAP: f64 = 250.0;

/// White where the place or the time changes in pixels.
const SCENE_GAP: f64 = 600.0;

/// White above the first panel and below the last in pixels.
const END_GAP: f64 = 125.0;

/// White beside a panel that neither fills the strip nor is an insert, in pixels.
const SIDE: f64 = 36.0;

/// Width of an insert in pixels.
const INSERT_WIDTH: f64 = 540.0;

/// Height of the highest panel in pixels: with about half a gap at both ends it fits one slice.
const HIGHEST: f64 = SLICE_HEIGHT as f64 - GAP - 10.0;

/// The slices of the strip; none without panels.
pub(super) fn lay_out(script: &Script) -> Vec<Page> {
    if script.panels.is_empty() {
        return Vec::new();
    }
    let (cells, gaps) = column(&script.panels);
    let cuts = cuts(&cells, &gaps);
    let mut pages = Vec::with_capacity(cuts.len());
    let mut top = 0.0;
    for (number, bottom) in (1..).zip(cuts) {
        let inside = cells.iter().filter(|cell| {
            let (_, above, _, below) = cell.bounds();
            above >= top && below <= bottom
        });
        let moved = |cell: &Cell| Cell {
            corners: cell.corners.map(|(x, y)| (x, y - top)),
            ..cell.clone()
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most the height of a slice"
        )]
        let height = (bottom - top) as u32;
        pages.push(Page {
            number,
            width: STRIP_WIDTH,
            height,
            cells: inside.map(moved).collect(),
            spec: None,
        });
        top = bottom;
    }
    pages
}

/// The panels one below the other, and the white between them: from and to, one more than there are panels.
fn column(panels: &[Panel]) -> (Vec<Cell>, Vec<(f64, f64)>) {
    let mut y = 0.0;
    let (mut cells, mut gaps) = (
        Vec::with_capacity(panels.len()),
        Vec::with_capacity(panels.len() + 1),
    );
    for (index, panel) in panels.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &panels[before]);
        let gap = before.map_or(END_GAP, |before| {
            let changed = before.location != panel.location || before.time != panel.time;
            if changed { SCENE_GAP } else { GAP }
        });
        gaps.push((y, y + gap));
        y += gap;
        let (left, right) = sides(panel, index);
        let bottom = y + ((right - left) * proportion(panel)).min(HIGHEST).round();
        cells.push(Cell {
            panel: panel.number,
            corners: [(left, y), (right, y), (right, bottom), (left, bottom)],
            bleeds: false,
        });
        y = bottom;
    }
    gaps.push((y, y + END_GAP));
    (cells, gaps)
}

/// Left and right side of a panel: the strip's own for what should impress, far from them for small things.
fn sides(panel: &Panel, index: usize) -> (f64, f64) {
    let width = f64::from(STRIP_WIDTH);
    let fills =
        panel.role == Role::Impact || matches!(panel.shot, Shot::Wide | Shot::Long) || panel.importance >= 5;
    match (panel.shot, fills) {
        (Shot::Insert, _) if index.is_multiple_of(2) => (SIDE, SIDE + INSERT_WIDTH),
        (Shot::Insert, _) => (width - SIDE - INSERT_WIDTH, width - SIDE),
        (_, true) => (-super::flair::OVER, width + super::flair::OVER),
        (_, false) => (SIDE, width - SIDE),
    }
}

/// Height of a panel for a width of one.
fn proportion(panel: &Panel) -> f64 {
    let bubbles = u32::try_from(panel.dialogue.len()).unwrap_or(0);
    let view = match panel.shot {
        Shot::Long | Shot::Wide => -0.12,
        _ => 0.0,
    };
    (0.62 + view + 0.08 * f64::from(panel.importance) + 0.12 * f64::from(bubbles)).min(1.35)
}

/// Where slices end: in the white, no slice too high, as few slices as can be, and none of white alone.
fn cuts(cells: &[Cell], gaps: &[(f64, f64)]) -> Vec<f64> {
    let end = gaps.last().map_or(0.0, |gap| gap.1);
    // The middle of the white looks best; the other places are there because some of it is higher than a slice.
    let places = |&(from, to): &(f64, f64)| {
        let step = ((to - from) / 8.0).floor();
        (1..8).map(move |part| (from + f64::from(part) * step).round())
    };
    let inner = &gaps[1..gaps.len() - 1];
    let places: Vec<f64> = [0.0]
        .into_iter()
        .chain(inner.iter().flat_map(places))
        .chain([end])
        .collect();
    let mut best = vec![(f64::INFINITY, 0); places.len()];
    best[0].0 = 0.0;
    for to in 1..places.len() {
        for from in (0..to).rev() {
            let height = places[to] - places[from];
            if height > f64::from(SLICE_HEIGHT) {
                break;
            }
            let shows = cells.iter().any(|cell| {
                let (_, above, _, below) = cell.bounds();
                above >= places[from] && below <= places[to]
            });
            let middle = inner
                .iter()
                .any(|(a, b)| (places[to] - f64::midpoint(*a, *b)).abs() < GAP / 8.0);
            let cost = best[from].0
                + 1.0
                + if shows { 0.0 } else { 2.0 }
                + if middle || places[to] == end { 0.0 } else { 0.1 };
            if cost < best[to].0 {
                best[to] = (cost, from);
            }
        }
    }
    let mut cuts = Vec::new();
    let mut at = places.len() - 1;
    while at > 0 {
        cuts.push(places[at]);
        at = best[at].1;
    }
    cuts.reverse();
    cuts
}
