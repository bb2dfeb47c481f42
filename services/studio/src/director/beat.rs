//! Beats: what one panel tells. Units are grouped when there are more of them than panels.

use mangakai_script::{DialogueKind, Emotion, Prop};

use super::Story;
use super::lexicon::Lexicon;
use super::stretch;
use super::unit::Unit;
use super::words::{fold, width};

/// More units than this are joined with their neighbours before the best division is sought.
const MAX_ATOMS: usize = 400;

/// Words of this width fill a panel.
const PANEL_WIDTH: f32 = 70.0;

/// What one panel tells.
#[derive(Clone, Debug)]
pub(super) struct Beat {
    pub units: Vec<Unit>,
    pub purpose: Purpose,
}

/// Why a panel is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Tells its units.
    Tell,
    /// Shows a place before anything happens there; belongs to the next beat.
    Establish,
    /// Shows somebody's face after something happened.
    React(usize),
    /// Shows a thing.
    Insert(Prop),
    /// A quiet look around.
    Scenery,
    /// A quiet look at those who are there.
    Pause(Vec<usize>),
}

impl Beat {
    pub(super) fn tell(units: Vec<Unit>) -> Beat {
        Beat {
            units,
            purpose: Purpose::Tell,
        }
    }
}

/// Narration that only says who speaks becomes a part of the line.
pub(super) fn join_tags(units: Vec<Unit>) -> Vec<Unit> {
    let mut joined: Vec<Unit> = Vec::with_capacity(units.len());
    let mut waiting: Option<Unit> = None;
    for mut unit in units {
        if unit.tag {
            match joined.last_mut().filter(|line| line.is_line()) {
                Some(line) => absorb(line, &unit),
                None => waiting = Some(unit),
            }
            continue;
        }
        if let Some(tag) = waiting.take() {
            if unit.is_line() {
                absorb(&mut unit, &tag);
            } else {
                joined.push(tag);
            }
        }
        joined.push(unit);
    }
    joined.extend(waiting);
    joined
}

fn absorb(line: &mut Unit, tag: &Unit) {
    line.span.start = line.span.start.min(tag.span.start);
    line.span.end = line.span.end.max(tag.span.end);
    for person in &tag.seen {
        if !line.seen.contains(person) {
            line.seen.push(*person);
        }
    }
    line.props.extend(tag.props.iter().copied());
    line.holding.extend(tag.holding.iter().copied());
    line.opens |= tag.opens;
}

/// Says how much the story would miss each unit.
pub(super) fn weigh(story: &str, mut units: Vec<Unit>, lexicon: &Lexicon) -> Vec<Unit> {
    let last = units.len().saturating_sub(1);
    for (index, unit) in units.iter_mut().enumerate() {
        let text = unit.text(story);
        let mut weight = if unit.is_line() { 4.0 } else { 2.0 };
        weight += if unit.is_line() {
            line_weight(unit, text)
        } else {
            narration_weight(unit, text, lexicon)
        };
        weight += if index == 0 { 2.0 } else { 0.0 };
        weight += if index == last { 4.0 } else { 0.0 };
        weight += if index + 1 == last { 1.0 } else { 0.0 };
        unit.weight = weight;
    }
    units
}

fn line_weight(unit: &Unit, text: &str) -> f32 {
    let loud = matches!(
        unit.voice,
        DialogueKind::Shout | DialogueKind::Thought | DialogueKind::Whisper
    );
    let strong = unit.moods.iter().any(|(_, mood)| is_strong(*mood));
    let tiny = width(text) < 4.0;
    f32::from(u8::from(loud)) + f32::from(u8::from(strong)) - if tiny { 1.0 } else { 0.0 }
        + if text.contains(['?', '？']) { 0.5 } else { 0.0 }
}

fn narration_weight(unit: &Unit, text: &str, lexicon: &Lexicon) -> f32 {
    let mut weight = 0.0;
    weight += if unit.seen.is_empty() { 0.0 } else { 1.0 };
    weight += if unit.poses.is_empty() { 0.0 } else { 1.0 };
    weight += if unit.moods.iter().any(|(_, mood)| is_strong(*mood)) {
        1.0
    } else {
        0.0
    };
    weight += if lexicon.turning.is_in(&fold(text)) {
        2.0
    } else {
        0.0
    };
    weight += if unit.opens { 2.0 } else { 0.0 };
    weight - if width(text) < 5.0 { 0.5 } else { 0.0 }
}

/// Whether a face with this mood is worth coming close.
pub(super) fn is_strong(mood: Emotion) -> bool {
    matches!(
        mood,
        Emotion::Joy
            | Emotion::Cry
            | Emotion::Angry
            | Emotion::Surprise
            | Emotion::Fear
            | Emotion::Pain
            | Emotion::Sad
    )
}

/// Exactly `count` beats.
pub(super) fn divide(story: &Story, units: Vec<Unit>, count: usize) -> Vec<Beat> {
    if units.len() <= count {
        let beats = units.into_iter().map(|unit| Beat::tell(vec![unit])).collect();
        return stretch::stretch(story, beats, count);
    }
    let atoms = atoms(units);
    if atoms.len() <= count {
        return stretch::stretch(story, atoms.into_iter().map(Beat::tell).collect(), count);
    }
    let bounds = best_bounds(story.text, &atoms, count);
    let mut atoms = atoms.into_iter();
    let sizes = bounds.windows(2).map(|pair| pair[1] - pair[0]);
    sizes
        .map(|size| Beat::tell(atoms.by_ref().take(size).flatten().collect()))
        .collect()
}

