//! Words for somebody without a name: "the old samurai", "小狗", "her father".

use std::collections::{BTreeMap, BTreeSet};

use mangakai_script::{Age, CharacterKind};

use super::{Person, form_list};
use crate::director::crowd;
use crate::director::lexicon::Lexicon;
use crate::director::names;
use crate::director::unit::Unit;
use crate::director::words::{fold, is_han};

/// A word for somebody, found in narration.
struct Epithet {
    word: String,
    /// As the story writes it.
    name: String,
    kin: usize,
    /// Byte of the story.
    at: usize,
    /// "the": somebody known.
    definite: bool,
    /// "two", "三人の": so many.
    many: Option<usize>,
    /// What tells one of several alike: the words, and the age they tell.
    mark: Option<(String, Option<Age>)>,
    /// Index of the named person it stands beside: "her father, old Tobin".
    beside: Option<usize>,
    /// Index of the named person of whom the sentences before spoke last.
    topic: Option<usize>,
}

/// Adds everybody whom a word stands for, and teaches the named ones what the words tell.
pub(super) fn place(people: &mut Vec<Person>, story: &str, units: &[Unit], lexicon: &Lexicon) {
    let mut epithets = find(people, story, units, lexicon);
    tell_apart(&mut epithets);
    // Once "her father, old Tobin" is read, every "father" is Tobin, the earlier ones too.
    epithets.sort_by_key(|epithet| epithet.beside.is_none());
    for epithet in &epithets {
        put(people, epithet, lexicon);
    }
}

/// Where two of a kind have marks of their own ("the old samurai", "the young one"), the mark is a part of the word,
/// and the word alone means neither.
fn tell_apart(epithets: &mut Vec<Epithet>) {
    let mut marks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for epithet in epithets.iter() {
        let known = marks.entry(epithet.word.clone()).or_default();
        known.extend(epithet.mark.as_ref().map(|(words, _)| words.clone()));
    }
    let several = |epithet: &Epithet| marks.get(&epithet.word).is_some_and(|marks| marks.len() > 1);
    epithets.retain(|epithet| epithet.mark.is_some() || !several(epithet));
    for epithet in epithets.iter_mut() {
        if several(epithet)
            && let Some((words, _)) = &epithet.mark
        {
            epithet.word = words.clone();
            epithet.name = words.clone();
        }
    }
}

fn put(people: &mut Vec<Person>, epithet: &Epithet, lexicon: &Lexicon) {
    let kin = &lexicon.kin[epithet.kin];
    if let Some(person) = epithet.beside.and_then(|index| people.get_mut(index)) {
        person.learn(&epithet.word, epithet.kin, lexicon);
        return;
    }
    if let Some(person) = people
        .iter_mut()
        .find(|person| person.forms.contains(&epithet.word))
    {
        person.count += 1;
        person.first = person.first.min(epithet.at);
        return;
    }
    if let Some(index) = same(people, epithet, lexicon) {
        people[index].learn(&epithet.word, epithet.kin, lexicon);
        people[index].count += 1;
        return;
    }
    let mut person = Person::from_kin(&epithet.word, epithet.kin, epithet.at, lexicon);
    person.name.clone_from(&epithet.name);
    if let Some(age) = epithet.mark.as_ref().and_then(|(_, age)| *age) {
        person.young = age != Age::Old;
        if age == Age::Old && kin.kind == CharacterKind::Human {
            person.age = Age::Old;
        }
    }
    person.plural |= epithet.many.is_some();
    person.number = epithet.many.unwrap_or(person.number);
    people.push(person);
}

/// Who is meant by another word for somebody known.
fn same(people: &[Person], epithet: &Epithet, lexicon: &Lexicon) -> Option<usize> {
    let kin = &lexicon.kin[epithet.kin];
    if epithet.many.is_some() {
        return None;
    }
    let earlier = |person: &&(usize, &Person)| person.1.first <= epithet.at;
    let known: Vec<(usize, &Person)> = people.iter().enumerate().collect();
    // "mum" after "mother".
    if kin.one
        && let Some((index, _)) = known.iter().find(|(_, person)| person.kin == Some(epithet.kin))
    {
        return Some(*index);
    }
    if !epithet.definite {
        return None;
    }
    // "the ghost" after "a young woman in white".
    let ghosts = known
        .iter()
        .any(|(_, person)| person.kind == CharacterKind::Ghost);
    if kin.kind == CharacterKind::Ghost && !ghosts {
        let unnamed = known
            .iter()
            .filter(earlier)
            .filter(|(_, person)| !person.named && !person.plural && person.is_human());
        return unnamed
            .max_by_key(|(_, person)| person.first)
            .map(|(index, _)| *index);
    }
    let fitting = |named: bool| {
        let mut fitting = known
            .iter()
            .filter(earlier)
            .filter(|(_, person)| person.named == named && person.may_be(kin));
        match (fitting.next(), fitting.next()) {
            (Some((index, _)), None) => Some(*index),
            _ => None,
        }
    };
    let topic = epithet.topic.filter(|person| people[*person].may_be(kin));
    if kin.generic
        && let Some(index) = topic
    {
        return Some(index);
    }
    if kin.generic
        && let Some(index) =
            fitting(true).or_else(|| fitting(false).filter(|_| kin.kind == CharacterKind::Human))
    {
        return Some(index);
    }
    // "the dog" after "a puppy": the same animal under a wider word.
    let wider = !matches!(kin.kind, CharacterKind::Animal | CharacterKind::Human);
    let alike = known.iter().find(|(_, person)| {
        !person.is_human() && person.kind == kin.kind && person.first < epithet.at && !person.plural
    });
    alike.filter(|_| wider).map(|(index, _)| *index)
}

