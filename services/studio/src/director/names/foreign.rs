//! Names in Latin letters within Chinese or Japanese text: "Leo 站在黑板前", "Leoは笑った".

use std::collections::BTreeMap;

use mangakai_script::{Age, Gender};

use super::FoundName;
use crate::director::lexicon::Lexicon;
use crate::director::unit::Unit;

/// Fewest letters of a name.
const SHORTEST: usize = 2;

/// Every capitalised Latin word of the narration that acts or comes up twice.
pub(super) fn find(units: &[Unit], story: &str, lexicon: &Lexicon) -> Vec<FoundName> {
    let mut found: BTreeMap<&str, (usize, usize, bool)> = BTreeMap::new();
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let text = unit.text(story);
        for (at, word) in words(text) {
            let rest = text[at + word.len()..].trim_start();
            let marked = lexicon
                .grammar
                .subject_marks
                .iter()
                .chain(&lexicon.grammar.name_suffixes)
                .any(|mark| rest.starts_with(mark.as_str()));
            let verb = lexicon.verbs.find(rest).first().is_some_and(|hit| hit.start == 0);
            let entry = found.entry(word).or_insert((unit.words.start + at, 0, false));
            entry.1 += 1;
            entry.2 |= marked || verb;
        }
    }
    found
        .into_iter()
        .filter(|(_, (_, count, acts))| *acts || *count > 1)
        .map(|(name, (first, count, acts))| FoundName {
            name: name.to_owned(),
            parts: Vec::new(),
            first,
            count,
            age: Age::Adult,
            gender: Gender::Unknown,
            title: None,
            sure: if acts { 0.8 } else { 0.6 },
        })
        .collect()
}

/// Runs of ASCII letters that begin with a capital and go on in small ones.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_alphabetic(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = &text[from..at];
                let named = word.starts_with(|c: char| c.is_ascii_uppercase())
                    && word[1..].chars().all(|c| c.is_ascii_lowercase());
                if named && word.len() >= SHORTEST {
                    words.push((from, word));
                }
                start = None;
            }
            _ => {}
        }
    }
    words
}
