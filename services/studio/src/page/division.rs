//! How many panels each page takes.

use mangakai_script::{Panel, Script, Shot};

use super::MAX_PANELS_A_PAGE;

/// Fewest panels on a page, unless the whole script has fewer.
const MIN_PANELS_A_PAGE: usize = 4;

/// Importance of all panels of a page together, when it is full but not crowded.
const FULL_PAGE: f64 = 15.0;

/// Bubbles on a page, when it is full but not crowded.
const FULL_BUBBLES: f64 = 9.0;

/// Panels per page, in order; their sum is the number of panels.
pub(super) fn sizes(script: &Script) -> Vec<usize> {
    let panels = &script.panels;
    let total = panels.len();
    let mut best = vec![f64::INFINITY; total + 1];
    let mut size_to = vec![0_usize; total + 1];
    best[0] = 0.0;
    for end in 1..=total {
        for size in MIN_PANELS_A_PAGE.min(total)..=MAX_PANELS_A_PAGE.min(end) {
            let cost = best[end - size] + cost(panels, end - size, end);
            if cost < best[end] {
                best[end] = cost;
                size_to[end] = size;
            }
        }
    }
    let mut sizes = Vec::new();
    let mut end = total;
    while end > 0 {
        sizes.push(size_to[end]);
        end -= size_to[end];
    }
    sizes.reverse();
    sizes
}

fn cost(panels: &[Panel], from: usize, to: usize) -> f64 {
    let page = &panels[from..to];
    let importance: f64 = page.iter().map(|panel| f64::from(panel.importance)).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few bubbles")]
    let bubbles = page.iter().map(|panel| panel.dialogue.len()).sum::<usize>() as f64;
    let crowded = if page.len() == MAX_PANELS_A_PAGE { 1.5 } else { 0.0 };
    // A page turns best where the place changes.
    let turns = panels.get(to).is_none_or(|next| {
        next.location != panels[to - 1].location || matches!(next.shot, Shot::Wide | Shot::Long)
    });
    ((importance - FULL_PAGE) / 5.0).powi(2)
        + ((bubbles - FULL_BUBBLES).max(0.0) / 2.0).powi(2)
        + crowded
        + if turns { 0.0 } else { 1.2 }
}
