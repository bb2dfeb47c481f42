//! Names in languages with capitals: capital letters where no sentence starts.

use std::collections::{BTreeMap, BTreeSet};

use mangakai_script::{Age, Gender};

use super::FoundName;
use crate::director::lexicon::{Grammar, Lexicon};
use crate::director::unit::Unit;
use crate::director::words::is_apostrophe;

#[derive(Default)]
struct Evidence {
    first: usize,
    count: usize,
    initial: usize,
    acts: usize,
    placed: usize,
    titled: bool,
    age: Age,
    parts: Vec<String>,
}

struct Token {
    start: usize,
    end: usize,
}

/// Capitalised words that act, are spoken of twice, or carry a title.
pub(super) fn find(story: &str, units: &[Unit], lexicon: &Lexicon) -> Vec<FoundName> {
    let mut found: BTreeMap<String, Evidence> = BTreeMap::new();
    let mut lower: BTreeSet<&str> = BTreeSet::new();
    let mut sentence = usize::MAX;
    for unit in units {
        let text = unit.text(story);
        let tokens = tokens(text);
        lower.extend(
            tokens
                .iter()
                .map(|t| &text[t.start..t.end])
                .filter(|word| word.starts_with(char::is_lowercase)),
        );
        if !unit.is_line() {
            let starts = unit.sentence != sentence;
            collect(text, &tokens, starts, unit.words.start, lexicon, &mut found);
        }
        sentence = unit.sentence;
    }
    accept(found, &lower)
}

fn accept(found: BTreeMap<String, Evidence>, lower: &BTreeSet<&str>) -> Vec<FoundName> {
    let mut names: Vec<FoundName> = Vec::new();
    let mut accepted: Vec<(String, Evidence)> = found
        .into_iter()
        .filter(|(name, evidence)| {
            let only_initial = evidence.initial == evidence.count;
            let common = only_initial && lower.contains(name.to_lowercase().as_str());
            let acts = evidence.acts > 0 || evidence.titled;
            let spoken_of = evidence.count > 1 && evidence.placed == 0 && !only_initial;
            !common && evidence.acts + usize::from(evidence.titled) >= evidence.placed && (acts || spoken_of)
        })
        .collect();
    accepted.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, evidence) in accepted {
        // "Sawyer" alone after "Tom Sawyer" is the same person.
        if let Some(whole) = names.iter_mut().find(|whole| whole.parts.contains(&name)) {
            whole.count += evidence.count;
            whole.first = whole.first.min(evidence.first);
            continue;
        }
        let sure = if evidence.acts > 1 || evidence.titled {
            0.9
        } else {
            0.7
        };
        names.push(FoundName {
            name,
            parts: evidence.parts,
            first: evidence.first,
            count: evidence.count,
            age: evidence.age,
            gender: Gender::Unknown,
            title: None,
            sure,
        });
    }
    names
}

