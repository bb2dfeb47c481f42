//! Templates: how many panels stand in each row of a page.

use mangakai_script::{Panel, Shot};

/// Panels per row, from the top.
pub(super) type Template = &'static [usize];

const TEMPLATES: [&[Template]; 7] = [
    &[&[1]],
    &[&[1, 1], &[2]],
    &[&[1, 2], &[2, 1], &[1, 1, 1]],
    &[&[1, 2, 1], &[2, 2], &[2, 1, 1], &[1, 1, 2]],
    &[&[1, 2, 2], &[2, 1, 2], &[2, 2, 1], &[1, 3, 1], &[1, 2, 1, 1]],
    &[
        &[2, 2, 2],
        &[1, 2, 3],
        &[2, 1, 3],
        &[1, 2, 1, 2],
        &[2, 1, 2, 1],
        &[3, 1, 2],
        &[1, 3, 2],
    ],
    &[
        &[1, 2, 2, 2],
        &[2, 3, 2],
        &[2, 2, 1, 2],
        &[2, 1, 2, 2],
        &[1, 3, 1, 2],
        &[2, 2, 2, 1],
    ],
];

/// The template that gives the panels the room they ask for, other than the one before.
pub(super) fn choose(panels: &[Panel], before: Option<Template>, page: usize) -> Template {
    let choices = TEMPLATES[panels.len().clamp(1, TEMPLATES.len()) - 1];
    let mut best: (f64, Template) = (f64::INFINITY, choices[0]);
    for (index, template) in choices.iter().enumerate() {
        let repeated = before == Some(*template) && choices.len() > 1;
        #[expect(clippy::cast_precision_loss, reason = "a few templates")]
        let variety = ((index + page) % choices.len()) as f64 * 0.12;
        let cost = misfit(panels, template) + variety + if repeated { 1_000.0 } else { 0.0 };
        if cost < best.0 {
            best = (cost, *template);
        }
    }
    best.1
}

/// How far the room of each panel is from what its importance asks.
fn misfit(panels: &[Panel], template: Template) -> f64 {
    let total: f64 = panels.iter().map(want).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    let rows = template.len() as f64;
    let mut misfit = 0.0;
    let mut first = 0;
    for row in template {
        #[expect(clippy::cast_precision_loss, reason = "a few panels")]
        let share = 1.0 / rows / *row as f64;
        for panel in &panels[first..first + row] {
            misfit += (want(panel) / total - share).powi(2) * 60.0;
            let wide = matches!(panel.shot, Shot::Wide | Shot::Long);
            misfit += if wide && *row > 1 { 0.5 } else { 0.0 };
            misfit += if panel.shot == Shot::Insert && *row == 1 {
                0.9
            } else {
                0.0
            };
            misfit += if panel.dialogue.len() > 1 && *row > 2 {
                2.0
            } else {
                0.0
            };
        }
        first += row;
    }
    misfit
}

/// The room a panel asks for, on no particular scale.
pub(super) fn want(panel: &Panel) -> f64 {
    let letters: usize = panel
        .dialogue
        .iter()
        .map(|line| line.text.chars().count().min(120))
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "a few letters")]
    let words = letters as f64 / 60.0;
    #[expect(clippy::cast_precision_loss, reason = "a few bubbles")]
    let bubbles = panel.dialogue.len() as f64 * 0.5;
    1.4 + f64::from(panel.importance) * 0.7 + words + bubbles
}
