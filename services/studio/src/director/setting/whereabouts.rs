//! Whether a word for a place says where something happens.

use std::ops::Range;

use mangakai_script::Place;

use crate::director::lexicon::Lexicon;
use crate::director::names::tail;
use crate::director::words::Hit;

use super::negation::{is_denied_by, is_negated};

/// So many characters before a Chinese place word may hold "in", "to", ...
const REACH_CHARS: usize = 6;

/// So many words may stand between an English preposition and the place.
const REACH_WORDS: usize = 5;

/// Parts of a place: "the windows of the clubroom" are where the clubroom is.
const PARTS: [&str; 24] = [
    "window", "windows", "door", "doors", "roof", "middle", "edge", "end", "corner", "top", "bottom", "foot",
    "floor", "side", "heart", "back", "front", "counter", "gate", "steps", "deck", "bank", "shore", "walls",
];

/// Whoever does this need not be where the thing is.
const PERCEIVING: [&str; 19] = [
    "see", "saw", "seen", "sees", "count", "counted", "watch", "watched", "look", "looked", "looks", "gazed",
    "stared", "hear", "heard", "pointed", "dreamed", "dreamt", "think",
];

/// After these, "to" leads to whoever is spoken to or to what is heard, not to a place.
const ADDRESSING: [&str; 10] = [
    "talk", "talks", "talked", "talking", "speak", "speaks", "spoke", "listen", "listens", "listened",
];

/// Words by which somebody gets to a place; who does not do so is not there.
const ARRIVING: [&str; 7] = ["to", "into", "onto", "inside", "back", "reach", "enter"];

/// Who waits for a train is not yet in it.
const WAITING: [&str; 4] = ["wait", "waits", "waited", "waiting"];

/// So many words may stand between waiting and what is waited for: "waited all day at the old station for the train".
const WAIT_WORDS: usize = 8;

/// A clause that only says from where something is seen has at most so many characters.
const AFAR_CHARS: usize = 20;

/// Whether what stands at a byte is only seen from afar: "far behind her, the windows of Osk".
pub(super) fn is_afar(folded: &str, at: usize, lexicon: &Lexicon) -> bool {
    let told = |text: &str| {
        lexicon
            .grammar
            .afar
            .iter()
            .any(|word| text.contains(word.as_str()))
    };
    let mut clauses = folded[..at].rsplit([',', '.', ';', ':', '!', '?', '，', '。', '、', '！', '？']);
    let rest = folded[at..].split([',', '.', ';', '，', '。', '、']).next();
    let own = clauses.next().unwrap_or_default();
    let before = clauses
        .next()
        .filter(|clause| clause.chars().count() <= AFAR_CHARS)
        .unwrap_or_default();
    told(own) || told(before) || lexicon.grammar.spaced && rest.is_some_and(told)
}

/// Whether the word says where something happens, not merely what is spoken of.
pub(super) fn is_where(folded: &str, hit: &Hit<Place>, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    let after = &folded[hit.end..];
    if grammar.spaced {
        return is_where_spaced(folded, hit, lexicon);
    }
    let follows = grammar
        .locative_after
        .iter()
        .any(|word| after.starts_with(word.as_str()));
    if grammar.views.iter().any(|word| folded.starts_with(word.as_str())) {
        return false;
    }
    if !grammar.subject_marks.is_empty() {
        // "駅のベンチで": at a part of the place.
        let part = after
            .strip_prefix('の')
            .and_then(|part| part.chars().take(8).find(|c| "にでへはがを、。".contains(*c)));
        // "坂道を並んで歩いて": through the place.
        let moves = after.strip_prefix('を').is_some_and(|rest| {
            rest.chars()
                .take(8)
                .take_while(|c| !"。、".contains(*c))
                .any(|c| "歩走駆進通渡登降抜下".contains(c))
        });
        let fragment = after.starts_with('。') && !folded[..hit.start].contains(['は', 'が', 'を']);
        return follows || moves || fragment || part.is_some_and(|mark| "にでへ".contains(mark));
    }
    let clause = folded[..hit.start]
        .rsplit(['，', '。', '！', '？', '；', '“', '”'])
        .next()
        .unwrap_or_default();
    let near = tail(clause, REACH_CHARS);
    let leads = is_led_to(folded, hit.start - near.len()..hit.start, lexicon);
    // "客厅的桌子上": at a part of the place.
    let part = after.strip_prefix('的').is_some_and(|rest| {
        let thing: String = rest
            .chars()
            .take(5)
            .take_while(|c| !"，。、".contains(*c))
            .collect();
        thing.chars().skip(1).any(|c| "上里下边旁前角中".contains(c))
    });
    if part {
        return true;
    }
    // "海上起了大雾": on the sea.
    let word = &folded[hit.start..hit.end];
    if clause.trim().is_empty()
        && word.chars().count() > 1
        && word.ends_with(['上', '里', '边', '中', '前', '口'])
    {
        return true;
    }
    let opens_clause = clause.trim().is_empty() && (after.starts_with(['，', '。']) || follows);
    leads || opens_clause || follows && clause.chars().count() <= 2
}

