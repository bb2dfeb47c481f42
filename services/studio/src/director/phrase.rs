//! What happens in a panel, in words of the story's language: alt text, and the prompt for a model.

use mangakai_script::{Emotion, Prop, Span, TimeOfDay};

use super::Story;
use super::beat::{Beat, Purpose};
use super::stretch::condensed;
use super::unit::Unit;

/// The words about a panel are at most about this wide.
const ACTION_WIDTH: f32 = 150.0;

/// One sentence of them is at most this wide.
const SENTENCE_WIDTH: f32 = 70.0;

/// What happens in `beat`, where `seen` are in the picture.
pub(super) fn action(story: &Story, beat: &Beat, seen: &[usize], place: Option<usize>) -> String {
    let lexicon = story.lexicon;
    let first = beat.units.first();
    let time = first.map_or(TimeOfDay::Day, |unit| unit.time);
    match &beat.purpose {
        Purpose::Tell => told(story, &beat.units, seen),
        Purpose::Establish => establish(story, place, time),
        Purpose::Scenery => fill(lexicon.phrase("quiet"), &[("place", &place_name(story, place))]),
        Purpose::Insert(thing) => fill(
            lexicon.phrase("thing"),
            &[("thing", &thing_word(story, &beat.units, *thing))],
        ),
        Purpose::Pause(people) => {
            let names: Vec<&str> = people
                .iter()
                .map(|person| story.people[*person].name.as_str())
                .collect();
            fill(
                lexicon.phrase("together"),
                &[("who", &names.join(lexicon.phrase("and")))],
            )
        }
        Purpose::React(person) => {
            let mood = first
                .and_then(|unit| unit.moods.iter().find(|(who, _)| who == person))
                .map(|(_, mood)| *mood);
            match mood.filter(|mood| *mood != Emotion::Calm) {
                Some(mood) => {
                    let name: &'static str = mood.into();
                    let words = [
                        ("who", story.people[*person].name.as_str()),
                        ("emotion", lexicon.phrase(name)),
                    ];
                    fill(lexicon.phrase("feels"), &words)
                }
                None => {
                    let talk = beat.units.iter().any(Unit::is_line);
                    let phrase = if talk { "reacts" } else { "looks" };
                    fill(lexicon.phrase(phrase), &[("who", &story.people[*person].name)])
                }
            }
        }
    }
}

fn establish(story: &Story, place: Option<usize>, time: TimeOfDay) -> String {
    let time: &'static str = time.into();
    let words = [
        ("place", place_name(story, place)),
        ("time", story.lexicon.phrase(time).to_owned()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, word)| (*name, word.as_str())).collect();
    fill(story.lexicon.phrase("establish"), &words)
}

/// The narration as the story has it; a phrase for who speaks where there is none.
fn told(story: &Story, units: &[Unit], seen: &[usize]) -> String {
    let mut words = String::new();
    let mut room = ACTION_WIDTH;
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let span = condensed(story.text, unit.words, SENTENCE_WIDTH);
        let text = &story.text[span.start..span.end];
        room -= super::words::width(text);
        if room < 0.0 && !words.is_empty() {
            break;
        }
        push_sentence(&mut words, text, story.lexicon.grammar.spaced);
    }
    let lines: Vec<&Unit> = units.iter().filter(|unit| unit.is_line()).collect();
    let mut voices: Vec<String> = lines
        .iter()
        .filter(|unit| unit.speaker.is_none_or(|who| seen.contains(&who)))
        .map(|unit| voice(story, unit))
        .collect();
    voices.dedup();
    for voice in voices.iter().take(3) {
        push_sentence(&mut words, voice, story.lexicon.grammar.spaced);
    }
    if words.is_empty() {
        let whole = units.first().map_or(Span::default(), |unit| unit.words);
        let span = condensed(story.text, whole, SENTENCE_WIDTH);
        return story.text[span.start..span.end].to_owned();
    }
    words
}

fn voice(story: &Story, unit: &Unit) -> String {
    use mangakai_script::DialogueKind::{Shout, Thought, Whisper};
    let Some(speaker) = unit.speaker else {
        return story.lexicon.phrase("voice").to_owned();
    };
    let phrase = match unit.voice {
        Shout => "shouts",
        Whisper => "whispers",
        Thought => "thinks",
        _ => "speaks",
    };
    fill(
        story.lexicon.phrase(phrase),
        &[("who", &story.people[speaker].name)],
    )
}

fn push_sentence(words: &mut String, sentence: &str, spaced: bool) {
    if spaced && !words.is_empty() {
        words.push(' ');
    }
    words.extend(sentence.split_whitespace().enumerate().flat_map(|(index, word)| {
        let gap = if index > 0 { " " } else { "" };
        [gap, word]
    }));
    let closed = words.ends_with(['.', '!', '?', '。', '！', '？', '…', '」', '”', '"']);
    if !closed {
        words.push_str(if spaced { "." } else { "。" });
    }
}

/// What the story calls a thing.
fn thing_word(story: &Story, units: &[Unit], thing: Prop) -> String {
    let word = units.iter().find_map(|unit| {
        let text = unit.text(story.text);
        let hits = story.lexicon.things.props.find(&super::words::fold(text));
        let hit = hits.into_iter().find(|hit| hit.meaning == thing)?;
        Some(text[hit.start..hit.end].to_owned())
    });
    word.unwrap_or_else(|| thing.word().to_owned())
}

fn place_name(story: &Story, place: Option<usize>) -> String {
    place.map_or_else(
        || story.lexicon.phrase("here").to_owned(),
        |place| story.sites[place].name.clone(),
    )
}

fn fill(phrase: &str, words: &[(&str, &str)]) -> String {
    let mut filled = phrase.to_owned();
    for (name, word) in words {
        let word = if *word == "I" { "the narrator" } else { word };
        filled = filled.replace(&format!("{{{name}}}"), word);
    }
    capitalised(&filled)
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}
