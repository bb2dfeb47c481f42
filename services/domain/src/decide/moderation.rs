//! A task waits for a person, who lets it go on or refuses it.

use mangakai_events::{
    Event,
    v1::{TaskApproved, TaskHeld, TaskRejected},
};

use super::{Decision, NOTHING_NEW};
use crate::{MangaTask, Rejection, Review, Suspicion, TaskStatus};

/// A person must look.
pub(super) fn held(Suspicion { stage, reasons }: Suspicion) -> Event {
    Event::TaskHeld(TaskHeld { stage, reasons })
}

impl MangaTask {
    pub(super) fn hold(&self, suspicion: Suspicion) -> Decision {
        match self.status {
            TaskStatus::Pending | TaskStatus::SceneGeneration | TaskStatus::ImageGeneration => {
                Ok(vec![held(suspicion)])
            }
            TaskStatus::Held => NOTHING_NEW,
            TaskStatus::Completed | TaskStatus::Partial | TaskStatus::Failed => Err(Rejection::Ended),
            TaskStatus::Cancelled => Err(Rejection::Cancelled),
        }
    }

    /// Attempts that were open when it was held may have ended since: then it may be finished at once.
    pub(super) fn approve(&self, Review { by, reason }: Review) -> Decision {
        self.waiting()?;
        Ok(self.settle(vec![Event::TaskApproved(TaskApproved { by, reason })]))
    }

    pub(super) fn reject(&self, Review { by, reason }: Review) -> Decision {
        self.waiting()?;
        Ok(vec![Event::TaskRejected(TaskRejected { reason, by })])
    }

    fn waiting(&self) -> Result<(), Rejection> {
        if self.status == TaskStatus::Held {
            Ok(())
        } else {
            Err(Rejection::NotHeld)
        }
    }
}
