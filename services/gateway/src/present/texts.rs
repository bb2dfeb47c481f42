//! The texts of tasks, opened where that can be done.

use std::sync::{Mutex, PoisonError};

use mangakai_events::v1::Sealed;
use mangakai_vault::{DataKey, VaultError, purpose};
use serde_json::Value;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use crate::{
    app::App,
    limits::{OPEN_AGAIN, OPEN_WAIT},
};

/// Opens what is sealed of one task. Without a key every text is absent: the rest of a task can be read all the same.
#[derive(Clone, Debug)]
pub enum Texts {
    /// Everything opens.
    Open(DataKey),
    /// The key is destroyed: nothing opens ever again.
    Erased,
    /// The key is not to be had now; later it may be.
    Away,
}

impl Texts {
    /// The texts of a task.
    pub async fn of(app: &App, task: Uuid) -> Texts {
        Opener::new(app).texts(task).await
    }

    /// What is shown with them is what there is. Otherwise nobody may keep it: it would hide the texts later.
    pub fn are_settled(&self) -> bool {
        !matches!(self, Texts::Away)
    }

    /// A text sealed for a purpose.
    pub fn open(&self, purpose: &str, sealed: Option<&Sealed>) -> Option<String> {
        let Texts::Open(key) = self else {
            return None;
        };
        let opened = key.open_text(purpose, sealed?);
        opened
            .map_err(|error| tracing::error!(cause = %error, purpose, "a sealed text does not open"))
            .ok()
    }

    /// The script as JSON.
    pub fn script(&self, sealed: Option<&Sealed>) -> Option<Value> {
        serde_json::from_str(&self.open(purpose::SCRIPT, sealed)?).ok()
    }
}

/// Opens the texts of all that one page or one stream shows. A vault that hangs is waited for once, and then left alone
/// for a while: whatever is shown next would wait as long, one after another.
pub struct Opener {
    app: App,
    hung: Mutex<Option<Instant>>,
}

impl Opener {
    /// For a page or a stream that begins.
    pub fn new(app: &App) -> Opener {
        Opener {
            app: app.clone(),
            hung: Mutex::default(),
        }
    }

    /// The texts of a task.
    pub async fn texts(&self, task: Uuid) -> Texts {
        if self.is_left_alone() {
            return Texts::Away;
        }
        match timeout(OPEN_WAIT, self.app.vault.key(task)).await {
            Ok(Ok(key)) => Texts::Open(key),
            Ok(Err(VaultError::Erased(_))) => Texts::Erased,
            Ok(Err(error)) => {
                tracing::warn!(task.id = %task, cause = %error, "the texts of task {task} stay sealed");
                Texts::Away
            }
            Err(_) => {
                tracing::warn!(task.id = %task, "the vault hangs: the texts of task {task} stay sealed");
                *self.hung.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
                Texts::Away
            }
        }
    }

    fn is_left_alone(&self) -> bool {
        let hung = *self.hung.lock().unwrap_or_else(PoisonError::into_inner);
        hung.is_some_and(|hung| hung.elapsed() < OPEN_AGAIN)
    }
}