/// At most [`MAX_ATOMS`] runs of neighbouring units, cut where cutting is best.
fn atoms(units: Vec<Unit>) -> Vec<Vec<Unit>> {
    if units.len() <= MAX_ATOMS {
        return units.into_iter().map(|unit| vec![unit]).collect();
    }
    let window = units.len().div_ceil(MAX_ATOMS / 2);
    let mut cuts = Vec::new();
    for start in (window..units.len()).step_by(window) {
        let end = (start + window).min(units.len());
        let best = (start..end).max_by(|a, b| gap(&units, *a).total_cmp(&gap(&units, *b)).then(b.cmp(a)));
        cuts.extend(best);
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut atoms = vec![Vec::new()];
    for (index, unit) in units.into_iter().enumerate() {
        if cuts.binary_search(&index).is_ok() {
            atoms.push(Vec::new());
        }
        if let Some(atom) = atoms.last_mut() {
            atom.push(unit);
        }
    }
    atoms.retain(|atom| !atom.is_empty());
    atoms
}

/// How well the story can be cut before unit `index`.
fn gap(units: &[Unit], index: usize) -> f32 {
    let (before, after) = (&units[index - 1], &units[index]);
    if before.sentence == after.sentence {
        return -6.0;
    }
    let mut gap = 0.0;
    gap += if before.place != after.place { 7.0 } else { 0.0 };
    gap += if after.opens { 8.0 } else { 0.0 };
    gap += if before.time != after.time { 5.0 } else { 0.0 };
    gap += if before.paragraph != after.paragraph {
        2.5
    } else {
        0.0
    };
    // A question wants its answer in the same picture or the next; a line and what it causes may part.
    gap += if before.is_line() && after.is_line() {
        -0.5
    } else {
        0.0
    };
    gap += if !before.is_line() && after.is_line() && before.paragraph == after.paragraph {
        -1.0
    } else {
        0.0
    };
    gap + if after.weight >= 6.0 { 1.5 } else { 0.0 }
}

/// Sums over the first units, so that any group is judged in no time.
struct Sums {
    weight: Vec<f32>,
    lines: Vec<f32>,
    width: Vec<f32>,
    places: Vec<f32>,
    gaps: Vec<f32>,
}

impl Sums {
    fn of(story: &str, atoms: &[Vec<Unit>]) -> Sums {
        let mut sums = Sums {
            weight: vec![0.0],
            lines: vec![0.0],
            width: vec![0.0],
            places: vec![0.0],
            gaps: vec![0.0],
        };
        let mut before: Option<&Unit> = None;
        for atom in atoms {
            let (mut weight, mut lines, mut wide, mut places) = (0.0, 0.0, 0.0, 0.0);
            for unit in atom {
                weight += unit.weight;
                lines += f32::from(u8::from(unit.is_line()));
                wide += width(unit.text(story)).min(PANEL_WIDTH);
                places += f32::from(u8::from(before.is_some_and(|before| before.place != unit.place)));
                before = Some(unit);
            }
            let gap = sums.gaps.len();
            let pair: Vec<Unit> = match (gap.checked_sub(2).and_then(|i| atoms[i].last()), atom.first()) {
                (Some(last), Some(first)) => vec![last.clone(), first.clone()],
                _ => Vec::new(),
            };
            sums.gaps
                .push(if pair.len() == 2 { self::gap(&pair, 1) } else { 0.0 });
            push(&mut sums.weight, weight);
            push(&mut sums.lines, lines);
            push(&mut sums.width, wide);
            push(&mut sums.places, places);
        }
        sums
    }

    /// How bad a panel of the atoms `from..to` would be, if a fair share of the story weighs `mean`.
    fn cost(&self, from: usize, to: usize, mean: f32) -> f32 {
        let weight = self.weight[to] - self.weight[from];
        let lines = self.lines[to] - self.lines[from];
        let wide = self.width[to] - self.width[from];
        // The change at the first atom happens between panels, which is where it belongs.
        let places = self.places[to] - self.places[from + 1];
        let unfair = (weight - mean) / mean;
        unfair * unfair * 4.0
            + (lines - 2.0).max(0.0) * 4.0
            + (lines - 3.0).max(0.0) * 12.0
            + (wide - PANEL_WIDTH).max(0.0) / 8.0
            + places * 8.0
            - if from > 0 { self.gaps[from + 1] } else { 0.0 }
    }
}

fn push(sums: &mut Vec<f32>, more: f32) {
    let sum = sums.last().copied().unwrap_or_default();
    sums.push(sum + more);
}

/// The division of `atoms` into `count` runs with the least cost: `count + 1` bounds.
fn best_bounds(story: &str, atoms: &[Vec<Unit>], count: usize) -> Vec<usize> {
    let sums = Sums::of(story, atoms);
    let total = atoms.len();
    #[expect(clippy::cast_precision_loss, reason = "at most a hundred panels")]
    let mean = (sums.weight[total] / count as f32).max(1.0);
    let mut best = vec![vec![f32::INFINITY; total + 1]; count + 1];
    let mut cut = vec![vec![0_usize; total + 1]; count + 1];
    best[0][0] = 0.0;
    for panels in 1..=count {
        for to in panels..=total - (count - panels) {
            for from in panels - 1..to {
                let cost = best[panels - 1][from] + sums.cost(from, to, mean);
                if cost < best[panels][to] {
                    best[panels][to] = cost;
                    cut[panels][to] = from;
                }
            }
        }
    }
    let mut bounds = vec![total];
    for panels in (1..=count).rev() {
        bounds.push(cut[panels][bounds[bounds.len() - 1]]);
    }
    bounds.reverse();
    bounds
}
