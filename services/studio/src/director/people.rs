//! Everybody in the story: names, the words that stand for somebody, and what they tell about them.

mod alias;
mod epithet;
mod hints;

use mangakai_script::{Age, CharacterKind, Gender, Looks};

use super::crowd;
use super::lexicon::{Kin, Lexicon};
use super::names::{self, FoundName};
use super::unit::Unit;
use super::words::WordList;

/// More people than this are not told apart; the seldom named ones are left out.
const MAX_PEOPLE: usize = 40;

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
    /// Of a group: how many, as far as the story tells.
    pub number: usize,
    pub narrator: bool,
    /// Somebody whom a word like "teacher" tells to be no child.
    pub grown: bool,
    /// Somebody whom a word like "young" tells not to be old.
    pub young: bool,
    /// Entry of the word list that the word for this person comes from.
    pub kin: Option<usize>,
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

    fn found(found: &FoundName, lexicon: &Lexicon) -> Person {
        let mut person = Person::named(&found.name, found.first, found.sure);
        person.count = found.count;
        person.age = found.age;
        person.gender = found.gender;
        person
            .forms
            .extend(found.parts.iter().map(|part| part.to_ascii_lowercase()));
        person.gender = given_gender(&person, lexicon);
        let title = found.title.as_deref().unwrap_or_default();
        if let Some(hit) = lexicon.people.find(title).first() {
            person.learn(title, hit.meaning, lexicon);
        }
        person
    }

    fn from_kin(word: &str, kin: usize, first: usize, lexicon: &Lexicon) -> Person {
        let entry = &lexicon.kin[kin];
        Person {
            name: word.to_owned(),
            forms: vec![word.to_ascii_lowercase()],
            kind: entry.kind,
            age: entry.age,
            gender: entry.gender,
            plural: entry.plural,
            number: crowd::told(word),
            grown: is_grown(entry),
            kin: Some(kin),
            sure: 0.7,
            first,
            count: 1,
            ..Person::default()
        }
    }

    /// Takes over what a word like "father" tells.
    fn learn(&mut self, word: &str, kin: usize, lexicon: &Lexicon) {
        let entry = &lexicon.kin[kin];
        let word = word.to_ascii_lowercase();
        if !self.forms.contains(&word) {
            self.forms.push(word);
        }
        if self.gender == Gender::Unknown {
            self.gender = entry.gender;
        }
        if self.age == Age::Adult {
            self.age = entry.age;
        }
        if self.kind == CharacterKind::Human {
            self.kind = entry.kind;
        }
        self.grown |= is_grown(entry);
        self.kin.get_or_insert(kin);
    }

    /// Takes over everything known of `other`, who is the same person.
    fn absorb(&mut self, other: Person) {
        if !self.named && other.named || self.named == other.named && other.first < self.first {
            self.name = other.name;
        }
        self.named |= other.named;
        for form in other.forms {
            if !self.forms.contains(&form) {
                self.forms.push(form);
            }
        }
        if self.gender == Gender::Unknown {
            self.gender = other.gender;
        }
        if self.age == Age::Adult {
            self.age = other.age;
        }
        if self.kind == CharacterKind::Human {
            self.kind = other.kind;
        }
        self.grown |= other.grown;
        self.kin = self.kin.or(other.kin);
        self.first = self.first.min(other.first);
        self.count += other.count;
        self.sure = self.sure.max(other.sure);
    }

    pub(super) fn is_human(&self) -> bool {
        matches!(self.kind, CharacterKind::Human | CharacterKind::Unknown)
    }

    /// Whether "she" or "he" may mean this one.
    pub(super) fn is_person(&self) -> bool {
        (self.is_human() || self.gender != Gender::Unknown || self.kind == CharacterKind::Ghost)
            && !self.plural
    }

    /// Whether a word of `kin` may mean this person.
    fn may_be(&self, kin: &Kin) -> bool {
        let gender =
            self.gender == Gender::Unknown || kin.gender == Gender::Unknown || self.gender == kin.gender;
        let age = match (self.age, kin.age) {
            (mine, other) if mine == other => true,
            (Age::Adult, Age::Old) => !self.young,
            (Age::Adult, _) => !self.grown || self.young,
            (_, Age::Adult) => !is_grown(kin) || self.age == Age::Old,
            (Age::Child, Age::Teen) | (Age::Teen, Age::Child) => true,
            _ => false,
        };
        self.kind == kin.kind && gender && age && !kin.plural && !self.plural && !self.narrator
    }
}

/// The gender that a given name tells.
fn given_gender(person: &Person, lexicon: &Lexicon) -> Gender {
    if person.gender != Gender::Unknown {
        return person.gender;
    }
    if let Some(hit) = lexicon.given.find(&person.name.to_ascii_lowercase()).first() {
        return hit.meaning;
    }
    let last = person
        .name
        .chars()
        .last()
        .filter(|_| person.name.chars().count() > 1);
    match last {
        Some(c) if lexicon.grammar.female_chars.contains(c) => Gender::Female,
        Some(c) if lexicon.grammar.male_chars.contains(c) => Gender::Male,
        _ => Gender::Unknown,
    }
}

/// Whether the word tells that somebody is no child: "woman", "teacher", but not "friend".
fn is_grown(kin: &Kin) -> bool {
    let adult = kin.age == Age::Adult && (kin.gender != Gender::Unknown || kin.one);
    kin.kind == CharacterKind::Human && (adult || kin.age == Age::Old)
}

/// Everybody in the narration of `units`, by first appearance.
pub(super) fn find(story: &str, units: &[Unit], lexicon: &Lexicon) -> Vec<Person> {
    let mut people: Vec<Person> = names::find(story, units, lexicon)
        .iter()
        .map(|found| Person::found(found, lexicon))
        .collect();
    hints::labelled(&mut people, story, units, lexicon);
    hints::guess_genders(&mut people, story, units, lexicon);
    epithet::place(&mut people, story, units, lexicon);
    alias::merge(&mut people, story, units, lexicon);
    alias::present(&mut people, story, units, lexicon);
    hints::young_with_parents(&mut people, story);
    hints::animals_among_themselves(&mut people);
    hints::narrator(&mut people, story, units, lexicon);
    hints::voices(&mut people, units, lexicon);
    people.sort_by_key(|person| std::cmp::Reverse(person.count));
    people.truncate(MAX_PEOPLE);
    people.sort_by_key(|person| person.first);
    super::looks::find(&mut people, story, units, lexicon);
    people
}

/// The names of `people`, without the words for them.
pub(super) fn name_list(people: &[Person], lexicon: &Lexicon) -> WordList<usize> {
    let known = |form: &str| lexicon.people.find(form).iter().any(|hit| hit.end == form.len());
    let named = people.iter().enumerate().filter(|(_, person)| person.named);
    let forms = named.flat_map(|(index, person)| person.forms.iter().map(move |form| (form.as_str(), index)));
    WordList::new(
        forms.filter(|(form, _)| !known(form)),
        lexicon.grammar.spaced,
        lexicon.grammar.lone_han,
    )
}

/// Every word that means one of `people`.
pub(super) fn form_list(people: &[Person], lexicon: &Lexicon) -> WordList<usize> {
    let forms = people
        .iter()
        .enumerate()
        .flat_map(|(index, person)| person.forms.iter().map(move |form| (form.as_str(), index)));
    WordList::new(forms, lexicon.grammar.spaced, lexicon.grammar.lone_han)
}
