//! What can go wrong with the log. A refused command is not an error of the log.

use mangakai_events::CodecError;
use uuid::Uuid;

/// The log could not do it.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The broker is away, has no leader, or refuses for now: trying again may help.
    #[error("the log is not available: {0}")]
    Unavailable(String),
    /// The log on the broker is not laid out as this process wants it.
    #[error("{what} is {found} where {wanted} is wanted: refusing to go on")]
    Drift {
        /// Which setting of which stream.
        what: String,
        /// What it should be.
        wanted: String,
        /// What it is.
        found: String,
    },
    /// The stored history does not hold together: a gap, a changed byte, a missing header.
    #[error("{subject} is damaged at version {version}: {detail}")]
    Corrupt {
        /// Which aggregate.
        subject: String,
        /// At which version.
        version: u64,
        /// What is wrong.
        detail: String,
    },
    /// A stored message cannot be read by this build.
    #[error("message {position} of stream {stream} cannot be read: {cause}")]
    Unreadable {
        /// Number of the stream.
        stream: u32,
        /// Sequence within it.
        position: u64,
        /// Why not.
        cause: CodecError,
    },
    /// The broker refuses something that this process must not ask: a defect or a wrong setting.
    #[error("the broker refuses ({code}): {description}")]
    Refused {
        /// JetStream's error code.
        code: u64,
        /// Its words.
        description: String,
    },
}

impl LogError {
    /// The broker has seen a commit id that the aggregate's history does not hold: two different commits share it.
    pub(crate) fn id_taken(commit_id: Uuid) -> LogError {
        LogError::Refused {
            code: 0,
            description: format!("commit id {commit_id} is that of another commit"),
        }
    }

    /// Anything that a later try may mend.
    pub(crate) fn unavailable(cause: impl std::fmt::Display) -> LogError {
        LogError::Unavailable(cause.to_string())
    }
}

/// Why a command was not executed.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError<R: std::error::Error> {
    /// The rules refuse it. Nothing was written.
    #[error(transparent)]
    Rejected(R),
    /// Others kept writing to the same aggregate. Nothing was written.
    #[error("others kept changing the same thing")]
    Conflict,
    /// The commit is larger than the log takes. Nothing was written.
    #[error("the commit has {bytes} bytes, more than the {limit} that fit")]
    TooLarge {
        /// Size of the commit.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The log is away. Nothing was written.
    #[error(transparent)]
    Unavailable(LogError),
    /// The commit was sent and the answer never came: the same command id may be sent again and never acts twice.
    #[error("the outcome of command {command_id} is not known yet")]
    Unknown {
        /// To ask again with.
        command_id: Uuid,
    },
    /// The log is damaged or refuses.
    #[error(transparent)]
    Broken(LogError),
}

impl<R: std::error::Error> From<LogError> for ExecuteError<R> {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Unavailable(_) => ExecuteError::Unavailable(error),
            _ => ExecuteError::Broken(error),
        }
    }
}
