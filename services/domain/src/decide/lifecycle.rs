//! A task begins, is stopped, is tried again, is erased.

use mangakai_events::{
    Event,
    v1::{TaskCancelled, TaskCreated, TaskErased, TaskRetried, TaskShredded},
};

use super::{Decision, NOTHING_NEW, moderation::held};
use crate::{CreateTask, MAX_PANELS, MangaTask, Rejection, TaskStatus};

impl MangaTask {
    pub(super) fn create(&self, request: CreateTask) -> Decision {
        if self.erased {
            return Err(Rejection::Erased);
        }
        if self.exists() {
            return Err(Rejection::TaskExists);
        }
        check_panels(request.panels)?;
        let created = Event::TaskCreated(TaskCreated {
            session_id: request.session.to_string(),
            story: Some(request.story),
            story_chars: request.story_chars,
            panels: request.panels,
            language: request.language,
            reading_direction: request.reading_direction,
            style: Some(request.style),
            priority: request.priority.into(),
            template: request.template,
            references: request.references,
            request_hmac: request.request_hmac,
        });
        Ok(std::iter::once(created)
            .chain(request.suspicion.map(held))
            .collect())
    }

    /// What is begun is still recorded; nothing more is begun.
    pub(super) fn cancel(&self, reason: String) -> Decision {
        match self.status {
            TaskStatus::Pending
            | TaskStatus::SceneGeneration
            | TaskStatus::ImageGeneration
            | TaskStatus::Held => Ok(vec![Event::TaskCancelled(TaskCancelled { reason })]),
            TaskStatus::Completed | TaskStatus::Partial | TaskStatus::Failed => Err(Rejection::Ended),
            TaskStatus::Cancelled => NOTHING_NEW,
        }
    }

    /// Only what failed for good is tried again: the script, or every panel whose newest version failed.
    pub(super) fn retry(&self) -> Decision {
        self.open_to_wishes()?;
        let script = self.script_lease.failure().is_some();
        let failed = self.panels.iter().filter(|(_, panel)| panel.newest_failed());
        let panels: Vec<u32> = failed.map(|(number, _)| *number).collect();
        if !script && panels.is_empty() {
            return Err(Rejection::NothingToRetry);
        }
        Ok(vec![Event::TaskRetried(TaskRetried { script, panels })])
    }

    pub(super) fn erase(&self) -> Decision {
        if self.erased {
            NOTHING_NEW
        } else {
            Ok(vec![Event::TaskErased(TaskErased {})])
        }
    }

    pub(super) fn record_shredding(&self, accounts: u32, objects: u64) -> Decision {
        if !self.erased {
            return Err(Rejection::NotOwed);
        }
        if self.shredded.is_some_and(|covered| covered >= accounts) {
            return NOTHING_NEW;
        }
        Ok(vec![Event::TaskShredded(TaskShredded { accounts, objects })])
    }
}

/// A manga has at least one panel and not too many.
pub(super) fn check_panels(panels: u32) -> Result<(), Rejection> {
    if (1..=MAX_PANELS).contains(&panels) {
        return Ok(());
    }
    Err(Rejection::Invalid {
        field: "panels",
        expected: format!("1 to {MAX_PANELS}"),
    })
}
