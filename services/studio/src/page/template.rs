//! Templates: how the tiers of a page are made up.

use mangakai_script::Panel;

/// Most panels beside each other.
const MOST_BESIDE: usize = 3;

/// Tiers of a page that is neither empty nor crowded.
const TIERS: std::ops::RangeInclusive<usize> = 3..=4;

/// One band of the page, from margin to margin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Band {
    /// So many panels beside each other.
    Beside(usize),
    /// A tall panel, then two on top of each other. The tall one is read first: the other way round nobody could tell
    /// whether the second panel is beside or below the first.
    Tall,
}

impl Band {
    /// Panels in it.
    pub(super) fn panels(self) -> usize {
        match self {
            Band::Beside(panels) => panels,
            Band::Tall => 3,
        }
    }

    /// Its height in even tiers.
    pub(super) fn tiers(self) -> usize {
        match self {
            Band::Beside(_) => 1,
            Band::Tall => 2,
        }
    }
}

/// The bands of a page from the top.
pub(super) type Template = Vec<Band>;

/// Every template for so many panels.
pub(super) fn all(panels: usize) -> Vec<Template> {
    let mut templates = Vec::new();
    extend(&mut Vec::new(), panels, &mut templates);
    let fits = |template: &Template| {
        let tiers: usize = template.iter().map(|band| band.tiers()).sum();
        let count = |wanted: Band| template.iter().filter(|band| **band == wanted).count();
        let few = panels <= *TIERS.start();
        (TIERS.contains(&tiers) || few && tiers <= *TIERS.end())
            && count(Band::Tall) <= 1
            && count(Band::Beside(MOST_BESIDE)) <= 1
            && count(Band::Beside(1)) <= if few { 3 } else { 2 }
    };
    templates.retain(fits);
    templates
}

fn extend(bands: &mut Template, left: usize, templates: &mut Vec<Template>) {
    if left == 0 {
        templates.push(bands.clone());
        return;
    }
    let choices = (1..=MOST_BESIDE).map(Band::Beside).chain([Band::Tall]);
    for band in choices.filter(|band| band.panels() <= left) {
        bands.push(band);
        extend(bands, left - band.panels(), templates);
        bands.pop();
    }
}

/// The room a panel asks for, on no particular scale.
pub(super) fn want(panel: &Panel) -> f64 {
    use mangakai_script::{Role, Shot};
    let letters: usize = panel
        .dialogue
        .iter()
        .map(|line| line.text.chars().count().min(120))
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "a few letters")]
    let words = letters as f64 / 60.0;
    #[expect(clippy::cast_precision_loss, reason = "a few bubbles")]
    let bubbles = panel.dialogue.len() as f64 * 0.5;
    let view = match panel.shot {
        Shot::Long | Shot::Wide => 0.8,
        Shot::Medium | Shot::Close => 0.0,
        Shot::Insert => -0.9,
    };
    let impact = if panel.role == Role::Impact { 1.2 } else { 0.0 };
    (1.6 + f64::from(panel.importance.clamp(1, 6)) * 0.7 + words + bubbles + view + impact).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_choice_for_every_number_of_panels() {
        for panels in 1..=super::super::MAX_PANELS_A_PAGE {
            let templates = all(panels);
            assert!(
                templates.len() >= 2 || panels < 3 && !templates.is_empty(),
                "{panels}"
            );
            for template in &templates {
                assert_eq!(template.iter().map(|band| band.panels()).sum::<usize>(), panels);
            }
        }
    }
}
