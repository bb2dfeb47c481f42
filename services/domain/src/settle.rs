//! Milestones: what follows from the state alone once nothing is left to be done.

use mangakai_events::{
    Event,
    v1::{Failure, Fault, TaskCompleted, TaskFailed, TaskPartlyCompleted},
};

use crate::{BUDGET_CODES, MangaTask, PanelState, TaskStatus};

/// Code of the failure of a task none of whose panels could be drawn.
const ALL_PANELS_FAILED: &str = "all_panels_failed";

impl MangaTask {
    /// The events, and the milestone that the task has reached with them.
    pub(crate) fn settle(&self, mut events: Vec<Event>) -> Vec<Event> {
        let mut after = self.clone();
        events.iter().cloned().for_each(|event| after.remember(event));
        events.extend(after.milestone());
        events
    }

    fn milestone(&self) -> Option<Event> {
        match self.status {
            TaskStatus::Pending | TaskStatus::SceneGeneration => self.script_milestone(),
            TaskStatus::ImageGeneration => self.panels_milestone(),
            TaskStatus::Completed
            | TaskStatus::Partial
            | TaskStatus::Failed
            | TaskStatus::Cancelled
            | TaskStatus::Held => None,
        }
    }

    /// Without a script there is nothing to draw.
    fn script_milestone(&self) -> Option<Event> {
        let failure = self.script_lease.failure()?.clone();
        Some(Event::TaskFailed(TaskFailed {
            failure: Some(failure),
        }))
    }

    fn panels_milestone(&self) -> Option<Event> {
        if !self.panels.values().all(PanelState::is_settled) {
            return None;
        }
        let drawn = self.drawn_panels();
        let failed = self.count_panels(|panel| !panel.is_drawn());
        Some(match (drawn, failed) {
            (_, 0) => Event::TaskCompleted(TaskCompleted { drawn }),
            (0, _) => Event::TaskFailed(TaskFailed {
                failure: Some(self.out_of_money().unwrap_or_else(|| self.all_panels_failed())),
            }),
            (_, _) => Event::TaskPartlyCompleted(TaskPartlyCompleted {
                drawn,
                failed,
                failure: self.out_of_money(),
            }),
        })
    }

    /// The budget that stopped a panel, if one did: the others may have failed for reasons of their own, but this is the
    /// one that somebody can do something about.
    fn out_of_money(&self) -> Option<Failure> {
        let mut newest = self.panels.values().filter_map(PanelState::newest_failure);
        newest
            .find(|failure| BUDGET_CODES.contains(&failure.code.as_str()))
            .cloned()
    }

    fn all_panels_failed(&self) -> Failure {
        let first = self
            .panels
            .values()
            .flat_map(|panel| panel.versions().values())
            .find_map(|version| version.failure());
        Failure {
            code: ALL_PANELS_FAILED.to_owned(),
            message: "No panel could be drawn".to_owned(),
            retryable: true,
            fault: first.map_or(Fault::Us, Failure::fault).into(),
        }
    }
}
