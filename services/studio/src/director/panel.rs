//! Panels out of beats: place, people, lettering, camera.

use std::collections::BTreeMap;

use mangakai_script::{Dialogue, DialogueKind, MIN_SPREAD_PANELS, Panel, Prop, SoundEffect, Span};

use super::Story;
use super::beat::{Beat, Purpose, is_strong};
use super::bubbles;
use super::cast::{Memory, cast, crop, seen};
use super::phrase;
use super::shot::{self, Camera, View};
use super::sure::confidence;
use super::{person_id, site_id};

/// Most things in one picture.
const MAX_THINGS: usize = 4;

/// One panel per beat.
pub(super) fn panels(story: &Story, beats: &[Beat]) -> Vec<Panel> {
    let sources = sources(story.text, beats);
    let mut camera = Camera::default();
    let mut memory = Memory::default();
    let mut panels: Vec<Panel> = Vec::with_capacity(beats.len());
    let heaviest = heaviest(beats);
    for (index, (beat, source)) in beats.iter().zip(sources).enumerate() {
        let place = main_place(beat);
        let dialogue = if beat.purpose == Purpose::Tell {
            bubbles::letter(story, &beat.units, place)
        } else {
            Vec::new()
        };
        let mut seen = seen(story, beats, index, place, &dialogue);
        let local = local(beat, place);
        let mut props = props(&local);
        if seen.is_empty() && props.is_empty() && place.is_none() {
            props.push(story.page);
        }
        let view = View {
            beat,
            place,
            seen: &seen,
            props: &props,
            dialogue: &dialogue,
            last: index + 1 == beats.len(),
        };
        let shot = camera.shot(&view);
        let angle = camera.angle(story, &view, shot);
        let role = shot::role(&view, shot, angle);
        crop(&mut seen, shot, &dialogue);
        let unit = beat
            .units
            .iter()
            .find(|unit| unit.place == place)
            .or(beat.units.first());
        let cast = cast(story, &local, &seen, &mut memory, shot);
        let importance = importance(beat, index, beats.len(), heaviest, &dialogue);
        let sfx = sounds(beat, panels.last());
        let action = phrase::action(story, beat, &seen, place);
        let mut panel = Panel {
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            source,
            role,
            shot,
            angle,
            importance,
            location: place.map(site_id),
            time: unit.map(|unit| unit.time).unwrap_or_default(),
            weather: local
                .units
                .last()
                .or(unit)
                .map(|unit| unit.weather)
                .unwrap_or_default(),
            cast,
            action,
            props: props.iter().map(|thing| thing.word().to_owned()).collect(),
            dialogue: offscreen(dialogue, &seen),
            sfx,
            confidence: BTreeMap::new(),
        };
        panel.confidence = confidence(story, &local, &panel, place, &seen);
        panels.push(panel);
    }
    spread(&mut panels);
    panels
}

