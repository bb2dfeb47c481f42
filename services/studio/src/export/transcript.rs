//! Panels, pages and books in words, for readers who cannot see them.

use mangakai_script::{Character, Dialogue, DialogueKind, Panel, Script};

use crate::page::Page;

/// The few words that are not the story's, in its language.
struct Labels {
    page: fn(u32) -> String,
    panel: fn(u32) -> String,
    kind: fn(DialogueKind) -> &'static str,
}

const ENGLISH: Labels = Labels {
    page: |number| format!("Page {number}"),
    panel: |number| format!("Panel {number}"),
    kind: |kind| kind.into(),
};

const CHINESE: Labels = Labels {
    page: |number| format!("第{number}页"),
    panel: |number| format!("第{number}格"),
    kind: |kind| match kind {
        DialogueKind::Speech => "对白",
        DialogueKind::Thought => "心声",
        DialogueKind::Narration => "旁白",
        DialogueKind::Shout => "喊叫",
        DialogueKind::Whisper => "低语",
        DialogueKind::Offscreen => "画外",
        DialogueKind::Telephone => "电话",
    },
};

const JAPANESE: Labels = Labels {
    page: |number| format!("{number}ページ"),
    panel: |number| format!("{number}コマ目"),
    kind: |kind| match kind {
        DialogueKind::Speech => "台詞",
        DialogueKind::Thought => "心の声",
        DialogueKind::Narration => "語り",
        DialogueKind::Shout => "叫び",
        DialogueKind::Whisper => "ささやき",
        DialogueKind::Offscreen => "画面外",
        DialogueKind::Telephone => "電話",
    },
};

fn labels(script: &Script) -> &'static Labels {
    match script.language.split('-').next() {
        Some("zh") => &CHINESE,
        Some("ja") => &JAPANESE,
        _ => &ENGLISH,
    }
}

/// What panel `number` shows and says, one line each: who is seen, what happens, words with their speakers, sounds.
/// Empty when there is no such panel.
#[must_use]
pub fn panel_transcript(script: &Script, number: u32) -> String {
    let Some(panel) = script.panels.iter().find(|panel| panel.number == number) else {
        return String::new();
    };
    let seen: Vec<&str> = panel
        .cast
        .iter()
        .filter_map(|member| person(script, &member.character))
        .filter(|person| !is_companion(script, person))
        .map(|person| person.name.as_str())
        .collect();
    let seen = (!seen.is_empty()).then(|| format!("[{}]", seen.join(", ")));
    let action = Some(unsaid(panel)).filter(|action| !action.is_empty());
    let lines = panel.dialogue.iter().map(|line| spoken(script, line));
    let sounds = panel.sfx.iter().map(|sound| format!("*{}*", sound.text));
    let parts = seen.into_iter().chain(action).chain(lines).chain(sounds);
    parts.collect::<Vec<_>>().join("\n")
}

/// A page in words: its number, then every panel in reading order.
#[must_use]
pub fn page_transcript(script: &Script, page: &Page) -> String {
    let labels = labels(script);
    let mut text = (labels.page)(page.number);
    for cell in &page.cells {
        let panel = panel_transcript(script, cell.panel);
        text.push_str(&format!("\n\n{}\n{panel}", (labels.panel)(cell.panel)));
    }
    text
}

/// The whole book in words.
#[must_use]
pub fn transcript(script: &Script, pages: &[Page]) -> String {
    let pages: Vec<String> = pages.iter().map(|page| page_transcript(script, page)).collect();
    format!("{}\n\n{}\n", script.title, pages.join("\n\n\n"))
}

/// What happens, without what its narration says in the same words: nobody wants to hear it twice.
fn unsaid(panel: &Panel) -> String {
    let narrated = panel
        .dialogue
        .iter()
        .filter(|line| line.kind == DialogueKind::Narration);
    let said = |action: String, line: &Dialogue| {
        let text = line.text.trim();
        let Some(at) = action.find(text) else {
            return action;
        };
        // A part of a sentence says not enough to leave it out: what is left would be torn.
        let before = action[..at].trim_end();
        let begins = before.is_empty() || before.ends_with(is_ending);
        let ends = text.ends_with(is_ending) || action.trim() == text;
        if begins && ends {
            action.replacen(text, "", 1)
        } else {
            action
        }
    };
    narrated.fold(panel.action.clone(), said).trim().to_owned()
}

