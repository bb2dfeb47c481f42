//! Speakers whom no word names: whoever acted last, acts next, or takes turns.

use mangakai_script::DialogueKind;

use super::Talk;
use crate::director::unit::Unit;
use crate::director::words::fold;

/// Within so many units somebody who spoke is expected to answer.
const ANSWER_UNITS: usize = 3;

impl Talk<'_> {
    /// Two who talk take turns.
    pub(super) fn alternation(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let place = units[index].place;
        let last = self.spoke.last().map(|(speaker, _)| *speaker);
        let other = self
            .spoke
            .iter()
            .rev()
            .map(|(speaker, _)| *speaker)
            .find(|speaker| Some(*speaker) != last);
        let there = |person: &usize| {
            let around = units[..index]
                .iter()
                .rev()
                .take(12)
                .chain(units[index..].iter().take(4));
            around
                .filter(|unit| unit.place == place)
                .any(|unit| unit.seen.contains(person))
        };
        let fits = |person: &usize| {
            Some(*person) != last
                && self.may_talk(*person)
                && !self.people[*person].plural
                && !self.is_called(units, index, *person)
        };
        // Whoever acts next, in a paragraph that begins with it, is likely the one who spoke.
        let next = units.get(index + 1).filter(|next| !next.is_line()).and_then(|_| {
            let subject = self.readings[index + 1].subjects.first().copied();
            subject.filter(|person| fits(person) && self.people[*person].is_human())
        });
        if let Some(next) = next {
            return Some((next, 0.55));
        }
        // Whoever came up since the other spoke last is the likelier one to answer.
        let spoke = other.and_then(|other| {
            units[..index]
                .iter()
                .rposition(|unit| unit.speaker == Some(other))
        });
        let since = spoke.map(|spoke| spoke + ANSWER_UNITS);
        let newcomer = since.and_then(|since| {
            let seen = units
                .get(since..index)?
                .iter()
                .rev()
                .filter(|unit| unit.place == place && !unit.is_line());
            seen.flat_map(|unit| unit.seen.iter().copied())
                .filter(fits)
                .find(|person| Some(*person) != other && self.people[*person].is_human())
        });
        if let Some(newcomer) = newcomer {
            return Some((newcomer, 0.55));
        }
        if let Some(other) = other.filter(|person| fits(person) && there(person)) {
            return Some((other, 0.65));
        }
        let around = units[..index]
            .iter()
            .rev()
            .take(12)
            .chain(units[index..].iter().take(6));
        let seen = around
            .filter(|unit| unit.place == place)
            .flat_map(|unit| unit.seen.iter().copied());
        let near = seen
            .filter(fits)
            .find(|person| self.people[*person].is_human())
            .map(|person| (person, 0.5));
        // Where nobody has a name, the nameless voices take turns.
        let nameless = || {
            (0..self.people.len())
                .filter(|person| self.people[*person].sure < 0.4)
                .find(fits)
        };
        near.or_else(|| nameless().map(|person| (person, 0.3)))
    }

    /// Whether a sentence tells what was going on, not what happened.
    pub(super) fn is_state(&self, text: &str) -> bool {
        let grammar = &self.lexicon.grammar;
        if grammar.spaced {
            let words: Vec<&str> = text.split(' ').collect();
            return words
                .windows(2)
                .any(|pair| ["was", "were"].contains(&pair[0]) && pair[1].ends_with("ing"));
        }
        let end = text.trim_end_matches(['。', '！', '…', '.']);
        end.ends_with("ていた") || end.ends_with("でいた") || text.contains("正在")
    }

    /// Whoever acted last before a line that opens a paragraph.
    pub(super) fn paragraph_before(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let before = index.checked_sub(1)?;
        if units[before].is_line()
            || units[before].paragraph + 1 != units[index].paragraph
            || self.taken[before]
        {
            return None;
        }
        let mut subject = self.readings[before].subjects.last().copied()?;
        // "ミナミは階段をのぼった。黒木は本を読んでいた。「…」": whoever came speaks first.
        let came = before
            .checked_sub(1)
            .filter(|came| units[*came].paragraph == units[before].paragraph && !units[*came].is_line())
            .and_then(|came| self.readings[came].subjects.first().copied())
            .filter(|came| *came != subject && self.people[*came].is_human());
        if let Some(came) = came.filter(|_| self.is_state(units[before].text(self.story))) {
            subject = came;
        }
        // "アオイの目に涙がたまる。「貸してみな」リクは…": the tears are not who speaks.
        let feels = fold(units[before].text(self.story));
        let only_feels = self.lexicon.emotions.is_in(&feels) && !self.lexicon.poses.is_in(&feels);
        let next = units
            .get(index + 1)
            .filter(|next| !next.is_line() && next.paragraph == units[index].paragraph + 1)
            .and_then(|_| self.readings[index + 1].subjects.first().copied())
            .filter(|next| *next != subject && self.people[*next].is_human() && !self.people[*next].plural);
        if let Some(next) = next.filter(|_| only_feels && self.readings[before].voice.is_none()) {
            return Some((next, 0.5));
        }
        if self.people[subject].plural {
            return None;
        }
        Some((
            subject,
            if self.readings[before].voice.is_some() {
                0.9
            } else {
                0.6
            },
        ))
    }

    /// A line alone in its paragraph, then a paragraph that says who spoke.
    pub(super) fn next_paragraph(&mut self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let next = units.get(index + 1)?;
        let reading = &self.readings[index + 1];
        let says = !next.is_line() && next.paragraph == units[index].paragraph + 1 && reading.voice.is_some();
        let last_of_scene = units
            .get(index + 2)
            .is_none_or(|unit| !unit.is_line() || unit.paragraph > next.paragraph);
        let already = index > 0
            && !units[index - 1].is_line()
            && self.readings[index - 1].voice.is_some()
            && !self.taken[index - 1];
        if !says || !last_of_scene || already {
            return None;
        }
        let subject = reading.subjects.first().copied()?;
        let thinks = reading.voice == Some(DialogueKind::Thought);
        // Whoever spoke the line before does not speak again in a paragraph of its own.
        let again = index > 0
            && units[index - 1].is_line()
            && units[index - 1].paragraph != units[index].paragraph
            && units[index - 1].speaker == Some(subject);
        if thinks || again {
            return None;
        }
        self.taken[index + 1] = true;
        Some((subject, 0.85))
    }

    /// Whether the line calls `person` by name.
    pub(super) fn is_called(&self, units: &[Unit], index: usize, person: usize) -> bool {
        let text = fold(units[index].text(self.story));
        let person = &self.people[person];
        let kin = person.kin.map(|kin| &self.lexicon.kin[kin]).filter(|kin| kin.one);
        let words = kin.map_or(&[][..], |kin| kin.words.as_slice());
        let mut called = person.forms.iter().chain(words);
        called.any(|form| {
            text.match_indices(form.as_str()).any(|(at, _)| {
                let before = text[..at].trim_end().chars().next_back();
                let after = text[at + form.len()..].chars().next();
                let opens = before.is_none_or(|c| "，、,。！!？?…".contains(c));
                let closes = after.is_none_or(|c| "，、,。！!？?…～".contains(c));
                opens && closes
            })
        })
    }
}
