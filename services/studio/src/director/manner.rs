//! How a line is said, and which words say no more than that.

use mangakai_script::DialogueKind;

use super::unit::Unit;
use super::voice::Talk;
use super::words::{fold, width};

/// A tag wider than this tells more than who speaks, and is worth a picture.
const TAG_WIDTH: f32 = 17.0;

/// A cry no wider than this with an exclamation mark is shouted.
pub(super) const CRY_WIDTH: f32 = 5.0;

impl Talk<'_> {
    pub(super) fn kind(&self, units: &[Unit], index: usize, speaker: Option<usize>) -> DialogueKind {
        let unit = &units[index];
        if unit.voice == DialogueKind::Thought {
            return DialogueKind::Thought;
        }
        let text = unit.text(self.story);
        let said = self.manner(units, index);
        let marks = text.matches(['!', '！']).count();
        let cry = marks > 0 && width(text) <= CRY_WIDTH;
        match said {
            Some(kind @ (DialogueKind::Whisper | DialogueKind::Thought)) if marks < 2 => kind,
            Some(DialogueKind::Shout) if marks > 0 => DialogueKind::Shout,
            _ if marks > 1 || cry => DialogueKind::Shout,
            _ if speaker.is_none() => DialogueKind::Offscreen,
            _ => DialogueKind::Speech,
        }
    }

    /// How the words around a line say it is said.
    fn manner(&self, units: &[Unit], index: usize) -> Option<DialogueKind> {
        let belongs = |other: usize| {
            let same = units[other].sentence == units[index].sentence;
            let tag = self.taken[other] && units[other].paragraph == units[index].paragraph + 1;
            !units[other].is_line() && (same || tag)
        };
        let after = Some(index + 1).filter(|next| *next < units.len() && belongs(*next));
        let before = index.checked_sub(1).filter(|before| {
            let leads =
                !units[*before].is_line() && !self.taken[*before] && self.readings[*before].voice.is_some();
            belongs(*before) || leads && units[*before].paragraph + 1 >= units[index].paragraph
        });
        after.or(before).and_then(|other| self.readings[other].voice)
    }

    pub(super) fn is_tag(&self, units: &[Unit], index: usize) -> bool {
        let unit = &units[index];
        let beside = |other: Option<&Unit>| {
            other.is_some_and(|other| other.is_line() && other.sentence == unit.sentence)
        };
        let next_to_line = index > 0 && beside(units.get(index - 1)) || beside(units.get(index + 1));
        let says = self.readings[index].voice.is_some();
        let text = unit.text(self.story);
        let first = fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .map(str::to_owned)
            .unwrap_or_default();
        let inverted = self.lexicon.grammar.spaced && self.lexicon.voices.is_in(&first);
        let room = if inverted { 2.0 * TAG_WIDTH } else { TAG_WIDTH };
        !unit.is_line() && says && (next_to_line || self.taken[index]) && width(text) <= room
    }
}
