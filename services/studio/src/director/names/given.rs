//! Names that a sentence gives: "his real name was Elias Moore", "名叫阿福的男孩", "名前はゼロ号という".

use mangakai_script::{Age, Gender};

use super::FoundName;
use crate::director::lexicon::Lexicon;
use crate::director::unit::Unit;
use crate::director::words::{fold, is_han, is_katakana};

/// A name given is at most so many characters long.
const LONGEST: usize = 8;

/// Between the words that give a name and the name stand at most so many bytes ("called her the").
const REACH: usize = 16;

/// A name that a sentence gives to somebody.
pub(in crate::director) struct Link {
    /// Byte of the story where the words that give it start.
    pub cue: usize,
    /// Whoever bears the name may have been spoken of in the sentence before.
    pub distant: bool,
    /// Bytes of the story within which the name stands.
    pub name: std::ops::Range<usize>,
}

/// Names given in Chinese and Japanese, where no capitals tell a name.
pub(super) fn find(units: &[Unit], story: &str, lexicon: &Lexicon) -> Vec<FoundName> {
    let mut names: Vec<FoundName> = Vec::new();
    for link in links(units, story, lexicon) {
        let Some((at, name)) = name_in(&story[link.name.clone()], link.cue < link.name.start) else {
            continue;
        };
        if names.iter().any(|found| found.name == name) || lexicon.people.is_in(name) {
            continue;
        }
        names.push(FoundName {
            name: name.to_owned(),
            parts: Vec::new(),
            first: link.name.start + at,
            count: story.matches(name).count(),
            age: Age::Adult,
            gender: Gender::Unknown,
            title: None,
            sure: 0.95,
        });
    }
    names
}

/// Every place where a sentence of narration gives a name.
pub(in crate::director) fn links(units: &[Unit], story: &str, lexicon: &Lexicon) -> Vec<Link> {
    let mut links = Vec::new();
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let text = unit.text(story);
        let folded = fold(text);
        let start = unit.words.start;
        for words in &lexicon.grammar.names_after {
            for (at, _) in folded.match_indices(words.as_str()) {
                let from = at + words.len();
                let whole = !lexicon.grammar.spaced || folded[from..].starts_with(' ');
                let to = boundary(text, from + 3 * LONGEST + REACH);
                if whole {
                    links.push(Link {
                        cue: start + at,
                        distant: ["name", "call", "名", "叫他", "叫她"]
                            .iter()
                            .any(|mark| words.contains(mark))
                            && !["named", "名叫", "名叫做"].contains(&words.as_str()),
                        name: start + from..start + to,
                    });
                }
            }
        }
        for words in &lexicon.grammar.names_before {
            for (at, _) in folded.match_indices(words.as_str()) {
                let from = boundary(text, at.saturating_sub(3 * LONGEST));
                links.push(Link {
                    cue: start + at,
                    distant: true,
                    name: start + from..start + at,
                });
            }
        }
    }
    links
}

/// The nearest place to byte `at` of `text` where a character starts.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

/// The name at the start of `text` if `leads`, else at its end.
fn name_in(text: &str, leads: bool) -> Option<(usize, &str)> {
    let named = |c: char| is_han(c) && !"的是他她和与叫做".contains(c) || is_katakana(c) || c == '・';
    let (at, name) = if leads {
        let end = text.find(|c| !named(c)).unwrap_or(text.len());
        (0, &text[..end])
    } else {
        let start = text
            .char_indices()
            .rev()
            .find(|(_, c)| !named(*c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        (start, &text[start..])
    };
    (2..=LONGEST)
        .contains(&name.chars().count())
        .then_some((at, name))
}
