//! What is lettered in a panel: its lines, and as much narration as the picture cannot tell.

use std::collections::BTreeMap;

use mangakai_script::{Dialogue, DialogueKind, MAX_BUBBLES, Span};

use super::Story;
use super::stretch::condensed;
use super::unit::Unit;
use super::words::width;

/// Narration in one box is at most this wide.
const BOX_WIDTH: f32 = 44.0;

/// Beside spoken lines a box is smaller.
const SMALL_BOX_WIDTH: f32 = 34.0;

/// All lettering of a panel together is at most about this wide.
const PANEL_LETTERING: f32 = 95.0;

/// Narration that weighs less is left to the picture when somebody speaks.
const WORTH_TELLING: f32 = 3.0;

/// Of so many units in one panel, how it begins and ends must be told, and one line is heard.
const MUCH: usize = 11;

/// The lettering of a beat made of `units`, in reading order.
pub(super) fn letter(story: &Story, units: &[Unit], place: Option<usize>) -> Vec<Dialogue> {
    let mut chosen = lines(story.text, units, place);
    let boxes = boxes(units, &chosen);
    let room = if chosen.is_empty() {
        BOX_WIDTH
    } else {
        SMALL_BOX_WIDTH
    };
    chosen.extend(boxes);
    chosen.sort_unstable();
    let mut lettering: Vec<(usize, Dialogue)> = Vec::new();
    for index in chosen {
        let unit = &units[index];
        if unit.is_line() {
            lettering.push((index, line(story, unit)));
        } else if !join(story.text, &mut lettering, unit, index, room) {
            lettering.push((index, narration(story.text, unit, room)));
        }
    }
    lettering.truncate(MAX_BUBBLES);
    lettering.into_iter().map(|(_, dialogue)| dialogue).collect()
}

/// The lines worth most, as many as fit.
fn lines(story: &str, units: &[Unit], place: Option<usize>) -> Vec<usize> {
    let mut lines: Vec<usize> = (0..units.len()).filter(|index| units[*index].is_line()).collect();
    // Whoever speaks somewhere else is not in the picture.
    if lines.iter().any(|index| units[*index].place == place) {
        lines.retain(|index| units[*index].place == place);
    }
    let telling = units
        .iter()
        .any(|unit| !unit.is_line() && unit.weight >= WORTH_TELLING + 2.0);
    let most = match units.len() {
        MUCH.. => 1,
        _ if telling => MAX_BUBBLES - 1,
        _ => MAX_BUBBLES,
    };
    let wide = |lines: &[usize]| {
        lines
            .iter()
            .map(|index| width(units[*index].text(story)))
            .sum::<f32>()
    };
    let speaker = |line: usize| units[line].speaker;
    let mut spoken = BTreeMap::new();
    for line in &lines {
        *spoken.entry(speaker(*line)).or_insert(0_usize) += 1;
    }
    while lines.len() > most || lines.len() > 1 && wide(&lines) > PANEL_LETTERING {
        // Everybody who speaks keeps a line while another has two.
        let spare = |at: &usize| spoken.get(&speaker(lines[*at])).is_some_and(|count| *count > 1);
        let any_spare = (0..lines.len()).any(|at| spare(&at));
        let least = (0..lines.len())
            .filter(|at| !any_spare || spare(at))
            .min_by(|a, b| units[lines[*a]].weight.total_cmp(&units[lines[*b]].weight));
        let Some(least) = least else { break };
        let gone = lines.remove(least);
        spoken.entry(speaker(gone)).and_modify(|count| *count -= 1);
    }
    lines
}

/// The narration worth a box, given the lines already chosen.
fn boxes(units: &[Unit], lines: &[usize]) -> Vec<usize> {
    let free = MAX_BUBBLES - lines.len();
    let enough = match (lines.len(), free) {
        (0, _) => 0.0,
        (1, _) => WORTH_TELLING + 0.5,
        _ => WORTH_TELLING,
    };
    let mut narration: Vec<usize> = (0..units.len())
        .filter(|index| !units[*index].is_line() && units[*index].weight >= enough)
        .collect();
    // Among equals the later one: it says what came of it.
    narration.sort_by(|a, b| units[*b].weight.total_cmp(&units[*a].weight).then(b.cmp(a)));
    narration.truncate(if lines.is_empty() {
        free.min(2 + units.len() / 6)
    } else {
        free
    });
    narration
}

/// Whether the sentence fits the box of the sentence right before it.
fn join(story: &str, lettering: &mut [(usize, Dialogue)], unit: &Unit, index: usize, room: f32) -> bool {
    let Some((before, dialogue)) = lettering.last_mut() else {
        return false;
    };
    let Some(span) = dialogue
        .source
        .filter(|_| dialogue.kind == DialogueKind::Narration)
    else {
        return false;
    };
    let whole = Span {
        start: span.start,
        end: unit.words.end,
    };
    let text = &story[whole.start..whole.end];
    let adjoining = *before + 1 == index && !text.contains('\n') && width(text) <= room;
    if adjoining {
        *before = index;
        text.clone_into(&mut dialogue.text);
        dialogue.source = Some(whole);
    }
    adjoining
}

fn line(story: &Story, unit: &Unit) -> Dialogue {
    Dialogue {
        kind: unit.voice,
        speaker: unit.speaker.map(super::person_id),
        text: unit.text(story.text).to_owned(),
        source: Some(unit.words),
        invented: false,
        ruby: Vec::new(),
    }
}

fn narration(story: &str, unit: &Unit, room: f32) -> Dialogue {
    let span = condensed(story, unit.words, room);
    Dialogue {
        kind: DialogueKind::Narration,
        speaker: None,
        text: story[span.start..span.end].to_owned(),
        source: Some(span),
        invented: false,
        ruby: Vec::new(),
    }
}
