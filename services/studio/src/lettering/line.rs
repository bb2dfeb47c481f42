//! A line of the script on its way into a bubble.

use mangakai_script::{Dialogue, DialogueKind, ReadingDirection};

use super::balloon::{self, Body, Outline};
use super::block::{Block, Form, blocks};
use super::capitals::capitals;
use super::kinsoku::is_east_asian;
use super::limits::{MIN_TEXT, MOST_LINES, NARRATION, SHOUT, SPEECH, SPEECH_WIDE, SPLIT_FROM, WHISPER};
use super::split::halves;
use super::staging::Staging;
use super::tokens::clean;
use super::units::{Writing, write};
use super::voice::Voice;
use crate::random::Random;

/// Where a tail points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Nowhere.
    Nobody,
    /// To the mouth of the face of this number.
    Face(usize),
    /// To somebody who is not seen.
    Edge,
}

/// A line, shaped, not yet sized.
#[derive(Clone)]
pub(super) struct Line {
    /// Its place in the script.
    pub source: usize,
    pub kind: DialogueKind,
    pub speaker: Option<String>,
    pub text: String,
    pub writing: Writing,
    pub blocks: Vec<Block>,
    /// Size of its letters where there is room, in pixels.
    pub full: f64,
    pub target: Target,
    /// It goes on with the bubble before.
    pub linked: bool,
    pub seed: u64,
    aids: Vec<(String, String)>,
}

/// A bubble of one size and form, without a place.
pub(super) struct Variant {
    pub block: usize,
    pub px: f64,
    pub body: Body,
    /// Of its form.
    pub cost: f64,
}

/// How a script is set.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub direction: ReadingDirection,
    pub language: &'a str,
    pub seed: u64,
}

/// Every line with something to read.
pub(super) fn prepare(lines: &[Dialogue], staging: &Staging, setting: Setting) -> Vec<Line> {
    let aids = |line: &Dialogue| {
        line.ruby
            .iter()
            .flat_map(|(base, reading)| [(base.clone(), reading.clone())])
            .collect::<Vec<_>>()
    };
    lines
        .iter()
        .enumerate()
        .map(|(source, line)| {
            let seed = setting.seed ^ (source as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            Line::new(
                source,
                line.kind,
                line.speaker.clone(),
                cased(clean(&line.text), line.kind, setting.language),
                aids(line),
                staging,
                setting,
                seed,
            )
        })
        .filter(|line| !line.writing.units.is_empty())
        .collect()
}

impl Line {
    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of a line, called from two places beside it"
    )]
    fn new(
        source: usize,
        kind: DialogueKind,
        speaker: Option<String>,
        text: String,
        aids: Vec<(String, String)>,
        staging: &Staging,
        setting: Setting,
        seed: u64,
    ) -> Line {
        let voice = Voice::speaking(&text, setting.language);
        let down = setting.direction == ReadingDirection::Rtl;
        let spelled = cased(voice.spelled(&text), kind, setting.language);
        let readings: Vec<(String, String)> = aids
            .iter()
            .map(|(base, reading)| (voice.spelled(base), voice.spelled(reading)))
            .collect();
        let writing = write(&spelled, &readings, down, setting.language, &voice);
        let size = match (kind, writing.wide) {
            (_, true) => SPEECH_WIDE,
            (_, false) => SPEECH,
        } * match kind {
            DialogueKind::Shout => SHOUT,
            DialogueKind::Whisper => WHISPER,
            DialogueKind::Narration => NARRATION,
            _ => 1.0,
        };
        let form = form(kind, &writing);
        Line {
            source,
            kind,
            target: target(kind, speaker.as_deref(), staging),
            speaker,
            text,
            blocks: blocks(&writing, form),
            writing,
            full: size * staging.scale,
            linked: false,
            seed,
            aids,
        }
    }

    /// The line in two linked bubbles, if it is long and has a place to be cut.
    pub(super) fn split(&self, staging: &Staging, setting: Setting) -> Option<[Line; 2]> {
        if self.kind == DialogueKind::Narration || self.writing.length() < SPLIT_FROM {
            return None;
        }
        let (first, second) = halves(&self.text, setting.language)?;
        let part = |text: &str, seed: u64| {
            Line::new(
                self.source,
                self.kind,
                self.speaker.clone(),
                text.to_owned(),
                self.aids.clone(),
                staging,
                setting,
                seed,
            )
        };
        let (first, mut second) = (part(first, self.seed), part(second, self.seed ^ 0x5151));
        if first.writing.units.is_empty() || second.writing.units.is_empty() {
            return None;
        }
        second.linked = true;
        second.target = Target::Nobody;
        Some([first, second])
    }

    /// Size of the letters at a part of the full size, in pixels: never below the least.
    pub(super) fn px(&self, part: f64, staging: &Staging) -> f64 {
        (self.full * part).max((MIN_TEXT * staging.scale).min(self.full))
    }

    /// The bubble with a block of this number.
    pub(super) fn variant(&self, block: usize, px: f64, staging: &Staging) -> Variant {
        let unit = staging.scale.min(px / MIN_TEXT);
        let mut random = Random(self.seed);
        let body = balloon::body(
            Outline::of(self.kind),
            &self.blocks[block].corners,
            px,
            unit,
            &mut random,
        );
        Variant {
            block,
            px,
            body,
            cost: self.blocks[block].cost,
        }
    }
}

/// Words in capitals are spoken in alphabets; the teller writes as usual.
fn cased(text: String, kind: DialogueKind, language: &str) -> String {
    if is_east_asian(&text) || kind == DialogueKind::Narration {
        text
    } else {
        capitals(&text, language)
    }
}

/// The number of lines that suits a text: short ones stay on one line, long ones grow in both ways.
fn suitable(length: f64) -> f64 {
    let mut count = 1.0;
    while length > count * (5.2 + 1.15 * count) && count < MOST_LINES as f64 {
        count += 1.0;
    }
    count
}

fn form(kind: DialogueKind, writing: &Writing) -> Form {
    let length = writing.length();
    let count = suitable(length);
    let (along, across) = ((length / count).max(1.0), (count - 1.0) * writing.leading() + 1.0);
    match (kind, writing.down) {
        (DialogueKind::Narration, false) => Form {
            aspect: if writing.length() > 14.0 { 3.4 } else { 5.0 },
            bulge: 0.0,
        },
        (DialogueKind::Narration, true) => Form {
            aspect: if writing.length() > 14.0 { 0.42 } else { 0.3 },
            bulge: 0.0,
        },
        (_, true) => Form {
            aspect: across / along,
            bulge: 0.14,
        },
        (_, false) => Form {
            aspect: along / across,
            bulge: 0.38,
        },
    }
}

fn target(kind: DialogueKind, speaker: Option<&str>, staging: &Staging) -> Target {
    let face = speaker.and_then(|id| staging.faces.iter().position(|face| face.character == id));
    match (kind, face) {
        (DialogueKind::Narration, _) => Target::Nobody,
        (_, Some(face)) => Target::Face(face),
        (DialogueKind::Thought, None) => Target::Nobody,
        // In a picture whose faces nobody named, the speaker may well be seen.
        (_, None) if staging.faces.is_empty() && staging.detail.is_some() => Target::Nobody,
        (DialogueKind::Offscreen | DialogueKind::Telephone, None) => Target::Edge,
        (_, None) if speaker.is_some() => Target::Edge,
        (_, None) => Target::Nobody,
    }
}
