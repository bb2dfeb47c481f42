//! Taking the lease: the attempt is in the log before anything is called, and only the worker whose own command wrote it
//! may call. And giving it back: how the attempt ended is told, whatever that was.

use std::time::{Duration, Instant};

use mangakai_domain::{Command, FailAttempt, MangaTask, PanelVersion, Rejection, StartAttempt, Work};
use mangakai_events::{
    Event,
    v1::{Attempt, Cost},
};
use mangakai_log::{ExecuteError, Origin, Outcome};
use mangakai_providers::TELLING_TIME;

use crate::{Point, WorkError, at_hand::AtHand, budget};

/// The right to make one attempt.
#[derive(Clone, Debug)]
pub struct Granted {
    pub work: Work,
    pub attempt: u32,
    pub started_unix_ms: i64,
    /// What budgets are asked to hold for it.
    pub estimate_micros: u64,
    pub until: Instant,
    /// The task as of the start.
    pub task: MangaTask,
    pub origin: Origin,
}

/// What an attempt brought.
pub struct Brought {
    /// Tells it.
    pub command: Command,
    /// What it cost, should the command not be taken.
    pub cost: Cost,
}

/// How long a start may wait for the log: as long as a person would.
const START_PATIENCE: Duration = Duration::from_secs(10);

/// Asks for the lease on a piece of work; what to do with the job when it is not granted.
pub async fn take(job: &AtHand, work: Work, time: Duration) -> Result<Granted, Outcome> {
    job.reach(Point::BeforeStart).await;
    let now = mangakai_runtime::now().as_millisecond();
    let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    let start = StartAttempt {
        job: job.job_id,
        queue_message: job.queue_message,
        delivery: job.delivery,
        now_unix_ms: now,
        deadline_unix_ms: now.saturating_add(millis),
        estimate_micros: 0,
    };
    let until = Instant::now() + time;
    let start = StartAttempt {
        estimate_micros: budget::estimate(job, work).await?,
        ..start
    };
    let command = match work {
        Work::Script => Command::StartScript(start),
        Work::Panel(target) => Command::StartPanel { target, start },
    };
    // A start whose outcome is not known may be in the log: the next delivery opens another attempt.
    let executed = job
        .execute(command, Instant::now() + START_PATIENCE)
        .await
        .map_err(|error| job.after_error(error))?;
    let Some(attempt) = executed.events.iter().find_map(|event| granted(event, work)) else {
        // The attempts are used up, and that was written instead.
        return Err(Outcome::Done);
    };
    job.reach(Point::AfterStart).await;
    Ok(Granted {
        work,
        attempt: attempt.attempt,
        started_unix_ms: attempt.started_unix_ms,
        estimate_micros: attempt.estimate_micros,
        until,
        task: executed.aggregate,
        origin: Origin {
            causation_id: Some(executed.commit_id),
            ..job.origin.clone()
        },
    })
}

fn granted(event: &Event, work: Work) -> Option<&Attempt> {
    match (event, work) {
        (Event::ScriptStarted(started), Work::Script) => started.attempt.as_ref(),
        (Event::PanelStarted(started), Work::Panel(target)) => {
            let same = PanelVersion {
                panel: started.panel,
                version: started.version,
            } == target;
            started.attempt.as_ref().filter(|_| same)
        }
        _ => None,
    }
}

impl Granted {
    /// Until when a provider may take: something is kept back, so that the end can still be told.
    pub fn call_until(&self) -> Instant {
        let left = self.until.saturating_duration_since(Instant::now());
        self.until - TELLING_TIME.min(left / 10)
    }

    /// Tells how the attempt ended; what becomes of the job. A result that the log will never take ends as a failure,
    /// so that its cost is told and nothing is paid for again in vain.
    pub async fn tell(&self, job: &AtHand, result: Result<Brought, WorkError>) -> Outcome {
        let error = match result {
            Ok(Brought { command, cost }) => match self.execute(job, command).await {
                Ok(()) => {
                    job.reach(Point::AfterRecord).await;
                    return Outcome::Done;
                }
                Err(
                    error @ (ExecuteError::TooLarge { .. }
                    | ExecuteError::Rejected(Rejection::Invalid { .. })),
                ) => WorkError {
                    cost,
                    ..WorkError::ours("result_not_taken", error.to_string(), false)
                },
                Err(error) => return job.after_error(error),
            },
            Err(error) => error,
        };
        let (retry, after) = (error.failure.retryable, error.after);
        match self.execute(job, self.failed(error)).await {
            Ok(()) if retry => job.later_than(after),
            Ok(()) => {
                job.reach(Point::AfterRecord).await;
                Outcome::Done
            }
            Err(error) => job.after_error(error),
        }
    }

    /// Takes a command of this attempt to the task.
    pub async fn execute(&self, job: &AtHand, command: Command) -> Result<(), ExecuteError<Rejection>> {
        job.execute_after(command, self.until, self.origin.clone())
            .await?;
        Ok(())
    }

    fn failed(&self, error: WorkError) -> Command {
        let failed = FailAttempt {
            attempt: self.attempt,
            failure: error.failure,
            cost: error.cost,
            ends_request: error.ends_request,
        };
        match self.work {
            Work::Script => Command::FailScript(failed),
            Work::Panel(target) => Command::FailPanel { target, failed },
        }
    }
}
