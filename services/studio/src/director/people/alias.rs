//! One person under several names, where a sentence says so: "his real name was Elias Moore".

use super::{Person, form_list};
use crate::director::lexicon::{Lexicon, Pronoun};
use crate::director::names;
use crate::director::unit::Unit;
use crate::director::words::fold;

/// Bytes between somebody and "named".
const NEAR: usize = 24;

/// Bytes between somebody and "his name was".
const DISTANT: usize = 300;

/// A word for somebody in the narration.
struct Mark {
    /// Bytes of the story.
    start: usize,
    end: usize,
    person: usize,
}

impl Mark {
    /// Two persons have become the one of the lower index, and those after the other have moved up.
    fn joined(&mut self, one: usize, other: usize) {
        let (keep, lose) = (one.min(other), one.max(other));
        if keep < lose && self.person == lose {
            self.person = keep;
        } else if keep < lose && self.person > lose {
            self.person -= 1;
        }
    }
}

/// Makes one of those of whom the story says that they are one.
pub(super) fn merge(people: &mut Vec<Person>, story: &str, units: &[Unit], lexicon: &Lexicon) {
    let mut marks = marks(people, story, units, lexicon);
    for link in names::links(units, story, lexicon) {
        let Some(named) = marks
            .iter()
            .find(|mark| mark.start >= link.name.start && mark.start < link.name.end)
            .filter(|mark| people[mark.person].named)
        else {
            continue;
        };
        // "一个名叫阿福的男孩": the noun right after; else whoever was spoken of last before.
        let after = marks
            .iter()
            .find(|mark| mark.start >= named.end)
            .filter(|mark| ["的", "の"].contains(&&story[named.end..mark.start]))
            .or_else(|| {
                let noun = marks.iter().find(|mark| mark.start >= link.name.end);
                noun.filter(|mark| {
                    link.cue == link.name.end && story[link.cue..mark.start].chars().count() <= 4
                })
            });
        let nearest = marks.iter().rfind(|mark| mark.end <= link.cue);
        // "a boy named Pip" names the boy; "his name was Pip" whoever was spoken of before.
        let reach = if link.distant { DISTANT } else { NEAR };
        let before = nearest.filter(|mark| mark.person != named.person && link.cue - mark.end <= reach);
        let narrator = is_own(story, link.cue, lexicon);
        let other = after.or(before.filter(|_| !narrator)).map(|mark| mark.person);
        if let Some(other) = other.filter(|other| fits(&people[*other], &people[named.person])) {
            let one = named.person;
            join(people, other, one);
            marks.iter_mut().for_each(|mark| mark.joined(other, one));
        }
    }
}

/// Somebody without a name gets the one by which a line presents them: "这是 Leo", "My name is Leo".
pub(super) fn present(people: &mut Vec<Person>, story: &str, units: &[Unit], lexicon: &Lexicon) {
    for unit in units.iter().filter(|unit| unit.is_line()) {
        let folded = fold(unit.text(story));
        let presents = lexicon.grammar.presents.iter();
        let Some(cue) = presents.filter_map(|words| folded.find(words.as_str())).min() else {
            continue;
        };
        let forms = form_list(people, lexicon);
        let named = forms
            .find(&folded)
            .into_iter()
            .find(|hit| hit.start > cue)
            .map(|hit| hit.meaning);
        let Some(named) =
            named.filter(|named| people[*named].named && people[*named].first > unit.span.start)
        else {
            continue;
        };
        let unnamed = people.iter().enumerate().filter(|(_, person)| {
            let generic = person.kin.is_some_and(|kin| lexicon.kin[kin].generic);
            let before = person.first < unit.span.start && unit.span.start - person.first < DISTANT;
            generic && before && !person.named && !person.plural && fits(person, &people[named])
        });
        if let Some((unnamed, _)) = unnamed.max_by_key(|(_, person)| person.first) {
            join(people, unnamed, named);
        }
    }
}

fn fits(one: &Person, other: &Person) -> bool {
    use mangakai_script::{CharacterKind::Human, Gender::Unknown};
    let kind = one.kind == other.kind || one.kind == Human || other.kind == Human;
    let gender = one.gender == other.gender || one.gender == Unknown || other.gender == Unknown;
    kind && gender
}

fn join(people: &mut Vec<Person>, one: usize, other: usize) {
    if one == other {
        return;
    }
    let (keep, lose) = (one.min(other), one.max(other));
    let lost = people.remove(lose);
    people[keep].absorb(lost);
}

/// Whether the name is the narrator's own: "my name is".
fn is_own(story: &str, cue: usize, lexicon: &Lexicon) -> bool {
    let before = &story[..cue];
    let from = before.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    lexicon
        .pronouns
        .find(&fold(&before[from..]))
        .iter()
        .any(|hit| hit.meaning == Pronoun::Narrator)
}

fn marks(people: &[Person], story: &str, units: &[Unit], lexicon: &Lexicon) -> Vec<Mark> {
    let forms = form_list(people, lexicon);
    let mut marks = Vec::new();
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let folded = fold(unit.text(story));
        marks.extend(
            forms
                .find(&folded)
                .into_iter()
                .filter(|hit| !people[hit.meaning].plural)
                .map(|hit| Mark {
                    start: unit.words.start + hit.start,
                    end: unit.words.start + hit.end,
                    person: hit.meaning,
                }),
        );
    }
    marks
}
