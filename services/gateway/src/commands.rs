//! What people can have done to a task: each once, for HTTP and gRPC alike.

mod book;
mod budget;
mod create;
mod panel;
mod review;

use std::time::Duration;

use mangakai_domain::{Command, MangaTask};
use mangakai_events::Event;
use mangakai_log::Executed;
use uuid::Uuid;

pub use book::request_book;
pub use budget::{BudgetView, look_at_budgets, operator, set_task_cap};
pub use create::{Created, create_task};
pub use panel::{RedrawRequest, redraw_panel, select_panel_version};
pub use review::{ReviewRequest, approve_task, reject_task};

use crate::{
    access::may_act,
    app::App,
    asked::Asked,
    limits::WRITE_WAIT,
    problem::{Problem, ProblemKind},
};

/// The log itself waits for up to [`WRITE_WAIT`]; beyond that it hangs, and the outcome is open.
const WRITE_LIMIT: Duration = WRITE_WAIT.saturating_add(Duration::from_secs(5));

/// A command that is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The task.
    pub task: Uuid,
    /// Where: `?at_least=` this shows it.
    pub position: u64,
    /// It was done before, under the same key.
    pub replayed: bool,
}

/// Stops a task before its next provider call.
///
/// # Errors
/// 404, 409 when it has ended, 503.
pub async fn cancel_task(app: &App, asked: &Asked, task: Uuid) -> Result<Accepted, Problem> {
    let command = Command::CancelTask {
        reason: "its owner asked".to_owned(),
    };
    accepted(app, asked, task, command, |event| {
        matches!(event, Event::TaskCancelled(_))
    })
    .await
}

/// Tries again what failed.
///
/// # Errors
/// 402 when a budget allows nothing, 404, 409 when nothing failed, 503.
pub async fn retry_task(app: &App, asked: &Asked, task: Uuid) -> Result<Accepted, Problem> {
    may_act(app, asked.caller, task).await?;
    budget::allows(app, asked.caller.acting()?, Some(task)).await?;
    accepted(app, asked, task, Command::RetryTask, |event| {
        matches!(event, Event::TaskRetried(_))
    })
    .await
}

/// Executes a command on a task of the caller. `is_mine` recognises its event in a commit found under the same key.
async fn accepted(
    app: &App,
    asked: &Asked,
    task: Uuid,
    command: Command,
    is_mine: impl Fn(&Event) -> bool,
) -> Result<Accepted, Problem> {
    let executed = act(app, asked, task, command).await?;
    if executed.repeated && !executed.events.iter().any(is_mine) {
        return Err(mismatch());
    }
    Ok(Accepted {
        task,
        position: executed.position,
        replayed: executed.repeated,
    })
}

async fn act(app: &App, asked: &Asked, task: Uuid, command: Command) -> Result<Executed<MangaTask>, Problem> {
    may_act(app, asked.caller, task).await?;
    let executing = app.log.execute::<MangaTask>(task, command, asked.context(task));
    match tokio::time::timeout(WRITE_LIMIT, executing).await {
        Ok(executed) => executed.map_err(Problem::from),
        Err(_) => Err(Problem::outcome_unknown()),
    }
}

fn mismatch() -> Problem {
    Problem::new(
        ProblemKind::IdempotencyMismatch,
        "this Idempotency-Key was used for another request",
    )
}
