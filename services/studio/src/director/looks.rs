//! What people look like, as far as the sentences about them tell, in the canonical words.

use mangakai_script::looks::{Colour, Hair, HairStyle, Outfit, Worn};
use mangakai_script::{Age, CharacterKind, Gender};

use super::lexicon::{Lexicon, Pronoun};
use super::names::tail;
use super::people::{Person, form_list};
use super::unit::Unit;
use super::words::{Hit, fold};

/// Words this near, in bytes, belong together.
const BESIDE: usize = 4;

/// So many words before a noun may tell its colour, in languages with spaces.
const REACH_WORDS: usize = 4;

/// So many characters before a noun may tell its colour, in languages without spaces.
const REACH_CHARS: usize = 5;

/// So many characters after a word for hair may tell of it ("her hair was white").
const AFTER_CHARS: usize = 16;

/// Between an adjective and its noun stands none of these.
const BREAKS: [&str; 14] = [
    "and", "with", "in", "a", "an", "the", "his", "her", "its", "my", "their", "of", "had", "wore",
];

/// Fills in hair, clothes, build and things always worn, and makes pupils of those who are at school.
pub(super) fn find(people: &mut [Person], story: &str, units: &[Unit], lexicon: &Lexicon) {
    let forms = form_list(people, lexicon);
    let mut school = vec![false; people.len()];
    let mut last: Option<usize> = None;
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let folded = fold(unit.text(story));
        let mut names = forms.find(&folded);
        let subject = pronoun(&folded, last, people, lexicon);
        if let Some(subject) = subject.filter(|hit| names.first().is_none_or(|name| hit.start < name.start)) {
            names.insert(0, subject);
        }
        let Some(first) = names.first() else { continue };
        last = Some(first.meaning).filter(|person| !people[*person].plural);
        let sentence = Sentence {
            folded: &folded,
            names: &names,
            lexicon,
        };
        sentence.hair(people);
        sentence.clothes(people);
        sentence.build(people);
        if lexicon.school.is_in(&folded) {
            school[names[0].meaning] = true;
        }
    }
    // Mr. Baker bakes nothing.
    let called = |person: &&mut Person| person.is_human() && (person.kin.is_some() || !person.named);
    for person in people.iter_mut().filter(called) {
        let worn = calling(&person.forms, lexicon).map(|outfit| outfit.to_string());
        let told = person.looks.outfit.take();
        person.looks.outfit = told.or(worn);
    }
    for (person, at_school) in people.iter_mut().zip(school) {
        let pupil = at_school && person.kind == CharacterKind::Human && person.named && !person.grown;
        if pupil && person.age != Age::Old {
            if person.age == Age::Adult {
                person.age = Age::Teen;
            }
            person
                .looks
                .outfit
                .get_or_insert_with(|| "school uniform".to_owned());
        }
    }
}

/// What a calling makes somebody wear: "the old samurai".
fn calling(forms: &[String], lexicon: &Lexicon) -> Option<Outfit> {
    let hits = forms.iter().flat_map(|form| lexicon.things.callings.find(form));
    let garment = hits.map(|hit| hit.meaning).next()?;
    let colour = None;
    Some(Outfit { garment, colour })
}

/// "She had long black hair": whoever the sentence before was about.
fn pronoun(folded: &str, last: Option<usize>, people: &[Person], lexicon: &Lexicon) -> Option<Hit<usize>> {
    let person = last?;
    let subject = |hit: &Hit<Pronoun>| !["her", "his", "its", "him"].contains(&&folded[hit.start..hit.end]);
    let hit = lexicon.pronouns.find(folded).into_iter().find(subject)?;
    let gender = people[person].gender;
    let fits = match hit.meaning {
        Pronoun::She => gender != Gender::Male,
        Pronoun::He => gender != Gender::Female,
        Pronoun::It => !people[person].is_human(),
        Pronoun::They | Pronoun::Narrator => false,
    };
    fits.then_some(Hit {
        start: hit.start,
        end: hit.end,
        meaning: person,
    })
}

