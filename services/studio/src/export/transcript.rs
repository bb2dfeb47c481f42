//! A panel in words, for readers who cannot see it.

use mangakai_script::{Dialogue, DialogueKind, Script};

/// What panel `number` shows and says, one line each; empty when there is no such panel.
#[must_use]
pub fn panel_transcript(script: &Script, number: u32) -> String {
    let Some(panel) = script.panels.iter().find(|panel| panel.number == number) else {
        return String::new();
    };
    let lines = panel.dialogue.iter().map(|line| spoken(script, line));
    let sounds = panel.sfx.iter().map(|sound| format!("*{}*", sound.text));
    [panel.action.clone()]
        .into_iter()
        .chain(lines)
        .chain(sounds)
        .collect::<Vec<_>>()
        .join("\n")
}

fn spoken(script: &Script, line: &Dialogue) -> String {
    let speaker = line
        .speaker
        .as_ref()
        .and_then(|id| script.characters.iter().find(|person| person.id == *id));
    let kind: &'static str = line.kind.into();
    match (speaker, line.kind) {
        (Some(person), DialogueKind::Speech) => format!("{}: {}", person.name, line.text),
        (Some(person), _) => format!("{} ({kind}): {}", person.name, line.text),
        (None, _) => format!("({kind}) {}", line.text),
    }
}
