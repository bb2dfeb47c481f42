//! Animals and machines: their sounds, and whether they speak in words.

use mangakai_script::CharacterKind;

use super::{SURE, Talk};
use crate::director::follow::Reading;
use crate::director::manner::CRY_WIDTH;
use crate::director::people::Person;
use crate::director::unit::Unit;
use crate::director::words::{fold, width};

fn is_beast(person: &Person) -> bool {
    !person.is_person()
        && !person.is_human()
        && !matches!(person.kind, CharacterKind::Robot | CharacterKind::Ghost)
}

/// Animals speak in words where the story says that one does, and where there are no people.
pub(super) fn talk(people: &[Person], readings: &[Reading]) -> bool {
    let told = |reading: &Reading| {
        reading.voice.is_some() && reading.subjects.iter().any(|subject| is_beast(&people[*subject]))
    };
    !people.iter().any(|person| person.is_human() && !person.plural) || readings.iter().any(told)
}

impl Talk<'_> {
    pub(super) fn animal(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let text = fold(units[index].text(self.story));
        let bare: String = text
            .chars()
            .filter(|c| c.is_alphanumeric() || *c == 'ー')
            .collect();
        let makes = |words: &[String]| {
            let mut rest = bare.clone();
            for word in words {
                rest = rest.replace(word.as_str(), "");
            }
            !bare.is_empty() && rest.trim_matches('ー').chars().count() * 3 <= bare.chars().count()
        };
        let kinds: Vec<CharacterKind> = self
            .lexicon
            .grammar
            .animal_sounds
            .iter()
            .filter(|(_, words)| makes(words))
            .map(|(kind, _)| *kind)
            .collect();
        if kinds.is_empty() || width(&bare) > 2.0 * CRY_WIDTH {
            return self.begins_like(&text);
        }
        let fits = |person: &usize| {
            let kind = self.people[*person].kind;
            kinds.contains(&kind)
                || kinds.contains(&CharacterKind::Animal) && !self.people[*person].is_human()
        };
        // The animal may only come up in the next sentences: first the sound, then the box, then the puppy.
        let near = |unit: &&Unit| unit.paragraph <= units[index].paragraph + 2;
        let ahead = units[index..]
            .iter()
            .take_while(near)
            .flat_map(|unit| unit.seen.iter())
            .find(|p| fits(p));
        let behind = units[..index]
            .iter()
            .rev()
            .take(8)
            .flat_map(|unit| unit.seen.iter())
            .find(|p| fits(p));
        let any = (0..self.people.len()).find(fits);
        behind.or(ahead).copied().or(any).map(|person| (person, SURE))
    }

    /// "ピピッ。充電が、必要です": a speaker known by the sound before the words.
    pub(super) fn begins_like(&self, text: &str) -> Option<(usize, f32)> {
        let first = text
            .split(['。', '、', '！', '，', ',', '.', '!', '…', '-', ' '])
            .next()?;
        let first = first.trim_end_matches(['ッ', 'っ', 'ー', '~', '～']);
        let sounds = &self.lexicon.grammar.animal_sounds;
        let kind = sounds.iter().find(|(kind, words)| {
            **kind != CharacterKind::Animal
                && first.len() < text.len()
                && words.iter().any(|word| word == first)
        });
        let (kind, _) = kind?;
        self.people
            .iter()
            .position(|person| person.kind == *kind)
            .map(|person| (person, 0.8))
    }

    /// Whether `person` speaks in words.
    pub(super) fn may_talk(&self, person: usize) -> bool {
        self.beasts_talk || !is_beast(&self.people[person])
    }
}
