//! Lists of words with meanings, and where they stand in a text: leftmost, longest, never overlapping.

use std::collections::BTreeMap;

/// Words, each with what it means.
pub(super) struct WordList<T> {
    by_first: BTreeMap<char, Vec<(String, T)>>,
    spaced: bool,
    lone_han: bool,
}

/// One word found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit<T> {
    /// Byte offsets in the text searched.
    pub start: usize,
    pub end: usize,
    pub meaning: T,
}

impl<T: Copy> WordList<T> {
    /// `spaced`: words end where letters end. `lone_han`: a word of one Han character counts only outside longer
    /// runs of them.
    pub(super) fn new<'a>(words: impl Iterator<Item = (&'a str, T)>, spaced: bool, lone_han: bool) -> Self {
        let mut by_first: BTreeMap<char, Vec<(String, T)>> = BTreeMap::new();
        for (word, meaning) in words {
            let Some(first) = word.chars().next() else {
                continue;
            };
            let known = by_first.entry(first).or_default();
            known.push((word.to_owned(), meaning));
            // "her mother's hand", as printed stories have it.
            if spaced && word.contains('\'') {
                known.push((word.replace('\'', "’"), meaning));
            }
        }
        for words in by_first.values_mut() {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        WordList {
            by_first,
            spaced,
            lone_han,
        }
    }

    /// Every word in `folded`, a text in lower case, from left to right.
    pub(super) fn find(&self, folded: &str) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        let mut free = 0;
        let mut before = None;
        for (start, c) in folded.char_indices() {
            if start >= free
                && let Some(hit) = self.longest_at(folded, start, c, before)
            {
                free = hit.end;
                hits.push(hit);
            }
            before = Some(c);
        }
        hits
    }

    /// Whether any word is in `folded`.
    pub(super) fn is_in(&self, folded: &str) -> bool {
        !self.find(folded).is_empty()
    }

    fn longest_at(&self, folded: &str, start: usize, first: char, before: Option<char>) -> Option<Hit<T>> {
        let rest = &folded[start..];
        let words = self.by_first.get(&first)?;
        words.iter().find_map(|(word, meaning)| {
            let after = rest.strip_prefix(word.as_str())?.chars().next();
            let hit = Hit {
                start,
                end: start + word.len(),
                meaning: *meaning,
            };
            self.stands_alone(word, before, after).then_some(hit)
        })
    }

    fn stands_alone(&self, word: &str, before: Option<char>, after: Option<char>) -> bool {
        if self.spaced {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let starts = word.starts_with(char::is_alphanumeric);
            let ends = word.ends_with(char::is_alphanumeric);
            return !(starts && letter(before) || ends && letter(after));
        }
        let beside = |is: fn(char) -> bool| before.is_some_and(is) || after.is_some_and(is);
        let lone = self.lone_han && word.chars().count() == 1 && word.chars().all(is_han);
        // "カメ" is not in "カメラ".
        let katakana = self.lone_han && word.chars().all(is_katakana);
        !(lone && beside(is_han) || katakana && beside(is_katakana))
    }
}

/// Whether `c` is a Han character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2ffff}' | '々')
}

/// Whether `c` is katakana.
pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー')
}

/// Whether `c` is written without spaces between words.
pub(super) fn is_dense(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ff9f}' | '…' | '—')
}

/// Whether `c` stands for a letter left out: typed, or as printed stories have it.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// The text in lower case, every byte in its place.
pub(super) fn fold(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// How much room `text` takes, in characters as wide as a Han one.
pub(super) fn width(text: &str) -> f32 {
    text.chars().map(|c| if is_dense(c) { 1.0 } else { 0.45 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_at_the_leftmost_place_wins() {
        let words = [("夜", 1), ("一整夜", 2), ("雨", 3)];
        let list = WordList::new(words.into_iter(), false, false);
        let meanings: Vec<i32> = list.find("雨下了一整夜").iter().map(|hit| hit.meaning).collect();
        assert_eq!(meanings, [3, 2]);
    }

    #[test]
    fn words_end_where_letters_end() {
        let list = WordList::new([("her", 1), ("hero", 2)].into_iter(), true, false);
        assert_eq!(list.find("the heron and her hero").len(), 2);
        let list = WordList::new([("父", 1)].into_iter(), false, true);
        assert_eq!(list.find("神父と父が").len(), 1);
    }

    #[test]
    fn either_apostrophe_will_do() {
        let list = WordList::new([("o'clock", 1)].into_iter(), true, false);
        assert_eq!(list.find("one o'clock, two o’clock").len(), 2);
    }
}
