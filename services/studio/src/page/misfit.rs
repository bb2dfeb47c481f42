//! How badly panels and their cells go together.

use mangakai_script::{Panel, Shot};

use super::{Cell, template::want};

/// Width by height below which a wide view looks cut off.
const WIDE_VIEW: f64 = 1.35;

/// Width by height of cells for people: from and to.
const PORTRAIT: (f64, f64) = (0.55, 2.2);

/// Pixels of width that two bubbles beside a face need on A5.
const ROOM_TO_TALK: f64 = 560.0;

/// The sum over all panels; 0 is perfect.
pub(super) fn misfit(panels: &[Panel], cells: &[Cell], zoom: f64) -> f64 {
    let wants: f64 = panels.iter().map(want).sum();
    let areas: f64 = cells.iter().map(area).sum();
    panels
        .iter()
        .zip(cells)
        .map(|(panel, cell)| {
            let (left, top, right, bottom) = cell.bounds();
            let (width, height) = (right - left, bottom - top);
            let room = (area(cell) / areas) / (want(panel) / wants);
            let talk = panel.dialogue.len() >= 2 && width < ROOM_TO_TALK * zoom;
            room.ln().powi(2) * 2.0 + shape(panel, width / height) + if talk { 0.8 } else { 0.0 }
        })
        .sum()
}

/// What a panel loses in a cell of this width by height.
fn shape(panel: &Panel, aspect: f64) -> f64 {
    let beyond = |least: f64, most: f64| (least / aspect).max(aspect / most).max(1.0) - 1.0;
    match panel.shot {
        Shot::Wide | Shot::Long => 1.6 * beyond(WIDE_VIEW, 3.4),
        Shot::Insert => 1.5 * beyond(0.6, 1.9),
        Shot::Medium | Shot::Close => 1.2 * beyond(PORTRAIT.0, PORTRAIT.1),
    }
}

/// Square pixels of a cell.
fn area(cell: &Cell) -> f64 {
    let corners = cell.corners;
    let twice: f64 = (0..4)
        .map(|side| {
            let ((ax, ay), (bx, by)) = (corners[side], corners[(side + 1) % 4]);
            ax * by - bx * ay
        })
        .sum();
    twice.abs() / 2.0
}