fn is_ending(c: char) -> bool {
    "。！？.!?…」』”\"".contains(c)
}

fn person<'a>(script: &'a Script, id: &str) -> Option<&'a Character> {
    script.characters.iter().find(|person| person.id == id)
}

fn name<'a>(script: &'a Script, id: &str) -> Option<&'a str> {
    person(script, id).map(|person| person.name.as_str())
}

/// Whether this is one more of a group whose entry has the name of all: "children 2".
pub(super) fn is_companion(script: &Script, person: &Character) -> bool {
    let is_number = |rest: &str| rest.trim_start().parse::<u8>().is_ok();
    let [group] = person.aliases.as_slice() else {
        return false;
    };
    let has_entry = script.characters.iter().any(|other| other.name == *group);
    has_entry && person.name.strip_prefix(group.as_str()).is_some_and(is_number)
}

fn spoken(script: &Script, line: &Dialogue) -> String {
    let speaker = line.speaker.as_deref().and_then(|id| name(script, id));
    let kind = (labels(script).kind)(line.kind);
    match (speaker, line.kind) {
        (Some(name), DialogueKind::Speech) => format!("{name}: {}", line.text),
        (Some(name), _) => format!("{name} ({kind}): {}", line.text),
        (None, _) => format!("({kind}) {}", line.text),
    }
}

#[cfg(test)]
mod tests {
    use mangakai_script::{CastMember, SoundEffect};

    use super::*;

    #[test]
    fn what_is_narrated_is_not_described_again_nor_torn() {
        let told = |action: &str, narration: &str| {
            unsaid(&Panel {
                action: action.to_owned(),
                dialogue: vec![Dialogue {
                    text: narration.to_owned(),
                    kind: DialogueKind::Narration,
                    ..Dialogue::default()
                }],
                ..Panel::default()
            })
        };
        assert_eq!(told("It rained. Mina ran.", "It rained."), "Mina ran.");
        assert_eq!(told("It rained all night", "It rained all night"), "");
        let long = "The keeper climbed to the top, and lit the lamp.";
        assert_eq!(told(long, "The keeper climbed to the top"), long);
        assert_eq!(told(long, "and lit the lamp."), long);
    }

    #[test]
    fn a_group_is_told_once() {
        let person = |name: &str, aliases: &[&str]| Character {
            name: name.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            ..Character::default()
        };
        let script = Script {
            characters: vec![
                person("children", &[]),
                person("children 2", &["children"]),
                person("Anna Moore", &["Anna"]),
                person("Unit 7", &["Unit"]),
            ],
            ..Script::default()
        };
        let alone = script
            .characters
            .iter()
            .map(|person| !is_companion(&script, person));
        assert_eq!(alone.collect::<Vec<_>>(), [true, false, true, true]);
    }

    #[test]
    fn a_panel_says_who_is_seen_what_happens_and_every_word_once() {
        let line = |kind, speaker: Option<&str>, text: &str| Dialogue {
            kind,
            speaker: speaker.map(str::to_owned),
            text: text.to_owned(),
            ..Dialogue::default()
        };
        let panel = Panel {
            number: 7,
            action: "It rained. Mira opens the box.".to_owned(),
            cast: vec![CastMember {
                character: "c1".to_owned(),
                ..CastMember::default()
            }],
            dialogue: vec![
                line(DialogueKind::Narration, None, "It rained."),
                line(DialogueKind::Speech, Some("c1"), "Hello?"),
                line(DialogueKind::Thought, Some("c1"), "Empty."),
                line(DialogueKind::Offscreen, None, "Hey!"),
            ],
            sfx: vec![SoundEffect {
                text: "creak".to_owned(),
                intensity: 1,
            }],
            ..Panel::default()
        };
        let script = Script {
            language: "en-GB".to_owned(),
            characters: vec![Character {
                id: "c1".to_owned(),
                name: "Mira".to_owned(),
                ..Character::default()
            }],
            panels: vec![panel],
            ..Script::default()
        };
        assert_eq!(
            panel_transcript(&script, 7),
            "[Mira]\nMira opens the box.\n(narration) It rained.\nMira: Hello?\nMira (thought): Empty.\n\
             (offscreen) Hey!\n*creak*"
        );
        assert_eq!(panel_transcript(&script, 8), "");
    }
}