/// A sentence with the people it names.
struct Sentence<'a> {
    folded: &'a str,
    names: &'a [Hit<usize>],
    lexicon: &'a Lexicon,
}

impl Sentence<'_> {
    fn hair(&self, people: &mut [Person]) {
        for hit in self.lexicon.things.hair.find(self.folded) {
            let mut hair = self.told_of_hair(&hit);
            if hair.is_unknown() {
                continue;
            }
            let Some(owner) = self
                .owner(hit.start, hit.end)
                .filter(|owner| !people[*owner].plural)
            else {
                continue;
            };
            let looks = &mut people[owner].looks;
            if let Some(known) = looks.hair.as_deref().map(Hair::parse) {
                hair.length = known.length.or(hair.length);
                hair.style = known.style.or(hair.style);
                hair.colour = known.colour.or(hair.colour);
            }
            looks.hair = Some(hair.to_string());
        }
    }

    /// What the words at and around a word for hair tell.
    fn told_of_hair(&self, hit: &Hit<Hair>) -> Hair {
        let things = &self.lexicon.things;
        let mut hair = hit.meaning;
        if hair.style == Some(HairStyle::Bald) {
            return hair;
        }
        let before = self.before(hit.start);
        let after = if hair.is_unknown() {
            self.after(hit.end)
        } else {
            ""
        };
        for text in [before, after] {
            for mark in things.hair_marks.find(text) {
                hair.length = hair.length.or(mark.meaning.length);
                hair.style = hair.style.or(mark.meaning.style);
            }
            if self.lexicon.grammar.spaced {
                let told = Hair::parse(text);
                hair.length = hair.length.or(told.length);
                hair.style = hair.style.or(told.style);
            }
            hair.colour = hair.colour.or(self.colour(text));
        }
        hair
    }

    fn clothes(&self, people: &mut [Person]) {
        let things = &self.lexicon.things;
        for hit in things.garments.find(self.folded) {
            let colour = self.colour(self.before(hit.start));
            let outfit = Outfit {
                colour,
                garment: hit.meaning,
            };
            let one = |owner: &usize| !people[*owner].plural && self.is_worn(&hit);
            if let Some(owner) = self.owner(hit.start, hit.end).filter(one) {
                people[owner]
                    .looks
                    .outfit
                    .get_or_insert_with(|| outfit.to_string());
            }
        }
        for hit in things.worn.find(self.folded) {
            // "白胡子": the colour is in the word.
            let colour = self
                .colour(self.before(hit.start))
                .or_else(|| self.colour(&self.folded[hit.start..hit.end]));
            let worn = Worn {
                colour,
                accessory: hit.meaning,
            };
            let one = |owner: &usize| !people[*owner].plural && self.is_worn(&hit);
            let Some(owner) = self.owner(hit.start, hit.end).filter(one) else {
                continue;
            };
            let props = &mut people[owner].looks.props;
            let known = props
                .iter()
                .any(|other| Worn::parse(other).map(|other| other.accessory) == Some(hit.meaning));
            if !known {
                props.push(worn.to_string());
            }
        }
    }

    /// Whether the thing is on somebody, not on a hook.
    fn is_worn<T>(&self, hit: &Hit<T>) -> bool {
        if !self.lexicon.grammar.spaced {
            return true;
        }
        // "the coat on the hook", "a pile of coats".
        let before: Vec<&str> = words_before(self.folded, hit.start).take(2).collect();
        let after = self.folded[hit.end..].trim_start();
        !(before.contains(&"of") || after.starts_with("on the") || after.starts_with("hung"))
    }

    fn build(&self, people: &mut [Person]) {
        for hit in self.lexicon.things.builds.find(self.folded) {
            // "the tall man", "a heron taller than a man", but not "a small lantern".
            let spaced = self.lexicon.grammar.spaced;
            let beside = self.names.iter().find(|name| {
                let before = hit.end <= name.start && name.start - hit.end <= BESIDE;
                // Before a noun that follows the name, the word is about that noun: "Mira packed a small lantern".
                let closes = ["で", "だ", "な人", "、", "。", "，", "的人"]
                    .iter()
                    .any(|end| self.folded[hit.end..].starts_with(end));
                let after = name.end <= hit.start && hit.start - name.end <= 2 * BESIDE && !spaced && closes;
                let said = spaced && name.end <= hit.start && is_said_of(&self.folded[name.end..hit.start]);
                let compared = spaced
                    && self.folded[name.end.min(hit.start)..hit.start] == *" "
                    && self.folded[hit.end..].starts_with(" than ");
                before || after || said || compared || name.start <= hit.start && hit.end <= name.end
            });
            if let Some(name) = beside {
                people[name.meaning]
                    .looks
                    .build
                    .get_or_insert_with(|| hit.meaning.to_string());
            }
        }
    }

    /// Whose the thing at `start..end` is: the noun right after it, else whoever was named last before it.
    fn owner(&self, start: usize, end: usize) -> Option<usize> {
        let next = self.names.iter().find(|name| name.start >= end);
        let adjoins = next.filter(|name| {
            let between = self.folded[end..name.start].trim();
            if self.lexicon.grammar.spaced {
                between
                    .split_whitespace()
                    .all(|word| ["old", "young", "little", "-"].contains(&word))
            } else {
                between.is_empty() || between == "的" || between == "の" || between == "をした"
            }
        });
        let before = self.names.iter().rfind(|name| name.start <= start);
        adjoins.or(before).or(self.names.first()).map(|name| name.meaning)
    }

    fn colour(&self, text: &str) -> Option<Colour> {
        self.lexicon
            .things
            .colours
            .find(text)
            .last()
            .map(|hit| hit.meaning)
    }

    /// The words before byte `at` that may describe what stands there.
    fn before(&self, at: usize) -> &str {
        if self.lexicon.grammar.spaced {
            let mut start = at;
            for word in words_before(self.folded, at).take(REACH_WORDS) {
                if BREAKS.contains(&word) {
                    break;
                }
                start = word.as_ptr() as usize - self.folded.as_ptr() as usize;
            }
            return &self.folded[start..at];
        }
        let clause = self.folded[..at]
            .rfind(['，', '。', '、', '！', '？', '；'])
            .map_or(0, |mark| mark + '，'.len_utf8());
        let near = tail(&self.folded[clause..at], REACH_CHARS).len();
        &self.folded[at - near..at]
    }

    /// The words after byte `at` that may tell of what stood before it.
    fn after(&self, at: usize) -> &str {
        let rest = &self.folded[at..];
        let told = if self.lexicon.grammar.spaced {
            rest.starts_with(" was ") || rest.starts_with(" is ") || rest.starts_with(" had gone ")
        } else {
            self.lexicon.grammar.subject_marks.is_empty() || rest.starts_with(['は', 'が', 'も'])
        };
        let end = rest
            .char_indices()
            .take(AFTER_CHARS)
            .find(|(_, c)| "，。、！？；,.;!?".contains(*c))
            .or_else(|| rest.char_indices().nth(AFTER_CHARS))
            .map_or(rest.len(), |(at, _)| at);
        if told { &rest[..end] } else { "" }
    }
}

/// Whether the words between a name and an adjective say that it is so: "Boris was the ".
fn is_said_of(between: &str) -> bool {
    let words: Vec<&str> = between.split_whitespace().collect();
    let link = words
        .first()
        .is_some_and(|word| ["was", "is", "looked", ",", "grew"].contains(word));
    link && words.len() <= 3
}

/// The words before byte `at` in its clause, nearest first.
fn words_before(folded: &str, at: usize) -> impl Iterator<Item = &str> {
    super::names::words_before(folded, at)
}
