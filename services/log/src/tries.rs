//! How often and how long a command goes on trying, and what may be said when it stops.

use std::{
    future::Future,
    ops::Range,
    time::{Duration, Instant},
};

use uuid::Uuid;

use crate::{CommandContext, ExecuteError, LogError, Retry, append::Appended};

/// A person's command is decided so often while others are faster.
const PERSON_DECISIONS: u32 = 5;
/// A person waits so long for a log that is away.
const PERSON_PATIENCE: Duration = Duration::from_secs(10);
const SHORT_PAUSE_MS: Range<u64> = 5..40;
const LONG_PAUSE_MS: Range<u64> = 50..250;

/// Where a command stands between two tries.
pub struct Tries {
    until: Instant,
    decisions_left: u32,
    /// The next load must reach this position.
    pub at_least: u64,
    /// A publish of ours went unanswered: it may be stored, or may be stored later.
    in_doubt: bool,
    command_id: Uuid,
}

impl Tries {
    pub fn of(context: &CommandContext) -> Tries {
        let (until, decisions_left) = match context.retry {
            Retry::Person => (Instant::now() + PERSON_PATIENCE, PERSON_DECISIONS),
            Retry::Until(until) => (until, u32::MAX),
        };
        Tries {
            until,
            decisions_left,
            at_least: 0,
            in_doubt: false,
            command_id: context.command_id,
        }
    }

    /// Waits for something; none when the time is over first.
    pub async fn within<T>(&self, something: impl Future<Output = T>) -> Option<T> {
        tokio::time::timeout_at(self.until.into(), something).await.ok()
    }

    /// Whether it may be decided once more.
    pub fn may_decide<R: std::error::Error>(&self) -> Result<(), ExecuteError<R>> {
        if self.decisions_left == 0 {
            return Err(self.given_up(ExecuteError::Conflict));
        }
        Ok(())
    }

    /// After a publish that did not bring success: pauses, or says why there is no further try.
    pub async fn after<R: std::error::Error>(&mut self, answer: Appended) -> Result<(), ExecuteError<R>> {
        let go_on = match &answer {
            Appended::Conflict(last) => {
                self.at_least = self.at_least.max(last.unwrap_or_default());
                self.decisions_left = self.decisions_left.saturating_sub(1);
                // After the last one the history is read once more: another process may have written this very command.
                self.decisions_left == 0 || self.pause(SHORT_PAUSE_MS).await
            }
            Appended::Unknown(cause) => {
                tracing::warn!(
                    "Command {} went unanswered, reading back: {cause}",
                    self.command_id
                );
                self.in_doubt = true;
                self.pause(SHORT_PAUSE_MS).await
            }
            Appended::InFlight => {
                self.in_doubt = true;
                self.pause(SHORT_PAUSE_MS).await
            }
            Appended::Unavailable(cause) => {
                tracing::warn!("The log does not take command {}: {cause}", self.command_id);
                self.pause(LONG_PAUSE_MS).await
            }
            Appended::Pause | Appended::Stored(_) | Appended::Duplicate(_) => {
                self.pause(SHORT_PAUSE_MS).await
            }
        };
        match answer {
            _ if go_on => Ok(()),
            Appended::Unavailable(cause) => Err(self.given_up(LogError::Unavailable(cause).into())),
            _ => Err(self.given_up(ExecuteError::Conflict)),
        }
    }

    /// After a read that failed: pauses when a later one may succeed, or says why there is no further try.
    pub async fn after_error<R: std::error::Error>(&self, error: LogError) -> Result<(), ExecuteError<R>> {
        if matches!(error, LogError::Unavailable(_)) && self.pause(LONG_PAUSE_MS).await {
            return Ok(());
        }
        Err(self.given_up(error.into()))
    }

    /// Nothing was written, unless a publish is in doubt.
    fn given_up<R: std::error::Error>(&self, error: ExecuteError<R>) -> ExecuteError<R> {
        let command_id = self.command_id;
        if self.in_doubt {
            ExecuteError::Unknown { command_id }
        } else {
            error
        }
    }

    /// Pauses for a random time of the range; false when the time is over.
    async fn pause(&self, range_ms: Range<u64>) -> bool {
        let pause = Duration::from_millis(rand::random_range(range_ms));
        let in_time = Instant::now() + pause < self.until;
        if in_time {
            tokio::time::sleep(pause).await;
        }
        in_time
    }
}
