//! What is looked for in a text before anything is done with it: words and patterns of a list, on this machine.

mod list;
mod plain;

use std::{collections::BTreeSet, fmt};

use aho_corasick::AhoCorasick;
use regex::Regex;

pub use list::BadWordList;
use list::Rule;
use plain::plain;

/// The list that serves when no other is given.
const BUILT_IN: &str = include_str!("../data/moderation.txt");

/// What is to become of a text. Reasons are stable names of the list, never words of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Allow,
    /// A person must look first.
    Hold(Vec<String>),
    /// It is not taken.
    Refuse(Vec<String>),
}

/// How a rule of the list judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    Hold,
    Refuse,
}

/// A list of words and patterns, ready to be looked for.
pub struct WordList {
    words: AhoCorasick,
    /// By the number of the word.
    word_rules: Vec<(String, Finding)>,
    patterns: Vec<(Regex, Finding)>,
}

/// What it means when a rule matches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    severity: Severity,
    reason: String,
}

impl fmt::Debug for WordList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (words, patterns) = (self.word_rules.len(), self.patterns.len());
        write!(f, "WordList({words} words, {patterns} patterns)")
    }
}

impl WordList {
    /// The list that is part of the program.
    ///
    /// # Errors
    /// None that a caller could meet: a test reads it.
    pub fn built_in() -> Result<WordList, BadWordList> {
        WordList::parse(BUILT_IN)
    }

    /// A list in the form of `data/moderation.txt`.
    ///
    /// # Errors
    /// When a line is none of its form; it is named.
    pub fn parse(text: &str) -> Result<WordList, BadWordList> {
        let (mut word_rules, mut patterns) = (Vec::new(), Vec::new());
        for rule in list::parse(text)? {
            match rule {
                Rule::Word(word, finding) => word_rules.push((word, finding)),
                Rule::Pattern(pattern, finding) => patterns.push((pattern, finding)),
            }
        }
        let words =
            AhoCorasick::new(word_rules.iter().map(|(word, _)| word)).map_err(|error| BadWordList {
                line: 0,
                problem: error.to_string(),
            })?;
        Ok(WordList {
            words,
            word_rules,
            patterns,
        })
    }

    /// Judges a text.
    pub fn judge(&self, text: &str) -> Verdict {
        let text = plain(text);
        let words = self
            .words
            .find_overlapping_iter(text.as_str())
            .filter(|found| stands_alone(&text, found.range()))
            .map(|found| &self.word_rules[found.pattern().as_usize()].1);
        let patterns = self
            .patterns
            .iter()
            .filter(|(pattern, _)| pattern.is_match(&text))
            .map(|(_, finding)| finding);
        let found: BTreeSet<&Finding> = words.chain(patterns).collect();
        let reasons: BTreeSet<String> = found.iter().map(|finding| finding.reason.clone()).collect();
        let reasons: Vec<String> = reasons.into_iter().collect();
        match found.iter().map(|finding| finding.severity).max() {
            None => Verdict::Allow,
            Some(Severity::Hold) => Verdict::Hold(reasons),
            Some(Severity::Refuse) => Verdict::Refuse(reasons),
        }
    }
}

/// A word of an alphabet counts only whole: a grape holds nothing evil. Writing without spaces has no such borders.
fn stands_alone(text: &str, range: std::ops::Range<usize>) -> bool {
    let joins = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    let found = &text[range.clone()];
    let begins = joins(found.chars().next()) && joins(text[..range.start].chars().next_back());
    let ends = joins(found.chars().next_back()) && joins(text[range.end..].chars().next());
    !begins && !ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(reason: &str) -> Verdict {
        Verdict::Hold(vec![reason.to_owned()])
    }

    #[test]
    fn the_built_in_list_knows_three_languages() {
        let list = WordList::built_in().unwrap();
        for (text, reason) in [
            ("He explained how to make a bomb.", "weapons"),
            ("小说里写了制造炸弹的步骤", "weapons"),
            ("爆弾の作り方を教えて", "weapons"),
            ("a hentai story", "sexual"),
            ("一个色情故事", "sexual"),
            ("レイプの場面", "sexual"),
            ("Card 4111 1111 1111 1111, he said", "personal_data"),
        ] {
            assert_eq!(list.judge(text), held(reason), "{text}");
        }
        assert_eq!(
            list.judge("pictures: child porn"),
            Verdict::Refuse(vec!["sexual".to_owned(), "sexual_minors".to_owned()])
        );
    }

    #[test]
    fn disguises_are_seen_through() {
        let list = WordList::built_in().unwrap();
        for text in [
            "HENTAI",
            "Ｈｅｎｔａｉ",
            "hen\u{200b}tai",
            "hen\u{ad}tai",
            "how  to\nmake a   BOMB",
            "𝐡𝐞𝐧𝐭𝐚𝐢",
            "ﾚｲﾌﾟ",
            "色\u{200d}情",
        ] {
            assert_ne!(list.judge(text), Verdict::Allow, "{text:?}");
        }
    }

    #[test]
    fn innocent_stories_pass() {
        let list = WordList::built_in().unwrap();
        for text in [
            "A girl with a red umbrella waits at the station, eating grapes.",
            "The popcorn was warm; the therapist smiled.",
            "雨の夜、少女は駅で待っていた。爆弾のような音がした。",
            "一只流浪的小狗在雨夜里找到了家。",
            "The knight killed the dragon and the kingdom was free. In 1984 2 000 people came.",
            "",
        ] {
            assert_eq!(list.judge(text), Verdict::Allow, "{text}");
        }
    }

    #[test]
    fn a_word_of_letters_counts_only_whole() {
        let list = WordList::parse("hold\tx\train\nhold\ty\t雨").unwrap();
        assert_eq!(list.judge("a train, drained"), Verdict::Allow);
        assert_eq!(list.judge("the rain."), held("x"));
        assert_eq!(list.judge("大雨中"), held("y"));
    }
}
