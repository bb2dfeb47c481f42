//! The strip: one column to scroll, cut into sheets that phones can hold.

use mangakai_script::{Panel, Script};

use super::{Cell, Page};

/// Width of the strip in pixels.
const STRIP_WIDTH: u32 = 1080;

/// White beside the panels.
const SIDE: f64 = 40.0;

/// White between panels of one scene.
const GAP: f64 = 140.0;

/// White where the place or the time changes.
const SCENE_GAP: f64 = 360.0;

/// Panels on one sheet.
const PANELS_A_SHEET: usize = 5;

/// The sheets of the strip.
pub(super) fn lay_out(script: &Script) -> Vec<Page> {
    let mut pages = Vec::new();
    for (index, panels) in script.panels.chunks(PANELS_A_SHEET).enumerate() {
        let mut y = GAP / 2.0;
        let mut cells = Vec::with_capacity(panels.len());
        let mut before: Option<&Panel> = index
            .checked_sub(1)
            .and_then(|_| script.panels.get(index * PANELS_A_SHEET - 1));
        for panel in panels {
            let changed =
                before.is_some_and(|other| other.location != panel.location || other.time != panel.time);
            y += if changed {
                SCENE_GAP
            } else if cells.is_empty() {
                0.0
            } else {
                GAP
            };
            let right = f64::from(STRIP_WIDTH) - SIDE;
            let bottom = y + (right - SIDE) * proportion(panel);
            cells.push(Cell {
                panel: panel.number,
                corners: [(SIDE, y), (right, y), (right, bottom), (SIDE, bottom)],
            });
            y = bottom;
            before = Some(panel);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few thousand pixels"
        )]
        let height = (y + GAP / 2.0).ceil() as u32;
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        pages.push(Page {
            number,
            width: STRIP_WIDTH,
            height,
            cells,
        });
    }
    pages
}

/// Height of a panel for a width of one.
fn proportion(panel: &Panel) -> f64 {
    let bubbles = u32::try_from(panel.dialogue.len()).unwrap_or(0);
    (0.55 + 0.09 * f64::from(panel.importance) + 0.12 * f64::from(bubbles)).min(1.35)
}
