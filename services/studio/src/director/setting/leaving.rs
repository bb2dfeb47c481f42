//! Places that are left: who goes out of one is somewhere else.

use mangakai_script::Place;

use crate::director::lexicon::Lexicon;
use crate::director::names::tail;
use crate::director::words::Hit;

/// Between a word for leaving and the place stand at most so many characters: "left her little ".
const REACH_CHARS: usize = 24;

/// "left her dear old house": at most so many words.
const MOST_WORDS: usize = 3;

/// Between a Chinese word for leaving and the place stand at most so many characters.
const NEAR_CHARS: usize = 3;

/// Whether somebody leaves the place of `hit`.
pub(super) fn is_left(folded: &str, hit: &Hit<Place>, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    let after = &folded[hit.end..];
    if !grammar.subject_marks.is_empty() && !grammar.spaced {
        let leaves = |word: &String| after.starts_with(word.as_str());
        let alights = |word: &String| folded[hit.start..].starts_with(word.as_str());
        return grammar.leaves.iter().any(leaves) || grammar.alights.iter().any(alights);
    }
    let clause = folded[..hit.start]
        .rsplit([',', '.', ';', ':', '!', '?', '，', '。', '！', '？'])
        .next()
        .unwrap_or_default();
    if !grammar.spaced {
        let near = tail(clause, NEAR_CHARS);
        return grammar.leaves.iter().any(|word| near.contains(word.as_str()));
    }
    let near = tail(clause, REACH_CHARS);
    let padded = format!(" {near}");
    grammar.leaves.iter().any(|word| {
        // "left the house", not "left the key in the house".
        let rest = padded.rsplit_once(&format!(" {word} ")).map(|(_, rest)| rest);
        rest.is_some_and(|rest| {
            let words: Vec<&str> = rest.split(' ').filter(|word| !word.is_empty()).collect();
            let elsewhere = |word: &&str| grammar.locative.iter().any(|other| other == word);
            words.len() <= MOST_WORDS && !words.iter().any(elsewhere)
        })
    })
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
    lexicon
        .grammar
        .alights
        .iter()
        .any(|word| folded.contains(word.as_str()))
}
