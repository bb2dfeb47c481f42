//! More panels than the story has units: lines and sentences are cut finer, and silent panels come between.

use mangakai_script::{Span, trimmed};

use super::Story;
use super::beat::{Beat, Purpose, is_strong};
use super::slice::{has_letters, pieces, split_after};
use super::words::width;

/// Neither half of a sentence that is cut is narrower than this.
const NARROWEST_HALF: f32 = 5.0;

/// The same thing is not shown again within so many panels.
const THING_REST: usize = 8;

/// How good it is to cut a sentence at a conjunction, beside the figures for silent panels.
const LAST_CUT: f32 = 24.0;

/// Where a sentence without commas may be cut.
const CONJUNCTIONS: [&str; 6] = [" and ", " but ", " until ", " because ", " while ", " when "];

/// So many beats before and after may tell who is there.
const AROUND: usize = 8;

/// A quiet look takes in no more people than this.
const MOST_AT_ONCE: usize = 3;

/// A clause may be so much wider than its box before it is cut within.
const STRETCH: f32 = 1.6;

/// The opening clauses are kept if they fill so much of the box.
const ENOUGH: f32 = 0.45;

/// Something that makes one more panel.
enum Move {
    /// Cut the only unit of a beat in two.
    Cut(usize, Span, Span),
    /// A silent beat before this index.
    Before(usize, Purpose),
    /// A silent beat after this index and its other silent ones.
    After(usize, Purpose),
}

/// Exactly `count` beats out of fewer.
pub(super) fn stretch(story: &Story, mut beats: Vec<Beat>, count: usize) -> Vec<Beat> {
    while beats.len() < count {
        let best = (0..beats.len())
            .filter(|index| beats[*index].purpose == Purpose::Tell)
            .flat_map(|index| moves(story, &beats, index))
            .reduce(|best, other| if other.0 > best.0 { other } else { best });
        match best {
            Some((_, step)) => apply(&mut beats, step),
            // Every beat tells something, so there is always a move; this only guards the loop.
            None => break,
        }
    }
    beats
}

fn apply(beats: &mut Vec<Beat>, step: Move) {
    match step {
        Move::Cut(index, first, second) => {
            let mut tail = beats[index].clone();
            if let (Some(head), Some(rest)) = (beats[index].units.first_mut(), tail.units.first_mut()) {
                let end = rest.span.end;
                head.words = first;
                head.span.end = second.start;
                rest.words = second;
                rest.span = Span {
                    start: second.start,
                    end,
                };
                rest.opens = false;
                // What is seen in one half only is not known; sounds belong to the first.
                rest.sounds.clear();
            }
            beats.insert(index + 1, tail);
        }
        Move::Before(index, purpose) => {
            let units = beats[index].units.clone();
            beats.insert(index, Beat { units, purpose });
        }
        Move::After(index, purpose) => {
            let units = beats[index].units.clone();
            let at = index + 1 + silent_after(beats, index);
            beats.insert(at, Beat { units, purpose });
        }
    }
}

fn silent_after(beats: &[Beat], index: usize) -> usize {
    beats[index + 1..]
        .iter()
        .take_while(|beat| !matches!(beat.purpose, Purpose::Tell | Purpose::Establish))
        .count()
}

/// What could be done at beat `index`, each with how good it would be.
fn moves(story: &Story, beats: &[Beat], index: usize) -> Vec<(f32, Move)> {
    let mut found = Vec::new();
    let beat = &beats[index];
    let Some(unit) = beat.units.first() else {
        return found;
    };
    let before = index.checked_sub(1).map(|before| &beats[before]);
    let opens = index == 0 || unit.opens;
    let established = before.is_some_and(|before| before.purpose == Purpose::Establish);
    if opens && !established && unit.place.is_some() && (unit.is_line() || !unit.seen.is_empty()) {
        found.push((70.0, Move::Before(index, Purpose::Establish)));
    }
    if beat.units.len() == 1
        && let Some((score, first, second)) = cut(story, beat)
    {
        found.push((score, Move::Cut(index, first, second)));
    }
    found.extend(silent(beats, index));
    found
}

