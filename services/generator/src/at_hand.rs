//! A job at hand: what every worker needs to know of it, and how it speaks to the log.

use std::time::{Duration, Instant};

use mangakai_domain::{Command, MangaTask, Rejection, TaskId};
use mangakai_log::{CommandContext, Delivery, ExecuteError, Executed, Origin, Outcome, Retry};
use uuid::Uuid;

use crate::{Point, roles::Generator};

/// A delivered job of one task.
#[derive(Clone, Debug)]
pub struct AtHand {
    pub generator: Generator,
    pub task: TaskId,
    pub kind: &'static str,
    pub job_id: Uuid,
    pub queue_message: u64,
    pub delivery: u64,
    pub origin: Origin,
}

impl AtHand {
    pub fn new(generator: &Generator, kind: &'static str, task: TaskId, delivery: &Delivery) -> AtHand {
        AtHand {
            generator: generator.clone(),
            task,
            kind,
            job_id: delivery.job_id,
            queue_message: delivery.message,
            delivery: delivery.delivery,
            origin: delivery.origin.clone(),
        }
    }

    /// Takes a command to the task, trying until `until`.
    pub async fn execute(
        &self,
        command: Command,
        until: Instant,
    ) -> Result<Executed<MangaTask>, ExecuteError<Rejection>> {
        self.execute_after(command, until, self.origin.clone()).await
    }

    /// As [`AtHand::execute`], caused by something else than what queued the job.
    pub async fn execute_after(
        &self,
        command: Command,
        until: Instant,
        origin: Origin,
    ) -> Result<Executed<MangaTask>, ExecuteError<Rejection>> {
        let context = CommandContext {
            command_id: mangakai_runtime::new_id(),
            origin,
            actor: format!("worker:{}", self.kind),
            time: mangakai_runtime::now(),
            retry: Retry::Until(until),
        };
        self.generator
            .log()
            .execute::<MangaTask>(self.task.0, command, context)
            .await
    }

    /// A place where tests crash.
    pub async fn reach(&self, point: Point) {
        self.generator.faults().reach(self.kind, point).await;
    }

    /// The job again, later the more often it was delivered.
    pub fn later(&self) -> Outcome {
        Outcome::Retry(self.generator.config().backoff(self.delivery))
    }

    /// As [`AtHand::later`], and not before a moment that somebody asked for, as long as that is bearable.
    pub fn later_than(&self, after: Option<Duration>) -> Outcome {
        let config = self.generator.config();
        let asked = after.unwrap_or_default().min(config.retry_cap);
        Outcome::Retry(config.backoff(self.delivery).max(asked))
    }

    /// What to do with the job when a command was not executed.
    pub fn after_error(&self, error: ExecuteError<Rejection>) -> Outcome {
        match error {
            ExecuteError::Rejected(rejection) => self.after_rejection(rejection),
            ExecuteError::TooLarge { .. } | ExecuteError::Broken(_) => {
                tracing::error!(task.id = %self.task, "A {} job of task {} cannot go on: {error}", self.kind, self.task);
                self.later()
            }
            ExecuteError::Conflict | ExecuteError::Unavailable(_) | ExecuteError::Unknown { .. } => {
                tracing::warn!(task.id = %self.task, "A {} job of task {} waits: {error}", self.kind, self.task);
                self.later()
            }
        }
    }

    fn after_rejection(&self, rejection: Rejection) -> Outcome {
        match rejection {
            Rejection::Busy { deadline_unix_ms } => {
                let left = deadline_unix_ms - mangakai_runtime::now().as_millisecond();
                let left = Duration::from_millis(u64::try_from(left).unwrap_or_default());
                // The holder may be done long before its deadline.
                Outcome::Retry(left.clamp(
                    self.generator.config().retry_base,
                    self.generator.config().retry_cap,
                ))
            }
            // Approval makes the work owed again, and then it is queued again.
            rejection => {
                tracing::debug!(task.id = %self.task, "A {} job of task {} is dropped: {rejection}", self.kind, self.task);
                Outcome::Done
            }
        }
    }
}