/// Whether Chinese words in `near` lead to the place behind them: "走进", not "没有走进".
fn is_led_to(folded: &str, near: Range<usize>, lexicon: &Lexicon) -> bool {
    let words = lexicon.grammar.locative.iter();
    let places = words.filter_map(|word| {
        let at = near.start + folded[near.clone()].find(word.as_str())?;
        Some((at, at + word.len()))
    });
    let first = places.min();
    first.is_some_and(|(start, end)| !is_negated(folded, start, end, lexicon))
}

fn is_where_spaced(folded: &str, hit: &Hit<Place>, lexicon: &Lexicon) -> bool {
    let opening = folded.trim_start();
    if lexicon
        .grammar
        .views
        .iter()
        .any(|word| opening.starts_with(word.as_str()))
    {
        return false;
    }
    let clause = folded[..hit.start]
        .rsplit([',', '.', ';', ':', '!', '?', '"', '“'])
        .next()
        .unwrap_or_default();
    let words: Vec<&str> = clause.rsplit(' ').filter(|word| !word.is_empty()).collect();
    if words
        .iter()
        .take(REACH_WORDS)
        .any(|word| PERCEIVING.contains(word))
    {
        return false;
    }
    for (index, word) in words.iter().enumerate().take(REACH_WORDS + 2) {
        if is_aside(word, &words[index + 1..]) {
            return false;
        }
        if lexicon.grammar.locative.iter().any(|place| place == word) {
            let before = words[index + 1..].iter().copied();
            return !(ARRIVING.contains(word) && is_denied_by(before, lexicon));
        }
    }
    let next = folded[hit.end..]
        .trim_start()
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    words.len() <= 2 && words.first() == Some(&"the") && ["was", "lay", "stood", "smelled"].contains(&next)
}

/// Whether a preposition with what comes before it, the nearest word first, only brings in what is spoken of.
fn is_aside(word: &str, before: &[&str]) -> bool {
    let led_by = |list: &[&str]| before.first().is_some_and(|verb| list.contains(verb));
    match word {
        "of" => !led_by(&PARTS),
        "before" | "after" | "about" => true,
        "to" => led_by(&ADDRESSING),
        "for" => before.iter().take(WAIT_WORDS).any(|verb| WAITING.contains(verb)),
        _ => false,
    }
}

/// "the village of Osk" for "village"; the word itself elsewhere.
pub(super) fn site_name(text: &str, hit: &Hit<Place>, lexicon: &Lexicon) -> String {
    let word = &text[hit.start..hit.end];
    if !lexicon.grammar.spaced {
        return word.to_owned();
    }
    let rest = &text[hit.end..];
    let town = rest.strip_prefix(" of ").map(|rest| {
        rest.split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default()
    });
    match town.filter(|town| town.starts_with(char::is_uppercase)) {
        Some(town) => format!("{word} of {town}"),
        None => word.to_owned(),
    }
}
