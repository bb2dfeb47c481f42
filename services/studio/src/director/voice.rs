//! Who says each line, and how.

use mangakai_script::{CharacterKind, DialogueKind, Pose, Prop};

use super::follow::Reading;
use super::lexicon::Lexicon;
use super::manner::CRY_WIDTH;
use super::people::Person;
use super::unit::Unit;
use super::words::{fold, width};

/// Within so many units somebody who spoke is expected to answer.
const ANSWER_UNITS: usize = 3;

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
        beasts_talk: beasts_talk(people, readings),
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

fn is_beast(person: &Person) -> bool {
    !person.is_person()
        && !person.is_human()
        && !matches!(person.kind, CharacterKind::Robot | CharacterKind::Ghost)
}

/// Animals speak in words where the story says that one does, and where there are no people.
fn beasts_talk(people: &[Person], readings: &[Reading]) -> bool {
    let told = |reading: &Reading| {
        reading.voice.is_some() && reading.subjects.iter().any(|subject| is_beast(&people[*subject]))
    };
    !people.iter().any(|person| person.is_human() && !person.plural) || readings.iter().any(told)
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

    fn animal(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
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
    fn begins_like(&self, text: &str) -> Option<(usize, f32)> {
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

    /// A line alone in its paragraph, then a paragraph that says who spoke.
    fn next_paragraph(&mut self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
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

    /// Whoever acted last before a line that opens a paragraph.
    fn paragraph_before(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
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

    /// Whether a sentence tells what was going on, not what happened.
    fn is_state(&self, text: &str) -> bool {
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

    /// Two who talk take turns.
    fn alternation(&self, units: &[Unit], index: usize) -> Option<(usize, f32)> {
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

    /// Whether `person` speaks in words.
    fn may_talk(&self, person: usize) -> bool {
        self.beasts_talk || !is_beast(&self.people[person])
    }

    /// Whether the line calls `person` by name.
    fn is_called(&self, units: &[Unit], index: usize, person: usize) -> bool {
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
