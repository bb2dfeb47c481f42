//! Characters, speakers, cast and locations exist, and every panel shows something.

use std::collections::BTreeSet;

use super::{Finding, Rule, place, push};
use crate::{MAX_SFX_INTENSITY, Panel, Place, Script};

pub(super) fn check(script: &Script, findings: &mut Vec<Finding>) {
    let characters = unique(
        script.characters.iter().map(|c| c.id.as_str()),
        "character",
        findings,
    );
    let locations = unique(
        script.locations.iter().map(|l| l.id.as_str()),
        "location",
        findings,
    );
    for (index, panel) in script.panels.iter().enumerate() {
        speakers(panel, index, &characters, findings);
        cast(panel, index, &characters, findings);
        location(panel, index, &locations, findings);
        sounds(panel, index, findings);
        sight(script, panel, index, findings);
    }
}

fn unique<'a>(
    ids: impl Iterator<Item = &'a str>,
    what: &str,
    findings: &mut Vec<Finding>,
) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if id.is_empty() || !seen.insert(id) {
            let sentence = format!("The {what} id '{id}' must be there once and not be empty.");
            findings.push(Finding {
                panel: None,
                rule: Rule::Ids,
                sentence,
            });
        }
    }
    seen
}

fn speakers(panel: &Panel, index: usize, characters: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    for speaker in panel.dialogue.iter().filter_map(|line| line.speaker.as_deref()) {
        if !characters.contains(speaker) {
            let sentence = format!(
                "Panel {} lets '{speaker}' speak, who is not among the characters.",
                place(index)
            );
            push(findings, index, Rule::Speakers, sentence);
        }
    }
}

fn cast(panel: &Panel, index: usize, characters: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for member in &panel.cast {
        let id = member.character.as_str();
        if !characters.contains(id) {
            let sentence = format!(
                "Panel {} shows '{id}', who is not among the characters.",
                place(index)
            );
            push(findings, index, Rule::Cast, sentence);
        } else if !seen.insert(id) {
            let sentence = format!("Panel {} shows '{id}' more than once.", place(index));
            push(findings, index, Rule::Cast, sentence);
        }
    }
}

fn location(panel: &Panel, index: usize, locations: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    if let Some(id) = panel.location.as_deref().filter(|id| !locations.contains(id)) {
        let sentence = format!(
            "Panel {} is set at '{id}', which is not among the locations.",
            place(index)
        );
        push(findings, index, Rule::Locations, sentence);
    }
}

fn sounds(panel: &Panel, index: usize, findings: &mut Vec<Finding>) {
    for sound in &panel.sfx {
        if sound.text.trim().is_empty() || sound.intensity == 0 || sound.intensity > MAX_SFX_INTENSITY {
            let sentence = format!(
                "Panel {} has the sound '{}' at loudness {}; sounds need letters and 1 to {MAX_SFX_INTENSITY}.",
                place(index),
                sound.text,
                sound.intensity
            );
            push(findings, index, Rule::Sounds, sentence);
        }
    }
}

fn sight(script: &Script, panel: &Panel, index: usize, findings: &mut Vec<Finding>) {
    let somewhere = panel.location.as_ref().is_some_and(|id| {
        script
            .locations
            .iter()
            .any(|location| location.id == *id && location.place != Place::Abstract)
    });
    if panel.action.trim().is_empty() {
        let sentence = format!("Panel {} does not say what happens in it.", place(index));
        push(findings, index, Rule::Sight, sentence);
    }
    if panel.cast.is_empty() && panel.props.is_empty() && !somewhere {
        let sentence = format!("Panel {} shows nobody, no thing and no place.", place(index));
        push(findings, index, Rule::Sight, sentence);
    }
}