fn find(people: &[Person], story: &str, units: &[Unit], lexicon: &Lexicon) -> Vec<Epithet> {
    let forms = form_list(people, lexicon);
    let mut found = Vec::new();
    let mut topic = None;
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let text = unit.text(story);
        let folded = fold(text);
        let names = forms.find(&folded);
        let things = lexicon.things.props.find(&folded);
        let before = topic;
        topic = names.last().map(|name| name.meaning).or(topic);
        for hit in lexicon.people.find(&folded) {
            let overlaps = names
                .iter()
                .any(|name| name.start < hit.end && hit.start < name.end);
            let start = surname(&folded, hit.start, hit.meaning, lexicon);
            // "兔子灯" is no rabbit.
            let thing = things.iter().any(|thing| {
                thing.start <= hit.start
                    && hit.end <= thing.end
                    && thing.end - thing.start > hit.end - hit.start
            });
            let said_of = names::predicate_of(&folded, hit.start, hit.end, lexicon);
            if said_of && let Some(name) = names.iter().rfind(|name| name.end <= hit.start) {
                found.push(Epithet {
                    word: folded[hit.start..hit.end].to_owned(),
                    name: text[hit.start..hit.end].to_owned(),
                    kin: hit.meaning,
                    at: unit.words.start + start,
                    definite: true,
                    many: None,
                    mark: None,
                    beside: Some(name.meaning),
                    topic: None,
                });
                continue;
            }
            if overlaps
                || thing
                || said_of
                || !names::may_stand_for_somebody(&folded, hit.start, hit.end, lexicon)
            {
                continue;
            }
            let beside = names.iter().find(|name| {
                names::is_apposition(&folded, hit.start..hit.end, name.start..name.end, lexicon)
            });
            found.push(Epithet {
                word: folded[start..hit.end].to_owned(),
                name: text[start..hit.end].to_owned(),
                kin: hit.meaning,
                at: unit.words.start + start,
                topic: before.filter(|person| !names.iter().any(|name| name.meaning == *person)),
                // "第三个孩子" is one of others, not somebody told of before.
                definite: names::is_definite(&folded, hit.start, hit.end, lexicon)
                    && !crowd::numeral(&folded[..hit.start], &lexicon.grammar.counters)
                        .is_some_and(crowd::is_ordinal),
                many: number(&folded[..hit.start], lexicon),
                mark: mark(&folded, hit.start, hit.end, lexicon),
                beside: beside.map(|name| name.meaning),
            });
        }
    }
    found
}

/// Where the word starts with the surname before it: "王老师".
fn surname(folded: &str, start: usize, kin: usize, lexicon: &Lexicon) -> usize {
    let kin = &lexicon.kin[kin];
    let titled = kin.kind == CharacterKind::Human && matches!(kin.age, Age::Adult | Age::Old) && !kin.plural;
    let mut before = folded[..start].chars().rev();
    match (before.next(), before.next()) {
        (Some(surname), further)
            if titled
                && lexicon.grammar.surnames.contains(surname)
                && further.is_none_or(|c| !is_han(c) || "的和是给对跟向把让叫".contains(c)) =>
        {
            start - surname.len_utf8()
        }
        _ => start,
    }
}

/// The words before a noun without what joins them to it.
fn lead<'a>(before: &'a str, lexicon: &Lexicon) -> &'a str {
    if lexicon.grammar.spaced {
        before.trim_end()
    } else {
        before.trim_end_matches(['の', '的'])
    }
}

/// How many a word for a number before a noun tells. None for one alone, and for one of a row: "第三个".
fn number(before: &str, lexicon: &Lexicon) -> Option<usize> {
    let grammar = &lexicon.grammar;
    let lead = lead(before, lexicon);
    if let Some(number) = crowd::numeral(lead, &grammar.counters) {
        return (!crowd::is_one(number) && !crowd::is_ordinal(number)).then(|| crowd::told(number));
    }
    let mut numbers = grammar.numbers.iter();
    let found = numbers.find(|number| {
        lead.strip_suffix(number.as_str())
            .is_some_and(|rest| !grammar.spaced || rest.is_empty() || rest.ends_with(' '))
    });
    found.map(|number| crowd::told(number))
}

/// "old samurai", where "old" tells which of them.
fn mark(folded: &str, start: usize, end: usize, lexicon: &Lexicon) -> Option<(String, Option<Age>)> {
    let grammar = &lexicon.grammar;
    let lead = lead(&folded[..start], lexicon);
    let lists = [
        (&grammar.old_words, Some(Age::Old)),
        (&grammar.young_words, Some(Age::Teen)),
        (&grammar.other_words, None),
    ];
    lists.into_iter().find_map(|(words, age)| {
        let word = words.iter().filter(|word| {
            lead.strip_suffix(word.as_str())
                .is_some_and(|rest| !grammar.spaced || rest.is_empty() || rest.ends_with(' '))
        });
        let longest = word.max_by_key(|word| word.len())?;
        Some((folded[lead.len() - longest.len()..end].to_owned(), age))
    })
}
