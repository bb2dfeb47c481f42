//! What the story tells of people beside naming them: whose parents, labels, voices, pronouns and the narrator.

use mangakai_script::{Age, CharacterKind, Gender};

use super::{Person, form_list};
use crate::director::lexicon::{Lexicon, Pronoun};
use crate::director::names;
use crate::director::unit::Unit;
use crate::director::words::{WordList, fold, is_han};

/// So often must the narrator say "I" outside speech to be a person of the story.
const NARRATOR_WORDS: usize = 2;

/// Words for parents and grandparents, by which somebody else is a child.
const PARENTS: [&str; 26] = [
    "grandfather",
    "grandpa",
    "grandmother",
    "grandma",
    "爷爷",
    "奶奶",
    "外婆",
    "外公",
    "祖父",
    "祖母",
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
pub(super) fn young_with_parents(people: &mut [Person], story: &str) {
    // Whoever remembers their childhood is grown up by now.
    if ["年前", "年後", "年后", "years ago", "years later"]
        .iter()
        .any(|words| story.contains(words))
    {
        return;
    }
    let is_parent = |person: &Person| person.forms.iter().any(|form| PARENTS.contains(&form.as_str()));
    let parent = people.iter().any(is_parent);
    let hero = people
        .iter_mut()
        .filter(|person| person.named && person.is_human() && !is_parent(person));
    if let Some(hero) = hero.min_by_key(|person| person.first).filter(|_| parent)
        && hero.age == Age::Adult
        && !hero.grown
    {
        hero.age = Age::Teen;
    }
}

/// Where nobody is a human being but "everyone", everyone is an animal.
pub(super) fn animals_among_themselves(people: &mut [Person]) {
    let beasts = people
        .iter()
        .filter(|person| !person.plural && !person.is_human())
        .count();
    let alone = people.iter().all(|person| person.plural || !person.is_human());
    let groups = people
        .iter_mut()
        .filter(|person| person.plural && person.is_human());
    if alone && beasts > 1 {
        groups.for_each(|group| group.kind = CharacterKind::Animal);
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

/// What stands in a sentence for somebody.
#[derive(Clone, Copy)]
enum Sign {
    Person(usize),
    /// A word for another person: what follows may mean that one.
    Other,
    Pronoun(Pronoun),
}

/// A pronoun soon after a name tells the gender.
pub(super) fn guess_genders(people: &mut [Person], story: &str, units: &[Unit], lexicon: &Lexicon) {
    let forms = form_list(people, lexicon);
    let mut votes = vec![(0_i32, 0_i32); people.len()];
    // Whom the sentence before was about.
    let mut topic: Option<(usize, usize)> = None;
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let folded = fold(unit.text(story));
        let signs = signs(&folded, &forms, lexicon);
        let mut subject = None;
        for (start, end, sign) in signs {
            match sign {
                Sign::Person(person) => subject = subject.or(Some(Some(person))),
                Sign::Other => subject = subject.or(Some(None)),
                Sign::Pronoun(pronoun) => {
                    let near = topic.filter(|(_, sentence)| unit.sentence - sentence <= 3);
                    // In "Felix ran after her" she is not Felix.
                    let meant = match subject {
                        Some(_) if names::is_object_pronoun(&folded, start, end) => None,
                        Some(subject) => subject,
                        None => near.map(|(person, _)| person),
                    };
                    if let Some(person) = meant {
                        votes[person].0 += i32::from(pronoun == Pronoun::She);
                        votes[person].1 += i32::from(pronoun == Pronoun::He);
                    }
                }
            }
        }
        if let Some(subject) = subject {
            topic = subject.map(|person| (person, unit.sentence));
        }
    }
    for (person, (she, he)) in people.iter_mut().zip(votes) {
        if person.gender == Gender::Unknown && she != he {
            person.gender = if she > he { Gender::Female } else { Gender::Male };
        }
        // "老周": so are men called, women seldom.
        let lao = person
            .name
            .strip_prefix('老')
            .is_some_and(|rest| rest.chars().count() == 1);
        if person.gender == Gender::Unknown && person.named && lao {
            person.gender = Gender::Male;
        }
    }
}

fn signs(folded: &str, forms: &WordList<usize>, lexicon: &Lexicon) -> Vec<(usize, usize, Sign)> {
    let names = forms.find(folded);
    let mut signs: Vec<(usize, usize, Sign)> = names
        .iter()
        .map(|hit| (hit.start, hit.end, Sign::Person(hit.meaning)))
        .collect();
    let apart = |start: usize| !names.iter().any(|name| name.start <= start && start < name.end);
    let pronouns = lexicon.pronouns.find(folded);
    signs.extend(
        pronouns
            .iter()
            .map(|hit| (hit.start, hit.end, Sign::Pronoun(hit.meaning))),
    );
    let others = lexicon.people.find(folded).into_iter().filter(|hit| {
        let kin = &lexicon.kin[hit.meaning];
        apart(hit.start) && kin.kind == CharacterKind::Human && !kin.plural
    });
    signs.extend(others.map(|hit| (hit.start, hit.end, Sign::Other)));
    signs.sort_by_key(|sign| sign.0);
    signs
}

/// Whoever tells the story in the first person.
pub(super) fn narrator(people: &mut Vec<Person>, story: &str, units: &[Unit], lexicon: &Lexicon) {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut sentences = 0;
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let text = unit.text(story);
        let hits = lexicon.pronouns.find(&fold(text));
        sentences += usize::from(hits.iter().any(|hit| hit.meaning == Pronoun::Narrator));
        words.extend(
            hits.iter()
                .filter(|hit| hit.meaning == Pronoun::Narrator)
                .map(|hit| (unit.words.start + hit.start, text[hit.start..hit.end].to_owned())),
        );
    }
    if sentences < NARRATOR_WORDS {
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
