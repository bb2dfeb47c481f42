//! The texts of one task, opened where that can be done.

use mangakai_events::v1::Sealed;
use mangakai_vault::{DataKey, VaultError, purpose};
use serde_json::Value;
use uuid::Uuid;

use crate::{app::App, limits::OPEN_WAIT};

/// Opens what is sealed. Without a key (the task is erased, or the vault is away) every text is absent: the rest of
/// a task can be read all the same.
#[derive(Clone, Debug)]
pub struct Texts(Option<DataKey>);

impl Texts {
    /// The texts of a task.
    pub async fn of(app: &App, task: Uuid) -> Texts {
        match tokio::time::timeout(OPEN_WAIT, app.vault.key(task)).await {
            Ok(Ok(key)) => Texts(Some(key)),
            Ok(Err(VaultError::Erased(_))) => Texts(None),
            Ok(Err(error)) => {
                tracing::warn!(task.id = %task, cause = %error, "the texts of task {task} stay sealed");
                Texts(None)
            }
            Err(_) => Texts(None),
        }
    }

    /// Nothing opens.
    #[cfg(test)]
    pub fn sealed() -> Texts {
        Texts(None)
    }

    /// A text sealed for a purpose.
    pub fn open(&self, purpose: &str, sealed: Option<&Sealed>) -> Option<String> {
        let opened = self.0.as_ref()?.open_text(purpose, sealed?);
        opened
            .map_err(|error| tracing::error!(cause = %error, purpose, "a sealed text does not open"))
            .ok()
    }

    /// The script as JSON.
    pub fn script(&self, sealed: Option<&Sealed>) -> Option<Value> {
        serde_json::from_str(&self.open(purpose::SCRIPT, sealed)?).ok()
    }
}
