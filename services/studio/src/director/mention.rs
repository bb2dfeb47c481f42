//! Who a sentence speaks of, and whether they act in it.

mod part;

use super::lexicon::{Lexicon, Pronoun};
use super::people::Person;
use super::words::{Hit, WordList};
use part::{role_chinese, role_japanese, role_spaced};

/// Somebody, or a pronoun, in a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub who: Who,
    /// Bytes of the sentence.
    pub start: usize,
    pub end: usize,
    pub role: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Person(usize),
    Pronoun(Pronoun),
}

/// The part somebody has in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Acts.
    Subject,
    /// Is acted on.
    Object,
    /// Owns what is spoken of; need not be there.
    Owner,
}

/// Everybody in `text`, from left to right. `folded` is the text in lower case.
pub(super) fn find(
    text: &str,
    folded: &str,
    forms: &WordList<usize>,
    people: &[Person],
    lexicon: &Lexicon,
) -> Vec<Mention> {
    let spaced = lexicon.grammar.spaced;
    let things = if spaced {
        Vec::new()
    } else {
        lexicon.things.props.find(folded)
    };
    let mut found: Vec<Mention> = forms
        .find(folded)
        .into_iter()
        .filter(|hit| {
            !spaced || !people[hit.meaning].named || is_capital_or_epithet(text, hit, &people[hit.meaning])
        })
        .filter(|hit| {
            // "兔子灯" is no rabbit.
            !things
                .iter()
                .any(|thing| thing.start <= hit.start && hit.end < thing.end)
        })
        .filter(|hit| {
            people[hit.meaning].named
                || super::names::may_stand_for_somebody(folded, hit.start, hit.end, lexicon)
        })
        .map(|hit| mention(folded, Who::Person(hit.meaning), hit.start, hit.end, lexicon))
        .collect();
    for hit in lexicon.pronouns.find(folded) {
        if !found
            .iter()
            .any(|mention| mention.start < hit.end && hit.start < mention.end)
        {
            let pronoun = mention(folded, Who::Pronoun(hit.meaning), hit.start, hit.end, lexicon);
            let word = &folded[hit.start..hit.end];
            let owner = ["her", "his", "its", "their", "my"].contains(&word);
            let object = spaced && super::names::is_object_pronoun(folded, hit.start, hit.end);
            let acts = ["i", "he", "she", "they", "we"].contains(&word);
            found.push(if acts || object {
                Mention {
                    role: if acts { Part::Subject } else { Part::Object },
                    ..pronoun
                }
            } else if owner {
                possessive_pronoun(folded, pronoun, lexicon)
            } else {
                pronoun
            });
        }
    }
    found.sort_by_key(|mention| mention.start);
    found
}

fn is_capital_or_epithet(text: &str, hit: &Hit<usize>, person: &Person) -> bool {
    let word = &text[hit.start..hit.end];
    let is_name = person.name.split(' ').any(|part| part.eq_ignore_ascii_case(word))
        || person.name.eq_ignore_ascii_case(word);
    !is_name || word.starts_with(char::is_uppercase)
}

fn mention(folded: &str, who: Who, start: usize, end: usize, lexicon: &Lexicon) -> Mention {
    // "找不到豆豆": whoever is looked for is not there.
    if super::setting::is_absent(folded, start, end, lexicon) {
        return Mention {
            who,
            start,
            end,
            role: Part::Owner,
        };
    }
    let role = if lexicon.grammar.spaced {
        role_spaced(folded, start, end, lexicon)
    } else if lexicon.grammar.subject_marks.is_empty() {
        role_chinese(folded, start, end, lexicon)
    } else {
        role_japanese(folded, end, lexicon)
    };
    Mention {
        who,
        start,
        end,
        role,
    }
}

/// "her eyes" shows her; "her father's workshop" does not.
fn possessive_pronoun(folded: &str, mention: Mention, lexicon: &Lexicon) -> Mention {
    let next = folded[mention.end..]
        .trim_start()
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let first = folded[..mention.start].trim().is_empty();
    let body = lexicon.grammar.body.iter().any(|word| word == next);
    Mention {
        role: if body && first { Part::Subject } else { Part::Owner },
        ..mention
    }
}
