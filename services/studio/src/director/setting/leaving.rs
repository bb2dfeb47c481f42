//! Places that are left: who goes out of one is somewhere else.

use mangakai_script::Place;

use crate::director::lexicon::Lexicon;
use crate::director::names::tail;
use crate::director::words::Hit;

use super::negation::is_negated;

/// Between a word for leaving and the place stand at most so many characters: "left her little ".
const REACH_CHARS: usize = 24;

/// "left her dear old house": at most so many words.
const MOST_WORDS: usize = 3;

/// Between a Chinese word for leaving and the place stand at most so many characters.
const NEAR_CHARS: usize = 3;

/// Whether somebody leaves the place of `hit`.
pub(super) fn is_left(folded: &str, hit: &Hit<Place>, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    let done = |start: usize, word: &str| !is_negated(folded, start, start + word.len(), lexicon);
    if !grammar.subject_marks.is_empty() && !grammar.spaced {
        let at =
            |start: usize, word: &String| folded[start..].starts_with(word.as_str()) && done(start, word);
        let mut leaves = grammar.leaves.iter();
        let mut alights = grammar.alights.iter();
        return leaves.any(|word| at(hit.end, word)) || alights.any(|word| at(hit.start, word));
    }
    let clause = folded[..hit.start]
        .rsplit([',', '.', ';', ':', '!', '?', '，', '。', '！', '？'])
        .next()
        .unwrap_or_default();
    let reach = if grammar.spaced { REACH_CHARS } else { NEAR_CHARS };
    let near = tail(clause, reach);
    let from = hit.start - near.len();
    grammar.leaves.iter().any(|word| {
        let at = if grammar.spaced {
            leads_out(&near, word, lexicon)
        } else {
            near.rfind(word.as_str())
        };
        at.is_some_and(|at| done(from + at, word))
    })
}

/// Where the word for leaving stands in front of its place: "left the house", not "left the key in the house".
fn leads_out(near: &str, word: &str, lexicon: &Lexicon) -> Option<usize> {
    let (at, _) = near.rmatch_indices(word).find(|(at, _)| {
        let before = near[..*at].chars().next_back();
        before.is_none_or(|c| c == ' ') && near[at + word.len()..].starts_with(' ')
    })?;
    let elsewhere = |word: &&str| lexicon.grammar.locative.iter().any(|other| other == word);
    let mut words = near[at + word.len()..].split(' ').filter(|word| !word.is_empty());
    let few = words.clone().count() <= MOST_WORDS;
    (few && !words.any(|word| elsewhere(&word))).then_some(at)
}

/// Whether it is only a room: beyond its door is the house.
pub(super) fn is_inner(word: &str, lexicon: &Lexicon) -> bool {
    lexicon
        .grammar
        .inner
        .iter()
        .any(|inner| word.contains(inner.as_str()))
}

/// Whether somebody gets off a train or a bus.
pub(super) fn alights(folded: &str, lexicon: &Lexicon) -> bool {
    is_done(folded, &lexicon.grammar.alights, lexicon)
}

/// Whether somebody steps out of doors: "out into the rain".
pub(super) fn steps_out(folded: &str, lexicon: &Lexicon) -> bool {
    is_done(folded, &lexicon.grammar.outdoors, lexicon)
}

/// Whether one of `words` is told, and not denied.
fn is_done(folded: &str, words: &[String], lexicon: &Lexicon) -> bool {
    words.iter().any(|word| {
        let mut places = folded.match_indices(word.as_str());
        places.any(|(at, _)| !is_negated(folded, at, at + word.len(), lexicon))
    })
}
