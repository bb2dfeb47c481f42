//! Everybody in the story: names, the words that stand for somebody, and what they tell about them.

use mangakai_script::{Age, CharacterKind, Gender, Looks};

use super::lexicon::{Kin, Lexicon, Pronoun};
use super::names;
use super::unit::Unit;
use super::words::{WordList, fold, is_han};

/// More people than this are not told apart; the seldom named ones are left out.
const MAX_PEOPLE: usize = 40;

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

/// Somebody.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub name: String,
    /// Words that mean this person, in lower case; the name among them.
    pub forms: Vec<String>,
    pub named: bool,
    pub kind: CharacterKind,
    pub age: Age,
    pub gender: Gender,
    pub plural: bool,
    pub narrator: bool,
    pub looks: Looks,
    pub sure: f32,
    /// Byte of the story where the person comes up first.
    pub first: usize,
    pub count: usize,
}

impl Person {
    fn named(name: &str, first: usize, sure: f32) -> Person {
        Person {
            name: name.to_owned(),
            forms: vec![name.to_ascii_lowercase()],
            named: true,
            sure,
            first,
            count: 1,
            ..Person::default()
        }
    }

    fn from_kin(word: &str, kin: &Kin, first: usize) -> Person {
        Person {
            name: word.to_owned(),
            forms: vec![word.to_ascii_lowercase()],
            kind: kin.kind,
            age: kin.age,
            gender: kin.gender,
            plural: kin.plural,
            sure: 0.7,
            first,
            count: 1,
            ..Person::default()
        }
    }

    /// Takes over what a word like "father" tells.
    fn learn(&mut self, word: &str, kin: &Kin) {
        let word = word.to_ascii_lowercase();
        if !self.forms.contains(&word) {
            self.forms.push(word);
        }
        if self.gender == Gender::Unknown {
            self.gender = kin.gender;
        }
        if self.age == Age::Adult {
            self.age = kin.age;
        }
        if self.kind == CharacterKind::Human {
            self.kind = kin.kind;
        }
    }

    pub(super) fn is_human(&self) -> bool {
        matches!(self.kind, CharacterKind::Human | CharacterKind::Unknown)
    }

    fn may_be(&self, kin: &Kin) -> bool {
        let gender =
            self.gender == Gender::Unknown || kin.gender == Gender::Unknown || self.gender == kin.gender;
        let age = self.age == Age::Adult || kin.age == Age::Adult || self.age == kin.age;
        self.named && self.kind == kin.kind && gender && age && !kin.plural
    }
}

/// A word for somebody, found in narration.
struct Epithet {
    word: String,
    kin: usize,
    /// Byte of the story.
    at: usize,
    /// "the": somebody known.
    definite: bool,
    /// Index of the named person it stands beside: "her father, old Tobin".
    beside: Option<usize>,
}

/// Everybody in the narration of `units`, by first appearance.
pub(super) fn find(story: &str, units: &[Unit], lexicon: &Lexicon) -> Vec<Person> {
    let mut people: Vec<Person> = names::find(story, units, lexicon)
        .into_iter()
        .map(|found| {
            let mut person = Person::named(&found.name, found.first, found.sure);
            person.count = found.count;
            person.age = found.age;
            person
                .forms
                .extend(found.parts.iter().map(|part| part.to_ascii_lowercase()));
            person
        })
        .collect();
    labelled(&mut people, story, units, lexicon);
    guess_genders(&mut people, story, units, lexicon);
    let mut epithets = epithets(&people, story, units, lexicon);
    // Once "her father, old Tobin" is read, every "father" is Tobin, the earlier ones too.
    epithets.sort_by_key(|epithet| epithet.beside.is_none());
    for epithet in epithets {
        place_epithet(&mut people, &epithet, lexicon);
    }
    young_with_parents(&mut people);
    narrator(&mut people, story, units, lexicon);
    voices(&mut people, units, lexicon);
    people.sort_by_key(|person| std::cmp::Reverse(person.count));
    people.truncate(MAX_PEOPLE);
    people.sort_by_key(|person| person.first);
    super::looks::find(&mut people, story, units, lexicon);
    people
}

/// Every word that means one of `people`.
pub(super) fn form_list(people: &[Person], lexicon: &Lexicon) -> WordList<usize> {
    let forms = people
        .iter()
        .enumerate()
        .flat_map(|(index, person)| person.forms.iter().map(move |form| (form.as_str(), index)));
    WordList::new(forms, lexicon.grammar.spaced, lexicon.grammar.lone_han)
}

/// Whoever the story follows is young when a parent is in it.
fn young_with_parents(people: &mut [Person]) {
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
fn labelled(people: &mut Vec<Person>, story: &str, units: &[Unit], lexicon: &Lexicon) {
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
fn voices(people: &mut Vec<Person>, units: &[Unit], lexicon: &Lexicon) {
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

fn place_epithet(people: &mut Vec<Person>, epithet: &Epithet, lexicon: &Lexicon) {
    let kin = &lexicon.kin[epithet.kin];
    let word = epithet.word.to_ascii_lowercase();
    if let Some(person) = epithet.beside.and_then(|index| people.get_mut(index)) {
        person.learn(&epithet.word, kin);
        return;
    }
    if let Some(person) = people.iter_mut().find(|person| person.forms.contains(&word)) {
        person.count += 1;
        person.first = person.first.min(epithet.at);
        return;
    }
    let mut fitting = people
        .iter_mut()
        .filter(|person| person.first <= epithet.at && person.may_be(kin));
    if kin.generic
        && epithet.definite
        && let (Some(person), None) = (fitting.next(), fitting.next())
    {
        person.learn(&epithet.word, kin);
        return;
    }
    // "the dog" after "a puppy": the same animal under a wider word.
    let same = people.iter_mut().find(|person| {
        epithet.definite
            && !person.named
            && person.kind == kin.kind
            && !person.is_human()
            && person.first < epithet.at
    });
    if let Some(person) = same.filter(|_| kin.kind != CharacterKind::Animal) {
        person.learn(&epithet.word, kin);
        person.count += 1;
        return;
    }
    people.push(Person::from_kin(&epithet.word, kin, epithet.at));
}

fn epithets(people: &[Person], story: &str, units: &[Unit], lexicon: &Lexicon) -> Vec<Epithet> {
    let forms = form_list(people, lexicon);
    let mut found = Vec::new();
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let text = unit.text(story);
        let folded = fold(text);
        let names = forms.find(&folded);
        for hit in lexicon.people.find(&folded) {
            let overlaps = names
                .iter()
                .any(|name| name.start < hit.end && hit.start < name.end);
            if overlaps || !names::may_stand_for_somebody(&folded, hit.start, hit.end, lexicon) {
                continue;
            }
            let beside = names.iter().find(|name| {
                names::is_apposition(&folded, hit.start..hit.end, name.start..name.end, lexicon)
            });
            found.push(Epithet {
                word: text[hit.start..hit.end].to_ascii_lowercase(),
                kin: hit.meaning,
                at: unit.words.start + hit.start,
                definite: names::is_definite(&folded, hit.start, lexicon),
                beside: beside.map(|name| name.meaning),
            });
        }
    }
    found
}

/// A pronoun soon after a name tells the gender.
fn guess_genders(people: &mut [Person], story: &str, units: &[Unit], lexicon: &Lexicon) {
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

fn narrator(people: &mut Vec<Person>, story: &str, units: &[Unit], lexicon: &Lexicon) {
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
