//! What attempts spent is told to the budgets they were paid from. A reaction to the log: a worker that dies after its
//! call leaves nothing held, because the end of its attempt comes to the log all the same.

use std::time::{Duration, Instant};

use mangakai_domain::{BudgetCommand, BudgetScope, MangaTask, Settlement, TaskId, Work, settlements};
use mangakai_events::{Event, Recorded};
use mangakai_log::{Origin, Outcome};

use crate::{budget::tell, roles::Generator};

/// Name of the durable reader; its position is the server's.
pub const REACTOR: &str = "settler";
const RETRY: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(10);

/// Settles what a commit tells. Repeated, it settles nothing twice.
pub async fn settle(generator: &Generator, commit: Recorded<Event>) -> Outcome {
    let task = TaskId(commit.aggregate_id);
    let due = settlements(task, &commit.events);
    if due.is_empty() {
        return Outcome::Done;
    }
    let loaded = match generator.log().load::<MangaTask>(task.0).await {
        Ok(loaded) => loaded.aggregate,
        Err(error) => {
            tracing::warn!(task.id = %task, "What task {task} spent is not settled yet: {error}");
            return Outcome::Retry(RETRY);
        }
    };
    let origin = Origin::commit(&commit);
    for settlement in due {
        let Some(scopes) = scopes(&loaded, &settlement) else {
            return Outcome::GiveUp(format!("no attempt {:?} is known", settlement.attempt));
        };
        for scope in scopes {
            let command = BudgetCommand::Settle {
                attempt: settlement.attempt.id(),
                micros: settlement.micros,
                charged: settlement.charged,
            };
            if let Err(error) = tell(generator, &scope, command, &origin, Instant::now() + PATIENCE).await {
                tracing::warn!(task.id = %task, "The budget {scope} is not settled yet: {error}");
                return Outcome::Retry(RETRY);
            }
        }
    }
    Outcome::Done
}

/// The budgets that an attempt is paid from.
fn scopes(task: &MangaTask, settlement: &Settlement) -> Option<[BudgetScope; 3]> {
    let work: Work = settlement.attempt.work;
    let attempt = task.lease(work)?.attempts().get(&settlement.attempt.attempt)?;
    Some(BudgetScope::of(
        settlement.attempt.task,
        task.owner()?,
        attempt.started_unix_ms,
    ))
}