fn cut(story: &Story, beat: &Beat) -> Option<(f32, Span, Span)> {
    let unit = beat.units.first()?;
    if !has_letters(unit.text(story.text)) {
        return None;
    }
    let ends: fn(char) -> bool = if unit.is_line() {
        |c| "。！？.!?…".contains(c)
    } else {
        |c| "，、；,;：:—。".contains(c)
    };
    let mut parts = split_after(story.text, unit.words, ends);
    let whole = parts.len() < 2;
    if whole && story.lexicon.grammar.spaced {
        parts = at_conjunctions(story.text, unit.words);
    }
    let wide = |start: usize, end: usize| width(&story.text[start..end]);
    let total = wide(unit.words.start, unit.words.end);
    let told = |part: &Span| has_letters(&story.text[part.start..part.end]);
    let (first_told, last_told) = (parts.iter().position(told)?, parts.iter().rposition(told)?);
    // Widths of the first half, from one cut to the next: a unit may be the whole story.
    let mut first_wide = 0.0;
    let mut measured = unit.words.start;
    let halves = (1..parts.len()).map(|at| {
        let (end, start) = (parts[at - 1].end, parts[at].start);
        first_wide += wide(measured, end);
        measured = end;
        let second_wide = total - first_wide - wide(end, start);
        (at, first_wide, second_wide)
    });
    let fits = halves.filter(|(at, first, second)| {
        (first_told + 1..=last_told).contains(at) && first.min(*second) >= NARROWEST_HALF
    });
    let (at, ..) = fits.min_by(|a, b| (a.1 - a.2).abs().total_cmp(&(b.1 - b.2).abs()))?;
    let first = Span {
        start: unit.words.start,
        end: parts[at - 1].end,
    };
    let second = Span {
        start: parts[at].start,
        end: unit.words.end,
    };
    // Where no mark parts a sentence, a silent picture comes first.
    let score = match (whole, unit.is_line()) {
        (true, _) => return Some((LAST_CUT, first, second)),
        (_, true) => 44.0,
        _ => 30.0,
    };
    Some((score + total.min(60.0) * 0.7, first, second))
}

/// `span` cut before "and", "but" and the like.
fn at_conjunctions(story: &str, span: Span) -> Vec<Span> {
    let text = &story[span.start..span.end];
    let mut cuts: Vec<usize> = CONJUNCTIONS
        .iter()
        .flat_map(|word| text.match_indices(word))
        .map(|(at, _)| span.start + at + 1)
        .collect();
    cuts.sort_unstable();
    let mut start = span.start;
    let mut parts = Vec::new();
    for end in cuts.into_iter().chain([span.end]) {
        parts.push(trimmed(story, Span { start, end }));
        start = end;
    }
    parts
}

fn silent(beats: &[Beat], index: usize) -> Option<(f32, Move)> {
    let beat = &beats[index];
    let unit = beat.units.first()?;
    let already = silent_after(beats, index);
    let last = index + 1 + already == beats.len();
    let next = beats.get(index + 1 + already).and_then(|beat| beat.units.first());
    let scene_ends = next.is_none_or(|next| next.place != unit.place || next.opens);
    let rest = &beats[index.saturating_sub(THING_REST)..(index + THING_REST).min(beats.len())];
    let fresh = unit
        .props
        .iter()
        .filter(|thing| !thing.is_scenery())
        .find(|thing| {
            !rest
                .iter()
                .any(|beat| matches!(&beat.purpose, Purpose::Insert(other) if other == *thing))
        });
    let listener = listener(beats, index);
    let strong = unit.moods.iter().any(|(_, mood)| is_strong(*mood));
    // A page of silence says less and less.
    #[expect(clippy::cast_precision_loss, reason = "at most a hundred panels")]
    let tired = already as f32 * 24.0;
    let (score, purpose) = if let Some(person) = listener.filter(|_| unit.is_line() && already == 0) {
        (if strong { 58.0 } else { 51.0 }, Purpose::React(person))
    } else if let Some(thing) = fresh {
        (48.0, Purpose::Insert(*thing))
    } else if scene_ends && unit.place.is_some() && already == 0 {
        (46.0, Purpose::Scenery)
    } else {
        (26.0, any_silent(beats, index, already))
    };
    // The ending keeps the last word.
    let score = if last { score - 40.0 } else { score };
    Some((score + unit.weight - tired, Move::After(index, purpose)))
}

