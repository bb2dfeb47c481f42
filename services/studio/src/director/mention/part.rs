//! The part somebody has in a sentence, by how each language marks it.

use super::Part;
use crate::director::crowd;
use crate::director::lexicon::Lexicon;
use crate::director::names;
use crate::director::words::{is_apostrophe, is_han, is_katakana};

pub(super) fn role_spaced(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> Part {
    let after = &folded[end..];
    if let Some(rest) = lexicon
        .grammar
        .possessives
        .iter()
        .find_map(|mark| after.strip_prefix(mark.as_str()))
    {
        let next = rest
            .trim_start()
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or_default();
        let led = last_words(folded, start)
            .into_iter()
            .find(|word| !["the", "a", "her", "his", "my", "old", "then", "and", "but"].contains(word));
        let body = lexicon.grammar.body.iter().any(|word| word == next);
        return match (body, led) {
            (true, None) => Part::Subject,
            (true, Some(_)) => Part::Object,
            (false, _) => Part::Owner,
        };
    }
    let before = last_words(folded, start);
    let inverted = before
        .iter()
        .find(|word| !["the", "a", "an", "old", "little", "her", "his", "my"].contains(*word));
    let posture = [
        "sat", "stood", "came", "lay", "knelt", "was", "said", "asked", "cried", "lived", "ran",
    ];
    if inverted.is_some_and(|word| lexicon.voices.is_in(word) || posture.contains(word)) {
        return Part::Subject;
    }
    // An apposition stands between the noun and its verb: "Her father, old Tobin, held up".
    let rest = after
        .strip_prefix(',')
        .and_then(|rest| rest.split_once(','))
        .filter(|(inside, _)| inside.len() < 30);
    let direct = next_words(after);
    let further = rest.map(|(_, rest)| next_words(rest)).unwrap_or_default();
    let object_of =
        inverted.is_some_and(|word| lexicon.grammar.locative.iter().any(|l| l == word) || *word == "of");
    let acts = !object_of
        && [direct, further].iter().any(|words| {
            // "a girl in pyjamas comes in".
            let described = words
                .first()
                .is_some_and(|word| ["in", "with", "from", "of"].contains(word));
            words
                .iter()
                .take(if described { 5 } else { 2 })
                .any(|word| names::is_verb(word, lexicon))
        });
    let opens =
        ["", "the", "a", "an", "my", "his", "her", "old", "the old", "one"].contains(&folded[..start].trim());
    let joined = after.trim_start().starts_with("and ") && folded[..start].trim().len() < 10;
    if acts || joined || opens && !after.starts_with('-') {
        Part::Subject
    } else {
        Part::Object
    }
}

fn last_words(folded: &str, at: usize) -> Vec<&str> {
    folded[..at]
        .rsplit(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(4)
        .collect()
}

fn next_words(text: &str) -> Vec<&str> {
    let clause = text
        .split([',', '.', ';', '!', '?', '"', '”'])
        .next()
        .unwrap_or_default();
    clause
        .split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|word| !word.is_empty())
        .take(5)
        .collect()
}

pub(super) fn role_chinese(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> Part {
    let after = &folded[end..];
    if let Some(rest) = after.strip_prefix('的') {
        let body = lexicon
            .grammar
            .body
            .iter()
            .any(|word| rest.starts_with(word.as_str()));
        let beside = [
            "身边", "面前", "旁边", "身后", "身旁", "手里", "手心", "怀里", "手",
        ]
        .iter()
        .any(|word| rest.starts_with(word));
        let held = folded[..start].ends_with(['着', '住', '到', '在']);
        return match (body, beside && held || rest.starts_with('身')) {
            (_, true) => Part::Object,
            (true, _) => Part::Subject,
            _ => Part::Owner,
        };
    }
    let clause = folded[..start]
        .rsplit(['，', '。', '！', '？', '；', '：', '”', '“', '、'])
        .next()
        .unwrap_or_default();
    if lexicon
        .grammar
        .object_marks
        .iter()
        .any(|mark| clause.ends_with(mark.as_str()))
    {
        return Part::Object;
    }
    let bare = clause.trim_matches(|c: char| c.is_whitespace());
    let described = [
        "一只", "一个", "一位", "一名", "一条", "一群", "几个", "那只", "这只",
    ]
    .iter()
    .any(|word| bare.starts_with(word));
    // "三个孩子跑过草地", "第三个孩子", "一群孩子".
    let mut numbers = lexicon.grammar.numbers.iter();
    let counted = crowd::opens_with_number(bare, &lexicon.grammar.counters)
        || numbers.any(|word| word.chars().count() > 1 && bare.starts_with(word.as_str()));
    // "庙里坐着一个老和尚": somebody comes into the picture.
    let existential = ["着一", "有一", "来一", "来了一", "出现一", "是一"]
        .iter()
        .any(|mark| clause.contains(mark));
    let qualified = bare.chars().count() <= 1 && "老小大那这".contains(bare)
        || bare.ends_with('的')
            && bare.chars().count() <= 8
            && !bare.contains(['他', '她', '我', '你', '它', '着', '了', '给', '对', '把']);
    let led = lexicon
        .grammar
        .subject_leads
        .iter()
        .any(|lead| bare.ends_with(lead.as_str()));
    let coordinated = bare.ends_with(['和', '与', '跟', '同']) && bare.chars().count() <= 5;
    let appears = bare.ends_with(['有', '来']) || bare.ends_with("着一只") || bare.ends_with("一只");
    let timed = lexicon.times.find(bare).iter().any(|hit| hit.end == bare.len());
    if bare.is_empty()
        || described
        || counted
        || existential
        || qualified
        || led
        || coordinated
        || appears
        || timed
    {
        Part::Subject
    } else {
        Part::Object
    }
}

pub(super) fn role_japanese(folded: &str, end: usize, lexicon: &Lexicon) -> Part {
    let after = lexicon
        .grammar
        .name_suffixes
        .iter()
        .find_map(|suffix| folded[end..].strip_prefix(suffix.as_str()))
        .unwrap_or(&folded[end..]);
    if lexicon
        .grammar
        .subject_marks
        .iter()
        .any(|mark| after.starts_with(mark.as_str()))
        || after.starts_with('、')
    {
        return Part::Subject;
    }
    if let Some(rest) = after.strip_prefix('の') {
        let body = lexicon
            .grammar
            .body
            .iter()
            .any(|word| rest.starts_with(word.as_str()));
        let beside = [
            "前",
            "そば",
            "隣",
            "となり",
            "後ろ",
            "横",
            "ほう",
            "方",
            "もと",
            "足もと",
            "あと",
            "後",
            "上に",
            "手に",
        ]
        .iter()
        .any(|word| rest.starts_with(word));
        return match (body, beside) {
            (_, true) => Part::Object,
            (true, _) => Part::Subject,
            _ => Part::Owner,
        };
    }
    if let Some(rest) = after.strip_prefix('と') {
        let other: String = rest
            .chars()
            .take_while(|c| is_han(*c) || is_katakana(*c))
            .collect();
        let rest = &rest[other.len()..];
        let joins = !other.is_empty()
            && (rest.starts_with(['は', 'が', 'も']) || rest.starts_with("しか") || rest.starts_with("だけ"));
        return if joins { Part::Subject } else { Part::Object };
    }
    let marked = lexicon
        .grammar
        .object_marks
        .iter()
        .any(|mark| after.starts_with(mark.as_str()));
    let bare = folded.len() == end;
    if marked || bare {
        Part::Object
    } else {
        Part::Subject
    }
}
