//! What faces and bodies do, what is held, seen and heard.

use std::ops::Range;

use mangakai_script::{DialogueKind, Emotion, Pose, Prop};

use super::follow::Reading;
use super::lexicon::Lexicon;
use super::setting::{is_absent, is_negated, masked};
use super::unit::Unit;
use super::words::{Hit, WordList, fold, width};

/// What stands between two who do something together.
const JOINERS: [&str; 7] = ["と", "和", "与", "跟", "、", " and ", " and the "];

/// A name before such a word is at most so long.
const MOST_NAME_BYTES: usize = 24;

/// Between a verb and its thing stand at most so many bytes: "着一个".
const NEXT_THING: usize = 12;

/// What is held stands at most so many bytes from the word for holding it.
const HELD_REACH: usize = 40;

/// Most things noted for one sentence.
const MAX_PROPS: usize = 4;

/// Fills in moods, poses, things and sounds of every unit.
pub(super) fn read(
    story: &str,
    units: &mut [Unit],
    readings: &[Reading],
    names: &WordList<usize>,
    lexicon: &Lexicon,
) {
    for (unit, reading) in units.iter_mut().zip(readings) {
        if unit.is_line() {
            spoken(story, unit, lexicon);
        } else {
            narrated(story, unit, reading, names, lexicon);
        }
    }
    lend_to_lines(units);
}

fn narrated(story: &str, unit: &mut Unit, reading: &Reading, names: &WordList<usize>, lexicon: &Lexicon) {
    let text = unit.text(story);
    let folded = masked(&fold(text), names);
    let doers = |at: usize| doers(reading, &folded, at);
    for hit in lexicon.emotions.find(&folded) {
        if !is_negated(&folded, hit.start, hit.end, lexicon) {
            unit.moods.extend(
                feelers(reading, hit.start)
                    .into_iter()
                    .map(|person| (person, hit.meaning)),
            );
        }
    }
    let mut held = Vec::new();
    if !unit.memory {
        let things = lexicon.things.props.find(&folded);
        for hit in lexicon.poses.find(&folded) {
            let verb = super::names::is_doing(&folded, hit.start, hit.end, lexicon);
            if !verb || is_negated(&folded, hit.start, hit.end, lexicon) {
                continue;
            }
            // "抱着一个纸箱": what is hugged is a thing.
            let thing = things.iter().any(|thing| {
                thing.start >= hit.end && thing.start - hit.end <= NEXT_THING && thing.meaning.is_held()
            });
            let pose = if hit.meaning == Pose::Hug && thing {
                Pose::Hold
            } else {
                hit.meaning
            };
            for person in doers(hit.start) {
                unit.poses.push((person, pose));
                if matches!(pose, Pose::Hold | Pose::Raise | Pose::Umbrella) {
                    held.push((person, hit.start..hit.end));
                }
            }
        }
        props(unit, &folded, things, lexicon, &held);
    }
    sounds(unit, text, &folded, lexicon);
}

/// Who does what stands at byte `at`: whoever was named last before it, several for "both".
fn doers(reading: &Reading, folded: &str, at: usize) -> Vec<usize> {
    let subjects = || {
        reading
            .named
            .iter()
            .filter(|(person, _)| reading.subjects.contains(person))
    };
    if let Some((_, start)) = subjects().rfind(|(_, start)| *start <= at) {
        let together = |other: usize| other == *start || other < *start && is_pair(&folded[other..*start]);
        return subjects()
            .filter(|(_, other)| together(*other))
            .map(|(person, _)| *person)
            .collect();
    }
    // In a clause of its own before the subject comes, somebody else may act.
    let first = subjects().next();
    if first.is_some_and(|(_, start)| folded[at..*start].contains(['，', '、', ','])) {
        return Vec::new();
    }
    feelers(reading, at)
}

/// Whether the text from one name to the next is only the name and what joins the two: "Anna and ".
fn is_pair(text: &str) -> bool {
    let name = JOINERS.iter().find_map(|word| text.strip_suffix(word));
    name.is_some_and(|name| {
        !name.contains([',', '、', '，', '。'])
            && name.split(' ').count() <= 2
            && name.len() <= MOST_NAME_BYTES
    })
}

/// Whose face shows what stands at byte `at`: whoever was named last before it, else first after it.
fn feelers(reading: &Reading, at: usize) -> Vec<usize> {
    let subjects = || {
        reading
            .named
            .iter()
            .filter(|(person, _)| reading.subjects.contains(person))
    };
    let nearest = subjects()
        .rfind(|(_, start)| *start <= at)
        .or_else(|| subjects().next());
    match nearest {
        Some((_, start)) => subjects()
            .filter(|(_, other)| other == start)
            .map(|(person, _)| *person)
            .collect(),
        None => reading.subjects.clone(),
    }
}

