//! What the story tells of people beside naming them: whose parents, labels, voices, pronouns and the narrator.

use mangakai_script::{Age, Gender};

use super::{Person, form_list};
use crate::director::lexicon::{Lexicon, Pronoun};
use crate::director::unit::Unit;
use crate::director::words::{fold, is_han};

/// So often must the narrator say "I" outside speech to be a person of the story.
const NARRATOR_WORDS: usize = 2;

/// Words for parents, by which somebody else is a child.
const PARENTS: [&str; 16] = [
    "father",
    "mother",
    "dad",
    "mom",
    "mum",
    "papa",
    "mama",
    "妈妈",
    "媽媽",
    "爸爸",
    "母亲",
    "父亲",
    "母",
    "父",
    "お母さん",
    "お父さん",
];

/// Whoever the story follows is young when a parent is in it.
pub(super) fn young_with_parents(people: &mut [Person]) {
    let parent = people
        .iter()
        .any(|person| person.forms.iter().any(|form| PARENTS.contains(&form.as_str())));
    let is_parent = |person: &Person| person.forms.iter().any(|form| PARENTS.contains(&form.as_str()));
    let hero = people
        .iter_mut()
        .filter(|person| person.named && person.is_human() && !is_parent(person));
    if let Some(hero) = hero.min_by_key(|person| person.first).filter(|_| parent)
        && hero.age == Age::Adult
    {
        hero.age = Age::Teen;
    }
}

/// Those whose names stand before their lines, as in a play.
pub(super) fn labelled(people: &mut Vec<Person>, story: &str, units: &[Unit], lexicon: &Lexicon) {
    for (label, at) in units
        .iter()
        .filter_map(|unit| unit.label.map(|label| (label, unit.span.start)))
    {
        let name = story[label.start..label.end].trim();
        let form = name.to_ascii_lowercase();
        if let Some(person) = people.iter_mut().find(|person| person.forms.contains(&form)) {
            person.count += 1;
            continue;
        }
        let mut person = Person::named(name, at, 0.95);
        if let Some(hit) = lexicon.people.find(&form).last() {
            let kin = &lexicon.kin[hit.meaning];
            (person.kind, person.age, person.gender) = (kin.kind, kin.age, kin.gender);
        }
        people.push(person);
    }
}

/// Lines without anybody: two voices talk, and nobody says whose they are.
pub(super) fn voices(people: &mut Vec<Person>, units: &[Unit], lexicon: &Lexicon) {
    let lines: Vec<&Unit> = units.iter().filter(|unit| unit.is_line()).collect();
    if lines.is_empty() || people.iter().any(|person| !person.plural) {
        return;
    }
    for (name, line) in ["voice_a", "voice_b"].iter().zip(&lines) {
        let mut person = Person::named(lexicon.phrase(name), line.span.start, 0.3);
        person.forms.clear();
        people.push(person);
    }
}

/// A pronoun soon after a name tells the gender.
pub(super) fn guess_genders(people: &mut [Person], story: &str, units: &[Unit], lexicon: &Lexicon) {
    let forms = form_list(people, lexicon);
    let mut votes = vec![(0_i32, 0_i32); people.len()];
    let mut last: Option<(usize, usize)> = None;
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let folded = fold(unit.text(story));
        let mut marks: Vec<(usize, Result<usize, Option<Pronoun>>)> = forms
            .find(&folded)
            .iter()
            .map(|hit| (hit.start, Ok(hit.meaning)))
            .collect();
        marks.extend(
            lexicon
                .pronouns
                .find(&folded)
                .iter()
                .map(|hit| (hit.start, Err(Some(hit.meaning)))),
        );
        marks.extend(
            lexicon
                .people
                .find(&folded)
                .iter()
                .map(|hit| (hit.start, Err(None))),
        );
        marks.sort_by_key(|mark| mark.0);
        for (_, mark) in marks {
            match mark {
                Ok(person) => last = Some((person, unit.sentence)),
                // A word for another person: what follows may mean that one.
                Err(None) => last = None,
                Err(Some(pronoun)) => {
                    if let Some((person, _)) = last.filter(|(_, sentence)| unit.sentence - sentence <= 3) {
                        votes[person].0 += i32::from(pronoun == Pronoun::She);
                        votes[person].1 += i32::from(pronoun == Pronoun::He);
                    }
                }
            }
        }
    }
    for (person, (she, he)) in people.iter_mut().zip(votes) {
        if person.gender == Gender::Unknown && she != he {
            person.gender = if she > he { Gender::Female } else { Gender::Male };
        }
    }
}

/// Whoever tells the story in the first person.
pub(super) fn narrator(people: &mut Vec<Person>, story: &str, units: &[Unit], lexicon: &Lexicon) {
    let mut words: Vec<(usize, String)> = Vec::new();
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let text = unit.text(story);
        let hits = lexicon.pronouns.find(&fold(text));
        words.extend(
            hits.iter()
                .filter(|hit| hit.meaning == Pronoun::Narrator)
                .map(|hit| (unit.words.start + hit.start, text[hit.start..hit.end].to_owned())),
        );
    }
    if words.len() < NARRATOR_WORDS {
        return;
    }
    let name = words
        .iter()
        .map(|(_, word)| word)
        .find(|word| *word == "I" || word.chars().all(is_han));
    let mut person = Person::named(name.unwrap_or(&words[0].1), words[0].0, 0.6);
    person.forms.clear();
    person.narrator = true;
    person.count = words.len();
    people.push(person);
}