/// Where nearly all panels would be as important as each other, as in a long silence, every third of them gives way or
/// comes forward.
fn spread(panels: &mut [Panel]) {
    let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
    for panel in panels.iter() {
        *counts.entry(panel.importance).or_default() += 1;
    }
    let Some((common, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        return;
    };
    if panels.len() < MIN_SPREAD_PANELS || count * 4 <= panels.len() * 3 {
        return;
    }
    let other = if common > 1 { common - 1 } else { 2 };
    let equal = panels.iter_mut().filter(|panel| panel.importance == common);
    for panel in equal.skip(1).step_by(3) {
        panel.importance = other;
    }
}

/// Tell beats share out the story without gaps; silent ones stand on their neighbour's part.
fn sources(text: &str, beats: &[Beat]) -> Vec<Span> {
    let tells: Vec<usize> = (0..beats.len())
        .filter(|index| beats[*index].purpose == Purpose::Tell)
        .collect();
    let start = |index: usize| beats[index].units.first().map_or(0, |unit| unit.span.start);
    let mut spans = vec![
        Span {
            start: 0,
            end: text.len()
        };
        beats.len()
    ];
    for (at, index) in tells.iter().enumerate() {
        let from = if at == 0 { 0 } else { start(*index) };
        let to = tells.get(at + 1).map_or(text.len(), |next| start(*next));
        spans[*index] = Span { start: from, end: to };
    }
    for index in 0..beats.len() {
        let neighbour = match beats[index].purpose {
            Purpose::Tell => continue,
            Purpose::Establish => tells.iter().find(|tell| **tell > index),
            _ => tells.iter().rev().find(|tell| **tell < index),
        };
        if let Some(neighbour) = neighbour {
            spans[index] = spans[*neighbour];
        }
    }
    spans
}

/// Where most of what matters in a beat happens.
fn main_place(beat: &Beat) -> Option<usize> {
    let mut weights: BTreeMap<usize, f32> = BTreeMap::new();
    for unit in &beat.units {
        if let Some(place) = unit.place {
            // Where people are seen matters more than where a thing lies.
            *weights.entry(place).or_default() += unit.weight + if unit.seen.is_empty() { 0.0 } else { 3.0 };
        }
    }
    weights
        .into_iter()
        .reduce(|best, other| if other.1 > best.1 { other } else { best })
        .map(|(place, _)| place)
}

/// What of a beat happens in `place`, which is what the picture shows.
fn local(beat: &Beat, place: Option<usize>) -> Beat {
    let units = beat
        .units
        .iter()
        .filter(|unit| unit.place == place)
        .cloned()
        .collect();
    Beat {
        units,
        purpose: beat.purpose.clone(),
    }
}

/// A voice whose owner is out of the picture is lettered as such.
fn offscreen(mut dialogue: Vec<Dialogue>, seen: &[usize]) -> Vec<Dialogue> {
    for line in &mut dialogue {
        let out = line
            .speaker
            .as_ref()
            .is_some_and(|id| !seen.iter().any(|person| person_id(*person) == *id));
        if out && line.kind != DialogueKind::Thought {
            line.kind = DialogueKind::Offscreen;
        }
    }
    dialogue
}

fn props(beat: &Beat) -> Vec<Prop> {
    if let Purpose::Insert(thing) = &beat.purpose {
        return vec![*thing];
    }
    let mut props: Vec<Prop> = Vec::new();
    for thing in beat.units.iter().flat_map(|unit| &unit.props) {
        if !props.contains(thing) {
            props.push(*thing);
        }
    }
    // A look around shows what belongs there, not what somebody held.
    if matches!(
        beat.purpose,
        Purpose::Scenery | Purpose::Establish | Purpose::Pause(_)
    ) {
        props.retain(|thing| !thing.is_held());
    }
    props.truncate(if matches!(beat.purpose, Purpose::React(_)) {
        0
    } else {
        MAX_THINGS
    });
    props
}

fn sounds(beat: &Beat, before: Option<&Panel>) -> Vec<SoundEffect> {
    if !matches!(beat.purpose, Purpose::Tell) {
        return Vec::new();
    }
    let mut sounds: Vec<SoundEffect> = Vec::new();
    for (text, intensity) in beat.units.iter().flat_map(|unit| &unit.sounds) {
        let heard = sounds
            .iter()
            .chain(before.into_iter().flat_map(|panel| &panel.sfx))
            .any(|sound| sound.text == *text);
        if !heard && sounds.len() < 2 {
            sounds.push(SoundEffect {
                text: text.clone(),
                intensity: *intensity,
            });
        }
    }
    sounds
}

fn heaviest(beats: &[Beat]) -> Option<usize> {
    let weight = |beat: &Beat| beat.units.iter().map(|unit| unit.weight).fold(0.0, f32::max);
    let tells = (1..beats.len().saturating_sub(1)).filter(|index| beats[*index].purpose == Purpose::Tell);
    tells.reduce(|best, other| {
        if weight(&beats[other]) >= weight(&beats[best]) {
            other
        } else {
            best
        }
    })
}

fn importance(beat: &Beat, index: usize, count: usize, heaviest: Option<usize>, dialogue: &[Dialogue]) -> u8 {
    if count == 1 {
        return 6;
    }
    let strong = beat
        .units
        .iter()
        .flat_map(|unit| &unit.moods)
        .any(|(_, mood)| is_strong(*mood));
    let base = match beat.purpose {
        Purpose::Insert(_) | Purpose::React(_) | Purpose::Pause(_) => 1,
        Purpose::Scenery => 2,
        Purpose::Establish => 3,
        Purpose::Tell => 2 + u8::from(strong) + u8::from(dialogue.len() > 1),
    };
    let opens = beat.units.first().is_some_and(|unit| unit.opens) || index == 0;
    let raised = base + u8::from(opens) + u8::from(index + 1 == count);
    if heaviest == Some(index) {
        raised.max(5)
    } else {
        raised.min(5)
    }
}
