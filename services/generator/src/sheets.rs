//! Character sheets by the built-in artist: models that take pictures to go by draw the same person in every panel.

use bytes::Bytes;
use mangakai_providers::{Reference, Role};
use mangakai_script::Script;
use mangakai_studio::{Size, draw_character_sheet, encode_smallest};
use sha2::{Digest, Sha256};

use crate::{WorkError, builtin::blocking};

/// Wide enough for four views beside each other.
const SHEET: Size = Size {
    width: 1024,
    height: 768,
};

/// Sheets of those who are seen in a panel, the most important first, at most so many. A panel can be drawn without them:
/// one that cannot be made is left out.
pub async fn of_panel(script: &Script, panel: u32, most: usize) -> Vec<Reference> {
    let script = script.clone();
    let drawn = blocking(move || {
        let panel = script.panels.iter().find(|known| known.number == panel);
        let seen = panel.into_iter().flat_map(|panel| &panel.cast).take(most);
        let sheets = seen.map(|member| sheet(&script, &member.character));
        Ok(sheets.filter_map(made).collect())
    });
    made(drawn.await).unwrap_or_default()
}

fn made<T>(result: Result<T, WorkError>) -> Option<T> {
    let told = result.map_err(|error| tracing::warn!("No character sheet: {}", error.failure.message));
    told.ok()
}

/// Equal for equal scripts, so that every panel is drawn after the same.
fn sheet(script: &Script, id: &str) -> Result<Reference, WorkError> {
    let broken = |error: &dyn std::fmt::Display| WorkError::ours("no_sheet", error.to_string(), false);
    let picture = draw_character_sheet(script, id, SHEET).map_err(|error| broken(&error))?;
    let encoded = encode_smallest(&picture).map_err(|error| broken(&error))?;
    let character = script.characters.iter().find(|character| character.id == id);
    Ok(Reference {
        role: Role::Character(character.map_or_else(|| id.to_owned(), |character| character.name.clone())),
        sha256: hex::encode(Sha256::digest(&encoded.bytes)),
        bytes: Bytes::from(encoded.bytes),
        media_type: encoded.media_type.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use mangakai_studio::{Brief, write_script};

    use super::*;

    #[tokio::test]
    async fn whoever_is_seen_has_a_sheet_and_the_same_in_every_panel() {
        let story =
            "\"Who is there?\" asked Mina. \"It is only me,\" said Tom. Mina laughed. Tom laughed too.";
        let brief = Brief {
            story,
            panels: 4,
            language: None,
            reading_direction: None,
            style: &mangakai_script::Style::default(),
        };
        let script = write_script(&brief).unwrap();
        let name = |id: &str| {
            let found = script.characters.iter().find(|character| character.id == id);
            found.unwrap().name.clone()
        };
        let mut known = std::collections::HashMap::new();
        for panel in &script.panels {
            let sheets = of_panel(&script, panel.number, 2).await;
            let seen: Vec<Role> = panel
                .cast
                .iter()
                .take(2)
                .map(|member| Role::Character(name(&member.character)))
                .collect();
            let drawn: Vec<Role> = sheets.iter().map(|sheet| sheet.role.clone()).collect();
            assert_eq!(drawn, seen, "panel {}", panel.number);
            for sheet in sheets {
                let first = known.entry(sheet.role).or_insert_with(|| sheet.sha256.clone());
                assert_eq!(*first, sheet.sha256);
            }
        }
        assert_eq!(known.len(), 2, "{known:?}");
        assert!(of_panel(&script, 99, 2).await.is_empty());
    }
}
