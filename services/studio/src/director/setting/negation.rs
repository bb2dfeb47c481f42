//! Whether a sentence denies a word: "did not cry", "没有哭", "泣かなかった".

use crate::director::lexicon::Lexicon;
use crate::director::names;
use crate::director::words::{is_han, is_katakana};

/// An English negation stands at most so many words before what it denies.
const REACH_WORDS: usize = 3;

/// A Chinese negation begins at most so many characters before what it denies.
const REACH_BEFORE: usize = 2;

/// A Japanese negation ends at most so many characters after what it denies.
const REACH_AFTER: usize = 9;

/// A word for somebody behind a Japanese negation is looked for in so many characters.
const NOUN_CHARS: usize = 8;

/// Marks that end an English clause.
const CLAUSE_MARKS: [char; 5] = [',', '.', ';', '!', '?'];

/// Marks that end a Chinese or Japanese clause.
const CLAUSE_ENDS: [char; 9] = ['。', '、', '！', '？', '，', '；', '：', '」', '”'];

/// How a Japanese verb's form ends that leads to another verb, and what follows the place of an event.
const LINKS: [char; 2] = ['て', 'で'];

/// Whether a negation stands just before (or, in Japanese, just after) the word and is meant for it.
pub(in crate::director) fn is_negated(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    if grammar.spaced {
        is_denied_spaced(&folded[..start], lexicon)
    } else if grammar.subject_marks.is_empty() {
        is_denied_before(folded, start, lexicon)
    } else {
        is_denied_after(folded, end, lexicon)
    }
}

fn is_denied_spaced(before: &str, lexicon: &Lexicon) -> bool {
    let mut open = true;
    // A word with a mark in it closes the clause before this one.
    let words = before
        .rsplit(' ')
        .filter(|word| !word.is_empty())
        .take_while(|word| std::mem::replace(&mut open, !word.contains(CLAUSE_MARKS)))
        .map(|word| word.rsplit(CLAUSE_MARKS).next().unwrap_or_default());
    is_denied_by(words, lexicon)
}

/// Whether English words, the nearest first, deny what comes after them.
pub(super) fn is_denied_by<'a>(words: impl Iterator<Item = &'a str>, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    for word in words.take(REACH_WORDS) {
        // "could not stop crying".
        if grammar.affirming.iter().any(|other| other == word) {
            return false;
        }
        let ends = |ending: &String| word.ends_with(ending.as_str());
        if grammar.negations.iter().any(|other| other == word) || grammar.negation_endings.iter().any(ends) {
            return true;
        }
    }
    false
}

fn is_denied_before(folded: &str, start: usize, lexicon: &Lexicon) -> bool {
    let near = names::tail(&folded[..start], REACH_BEFORE);
    let clause = near.rsplit(CLAUSE_ENDS).next().unwrap_or_default();
    let from = start - clause.len();
    let mut negations = lexicon.grammar.negations.iter();
    negations.any(|negation| {
        let mut places = clause.match_indices(negation.as_str());
        places.any(|(at, _)| !is_affirming(folded, from + at, lexicon))
    })
}

fn is_denied_after(folded: &str, end: usize, lexicon: &Lexicon) -> bool {
    // The mark that ends the clause is a part of "泣かず、".
    let clause = folded[end..]
        .split_inclusive(CLAUSE_ENDS)
        .next()
        .unwrap_or_default();
    let after: String = clause.chars().take(REACH_AFTER).collect();
    let linked = folded[..end].ends_with(LINKS);
    let from = if linked { end - LINKS[0].len_utf8() } else { end };
    let mut negations = lexicon.grammar.negations.iter();
    negations.any(|negation| {
        let mut places = after.match_indices(negation.as_str());
        places.any(|(at, _)| {
            let at = end + at;
            let rest = &folded[at + negation.len()..];
            !is_affirming(folded, at, lexicon) && is_meant(&folded[from..at], negation, rest, lexicon)
        })
    })
}

/// Whether the negation at byte `at` is only a part of a word that denies nothing: "特别", "まもなく".
fn is_affirming(folded: &str, at: usize, lexicon: &Lexicon) -> bool {
    let covers = |word: &String| {
        word.char_indices().any(|(offset, _)| {
            let start = at.checked_sub(offset);
            start.is_some_and(|start| {
                folded
                    .get(start..)
                    .is_some_and(|text| text.starts_with(word.as_str()))
            })
        })
    };
    lexicon.grammar.affirming.iter().any(covers)
}

/// Whether a Japanese negation denies the word before `between`, and not another word that stands there.
fn is_meant(between: &str, negation: &str, rest: &str, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    let mut elsewhere = grammar.conjunctions.iter().chain(&grammar.nobody);
    if elsewhere.any(|word| between.contains(word.as_str())) {
        return false;
    }
    // "怖くて動けない", "駅で会わない": what comes after the form in "て" is denied, or what happens at a place.
    if let Some((_, verb)) = between.split_once(LINKS) {
        let verb = verb.trim_start_matches('て').trim_start_matches(['は', 'も']);
        return verb.is_empty() || grammar.auxiliaries.iter().any(|word| word == verb);
    }
    // "駅に知らない女の子がいる": the girl is not known.
    let other = between.contains(|c| is_han(c) || is_katakana(c));
    let attributive = negation.ends_with(['い', 'た']) && is_noun(rest, lexicon);
    !(other && attributive)
}

/// Whether a text begins with a noun, as far as its script or the words for people tell.
fn is_noun(text: &str, lexicon: &Lexicon) -> bool {
    let near: String = text.chars().take(NOUN_CHARS).collect();
    near.starts_with(|c| is_han(c) || is_katakana(c))
        || lexicon
            .people
            .find(&near)
            .first()
            .is_some_and(|hit| hit.start == 0)
}
