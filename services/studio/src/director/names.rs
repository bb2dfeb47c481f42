//! Names, by how a language writes them, and how words for people stand in a sentence.

mod foreign;
mod given;
mod han;
mod kana;
mod latin;
mod noun;

use std::ops::Range;

use mangakai_script::{Age, Gender};

use super::lexicon::Lexicon;
use super::unit::Unit;

/// A name found.
pub(super) struct FoundName {
    pub name: String,
    /// Parts that mean the same person: "Tom" of "Tom Sawyer".
    pub parts: Vec<String>,
    /// Byte of the story.
    pub first: usize,
    pub count: usize,
    pub age: Age,
    pub gender: Gender,
    /// A word after the name that tells who it is: "先生".
    pub title: Option<String>,
    pub sure: f32,
}

/// Every name in the narration.
pub(super) fn find(story: &str, units: &[Unit], lexicon: &Lexicon) -> Vec<FoundName> {
    let mut names = if lexicon.grammar.spaced {
        latin::find(story, units, lexicon)
    } else if lexicon.grammar.subject_marks.is_empty() {
        han::find(story, units, lexicon)
    } else {
        kana::find(story, units, lexicon)
    };
    if !lexicon.grammar.spaced {
        for found in foreign::find(units, story, lexicon)
            .into_iter()
            .chain(given::find(units, story, lexicon))
        {
            if !names.iter().any(|name| name.name == found.name) {
                // "ゼロ" found by its script alone is a part of "ゼロ号".
                names.retain(|name| !found.name.contains(&name.name));
                names.push(found);
            }
        }
    }
    names
}

pub(super) use given::links;

/// Whether the word at `start..end` means somebody who is there, not a comparison or a part of another word.
pub(super) fn may_stand_for_somebody(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    if grammar.spaced {
        return noun::has_determiner(folded, start, grammar) && !folded[end..].starts_with('-');
    }
    let before: String = tail(&folded[..start], 3);
    !grammar
        .comparisons
        .iter()
        .any(|word| before.ends_with(word.as_str()))
        && !grammar
            .comparisons
            .iter()
            .any(|word| folded[end..].starts_with(&format!("の{word}")))
        && !folded[end..].starts_with("一样")
}

/// Whether the word means somebody known already.
pub(super) fn is_definite(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    if lexicon.grammar.spaced {
        return noun::is_definite(folded, start);
    }
    // "老婆が立っていた": whoever only now comes into the picture.
    let appears = folded[end..].starts_with('が')
        && [
            "いた",
            "いる",
            "立っ",
            "座っ",
            "現れ",
            "あらわれ",
            "やってき",
            "来た",
            "入ってき",
        ]
        .iter()
        .any(|word| folded[end..].contains(word));
    if appears && !lexicon.grammar.subject_marks.is_empty() {
        return false;
    }
    // "卖灯的老婆婆", "白い帽子の老婆": whoever is described is somebody else than those known.
    let described = folded[..start].ends_with(['的', 'の']) && {
        let clause = folded[..start]
            .rsplit(['，', '。', '、', '」', '”'])
            .next()
            .unwrap_or_default();
        clause.chars().count() > 2
            && !["那", "这", "その", "あの", "この"]
                .iter()
                .any(|word| clause.starts_with(word))
    };
    if described {
        return false;
    }
    let before = tail(&folded[..start], 12);
    let counted = [
        "一只",
        "一个",
        "一位",
        "一名",
        "一条",
        "一頭",
        "一隻",
        "一個",
        "一匹",
        "ひとり",
        "ある",
        "一人の",
    ];
    !counted.iter().any(|word| before.contains(word))
}

