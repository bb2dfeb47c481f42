//! Reading on: who is there, who acts, whom a pronoun means, and who speaks.

use mangakai_script::{DialogueKind, Gender};

use super::lexicon::{Lexicon, Pronoun};
use super::mention::{self, Mention, Part, Who};
use super::people::{Person, form_list};
use super::setting::is_negated;
use super::unit::Unit;
use super::words::{WordList, fold};

/// What one sentence of narration says about people.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// Who acts, in order.
    pub subjects: Vec<usize>,
    /// Everybody named, with the byte of the sentence.
    pub named: Vec<(usize, usize)>,
    /// How its words say that somebody speaks.
    pub voice: Option<DialogueKind>,
    /// A pronoun or name for a person is in it.
    pub explicit: bool,
}

/// What the reader remembers.
pub(super) struct Reader<'a> {
    pub story: &'a str,
    pub lexicon: &'a Lexicon,
    pub people: &'a [Person],
    forms: WordList<usize>,
    /// Whoever acted last.
    last_subject: Option<usize>,
    last_she: Option<usize>,
    last_he: Option<usize>,
    last_it: Option<usize>,
    /// Who is on the scene, the latest last.
    present: Vec<usize>,
}

/// Reads every narration unit, fills in who is seen, and gives what each said.
pub(super) fn read(story: &str, units: &mut [Unit], people: &[Person], lexicon: &Lexicon) -> Vec<Reading> {
    let forms = form_list(people, lexicon);
    let mut reader = Reader {
        story,
        lexicon,
        people,
        forms,
        last_subject: None,
        last_she: None,
        last_he: None,
        last_it: None,
        present: Vec::new(),
    };
    let mut readings = Vec::with_capacity(units.len());
    let mut place = units.first().and_then(|unit| unit.place);
    let mut before: Option<(usize, Vec<usize>)> = None;
    for unit in units.iter_mut() {
        if unit.place != place {
            reader.present.clear();
            place = unit.place;
        }
        if unit.is_line() {
            readings.push(Reading::default());
            continue;
        }
        let mut reading = reader.sentence(unit);
        if let Some((paragraph, subjects)) = before
            .take()
            .filter(|_| reading.subjects.is_empty() && !reading.explicit)
        {
            reader.carry(unit, &mut reading, paragraph, subjects);
        }
        before = Some((unit.paragraph, reading.subjects.clone()));
        readings.push(reading);
    }
    readings
}

