//! What people look like, as far as the sentences about them tell.

use mangakai_script::{Age, CharacterKind};

use super::lexicon::Lexicon;
use super::people::{Person, form_list};
use super::unit::Unit;
use super::words::{Hit, fold};

/// Words this near, in bytes, belong together.
const BESIDE: usize = 4;

/// Fills in hair, clothes, build and things always carried, and makes pupils of those who are at school.
pub(super) fn find(people: &mut [Person], story: &str, units: &[Unit], lexicon: &Lexicon) {
    let forms = form_list(people, lexicon);
    let mut school = vec![false; people.len()];
    for unit in units.iter().filter(|unit| !unit.is_line()) {
        let text = unit.text(story);
        let folded = fold(text);
        let names = forms.find(&folded);
        let Some(first) = names.first() else { continue };
        let words = |hits: Vec<Hit<()>>| -> Vec<(usize, String)> {
            hits.iter()
                .map(|hit| {
                    (
                        owner(&names, hit.start, first.meaning),
                        text[hit.start..hit.end].to_owned(),
                    )
                })
                .collect()
        };
        for (person, hair) in words(lexicon.hair.find(&folded)) {
            people[person].looks.hair.get_or_insert(hair);
        }
        for (person, outfit) in words(lexicon.outfit.find(&folded)) {
            people[person].looks.outfit.get_or_insert(outfit);
        }
        for hit in lexicon.build.find(&folded) {
            // "the tall man", "a heron taller than a man", but not "a small lantern".
            let beside = names.iter().find(|name| {
                let before = hit.end <= name.start && name.start - hit.end <= BESIDE;
                let after = name.end <= hit.start && hit.start - name.end <= 2 * BESIDE;
                before || after || name.start <= hit.start && hit.end <= name.end
            });
            if let Some(name) = beside {
                let build = text[hit.start..hit.end].to_owned();
                people[name.meaning].looks.build.get_or_insert(build);
            }
        }
        if lexicon.school.is_in(&folded) {
            school[first.meaning] = true;
        }
    }
    for (person, at_school) in people.iter_mut().zip(school) {
        if at_school && person.age != Age::Old && person.kind == CharacterKind::Human && person.named {
            person.age = if person.age == Age::Adult {
                Age::Teen
            } else {
                person.age
            };
            person
                .looks
                .outfit
                .get_or_insert_with(|| "school uniform".to_owned());
        }
    }
}

/// Whoever was named last before `at`.
fn owner(names: &[Hit<usize>], at: usize, first: usize) -> usize {
    names
        .iter()
        .take_while(|name| name.start <= at)
        .last()
        .map_or(first, |name| name.meaning)
}
