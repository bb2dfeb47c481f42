//! How a command ends, as a shell sees it.

use std::process::ExitCode;

use mangakai_runtime::Shutdown;

/// Exit codes, for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// As asked.
    Fine = 0,
    /// A server or a file failed us.
    Failed = 1,
    /// The command or its settings make no sense.
    Usage = 2,
    /// No valid session.
    Unauthorized = 3,
    /// No such task.
    NotFound = 4,
    /// Too many requests.
    RateLimited = 5,
    /// The task failed, wholly or partly.
    TaskFailed = 6,
    /// The task was cancelled.
    Cancelled = 7,
    /// The server is away or not ready.
    Unavailable = 8,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// An error that knows how the process should end.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Fatal {
    /// How to end.
    pub exit: Exit,
    /// For people.
    pub message: String,
}

impl Fatal {
    /// An end with a reason.
    pub fn new(exit: Exit, message: impl Into<String>) -> Fatal {
        Fatal {
            exit,
            message: message.into(),
        }
    }
}

/// The exit code of an error: that of the [`Fatal`] in its chain, or a plain failure.
pub fn of(error: &anyhow::Error) -> Exit {
    error
        .downcast_ref::<Fatal>()
        .map_or(Exit::Failed, |fatal| fatal.exit)
}

/// How a process of servers ends: well, unless a role failed.
pub fn of_shutdown(shutdown: &Shutdown) -> anyhow::Result<Exit> {
    match shutdown.failure() {
        None => Ok(Exit::Fine),
        Some(reason) => Err(Fatal::new(Exit::Failed, reason).into()),
    }
}

/// How a task's final status ends the command.
pub fn of_status(status: &str) -> Exit {
    match status {
        "COMPLETED" => Exit::Fine,
        "CANCELLED" => Exit::Cancelled,
        _ => Exit::TaskFailed,
    }
}
