//! What a text model writes: a script whose places in the story are words, for models cannot count bytes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Angle, CastMember, Character, Dialogue, DialogueKind, Location, Panel, ReadingDirection, Role,
    SCRIPT_VERSION, Script, Shot, SoundEffect, Span, Style, TimeOfDay, Weather,
};

/// A script as a model writes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScriptDraft {
    /// Title of the manga, in the story's language.
    pub title: String,
    /// Everybody who appears or speaks.
    pub characters: Vec<Character>,
    /// Every place.
    pub locations: Vec<Location>,
    /// Panels in reading order.
    pub panels: Vec<DraftPanel>,
}

/// One panel of a draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DraftPanel {
    /// The first words of the part of the story it tells, exactly as they stand there.
    pub source_begins: String,
    /// The last words of that part, exactly as they stand there.
    pub source_ends: String,
    /// Why it is there.
    pub role: Role,
    /// Camera distance.
    pub shot: Shot,
    /// Camera height.
    pub angle: Angle,
    /// 1 (a beat) to 6 (a full page's worth).
    pub importance: u8,
    /// Id of a location.
    pub location: Option<String>,
    /// Time of day.
    pub time: TimeOfDay,
    /// Weather.
    pub weather: Weather,
    /// Who is seen, in the order of importance.
    pub cast: Vec<CastMember>,
    /// What happens, in words, without any lettering.
    pub action: String,
    /// Things seen.
    pub props: Vec<String>,
    /// Lettering in reading order.
    pub dialogue: Vec<DraftLine>,
    /// Sound words.
    pub sfx: Vec<SoundEffect>,
}

/// One bubble or box of a draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DraftLine {
    /// Kind of bubble.
    pub kind: DialogueKind,
    /// Id of a character; null for narration.
    pub speaker: Option<String>,
    /// Words copied exactly from the story, without quotation marks.
    pub text: String,
    /// True when the words are not the story's.
    pub invented: bool,
}

impl ScriptDraft {
    /// The script, with every place found in `story`. Words that are not there get no source, which
    /// [`validate`](crate::validate) reports; a panel whose part is not found stands between its neighbours.
    #[must_use]
    pub fn into_script(
        self,
        story: &str,
        language: &str,
        direction: ReadingDirection,
        style: &Style,
    ) -> Script {
        let mut panels = Vec::with_capacity(self.panels.len());
        let mut from = 0;
        for (panel, number) in self.panels.into_iter().zip(1..) {
            let mut lines_from = from;
            let dialogue: Vec<Dialogue> = panel
                .dialogue
                .iter()
                .map(|line| line.clone().into_dialogue(story, &mut lines_from))
                .collect();
            let source = panel.source(story, from, &dialogue);
            from = source.start;
            panels.push(panel.into_panel(number, source, dialogue));
        }
        close_gaps(&mut panels, story);
        Script {
            version: SCRIPT_VERSION,
            title: self.title,
            language: language.to_owned(),
            reading_direction: direction,
            style: style.clone(),
            characters: self.characters,
            locations: self.locations,
            panels,
        }
    }
}

impl DraftPanel {
    fn source(&self, story: &str, from: usize, dialogue: &[Dialogue]) -> Span {
        let spoken = dialogue.iter().filter_map(|line| line.source);
        let begins = find(story, &self.source_begins, from);
        let start = begins
            .map(|span| span.start)
            .or_else(|| spoken.clone().map(|span| span.start).min());
        let start = start.unwrap_or(from).max(from);
        let ends = find(story, &self.source_ends, start).filter(|span| span.start >= start);
        let end = ends
            .map(|span| span.end)
            .into_iter()
            .chain(spoken.map(|span| span.end))
            .max();
        Span {
            start,
            end: end.unwrap_or(start).max(start),
        }
    }

    fn into_panel(self, number: u32, source: Span, dialogue: Vec<Dialogue>) -> Panel {
        Panel {
            number,
            source,
            role: self.role,
            shot: self.shot,
            angle: self.angle,
            importance: self.importance,
            location: self.location,
            time: self.time,
            weather: self.weather,
            cast: self.cast,
            action: self.action,
            props: self.props,
            dialogue,
            sfx: self.sfx,
            confidence: BTreeMap::new(),
        }
    }
}

impl DraftLine {
    fn into_dialogue(self, story: &str, from: &mut usize) -> Dialogue {
        let found = (!self.invented).then(|| find(story, &self.text, *from)).flatten();
        if let Some(span) = found {
            *from = (*from).max(span.end);
        }
        let text = found.map_or(self.text, |span| story[span.start..span.end].to_owned());
        Dialogue {
            kind: self.kind,
            speaker: self.speaker,
            text,
            source: found,
            invented: self.invented,
            ruby: Vec::new(),
        }
    }
}

/// Where `words` stand in `story`: after `from` if they do, else anywhere.
fn find(story: &str, words: &str, from: usize) -> Option<Span> {
    let bare = words.trim().trim_matches(['“', '”', '"', '「', '」', '『', '』']);
    if bare.is_empty() {
        return None;
    }
    let after = story
        .get(from..)
        .and_then(|rest| rest.find(bare))
        .map(|at| from + at);
    let start = after.or_else(|| story.find(bare))?;
    Some(Span {
        start,
        end: start + bare.len(),
    })
}

/// Lets every panel tell up to where the next begins, so that a clumsy last word loses nothing.
fn close_gaps(panels: &mut [Panel], story: &str) {
    let mut next = story.len();
    for panel in panels.iter_mut().rev() {
        panel.source.end = panel.source.end.max(next).min(story.len());
        next = panel.source.start;
    }
    let mut end = 0;
    for panel in panels {
        panel.source.end = panel.source.end.max(end);
        end = panel.source.end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate;

    #[test]
    fn a_draft_finds_its_words_in_the_story() {
        let story = "Night fell. “Who is there?” asked Ann. Nobody answered.";
        let ann = CastMember {
            character: "c1".to_owned(),
            ..CastMember::default()
        };
        let panel = |begins: &str, shot, dialogue| DraftPanel {
            source_begins: begins.to_owned(),
            shot,
            importance: 2,
            cast: vec![ann.clone()],
            action: "Ann listens".to_owned(),
            dialogue,
            ..DraftPanel::default()
        };
        let line = DraftLine {
            text: "“Who is there?”".to_owned(),
            ..DraftLine::default()
        };
        let draft = ScriptDraft {
            characters: vec![Character {
                id: "c1".to_owned(),
                ..Character::default()
            }],
            panels: vec![
                panel("Night fell", Shot::Wide, vec![]),
                panel("“Who", Shot::Medium, vec![line]),
                panel("Nobody", Shot::Close, vec![]),
            ],
            ..ScriptDraft::default()
        };
        let script = draft.into_script(story, "en", ReadingDirection::Ltr, &Style::default());
        assert_eq!(validate(&script, story), vec![]);
        assert_eq!(script.panels[1].dialogue[0].text, "Who is there?");
    }

    #[test]
    fn words_that_are_not_the_storys_are_reported() {
        let line = DraftLine {
            text: "Never said".to_owned(),
            ..DraftLine::default()
        };
        let panel = DraftPanel {
            dialogue: vec![line],
            importance: 1,
            ..DraftPanel::default()
        };
        let draft = ScriptDraft {
            panels: vec![panel],
            ..ScriptDraft::default()
        };
        let script = draft.into_script("A story.", "en", ReadingDirection::Ltr, &Style::default());
        assert!(
            validate(&script, "A story.")
                .iter()
                .any(|finding| finding.sentence.contains("Never said"))
        );
    }
}
