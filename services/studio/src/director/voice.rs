//! Who says each line, and how.

mod beasts;
mod turns;

use mangakai_script::{DialogueKind, Pose, Prop};

use super::follow::Reading;
use super::lexicon::Lexicon;
use super::people::Person;
use super::unit::Unit;
use super::words::fold;

/// From here on evidence for a speaker stands against a name called in the line.
const SURE: f32 = 0.95;

/// Names the speaker of every line and the kind of its bubble, and marks narration that only does so.
pub(super) fn assign(
    story: &str,
    units: &mut [Unit],
    readings: &[Reading],
    people: &[Person],
    lexicon: &Lexicon,
) {
    let mut talk = Talk {
        story,
        people,
        lexicon,
        readings,
        beasts_talk: beasts::talk(people, readings),
        spoke: Vec::new(),
        taken: vec![false; units.len()],
    };
    for index in 0..units.len() {
        if units[index].is_line() {
            talk.line(units, index);
        }
    }
    for index in 0..units.len() {
        units[index].tag = talk.is_tag(units, index);
    }
}

/// A talk that begins with a hello into a telephone, and of which nothing else is told, is one over the telephone.
pub(super) fn telephone(story: &str, units: &mut [Unit], lexicon: &Lexicon) {
    let told = units.iter().filter(|unit| !unit.is_line()).count();
    let hello = units.first().is_some_and(|unit| {
        let text = fold(unit.text(story));
        lexicon
            .grammar
            .hellos
            .iter()
            .any(|word| text.starts_with(word.as_str()))
    });
    if told > 1 || !hello {
        return;
    }
    for unit in units.iter_mut().filter(|unit| unit.is_line()) {
        unit.phone = true;
        if let Some(speaker) = unit.speaker {
            unit.poses.push((speaker, Pose::Hold));
            unit.holding.push((speaker, Prop::Phone));
            unit.props.push(Prop::Phone);
        }
    }
}

/// What is known while lines are read.
pub(super) struct Talk<'a> {
    pub(super) story: &'a str,
    pub(super) people: &'a [Person],
    pub(super) lexicon: &'a Lexicon,
    pub(super) readings: &'a [Reading],
    /// Animals speak in words.
    pub(super) beasts_talk: bool,
    /// Speakers so far, with the paragraph.
    pub(super) spoke: Vec<(usize, usize)>,
    /// Narration that already names the speaker of an earlier line.
    pub(super) taken: Vec<bool>,
}

impl Talk<'_> {
    fn line(&mut self, units: &mut [Unit], index: usize) {
        let evidence = self
            .label(units, index)
            .or_else(|| self.same_quotation(units, index))
            .or_else(|| self.animal(units, index))
            .or_else(|| self.own_thought(units, index))
            .or_else(|| self.tag_after(units, index))
            .or_else(|| self.words_before(units, index))
            .or_else(|| self.same_paragraph(units, index))
            .or_else(|| self.next_paragraph(units, index))
            .or_else(|| self.paragraph_before(units, index))
            // Nobody calls himself.
            .filter(|(speaker, sure)| *sure >= SURE || !self.is_called(units, index, *speaker))
            .filter(|(speaker, sure)| *sure >= SURE || self.may_talk(*speaker))
            .or_else(|| self.alternation(units, index));
        let Some((speaker, sure)) = evidence else {
            units[index].voice = self.kind(units, index, None);
            return;
        };
        units[index].speaker = Some(speaker);
        units[index].sure = sure;
        // A sound from the dark: heard before its maker is seen for the first time.
        let unseen = !self.people[speaker].is_human() && !self.was_seen(units, index, speaker);
        units[index].seen = if unseen { Vec::new() } else { vec![speaker] };
        units[index].voice = self.kind(units, index, Some(speaker));
        if units[index].voice != DialogueKind::Thought {
            self.spoke.push((speaker, units[index].paragraph));
        }
    }

    /// Whether `person` is seen before line `index`, or in its own sentence.
    fn was_seen(&self, units: &[Unit], index: usize, person: usize) -> bool {
        let sentence = units[index].sentence;
        units
            .iter()
            .take_while(|unit| unit.sentence <= sentence)
            .any(|unit| unit.seen.contains(&person))
    }

    fn label(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let label = units[index].label?;
        let name = self.story[label.start..label.end].trim().to_lowercase();
        let person = self
            .people
            .iter()
            .position(|person| person.forms.iter().any(|form| form.to_lowercase() == name))?;
        Some((person, 1.0))
    }

    /// The next bubble of one long line.
    fn same_quotation(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let before = units.get(index.checked_sub(1)?)?;
        let adjoining = self.story[before.span.end..units[index].span.start]
            .trim()
            .is_empty();
        let opened = self.story[units[index].span.start..].starts_with(['“', '"', '「', '『', '«', '‘']);
        (before.is_line() && adjoining && !opened && before.sentence == units[index].sentence)
            .then_some((before.speaker?, before.sure))
    }

    fn own_thought(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let before = index.checked_sub(1)?;
        if units[index].voice != DialogueKind::Thought || units[before].sentence != units[index].sentence {
            return None;
        }
        let subject = self.readings[before].subjects.last().copied();
        let earlier = || {
            self.readings[..before]
                .iter()
                .rev()
                .take(4)
                .find_map(|reading| reading.subjects.first().copied())
        };
        subject
            .map(|person| (person, 0.9))
            .or_else(|| earlier().map(|person| (person, 0.6)))
    }

    /// `“…” said X` and `“…” X laughed.`
    fn tag_after(&mut self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let after = (index + 1..units.len()).find(|next| !units[*next].is_line())?;
        let between_lines = units[index + 1..after]
            .iter()
            .any(|unit| unit.sentence != units[index].sentence);
        if units[after].sentence != units[index].sentence || between_lines {
            return None;
        }
        let reading = &self.readings[after];
        // A sentence that leads into its next line with a colon belongs to that one.
        let leads_on = units[after].text(self.story).ends_with(['：', ':']);
        if leads_on && index > 0 {
            return None;
        }
        let subject = reading.subjects.first().copied()?;
        self.taken[after] = true;
        Some((subject, if reading.voice.is_some() { 1.0 } else { 0.85 }))
    }

    /// `X said: “…”`, and `X held it up. “…”` in one paragraph.
    fn words_before(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let before = index.checked_sub(1)?;
        if units[before].is_line() || units[before].paragraph != units[index].paragraph {
            return None;
        }
        let subjects = &self.readings[before].subjects;
        let subject = *if units[before].sentence == units[index].sentence {
            subjects.last()?
        } else {
            subjects.first()?
        };
        // `“…” she said. “…”` goes on with the speaker of the first part.
        if self.taken[before] {
            let first = units[..before].iter().rev().find(|unit| unit.is_line())?;
            return (first.paragraph == units[index].paragraph)
                .then_some((first.speaker.unwrap_or(subject), 0.95));
        }
        Some((
            subject,
            if self.readings[before].voice.is_some() {
                1.0
            } else {
                0.8
            },
        ))
    }

    fn same_paragraph(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
        let before = units[..index].iter().rev().find(|unit| unit.is_line())?;
        let near = before.paragraph == units[index].paragraph && before.sentence != units[index].sentence;
        let interrupted = units[..index].last().is_some_and(|unit| !unit.is_line());
        (near && interrupted).then_some((before.speaker?, 0.7))
    }
}