fn props(
    unit: &mut Unit,
    folded: &str,
    mut things: Vec<Hit<Prop>>,
    lexicon: &Lexicon,
    held: &[(usize, Range<usize>)],
) {
    things.retain(|hit| {
        !is_negated(folded, hit.start, hit.end, lexicon)
            && !is_absent(folded, hit.start, hit.end, lexicon)
            && super::names::is_thing(folded, hit.start, hit.end, lexicon)
    });
    for hit in &things {
        if unit.props.len() < MAX_PROPS && !unit.props.contains(&hit.meaning) {
            unit.props.push(hit.meaning);
        }
    }
    things.retain(|hit| hit.meaning.is_held() && unit.props.contains(&hit.meaning));
    for (person, verb) in held {
        if !unit.holding.iter().any(|(other, _)| other == person)
            && let Some(thing) = nearest(&things, verb, folded, lexicon)
            && !unit.holding.iter().any(|(_, other)| *other == thing)
        {
            unit.holding.push((*person, thing));
        }
    }
}

/// What is held by somebody whose word for holding stands at `verb`: the nearest thing in the place of the verb's
/// object, else the nearest one.
fn nearest(things: &[Hit<Prop>], verb: &Range<usize>, folded: &str, lexicon: &Lexicon) -> Option<Prop> {
    let grammar = &lexicon.grammar;
    let object_first = !grammar.spaced && !grammar.subject_marks.is_empty();
    let is_object = |thing: &Hit<Prop>| {
        let between = if object_first {
            folded.get(thing.end..verb.start)
        } else {
            folded.get(verb.end..thing.start)
        };
        between.is_some_and(|between| !between.contains([',', '，', '、', '。']))
    };
    let near = things.iter().filter(|thing| gap(verb, thing) <= HELD_REACH);
    near.min_by_key(|thing| (!is_object(thing), gap(verb, thing)))
        .map(|thing| thing.meaning)
}

/// How many bytes stand between a verb and a thing.
fn gap(verb: &Range<usize>, thing: &Hit<Prop>) -> usize {
    let after = thing.start.saturating_sub(verb.end);
    after.max(verb.start.saturating_sub(thing.end))
}

fn sounds(unit: &mut Unit, text: &str, folded: &str, lexicon: &Lexicon) {
    for hit in lexicon.sounds.find(folded).into_iter().take(2) {
        let word = &text[hit.start..hit.end];
        let letters = if lexicon.grammar.spaced {
            word.to_uppercase()
        } else {
            word.to_owned()
        };
        unit.sounds.push((letters, hit.meaning));
    }
    if unit.sounds.is_empty()
        && !unit.memory
        && let Some(hit) = lexicon.sound_verbs.find(folded).into_iter().next()
        && !is_negated(folded, hit.start, hit.end, lexicon)
    {
        unit.sounds.push((lexicon.sound_words[hit.meaning].clone(), 1));
    }
}

fn spoken(story: &str, unit: &mut Unit, lexicon: &Lexicon) {
    let Some(speaker) = unit.speaker else { return };
    let text = unit.text(story);
    let folded = fold(text);
    let hint = lexicon.emotions.find(&folded).into_iter().next();
    let mood = match unit.voice {
        DialogueKind::Shout
            if lexicon
                .grammar
                .alarms
                .iter()
                .any(|word| folded.contains(word.as_str())) =>
        {
            Emotion::Fear
        }
        DialogueKind::Shout if width(text) <= 5.0 => Emotion::Joy,
        DialogueKind::Shout => Emotion::Surprise,
        DialogueKind::Thought => Emotion::Think,
        _ if text.contains(['!', '！']) => hint.map_or(Emotion::Smile, |hit| hit.meaning),
        _ if text.ends_with(['?', '？']) => Emotion::Think,
        _ => return,
    };
    unit.moods.push((speaker, mood));
}

/// What a tag tells about the speaker's face shows while the line is spoken.
fn lend_to_lines(units: &mut [Unit]) {
    for index in 0..units.len() {
        if units[index].is_line()
            && units[index].seen.is_empty()
            && index > 0
            && units[index - 1].sentence == units[index].sentence
        {
            // A voice from the box: the box is what there is to see.
            units[index].props = units[index - 1].props.clone();
        }
        let Some(speaker) = units[index].speaker else {
            continue;
        };
        let neighbours = [index.checked_sub(1), Some(index + 1)];
        let mut moods = Vec::new();
        let mut poses = Vec::new();
        for other in neighbours
            .into_iter()
            .flatten()
            .filter_map(|other| units.get(other))
        {
            let leads =
                other.paragraph <= units[index].paragraph && other.paragraph + 1 >= units[index].paragraph;
            let near = other.sentence == units[index].sentence || other.tag || leads;
            if near && !other.is_line() {
                moods.extend(
                    other
                        .moods
                        .iter()
                        .filter(|(person, _)| *person == speaker)
                        .copied(),
                );
                poses.extend(
                    other
                        .poses
                        .iter()
                        .filter(|(person, _)| *person == speaker)
                        .copied(),
                );
            }
        }
        let unit = &mut units[index];
        unit.moods.splice(0..0, moods);
        unit.poses.splice(0..0, poses);
    }
}
