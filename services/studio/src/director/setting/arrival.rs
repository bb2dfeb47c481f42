//! Words that hold a place, or lead into one: "walked home", "上学", "帰宅"; "pushed the door open and went in".

use mangakai_script::Place;

use crate::director::lexicon::Lexicon;
use crate::director::names::{tail, words_before};
use crate::director::words::Hit;

use super::negation::is_negated;

/// So many words may stand between a verb of moving and where it leads: "carried the boy home".
const REACH_WORDS: usize = 4;

/// So many characters before an arrival may tell that it is only wished for.
const REACH_CHARS: usize = 4;

/// Where somebody arrives without the place being named as one: the byte of the word, and the place's own word.
pub(super) fn arrival<'a>(folded: &str, lexicon: &'a Lexicon) -> Option<(usize, &'a str)> {
    let arrivals = lexicon.grammar.arrivals.iter();
    arrivals
        .filter_map(|(word, place)| {
            let (start, _) = folded
                .match_indices(word.as_str())
                .filter(|(start, _)| arrives(folded, *start, start + word.len(), lexicon))
                .last()?;
            Some((start, place.as_str()))
        })
        .max_by_key(|(start, _)| *start)
}

fn arrives(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    if is_negated(folded, start, end, lexicon) {
        return false;
    }
    if grammar.spaced {
        let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let alone = is_apart(folded[..start].chars().next_back()) && is_apart(folded[end..].chars().next());
        let clause = folded[..start]
            .rsplit([',', '.', ';', ':', '!', '?'])
            .next()
            .unwrap_or_default();
        let before: Vec<&str> = words_before(clause, clause.len()).take(REACH_WORDS).collect();
        let led = before
            .iter()
            .any(|word| grammar.moving.iter().any(|verb| verb == word));
        let wished = before
            .first()
            .is_some_and(|word| grammar.wishes.iter().any(|wish| wish == word));
        // "late for school" needs no verb of moving.
        return alone && !wished && (led || folded[start..end].contains(' '));
    }
    let before = tail(&folded[..start], REACH_CHARS);
    let before = before
        .rsplit(['，', '。', '、', '！', '？'])
        .next()
        .unwrap_or_default();
    let after = &folded[end..];
    !grammar.wishes.iter().any(|word| before.contains(word.as_str()))
        && !grammar
            .unarrived
            .iter()
            .any(|word| after.starts_with(word.as_str()))
}

/// Whether somebody goes into the place of `hit` later in the sentence, or takes it as a train is taken.
pub(super) fn is_entered(folded: &str, hit: &Hit<Place>, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    let after = &folded[hit.end..];
    let goes_in = |word: &String| {
        after.match_indices(word.as_str()).any(|(at, _)| {
            let (start, end) = (hit.end + at, hit.end + at + word.len());
            let next = folded[end..].chars().next();
            let whole = !grammar.spaced || next.is_none_or(|c| !c.is_alphanumeric());
            whole && !is_negated(folded, start, end, lexicon)
        })
    };
    let is_outdoors = !super::is_indoor(hit.meaning);
    if !is_outdoors && grammar.enters.iter().any(goes_in) {
        return true;
    }
    let mut before = words_before(folded, hit.start).take(2);
    hit.meaning == Place::Train && before.any(|word| grammar.rides.iter().any(|ride| ride == word))
}
