//! What makes a page lively: slanted gutters, and a panel that runs off the paper.

use mangakai_script::{Angle, DialogueKind, Emotion, Panel, Pose, Role, Shot};

use super::template::{Band, want};

/// How far a slanted gutter between neighbours leans at each end, in pixels of A5.
pub(super) const LEAN: f64 = 34.0;

/// How far a slanted gutter between bands rises at each end, in pixels of A5.
pub(super) const TILT: f64 = 26.0;

/// How far a panel that bleeds reaches beyond the sheet, in pixels: its frame is not on it.
pub(super) const OVER: f64 = 16.0;

/// Importance from which a panel may run off the paper.
const BLEEDS_FROM: f64 = 4.5;

/// Every so many pages a gutter is slanted though nothing on the page asks for it.
const CALM_PAGES: usize = 4;

/// The liveliness of one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flair {
    /// Band whose neighbours part along slanted gutters.
    pub lean: Option<usize>,
    /// Band below which the gutter is slanted.
    pub tilt: Option<usize>,
    /// Panel of the page that runs off the paper.
    pub bleed: Option<usize>,
}

impl Flair {
    /// What suits the panels; no slant is where `before`, the page before, had one.
    pub(super) fn choose(panels: &[Panel], template: &[Band], before: Flair, page: usize) -> Flair {
        let mut first = 0;
        let liveliest: Vec<usize> = template
            .iter()
            .map(|band| {
                let lively = panels[first..first + band.panels()].iter().map(liveliness);
                first += band.panels();
                lively.max().unwrap_or_default()
            })
            .collect();
        let wanted = |band: usize| liveliest[band] > 0 || (page % CALM_PAGES == 1 && panels.len() > 3);
        let leans = |band: &usize| {
            matches!(template[*band], Band::Beside(2..)) && wanted(*band) && before.lean != Some(*band)
        };
        let lean = (0..template.len())
            .filter(leans)
            .max_by_key(|band| liveliest[*band]);
        let tilts = |band: &usize| {
            let lively = liveliest[*band].max(liveliest[*band + 1]) > 1;
            lively && before.tilt != Some(*band)
        };
        let tilt = (0..template.len() - 1).find(tilts);
        Flair {
            lean,
            tilt,
            bleed: bleed(panels, template),
        }
    }
}

/// How much a panel asks for slants: 0 to 2.
fn liveliness(panel: &Panel) -> usize {
    let moved = |member: &mangakai_script::CastMember| {
        matches!(member.pose, Pose::Run) || matches!(member.emotion, Emotion::Angry | Emotion::Fear)
    };
    if panel.role == Role::Impact || panel.angle == Angle::Dutch {
        2
    } else {
        usize::from(panel.importance >= 5 || panel.cast.iter().any(moved))
    }
}

/// The most important or the widest panel, if it is at the edge of the frame and its words leave room.
fn bleed(panels: &[Panel], template: &[Band]) -> Option<usize> {
    let outer = outer(template);
    let weight = |index: usize| {
        let panel = &panels[index];
        let impact = f64::from(u8::from(panel.role == Role::Impact)) * 2.0;
        let wide = matches!(panel.shot, Shot::Wide | Shot::Long) || panel.role == Role::Establishing;
        let spoken = panel
            .dialogue
            .iter()
            .filter(|line| line.kind != DialogueKind::Narration);
        #[expect(clippy::cast_precision_loss, reason = "a few bubbles")]
        let words = spoken.count() as f64 * 1.5;
        f64::from(panel.importance) + impact + f64::from(u8::from(wide)) * 1.5 - words
    };
    (0..panels.len())
        .filter(|index| outer[*index] && weight(*index) >= BLEEDS_FROM && panels[*index].shot != Shot::Insert)
        .max_by(|a, b| {
            let key = |index: &usize| weight(*index) * 100.0 + want(&panels[*index]);
            key(a).total_cmp(&key(b))
        })
}

/// Per panel: whether it is at the edge of the frame.
fn outer(template: &[Band]) -> Vec<bool> {
    let mut outer = Vec::new();
    for (index, band) in template.iter().enumerate() {
        let ends = index == 0 || index + 1 == template.len();
        match band {
            Band::Beside(count) => outer.extend((0..*count).map(|at| ends || at == 0 || at + 1 == *count)),
            Band::Tall => outer.extend([true; 3]),
        }
    }
    outer
}
