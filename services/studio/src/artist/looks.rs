//! What people look like: from their name and what the story says, kept for the whole story, and never the same twice.

use mangakai_script::{Age, Character, CharacterKind, Gender, Script};

use super::{
    creature::Creature,
    ink::{Rng, seed},
};

/// Hair styles and hair values that the figure knows.
const HAIR: u64 = 4;
const VALUES: u64 = 3;
/// Hair value of old people: white.
const WHITE: u64 = 0;

/// How somebody is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A person.
    Person(Person),
    /// A dog; a cat with other ears.
    Puppy,
    /// Anything else.
    Other(Creature),
}

/// Traits of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Heads that the body is high.
    pub heads: f64,
    /// Hair style.
    pub hair: u64,
    /// Hair value: white, grey, black.
    pub value: u64,
    /// Clothes.
    pub cloth: u64,
    /// Thickness of the lashes.
    pub lash: f64,
    /// Drawn with short hair and trousers.
    pub boyish: bool,
}

/// Everybody's looks, in the order of the script's characters. Two people never share hair style and value, as long as
/// there are enough of both.
pub fn all(script: &Script) -> Vec<Body> {
    let mut taken = Vec::new();
    script
        .characters
        .iter()
        .map(|character| body(character, &mut taken))
        .collect()
}

fn body(character: &Character, taken: &mut Vec<(bool, u64, u64)>) -> Body {
    match character.kind {
        CharacterKind::Human => Body::Person(person(character, taken)),
        CharacterKind::Dog | CharacterKind::Cat => Body::Puppy,
        CharacterKind::Bird => Body::Other(Creature::Bird),
        CharacterKind::Robot => Body::Other(Creature::Robot),
        _ => Body::Other(Creature::Shape),
    }
}

fn person(character: &Character, taken: &mut Vec<(bool, u64, u64)>) -> Person {
    let mut random = Rng(seed(&character.name));
    let (mut hair, mut value, cloth) = (
        random.next() % HAIR,
        random.next() % VALUES,
        random.next() % VALUES,
    );
    let boyish = match character.gender {
        Gender::Male => true,
        Gender::Female => false,
        Gender::Unknown => random.next().is_multiple_of(2),
    };
    if character.age == Age::Old {
        value = WHITE;
    }
    for _ in 0..HAIR * VALUES {
        // Short hair has one style: there the value alone tells people apart.
        let style = if boyish { 0 } else { hair };
        if !taken.contains(&(boyish, style, value)) {
            break;
        }
        hair = (hair + 1) % HAIR;
        if (boyish || hair == 0) && character.age != Age::Old {
            value = (value + 1) % VALUES;
        }
    }
    taken.push((boyish, if boyish { 0 } else { hair }, value));
    let heads = match character.age {
        Age::Child => random.r(3.5, 3.9),
        Age::Teen => random.r(4.4, 4.8),
        Age::Adult => random.r(5.2, 5.8),
        Age::Old => random.r(4.8, 5.2),
    };
    Person {
        heads,
        hair,
        value,
        cloth,
        lash: random.r(0.9, 1.15),
        boyish,
    }
}
