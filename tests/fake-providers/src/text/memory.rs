//! What an earlier part of a long story has fixed: ids of people and places, carried in the question's words.

use std::collections::{BTreeMap, BTreeSet};

use mangakai_script::Script;
use serde_json::Value;

/// Ids by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    characters: BTreeMap<String, String>,
    locations: BTreeMap<String, String>,
}

impl Known {
    /// Reads JSON lists named `characters` and `locations`, and lines like `- c1: Ann` or `l2 = the harbour`.
    pub(super) fn read(words: &str) -> Self {
        let mut known = Self::default();
        known.characters.extend(listed(words, "\"characters\""));
        known.locations.extend(listed(words, "\"locations\""));
        for line in words.lines() {
            if let Some((id, name)) = line_entry(line) {
                let list = if id.starts_with('c') {
                    &mut known.characters
                } else {
                    &mut known.locations
                };
                list.entry(name).or_insert(id);
            }
        }
        known
    }

    /// Gives the script's people and places their known ids, and new ones to all others.
    pub(super) fn apply(&self, script: &mut Script) {
        let characters = renamed(
            script.characters.iter().map(|c| (c.id.as_str(), c.name.as_str())),
            &self.characters,
            'c',
        );
        let locations = renamed(
            script.locations.iter().map(|l| (l.id.as_str(), l.name.as_str())),
            &self.locations,
            'l',
        );
        let set = |ids: &BTreeMap<String, String>, id: &mut String| {
            if let Some(other) = ids.get(id.as_str()) {
                id.clone_from(other);
            }
        };
        script
            .characters
            .iter_mut()
            .for_each(|character| set(&characters, &mut character.id));
        script
            .locations
            .iter_mut()
            .for_each(|location| set(&locations, &mut location.id));
        for panel in &mut script.panels {
            panel.location.iter_mut().for_each(|id| set(&locations, id));
            panel
                .cast
                .iter_mut()
                .for_each(|member| set(&characters, &mut member.character));
            let speakers = panel.dialogue.iter_mut().filter_map(|line| line.speaker.as_mut());
            speakers.for_each(|id| set(&characters, id));
        }
    }
}

fn renamed<'a>(
    all: impl Iterator<Item = (&'a str, &'a str)>,
    known: &BTreeMap<String, String>,
    letter: char,
) -> BTreeMap<String, String> {
    if known.is_empty() {
        return BTreeMap::new();
    }
    let mut taken: BTreeSet<String> = known.values().cloned().collect();
    let mut given = BTreeSet::new();
    all.map(|(id, name)| {
        let mine = known.get(name).filter(|id| given.insert((*id).clone())).cloned();
        let other = mine.unwrap_or_else(|| {
            let free = (1..)
                .map(|n| format!("{letter}{n}"))
                .find(|id| !taken.contains(id));
            free.unwrap_or_default()
        });
        taken.insert(other.clone());
        (id.to_owned(), other)
    })
    .collect()
}

/// Names and ids of the JSON lists that follow `key`.
fn listed(words: &str, key: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in words.match_indices(key) {
        let rest = words[at + key.len()..].trim_start().trim_start_matches(':');
        let parsed = serde_json::Deserializer::from_str(rest)
            .into_iter::<Value>()
            .next();
        let Some(Ok(Value::Array(entries))) = parsed else {
            continue;
        };
        found.extend(entries.iter().filter_map(|entry| {
            let text = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
            Some((text("name")?, text("id")?))
        }));
    }
    found
}

fn line_entry(line: &str) -> Option<(String, String)> {
    let bare = line.trim_start().trim_start_matches(['-', '*', ' ']);
    let digits = bare.get(1..)?.bytes().take_while(u8::is_ascii_digit).count();
    if !bare.starts_with(['c', 'l']) || digits == 0 {
        return None;
    }
    let (id, rest) = bare.split_at(1 + digits);
    let rest = rest.trim_start();
    if !rest.starts_with([':', '=', '(', '-', '–', '—']) {
        return None;
    }
    let rest = rest.trim_start_matches([':', '=', '(', '-', '–', '—', ' ']);
    let name = rest.split([',', ';', '(', ')', '|', '，', '（']).next()?.trim();
    (!name.is_empty()).then(|| (id.to_owned(), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_from_json_and_from_lines() {
        let json = r#"Known so far: {"characters":[{"id":"c7","name":"Ann"}],"locations": [{"id":"l2","name":"the pier"}]}"#;
        let lines = "People:\n- c7: Ann (a girl)\n- l2 = the pier, at night\nNothing c: else";
        assert_eq!(Known::read(json), Known::read(lines));
        assert_eq!(Known::read(json).characters["Ann"], "c7");
    }
}
