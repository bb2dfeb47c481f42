//! What is carried from one part of a story to the next: who there is and where, so that people stay the same.

use std::collections::BTreeMap;

use mangakai_script::{Character, Location, Panel, SCRIPT_VERSION, Script};
use serde_json::{Value, json};

use super::StoryAsk;

/// Everybody and every place so far, and how the last part ended.
#[derive(Debug, Default)]
pub struct Memory {
    title: String,
    characters: Vec<Character>,
    locations: Vec<Location>,
    last_action: Option<String>,
    panels: u32,
}

impl Memory {
    /// Nothing was planned yet.
    pub fn is_empty(&self) -> bool {
        self.panels == 0
    }

    /// A place of an earlier part.
    pub fn knows_location(&self, id: &str) -> bool {
        self.locations.iter().any(|location| location.id == id)
    }

    /// What a model is told of it.
    pub fn told(&self) -> Value {
        json!({
            "characters": self.characters,
            "locations": self.locations,
            "last_panel": self.last_action,
        })
    }

    /// Adds whom and what a part speaks of under ids of earlier parts without telling of them again.
    pub fn recall(&self, script: &mut Script) {
        for known in &self.characters {
            if !script.characters.iter().any(|character| character.id == known.id) {
                script.characters.push(known.clone());
            }
        }
        for known in &self.locations {
            if !script.locations.iter().any(|location| location.id == known.id) {
                script.locations.push(known.clone());
            }
        }
    }

    /// Takes a planned part in. Whoever is known by another id gets the known one, whoever is new a free one; panels go
    /// on counting.
    pub fn adopt(&mut self, script: &mut Script) {
        if self.title.is_empty() {
            self.title = std::mem::take(&mut script.title);
        }
        let mut people = BTreeMap::new();
        for mut character in std::mem::take(&mut script.characters) {
            let given = character.id.clone();
            let known = self
                .characters
                .iter()
                .find(|known| same(&known.name, &character.name));
            let known = known.or_else(|| {
                self.characters
                    .iter()
                    .find(|known| known.id == given && character.name.is_empty())
            });
            if let Some(known) = known {
                people.insert(given, known.id.clone());
                continue;
            }
            character.id = free(&given, "c", |id| {
                self.characters.iter().any(|known| known.id == id)
            });
            people.insert(given, character.id.clone());
            self.characters.push(character);
        }
        let mut places = BTreeMap::new();
        for mut location in std::mem::take(&mut script.locations) {
            let given = location.id.clone();
            let known = self
                .locations
                .iter()
                .find(|known| same(&known.name, &location.name));
            if let Some(known) = known {
                places.insert(given, known.id.clone());
                continue;
            }
            location.id = free(&given, "l", |id| {
                self.locations.iter().any(|known| known.id == id)
            });
            places.insert(given, location.id.clone());
            self.locations.push(location);
        }
        for panel in &mut script.panels {
            self.panels += 1;
            panel.number = self.panels;
            rename(panel, &people, &places);
        }
        self.last_action = script.panels.last().map(|panel| panel.action.clone());
    }

    /// The whole script.
    pub fn into_script(self, ask: &StoryAsk<'_>, panels: Vec<Panel>) -> Script {
        Script {
            version: SCRIPT_VERSION,
            title: self.title,
            language: ask.language.to_owned(),
            reading_direction: ask.reading_direction,
            style: ask.style.clone(),
            characters: self.characters,
            locations: self.locations,
            panels,
        }
    }
}

fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim().to_lowercase(), b.trim().to_lowercase());
    !a.is_empty() && a == b
}

/// `given`, if nobody has it, else the first free number.
fn free(given: &str, letter: &str, taken: impl Fn(&str) -> bool) -> String {
    if !given.is_empty() && !taken(given) {
        return given.to_owned();
    }
    let mut numbered = (1_u32..).map(|number| format!("{letter}{number}"));
    numbered.find(|id| !taken(id)).unwrap_or_default()
}

fn rename(panel: &mut Panel, people: &BTreeMap<String, String>, places: &BTreeMap<String, String>) {
    let renamed = |names: &BTreeMap<String, String>, id: &mut String| {
        if let Some(other) = names.get(id) {
            id.clone_from(other);
        }
    };
    for member in &mut panel.cast {
        renamed(people, &mut member.character);
    }
    for speaker in panel.dialogue.iter_mut().filter_map(|line| line.speaker.as_mut()) {
        renamed(people, speaker);
    }
    if let Some(location) = &mut panel.location {
        renamed(places, location);
    }
}

#[cfg(test)]
mod tests {
    use mangakai_script::CastMember;

    use super::*;

    fn part(id: &str, name: &str) -> Script {
        let cast = vec![CastMember {
            character: id.to_owned(),
            ..CastMember::default()
        }];
        Script {
            characters: vec![Character {
                id: id.to_owned(),
                name: name.to_owned(),
                ..Character::default()
            }],
            panels: vec![Panel {
                number: 1,
                cast,
                ..Panel::default()
            }],
            ..Script::default()
        }
    }

    #[test]
    fn people_stay_the_same_whatever_a_later_part_calls_them() {
        let mut memory = Memory::default();
        let mut ids = Vec::new();
        for (id, name) in [("c1", "Ann"), ("c7", " ann "), ("c1", "Ben"), ("c2", "Ben")] {
            let mut script = part(id, name);
            memory.adopt(&mut script);
            ids.push((
                script.panels[0].number,
                script.panels[0].cast[0].character.clone(),
            ));
        }
        let expected = [(1, "c1"), (2, "c1"), (3, "c2"), (4, "c2")];
        assert_eq!(ids, expected.map(|(number, id)| (number, id.to_owned())));
        assert_eq!(memory.characters.len(), 2);
    }

    #[test]
    fn ids_of_earlier_parts_stay_valid_when_nobody_repeats_them() {
        let mut memory = Memory::default();
        memory.adopt(&mut part("c1", "Ann"));
        let mut later = part("c1", "Ann");
        later.characters.clear();
        memory.recall(&mut later);
        assert_eq!(later.characters[0].name, "Ann", "the validators know her");
        memory.adopt(&mut later);
        assert_eq!(later.panels[0].cast[0].character, "c1");
    }
}
