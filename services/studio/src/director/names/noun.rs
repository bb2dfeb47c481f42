//! English nouns by the words before them: definite or not, a thing or a verb, one more person or what somebody is.

use super::latin::words_before;
use crate::director::lexicon::{Grammar, Lexicon};

const DETERMINERS: [&str; 16] = [
    "the", "a", "an", "his", "her", "my", "their", "our", "its", "your", "this", "that", "one", "two",
    "another", "some",
];

/// Nouns that need no determiner.
const UNCOUNTABLE: [&str; 30] = [
    "coffee",
    "tea",
    "cocoa",
    "milk",
    "flour",
    "sugar",
    "bread",
    "rice",
    "paper",
    "fire",
    "flames",
    "paint",
    "meat",
    "money",
    "medicine",
    "rope",
    "chocolate",
    "batter",
    "dough",
    "cloth",
    "ramen",
    "soup",
    "fruit",
    "fish",
    "luggage",
    "moon",
    "sunset",
    "sunrise",
    "toast",
    "candy",
];

/// Whether a noun for a thing stands at `start..end`: a plural, a mass, or a word with its determiner.
pub(super) fn is_thing(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    let word = &folded[start..end];
    if folded[end..].starts_with('-') {
        return false;
    }
    let who = |word: &str| lexicon.people.is_in(word) || lexicon.pronouns.is_in(word);
    let before: Vec<&str> = words_before(folded, start).take(MOST_ADJECTIVES + 1).collect();
    if UNCOUNTABLE.contains(&word) || word.ends_with('s') && !word.ends_with("ss") || word.contains(' ') {
        let acts = before.first().is_some_and(|word| {
            who(word) && !DETERMINERS.contains(word) || ["to", "and", "then"].contains(word)
        });
        return !acts || word.contains(' ') || UNCOUNTABLE.contains(&word) || before.first() == Some(&"and");
    }
    let determiner = before
        .iter()
        .position(|word| is_determiner(word, &lexicon.grammar) || *word == "no" || *word == "half");
    determiner.is_some_and(|at| {
        before[..at]
            .iter()
            .all(|word| !lexicon.people.is_in(word) && !lexicon.verbs.is_in(word))
    })
}

/// "he was a pirate", not "there was a pirate".
pub(super) fn is_predicate(folded: &str, start: usize) -> bool {
    let before: Vec<&str> = words_before(folded, start).take(MOST_ADJECTIVES + 3).collect();
    let Some(article) = before.iter().position(|word| ["a", "an", "the"].contains(word)) else {
        return false;
    };
    let links = [
        "was", "is", "be", "become", "became", "being", "called", "as", "like",
    ];
    let link = before.get(article + 1).is_some_and(|word| links.contains(word));
    let exists = before
        .iter()
        .any(|word| ["there", "here", "it", "once"].contains(word));
    link && !exists && before.get(article + 2).is_some()
}

/// Whether a noun at `start` has a determiner and is not compared with ("than a man").
pub(super) fn has_determiner(folded: &str, start: usize, grammar: &Grammar) -> bool {
    let mut before = words_before(folded, start).take(MOST_ADJECTIVES + 2);
    let mut seen = 0;
    while let Some(word) = before.next() {
        if is_determiner(word, grammar) {
            return !before
                .next()
                .is_some_and(|word| grammar.comparisons.iter().any(|c| c == word));
        }
        if grammar.comparisons.iter().any(|c| c == word) || grammar.locative.iter().any(|l| l == word) {
            return false;
        }
        seen += 1;
    }
    // A bare plural or a name-like word at the start of its clause: "Children laughed".
    seen <= 1
}

/// "the", or an owner: "Tobin's".
fn is_determiner(word: &str, grammar: &Grammar) -> bool {
    let mut owners = grammar.possessives.iter();
    DETERMINERS.contains(&word) || owners.any(|mark| word.ends_with(mark.as_str()))
}

/// "the" and "her", not "a".
pub(super) fn is_definite(folded: &str, start: usize) -> bool {
    let determiner = words_before(folded, start)
        .take(MOST_ADJECTIVES + 1)
        .find(|word| DETERMINERS.contains(word));
    determiner.is_some_and(|word| !INDEFINITE.contains(&word))
}

const INDEFINITE: [&str; 5] = ["a", "an", "one", "another", "some"];

/// Adjectives between a determiner and its noun are at most so many.
const MOST_ADJECTIVES: usize = 3;
