//! A script of the built-in director, told as a model would: places in the story as words.

use mangakai_script::{DraftLine, DraftPanel, Panel, Script, ScriptDraft, Style};
use mangakai_studio::{Brief, write_script};

use super::memory::Known;

/// Fewest characters of a place's words.
const FEWEST: usize = 12;

/// Marks that readers of drafts take off a place's words.
const QUOTES: [char; 7] = ['“', '”', '"', '「', '」', '『', '』'];

/// The director's script for `story`, with the ids of people and places that are known already.
pub(super) fn write(story: &str, panels: u32, known: &Known) -> Option<Script> {
    let style = Style::default();
    let brief = Brief {
        story,
        panels,
        language: None,
        reading_direction: None,
        style: &style,
    };
    let mut script = write_script(&brief).ok()?;
    known.apply(&mut script);
    Some(script)
}

/// The draft whose words lead back to the script's places.
pub(super) fn of(script: Script, story: &str) -> ScriptDraft {
    let mut from = 0;
    let panels = script
        .panels
        .into_iter()
        .map(|panel| {
            let begins = begins(story, panel.source.start, panel.source.end, from);
            from = story[from..].find(&begins).map_or(from, |at| from + at);
            draft_panel(panel, begins, story)
        })
        .collect();
    ScriptDraft {
        title: script.title,
        characters: script.characters,
        locations: script.locations,
        panels,
    }
}

/// Puts words into the last panel that nobody said.
pub(super) fn spoil(draft: &mut ScriptDraft) {
    if let Some(panel) = draft.panels.last_mut() {
        panel.dialogue = vec![DraftLine {
            text: "Nobody in this story ever said so.".to_owned(),
            ..DraftLine::default()
        }];
    }
}

/// The fewest first words of `start..end` that are found at their place when they are sought after `from`.
fn begins(story: &str, start: usize, end: usize, from: usize) -> String {
    let part = &story[start..end];
    let bare = part.trim_start_matches(|c: char| c.is_whitespace() || QUOTES.contains(&c));
    let start = end - bare.len();
    let ends = bare.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.skip(FEWEST - 1)
        .map(|length| bare[..length].trim_end_matches(|c: char| c.is_whitespace() || QUOTES.contains(&c)))
        .find(|words| story[from..].find(words).map(|at| from + at) == Some(start))
        .unwrap_or_else(|| bare.trim())
        .to_owned()
}

/// The last words of a panel's part.
fn ends(panel: &Panel, story: &str) -> String {
    let part = story[panel.source.start..panel.source.end]
        .trim_end_matches(|c: char| c.is_whitespace() || QUOTES.contains(&c));
    let skipped = part.chars().count().saturating_sub(FEWEST);
    part.chars().skip(skipped).collect()
}

fn draft_panel(panel: Panel, source_begins: String, story: &str) -> DraftPanel {
    DraftPanel {
        source_begins,
        source_ends: ends(&panel, story),
        role: panel.role,
        shot: panel.shot,
        angle: panel.angle,
        importance: panel.importance,
        location: panel.location,
        time: panel.time,
        weather: panel.weather,
        cast: panel.cast,
        action: panel.action,
        props: panel.props,
        dialogue: panel
            .dialogue
            .into_iter()
            .map(|line| DraftLine {
                kind: line.kind,
                speaker: line.speaker,
                text: line.text,
                invented: line.invented,
            })
            .collect(),
        sfx: panel.sfx,
    }
}
