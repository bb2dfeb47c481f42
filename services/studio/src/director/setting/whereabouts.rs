//! Whether a word for a place says where something happens.

use mangakai_script::Place;

use crate::director::lexicon::Lexicon;
use crate::director::names::tail;
use crate::director::words::Hit;

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
const PERCEIVING: [&str; 22] = [
    "see", "saw", "seen", "sees", "count", "counted", "watch", "watched", "look", "looked", "looks", "gazed",
    "stared", "hear", "heard", "pointed", "dreamed", "dreamt", "think", "talk", "talked", "waited",
];

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
    let leads = grammar.locative.iter().any(|word| near.contains(word.as_str()));
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
        let part = words.get(index + 1).is_some_and(|part| PARTS.contains(part));
        if ["of", "before", "after", "about"].contains(word) && !(*word == "of" && part) {
            return false;
        }
        if lexicon.grammar.locative.iter().any(|place| place == word) {
            return true;
        }
    }
    let next = folded[hit.end..]
        .trim_start()
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    words.len() <= 2 && words.first() == Some(&"the") && ["was", "lay", "stood", "smelled"].contains(&next)
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