/// Something to look at when nothing asks for it, never the same twice running.
fn any_silent(beats: &[Beat], index: usize, already: usize) -> Purpose {
    let there = there(beats, index);
    let unit = beats[index].units.first();
    let mut choices: Vec<Purpose> = Vec::new();
    let mut faces = there.iter().copied().map(Purpose::React);
    choices.extend(faces.next());
    choices.extend((!there.is_empty()).then(|| Purpose::Pause(there.clone())));
    choices.extend(faces);
    choices.extend(unit.and_then(|unit| unit.place).map(|_| Purpose::Scenery));
    choices.extend(
        unit.into_iter()
            .flat_map(|unit| unit.props.iter().copied().map(Purpose::Insert))
            .take(1),
    );
    let before = &beats[index + already].purpose;
    let turn = already + index;
    let mut from_turn = (0..choices.len()).map(|step| &choices[(turn + step) % choices.len()]);
    from_turn
        .find(|choice| *choice != before)
        .or(choices.first())
        .cloned()
        .unwrap_or(Purpose::Scenery)
}

/// Whoever is seen at beat `index` or, in the same place, just before or after it.
fn there(beats: &[Beat], index: usize) -> Vec<usize> {
    let place = beats[index].units.first().and_then(|unit| unit.place);
    let before = (index.saturating_sub(AROUND)..=index).rev();
    let after = index + 1..(index + AROUND).min(beats.len());
    let units = before
        .chain(after)
        .flat_map(|at| beats[at].units.iter())
        .filter(|unit| unit.place == place);
    let mut there: Vec<usize> = Vec::new();
    for person in units.flat_map(|unit| unit.seen.iter().copied()) {
        if !there.contains(&person) && there.len() < MOST_AT_ONCE {
            there.push(person);
        }
    }
    there
}

/// Whoever is there and does not speak, else the speaker.
fn listener(beats: &[Beat], index: usize) -> Option<usize> {
    let unit = beats[index].units.first()?;
    let around = [
        Some(index),
        index.checked_sub(1),
        Some(index + 1),
        index.checked_sub(2),
        Some(index + 2),
    ];
    let others = around
        .into_iter()
        .flatten()
        .filter_map(|at| beats.get(at))
        .flat_map(|beat| beat.units.iter());
    let there = others
        .filter(|other| other.place == unit.place)
        .flat_map(|other| other.seen.iter().copied());
    there
        .into_iter()
        .find(|person| Some(*person) != unit.speaker)
        .or(unit.speaker)
}

/// A slice of `span` that fits `limit`: the clauses that say most.
pub(super) fn condensed(story: &str, span: Span, limit: f32) -> Span {
    let chosen = telling_run(story, span, limit)
        .or_else(|| pieces(story, span, limit).into_iter().next())
        .unwrap_or(span);
    let text = &story[chosen.start..chosen.end];
    let cut = text.trim_end_matches(['，', '、', ',', ';', '；', '：', ':', '—', ' ']);
    if cut.is_empty() {
        chosen
    } else {
        Span {
            start: chosen.start,
            end: chosen.start + cut.len(),
        }
    }
}

/// A run of whole clauses: from the first one if that is not too little, else the widest within `limit`.
fn telling_run(story: &str, span: Span, limit: f32) -> Option<Span> {
    let wide = |span: &Span| width(&story[span.start..span.end]);
    if wide(&span) <= limit {
        return Some(span);
    }
    let clauses = split_after(story, span, |c| "，、,;；：:—。！？!?…".contains(c));
    let longest = |from: usize, limit: f32| {
        let whole = |to: usize| Span {
            start: clauses[from].start,
            end: clauses[to].end,
        };
        (from..clauses.len())
            .map(whole)
            .take_while(|run| wide(run) <= limit)
            .last()
    };
    if clauses.is_empty() {
        return None;
    }
    let Some(opening) = longest(0, limit) else {
        return longest(0, limit * STRETCH);
    };
    if wide(&opening) >= limit * ENOUGH {
        return Some(opening);
    }
    let runs = (1..clauses.len()).filter_map(|from| longest(from, limit));
    Some(runs.fold(
        opening,
        |best, other| if wide(&other) > wide(&best) { other } else { best },
    ))
}
