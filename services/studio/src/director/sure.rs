//! How sure the director is of what it guessed in a panel, field by field.

use std::collections::BTreeMap;

use mangakai_script::{Panel, TimeOfDay, Weather};

use super::Story;
use super::beat::{Beat, Purpose};

/// The story says so.
const SAID: f32 = 0.9;
/// The story said so a while ago, and nothing changed since.
const HELD: f32 = 0.7;
/// Somebody is near and may well be there.
const LIKELY: f32 = 0.6;
/// Nothing says so.
const GUESSED: f32 = 0.4;

/// A figure from 0 to 1 for every guessed field of `panel`, which shows `seen` of the story's people and tells `beat`
/// as far as it happens in its place.
pub(super) fn confidence(
    story: &Story,
    beat: &Beat,
    panel: &Panel,
    place: Option<usize>,
    seen: &[usize],
) -> BTreeMap<String, f32> {
    let mut sure = BTreeMap::new();
    let mut put = |field: &str, figure: f32| {
        sure.insert(field.to_owned(), figure);
    };
    if let Some(place) = place {
        let named = beat.units.iter().any(|unit| !unit.place_guessed);
        put(
            "location",
            match (named, story.sites[place].guessed) {
                (_, true) => GUESSED,
                (true, _) => SAID,
                _ => HELD,
            },
        );
    }
    let default_time = panel.time == TimeOfDay::default();
    put("time", if default_time { GUESSED } else { HELD });
    let default_weather = panel.weather == Weather::default();
    put("weather", if default_weather { GUESSED } else { HELD });
    if !panel.cast.is_empty() {
        put("cast", cast(story, beat, seen));
        let poses = |person: &usize| {
            beat.units
                .iter()
                .any(|unit| unit.poses.iter().any(|(who, _)| who == person))
        };
        let moods = |person: &usize| {
            beat.units
                .iter()
                .any(|unit| unit.moods.iter().any(|(who, _)| who == person))
        };
        put("pose", share(seen, poses));
        put("emotion", share(seen, moods));
    }
    let speaker = beat
        .units
        .iter()
        .filter(|unit| unit.is_line())
        .map(|unit| unit.sure)
        .reduce(f32::min);
    if let Some(speaker) = speaker.filter(|_| panel.dialogue.iter().any(|line| line.speaker.is_some())) {
        put("speaker", speaker.max(0.1));
    }
    if !panel.props.is_empty() {
        let told = beat.units.iter().any(|unit| !unit.props.is_empty());
        put("props", if told { HELD } else { GUESSED });
    }
    if !panel.sfx.is_empty() {
        put("sfx", HELD);
    }
    sure
}

fn cast(story: &Story, beat: &Beat, seen: &[usize]) -> f32 {
    let told = |person: &usize| beat.units.iter().any(|unit| unit.seen.contains(person));
    let figure = |person: &usize| {
        let there = match beat.purpose {
            Purpose::Tell if told(person) => SAID,
            _ => LIKELY,
        };
        there.min(story.people[*person].sure)
    };
    seen.iter().map(figure).reduce(f32::min).unwrap_or(GUESSED)
}

/// [`SAID`] when `told` of all people, [`GUESSED`] when of none, between them otherwise.
fn share(people: &[usize], told: impl Fn(&usize) -> bool) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of people")]
    let share = people.iter().filter(|person| told(person)).count() as f32 / people.len().max(1) as f32;
    GUESSED + (SAID - GUESSED) * share
}
