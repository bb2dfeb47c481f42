//! Sealed text, opened where it is needed.

use mangakai_domain::TaskId;
use mangakai_events::v1::{Sealed, Style as SealedStyle};
use mangakai_script::{Script, Style};
use mangakai_vault::{DataKey, Vault, VaultError, purpose};

use crate::models::WorkError;

/// The key of a task, or why there is no work without it.
pub async fn key(vault: &Vault, task: TaskId) -> Result<DataKey, WorkError> {
    vault.key(task.0).await.map_err(|error| match error {
        VaultError::Unavailable(_) => {
            WorkError::ours("vault_unavailable", "The vault does not answer.", true)
        }
        VaultError::Erased(_) => WorkError::ours("erased", "The task is erased.", false),
        VaultError::WrongMasterKey(_) | VaultError::Migration(_) => {
            tracing::error!("The vault: {error}");
            WorkError::ours("vault_broken", "The vault cannot open the task.", false)
        }
    })
}

/// Text sealed for a purpose.
pub fn text(key: &DataKey, purpose: &str, sealed: &Sealed) -> Result<String, WorkError> {
    key.open_text(purpose, sealed).map_err(|error| {
        tracing::error!("Sealed {purpose}: {error}");
        WorkError::ours("sealed_text_damaged", "A stored text cannot be opened.", false)
    })
}

/// What tells equal prompts of one task apart from others, and nothing else; empty for none.
pub fn prompt_hmac(key: &DataKey, prompt: &str) -> String {
    if prompt.is_empty() {
        return String::new();
    }
    key.hmac(purpose::PROMPT, prompt.as_bytes())
}

/// The script of a task.
pub fn script(key: &DataKey, sealed: &Sealed) -> Result<Script, WorkError> {
    let json = text(key, purpose::SCRIPT, sealed)?;
    serde_json::from_str(&json).map_err(|error| {
        tracing::error!("A stored script cannot be read: {error}");
        WorkError::ours("script_damaged", "The stored script cannot be read.", false)
    })
}

/// The look as the director and the artist know it.
pub fn style(key: &DataKey, sealed: &SealedStyle) -> Result<Style, WorkError> {
    let chosen = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let notes = sealed
        .additional_notes
        .as_ref()
        .map(|notes| text(key, purpose::NOTES, notes))
        .transpose()?;
    Ok(Style {
        art_style: chosen(&sealed.art_style),
        mood: chosen(&sealed.mood),
        color_palette: chosen(&sealed.color_palette),
        character_style: chosen(&sealed.character_style),
        line_style: chosen(&sealed.line_style),
        composition: chosen(&sealed.composition),
        additional_notes: notes,
    })
}
