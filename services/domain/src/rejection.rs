//! Why a command was refused. Refusals are values: nothing was written.

use crate::PanelVersion;

/// A command that the rules refuse.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No such task.
    #[error("there is no such task")]
    NoSuchTask,
    /// The id is taken by another task.
    #[error("the task exists already")]
    TaskExists,
    /// A value outside its limits.
    #[error("{field} must be {expected}")]
    Invalid {
        /// Which field of the command.
        field: &'static str,
        /// What it may be.
        expected: String,
    },
    /// No such panel.
    #[error("there is no panel {0}")]
    NoSuchPanel(u32),
    /// No such version of a panel.
    #[error("panel {} has no version {}", .0.panel, .0.version)]
    NoSuchVersion(PanelVersion),
    /// The version has no picture.
    #[error("version {} of panel {} is not drawn", .0.version, .0.panel)]
    NotDrawn(PanelVersion),
    /// No such book.
    #[error("there is no book {0}")]
    NoSuchBook(u32),
    /// An attempt is open until the given time: ask again later.
    #[error("an attempt is open until {deadline_unix_ms} ms since 1970")]
    Busy {
        /// Deadline of the open attempt.
        deadline_unix_ms: i64,
    },
    /// The work is done, failed for good, or no longer wanted: the job is to be dropped.
    #[error("the work is not owed")]
    NotOwed,
    /// There is no script yet.
    #[error("the script is not written yet")]
    NoScript,
    /// Nothing failed that could be retried.
    #[error("nothing has failed")]
    NothingToRetry,
    /// Still being drawn: a book comes afterwards.
    #[error("the task is not finished")]
    NotFinished,
    /// No panel has a picture.
    #[error("no panel is drawn")]
    NothingDrawn,
    /// The task has ended.
    #[error("the task has ended")]
    Ended,
    /// The task was cancelled.
    #[error("the task was cancelled")]
    Cancelled,
    /// Waits for a person.
    #[error("the task is held for review")]
    Held,
    /// Does not wait for a person.
    #[error("the task is not held")]
    NotHeld,
    /// Its key is destroyed.
    #[error("the task is erased")]
    Erased,
    /// Somebody else edited the script in between.
    #[error("the script is at revision {actual}, not {base}")]
    RevisionConflict {
        /// Revision the edit was made from.
        base: u32,
        /// Revision now.
        actual: u32,
    },
}
