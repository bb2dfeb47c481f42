//! Japanese names: runs of katakana or kanji that act, or that carry a suffix of address.

use std::collections::BTreeMap;

use mangakai_script::{Age, Gender};

use super::FoundName;
use crate::director::lexicon::Lexicon;
use crate::director::unit::Unit;
use crate::director::words::{fold, is_han, is_katakana};

/// Evidence enough to believe in a name.
const ENOUGH: usize = 2;

#[derive(Default)]
struct Evidence {
    first: usize,
    score: usize,
    count: usize,
    gender: Gender,
    title: Option<String>,
}

/// Every name somebody bears in the narration.
pub(super) fn find(story: &str, units: &[Unit], lexicon: &Lexicon) -> Vec<FoundName> {
    let mut found: BTreeMap<String, Evidence> = BTreeMap::new();
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let text = unit.text(story);
        let folded = fold(text);
        let speaks = lexicon.voices.is_in(&folded);
        let acts = lexicon.verbs.is_in(&folded);
        for (start, mut end, katakana) in runs(text) {
            // "田中先生": the title is written in kanji too.
            let titled = lexicon.grammar.name_suffixes.iter().find_map(|suffix| {
                let name = text[start..end].strip_suffix(suffix.as_str())?;
                (name.chars().count() > 1).then_some(start + name.len())
            });
            end = titled.unwrap_or(end);
            let name = &text[start..end];
            if !is_name(name, katakana, lexicon) {
                continue;
            }
            let rest = &text[end..];
            let suffix = lexicon
                .grammar
                .name_suffixes
                .iter()
                .find(|suffix| rest.starts_with(suffix.as_str()));
            let suffixed = suffix.is_some();
            let subject = lexicon
                .grammar
                .subject_marks
                .iter()
                .any(|mark| rest.starts_with(mark.as_str()));
            let score = match (suffixed, subject, katakana) {
                (true, _, _) => ENOUGH,
                (_, true, true) if acts => ENOUGH,
                (_, true, false) if speaks => ENOUGH,
                (_, true, false) if acts => 1,
                _ => 0,
            };
            let evidence = found.entry(name.to_owned()).or_insert_with(|| Evidence {
                first: unit.words.start + start,
                ..Evidence::default()
            });
            evidence.score += score;
            evidence.count += 1;
            if let Some(suffix) = suffix {
                let male = lexicon.grammar.male_suffixes.contains(suffix);
                evidence.gender = if male { Gender::Male } else { evidence.gender };
                evidence.title.get_or_insert_with(|| suffix.clone());
            }
        }
    }
    found
        .into_iter()
        .filter(|(_, evidence)| evidence.score >= ENOUGH)
        .map(|(name, evidence)| FoundName {
            name,
            parts: Vec::new(),
            first: evidence.first,
            count: evidence.count,
            age: Age::Adult,
            gender: evidence.gender,
            title: evidence.title,
            sure: if evidence.score > ENOUGH { 0.9 } else { 0.7 },
        })
        .collect()
}

/// Runs of katakana of two to eight characters and of kanji of one to four: start, end, katakana or not.
fn runs(text: &str) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut class = 0_u8;
    let ended = text.char_indices().chain([(text.len(), ' ')]);
    for (at, c) in ended {
        let here = if is_katakana(c) {
            1
        } else if is_han(c) {
            2
        } else {
            0
        };
        if here != class {
            let length = text[start..at].chars().count();
            if class == 1 && (2..=8).contains(&length) || class == 2 && (1..=4).contains(&length) {
                found.push((start, at, class == 1));
            }
            start = at;
            class = here;
        }
    }
    found
}

fn is_name(name: &str, katakana: bool, lexicon: &Lexicon) -> bool {
    let stops = &lexicon.grammar.name_stops;
    let stopped = stops
        .iter()
        .any(|stop| stop == name || !katakana && name.ends_with(stop.as_str()) && stop.chars().count() > 1);
    let known = ends(&lexicon.people.find(name), name)
        || ends(&lexicon.places.find(name), name)
        || ends(&lexicon.times.find(name), name)
        || ends(&lexicon.things.props.find(name), name)
        || ends(&lexicon.sounds.find(name), name)
        || ends(&lexicon.weathers.find(name), name);
    let numeral = name
        .chars()
        .next()
        .is_some_and(|c| "一二三四五六七八九十百千万何".contains(c));
    let long_enough = katakana || name.chars().count() > 1;
    long_enough && !stopped && !known && !numeral
}

/// Whether a known word ends the name.
fn ends<T: Copy>(hits: &[crate::director::words::Hit<T>], name: &str) -> bool {
    hits.iter().any(|hit| hit.end == name.len())
}
