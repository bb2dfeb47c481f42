//! Taking the lease: the attempt is in the log before anything is called, and only the worker whose own command wrote it
//! may call.

use std::time::{Duration, Instant};

use mangakai_domain::{Command, MangaTask, PanelVersion, StartAttempt, Work};
use mangakai_events::{Event, v1::Attempt};
use mangakai_log::{ExecuteError, Outcome};

use crate::{Point, at_hand::AtHand};

/// The right to make one attempt.
pub struct Granted {
    pub attempt: u32,
    pub until: Instant,
    /// The task as of the start.
    pub task: MangaTask,
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
        delivery: job.delivery,
        now_unix_ms: now,
        deadline_unix_ms: now.saturating_add(millis),
    };
    let until = Instant::now() + time;
    let command = match work {
        Work::Script => Command::StartScript(start),
        Work::Panel(target) => Command::StartPanel { target, start },
    };
    let executed = match job.execute(command, Instant::now() + START_PATIENCE).await {
        Ok(executed) => executed,
        // The start may be in the log without us knowing: the next delivery opens another attempt.
        Err(error @ ExecuteError::Unknown { .. }) => return Err(job.after_error(error)),
        Err(error) => return Err(job.after_error(error)),
    };
    let Some(attempt) = executed.events.iter().find_map(|event| granted(event, work)) else {
        // The attempts are used up, and that was written instead.
        return Err(Outcome::Done);
    };
    job.reach(Point::AfterStart).await;
    Ok(Granted {
        attempt: attempt.attempt,
        until,
        task: executed.aggregate,
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