fn collect(
    text: &str,
    tokens: &[Token],
    starts_sentence: bool,
    offset: usize,
    lexicon: &Lexicon,
    found: &mut BTreeMap<String, Evidence>,
) {
    let mut index = 0;
    while index < tokens.len() {
        let Some((last, name)) = name_at(text, tokens, index, lexicon) else {
            index += 1;
            continue;
        };
        let initial = index == 0 && starts_sentence || after_full_stop(text, tokens[index].start);
        let before = (index > 0).then(|| text[tokens[index - 1].start..tokens[index - 1].end].to_lowercase());
        let after = tokens
            .get(last + 1)
            .map(|token| text[token.start..token.end].to_lowercase());
        let rest = &text[tokens[last].end..];
        let mut marks = lexicon.grammar.possessives.iter();
        let possessive = marks.any(|mark| rest.starts_with(mark.as_str()));
        let placed = before
            .as_deref()
            .is_some_and(|word| is_preposition(word, &lexicon.grammar))
            && !possessive;
        let spoken = before.as_deref().is_some_and(|word| lexicon.voices.is_in(word));
        let verb = !possessive && after.as_deref().is_some_and(|word| is_verb(word, lexicon));
        let evidence = found.entry(name.clone()).or_insert_with(|| Evidence {
            first: offset + tokens[index].start,
            ..Evidence::default()
        });
        evidence.count += 1;
        evidence.initial += usize::from(initial);
        evidence.placed += usize::from(placed);
        let given = before
            .as_deref()
            .is_some_and(|word| ["named", "called"].contains(&word))
            // "her brother Ollie".
            || before.as_deref().is_some_and(|word| {
                lexicon.people.is_in(word) && text[..tokens[index].start].ends_with(' ')
            })
            || lexicon.grammar.names_after.iter().any(|words| {
                text[..tokens[index].start]
                    .trim_end()
                    .to_lowercase()
                    .ends_with(words.as_str())
            });
        evidence.acts += usize::from(!placed && (verb || spoken || possessive)) + 2 * usize::from(given);
        if let Some(title) = before
            .as_deref()
            .filter(|word| lexicon.grammar.name_titles.iter().any(|t| t == word))
        {
            evidence.titled = true;
            evidence.acts += 1;
            evidence.age = if title == "old" {
                Age::Old
            } else if title == "little" {
                Age::Child
            } else {
                evidence.age
            };
        }
        evidence.parts = name
            .split(' ')
            .filter(|part| *part != name)
            .map(str::to_owned)
            .collect();
        index = last + 1;
    }
}

/// The run of capitalised words that starts at token `index`: its last token and the name.
fn name_at(text: &str, tokens: &[Token], index: usize, lexicon: &Lexicon) -> Option<(usize, String)> {
    let grammar = &lexicon.grammar;
    let word = |token: &Token| text[token.start..token.end].to_owned();
    let capital = |token: &Token| {
        let word = word(token);
        let lower = word.to_lowercase();
        let first_up = word.starts_with(char::is_uppercase);
        // "API" and "ERROR" are no names.
        let shouted = word.chars().count() > 1 && word.chars().all(|c| !c.is_lowercase());
        first_up
            && !shouted
            && word.chars().count() > 1
            && !grammar.name_stops.contains(&lower)
            && !grammar.name_titles.contains(&lower)
            && !lexicon.people.is_in(&lower)
    };
    if !capital(&tokens[index]) {
        return None;
    }
    let mut last = index;
    while let Some(next) = tokens.get(last + 1) {
        let side_by_side = &text[tokens[last].end..next.start] == " ";
        if !(side_by_side && capital(next)) || last - index > 1 {
            break;
        }
        last += 1;
    }
    let name: Vec<String> = tokens[index..=last].iter().map(word).collect();
    Some((last, name.join(" ")))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphabetic(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                tokens.push(Token { start: from, end: at });
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        tokens.push(Token {
            start: from,
            end: text.len(),
        });
    }
    tokens
}

fn after_full_stop(text: &str, at: usize) -> bool {
    text[..at].trim_end().ends_with(['.', '!', '?', ':', '“', '"'])
}

fn is_preposition(word: &str, grammar: &Grammar) -> bool {
    word == "of" || word == "past" || word == "over" || grammar.locative.iter().any(|place| place == word)
}

/// Whether `word` is a verb somebody does, as far as its form tells.
pub(in crate::director) fn is_verb(word: &str, lexicon: &Lexicon) -> bool {
    word.len() > 3 && word.ends_with("ed") || lexicon.verbs.is_in(word) || lexicon.voices.is_in(word)
}

/// The words before byte `at`, nearest first, up to the last punctuation mark.
pub(in crate::director) fn words_before(folded: &str, at: usize) -> impl Iterator<Item = &str> {
    let clause = folded[..at]
        .rfind([',', '.', ';', ':', '!', '?', '—', '“', '"'])
        .map_or(0, |mark| mark + 1);
    let clause = (clause..=at)
        .find(|start| folded.is_char_boundary(*start))
        .unwrap_or(at);
    folded[clause..at]
        .rsplit(|c: char| !c.is_alphanumeric() && !is_apostrophe(c))
        .filter(|word| !word.is_empty())
}