/// Whether the word only says what somebody is ("he was a pirate", "黒木は転校生で") instead of naming one more.
pub(super) fn predicate_of(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    if lexicon.grammar.spaced {
        return noun::is_predicate(folded, start);
    }
    if !lexicon.grammar.subject_marks.is_empty() {
        let after = &folded[end..];
        return [
            "で、",
            "だ。",
            "だった",
            "だっ",
            "です",
            "でし",
            "である",
            "であり",
        ]
        .iter()
        .any(|word| after.starts_with(word))
            && folded[..start].contains(['は', 'も']);
    }
    let before = folded[..start]
        .rsplit(['，', '。', '！', '？', '；'])
        .next()
        .unwrap_or_default();
    let said = ["是个", "是一个", "是一名", "是一位", "是名", "当了", "成了", "是"];
    let who = said.iter().find_map(|word| before.strip_suffix(word));
    who.is_some_and(|who| {
        !who.trim().is_empty() && !who.ends_with(['正', '就', '来', '这', '那', '面', '边', '的'])
    })
}

/// Whether the word at `word` and the name at `name` stand side by side for one person.
pub(super) fn is_apposition(folded: &str, word: Range<usize>, name: Range<usize>, lexicon: &Lexicon) -> bool {
    let grammar = &lexicon.grammar;
    let (between, word_first) = if word.end <= name.start {
        (&folded[word.end..name.start], true)
    } else {
        (&folded[name.end..word.start], false)
    };
    if !grammar.spaced {
        let linked =
            between == "の" && !grammar.subject_marks.is_empty() || between.is_empty() && !grammar.lone_han;
        return linked && word_first;
    }
    let comma = between.trim_start().starts_with(',');
    let words: Vec<&str> = between
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let filler = [
        "old", "little", "young", "her", "his", "the", "a", "an", "my", "their", "named", "called",
    ];
    // "Agnes, the club president".
    let described = !word_first
        && words
            .first()
            .is_some_and(|word| ["the", "a", "an", "his", "her", "their"].contains(word));
    let only_filler = described || words.iter().all(|word| filler.contains(word));
    let close = words.len() <= 3 && only_filler && !between.contains('.');
    close
        && if word_first {
            comma || words.is_empty() || words.contains(&"named") || words.contains(&"called")
        } else {
            comma
        }
}

/// The last `count` characters of `text`.
pub(super) fn tail(text: &str, count: usize) -> String {
    let mut characters: Vec<char> = text.chars().rev().take(count).collect();
    characters.reverse();
    characters.into_iter().collect()
}

/// The words before byte `at`, nearest first, up to the last punctuation mark.
pub(super) fn words_before(folded: &str, at: usize) -> impl Iterator<Item = &str> {
    latin::words_before(folded, at)
}

/// Whether the word at `start..end` is a thing, not a verb that is written alike ("she waves").
pub(super) fn is_thing(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    !lexicon.grammar.spaced || noun::is_thing(folded, start, end, lexicon)
}

/// Whether the word is a verb, not the noun that is written alike ("a silly walk").
pub(super) fn is_doing(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> bool {
    let bare = [
        "walk", "run", "hold", "point", "wave", "bow", "hug", "sit", "lie", "stand", "raise", "lies",
        "waves", "points", "stands",
    ];
    if !lexicon.grammar.spaced || !bare.contains(&&folded[start..end]) {
        return true;
    }
    !latin::words_before(folded, start)
        .take(2)
        .any(|word| ["a", "an", "the", "his", "her", "my", "their"].contains(&word))
}

/// Whether "him" or "her" is acted on, and owns nothing that follows.
pub(super) fn is_object_pronoun(folded: &str, start: usize, end: usize) -> bool {
    let word = &folded[start..end];
    let after = folded[end..].trim_start();
    let next = after
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let closes =
        after.is_empty() || after.starts_with([',', '.', ';', '!', '?', '，', '。', '！', '？', '、']);
    let small = [
        "and", "as", "in", "on", "at", "to", "with", "from", "for", "but", "that", "up", "down", "out",
        "still", "again", "by", "before", "until", "half", "the", "a", "over", "away",
    ];
    match word {
        "him" => true,
        "her" => closes || small.contains(&next),
        "she" | "he" | "i" | "they" | "we" => false,
        _ => {
            closes || folded[..start].ends_with(['着', '了', '给', '对', '看', '向', '把', '被', '跟', '和'])
        }
    }
}

/// Whether `word` is a verb somebody does, as far as its form tells.
pub(super) fn is_verb(word: &str, lexicon: &Lexicon) -> bool {
    latin::is_verb(word, lexicon)
}
