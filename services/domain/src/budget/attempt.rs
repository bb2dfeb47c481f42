//! An attempt, as budgets call it.

use uuid::Uuid;

use crate::{PanelVersion, TaskId, Work};

/// One attempt at one piece of work of one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttemptId {
    /// The task.
    pub task: TaskId,
    /// Which work of it.
    pub work: Work,
    /// From 1.
    pub attempt: u32,
}

impl AttemptId {
    /// The same whoever computes it: uuid v5 of the task and `<work>/<attempt>`.
    pub fn id(&self) -> Uuid {
        let name = format!("{}/{}", self.work_text(), self.attempt);
        Uuid::new_v5(&self.task.0, name.as_bytes())
    }

    /// `script`, or `panel/<panel>/<version>`.
    pub fn work_text(&self) -> String {
        match self.work {
            Work::Script => "script".to_owned(),
            Work::Panel(PanelVersion { panel, version }) => format!("panel/{panel}/{version}"),
        }
    }
}