impl Reader<'_> {
    fn sentence(&mut self, unit: &mut Unit) -> Reading {
        let text = unit.text(self.story);
        let folded = fold(text);
        let mentions = mention::find(text, &folded, &self.forms, self.people, self.lexicon);
        let mut voices = self.lexicon.voices.find(&folded);
        voices.retain(|hit| !is_negated(&folded, hit.start, hit.end, self.lexicon));
        let mut reading = Reading {
            voice: strongest(&voices),
            ..Reading::default()
        };
        let sees = self.lexicon.seeing.is_in(&folded);
        for mention in &mentions {
            let acting: &[usize] = if mention.role == Part::Object {
                &reading.subjects
            } else {
                &[]
            };
            let who = self.resolve(*mention, unit.memory, acting, &reading.subjects);
            reading.explicit |= !who.is_empty();
            for person in who {
                self.note(person, mention, sees, unit, &mut reading);
            }
        }
        self.together(&mentions, unit, &mut reading);
        if let Some(first) = reading.subjects.first() {
            self.last_subject = Some(*first);
        }
        reading
    }

    /// "Nobody walks alone any more: together" shows those who are together, though none of them is named.
    fn together(&mut self, mentions: &[Mention], unit: &mut Unit, reading: &mut Reading) {
        let they = mentions
            .iter()
            .find(|mention| mention.who == Who::Pronoun(Pronoun::They));
        let Some(they) = they.filter(|_| reading.subjects.is_empty() && !unit.memory) else {
            return;
        };
        for person in self.both(&[]) {
            self.note(
                person,
                &Mention {
                    role: Part::Subject,
                    ..*they
                },
                true,
                unit,
                reading,
            );
        }
    }

    fn note(&mut self, person: usize, mention: &Mention, sees: bool, unit: &mut Unit, reading: &mut Reading) {
        reading.named.push((person, mention.start));
        if mention.role == Part::Subject && !reading.subjects.contains(&person) {
            reading.subjects.push(person);
        }
        let there = match mention.role {
            Part::Subject => true,
            Part::Object => !unit.memory && (sees || self.present.contains(&person)),
            Part::Owner => false,
        };
        if there {
            if !unit.seen.contains(&person) {
                unit.seen.push(person);
            }
            self.arrive(person);
        }
        // "a girl came in, holding her mother's hand": she is the girl.
        let gender = self.people[person].gender;
        let acted_on = mention.role == Part::Object
            && reading
                .subjects
                .iter()
                .any(|subject| *subject != person && self.people[*subject].gender == gender);
        let several = mention.who == Who::Pronoun(Pronoun::They);
        let acts = mention.role != Part::Owner && !acted_on && !several;
        if acts || matches!(mention.who, Who::Person(_)) && self.nobody_like(person) {
            self.remember(person);
        }
    }

    /// In languages that leave out the subject, whoever acted in the sentence before acts on.
    fn carry(&mut self, unit: &mut Unit, reading: &mut Reading, paragraph: usize, subjects: Vec<usize>) {
        let folded = fold(unit.text(self.story));
        let acts = self.lexicon.poses.is_in(&folded)
            || self.lexicon.emotions.is_in(&folded)
            || reading.voice.is_some();
        // "刀が光り": the sword has its own part.
        let other = folded.contains(['が', 'は']) && !self.lexicon.grammar.subject_marks.is_empty();
        if !self.lexicon.grammar.spaced && acts && !other && paragraph == unit.paragraph {
            unit.seen.extend(subjects.iter().copied());
            reading.subjects = subjects;
        }
    }

    fn arrive(&mut self, person: usize) {
        self.present.retain(|other| *other != person);
        self.present.push(person);
    }

    fn remember(&mut self, person: usize) {
        if self.people[person].plural || self.people[person].narrator {
            return;
        }
        match (&self.people[person].gender, self.people[person].is_person()) {
            (Gender::Female, true) => self.last_she = Some(person),
            (Gender::Male, true) => self.last_he = Some(person),
            (Gender::Unknown, true) => {
                // Nobody said he or she yet: the word may mean either.
                self.last_she.get_or_insert(person);
                self.last_he.get_or_insert(person);
            }
            (_, false) => self.last_it = Some(person),
        }
    }

    /// Whether no pronoun for such a person means anybody yet.
    fn nobody_like(&self, person: usize) -> bool {
        match self.people[person].gender {
            Gender::Female => self.last_she.is_none(),
            Gender::Male => self.last_he.is_none(),
            Gender::Unknown => self.last_she.is_none() && self.last_he.is_none() && self.last_it.is_none(),
        }
    }

    /// The people a mention means; several for "both of them".
    fn resolve(&self, mention: Mention, memory: bool, without: &[usize], subjects: &[usize]) -> Vec<usize> {
        let acting = |person: Option<usize>, gender: Gender| {
            let fits = |person: &usize| {
                let person = &self.people[*person];
                person.is_person() && person.gender == gender
            };
            // "Marta was afraid, but she stepped aside"; in "Felix ran after her" she is somebody else.
            if mention.role == Part::Object {
                let others = self
                    .present
                    .iter()
                    .rev()
                    .copied()
                    .filter(|person| !subjects.contains(person));
                return person
                    .filter(|person| !subjects.contains(person))
                    .or_else(|| others.into_iter().find(fits));
            }
            if let Some(subject) = subjects.iter().rev().find(|person| fits(person)) {
                return Some(*subject);
            }
            // Whoever acts is the likeliest to be meant.
            let subject = self.last_subject.filter(|subject| {
                let person = &self.people[*subject];
                person.is_person() && person.gender == gender
            });
            subject.or(person)
        };
        match mention.who {
            Who::Person(person) => vec![person],
            Who::Pronoun(Pronoun::She) => acting(self.last_she, Gender::Female).into_iter().collect(),
            Who::Pronoun(Pronoun::He) => acting(self.last_he, Gender::Male).into_iter().collect(),
            Who::Pronoun(Pronoun::It) => self
                .last_it
                .filter(|it| self.present.contains(it))
                .into_iter()
                .collect(),
            Who::Pronoun(Pronoun::Narrator) => self
                .people
                .iter()
                .position(|person| person.narrator)
                .into_iter()
                .collect(),
            Who::Pronoun(Pronoun::They) if memory => Vec::new(),
            Who::Pronoun(Pronoun::They) => self.both(without),
        }
    }

    /// The two who are there, or who will be; never those in `without`.
    fn both(&self, without: &[usize]) -> Vec<usize> {
        let crowd = self
            .present
            .last()
            .filter(|person| self.people[**person].plural && !without.contains(person));
        if let Some(crowd) = crowd {
            return vec![*crowd];
        }
        // "二人" are people where two people are there.
        let humans = self.present.iter().filter(|person| {
            self.people[**person].is_human() && !self.people[**person].plural && !without.contains(person)
        });
        let humans = humans.count();
        let one = |person: &&usize| {
            let who = &self.people[**person];
            !who.plural && !without.contains(person) && (who.is_human() || humans < 2)
        };
        let mut two: Vec<usize> = self.present.iter().rev().filter(one).take(2).copied().collect();
        let mut others: Vec<usize> = (0..self.people.len())
            .filter(|p| !two.contains(p) && one(&p))
            .collect();
        others.sort_by_key(|person| std::cmp::Reverse(self.people[*person].count));
        two.extend(others.into_iter().take(2 - two.len()));
        two.sort_by_key(|person| self.people[*person].first);
        two
    }
}

/// The most telling way of speaking among `hits`.
pub(super) fn strongest(hits: &[super::words::Hit<DialogueKind>]) -> Option<DialogueKind> {
    let rank = |kind: &DialogueKind| match kind {
        DialogueKind::Whisper => 3,
        DialogueKind::Shout => 2,
        DialogueKind::Thought => 1,
        _ => 0,
    };
    hits.iter().map(|hit| hit.meaning).max_by_key(rank)
}
