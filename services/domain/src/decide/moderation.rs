//! A task waits for a person, who lets it go on or refuses it.

use mangakai_events::{
    Event,
    v1::{TaskApproved, TaskHeld, TaskRejected},
};

use super::{Decision, NOTHING_NEW};
use crate::{MangaTask, Rejection, TaskStatus};

impl MangaTask {
    pub(super) fn hold(&self, stage: String, reasons: Vec<String>) -> Decision {
        match self.status {
            TaskStatus::Pending | TaskStatus::SceneGeneration | TaskStatus::ImageGeneration => {
                Ok(vec![Event::TaskHeld(TaskHeld { stage, reasons })])
            }
            TaskStatus::Held => NOTHING_NEW,
            TaskStatus::Completed | TaskStatus::Partial | TaskStatus::Failed => Err(Rejection::Ended),
            TaskStatus::Cancelled => Err(Rejection::Cancelled),
        }
    }

    /// Attempts that were open when it was held may have ended since: then it may be finished at once.
    pub(super) fn approve(&self) -> Decision {
        self.waiting()?;
        Ok(self.settle(vec![Event::TaskApproved(TaskApproved {})]))
    }

    pub(super) fn reject(&self, reason: String) -> Decision {
        self.waiting()?;
        Ok(vec![Event::TaskRejected(TaskRejected { reason })])
    }

    fn waiting(&self) -> Result<(), Rejection> {
        if self.status == TaskStatus::Held {
            Ok(())
        } else {
            Err(Rejection::NotHeld)
        }
    }
}
