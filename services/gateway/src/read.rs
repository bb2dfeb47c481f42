//! A task as it is now: from the read model, or from the log where that is missing, behind or away.

use std::time::Duration;

use mangakai_events::Event;
use mangakai_projections::TaskModel;
use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};
use uuid::Uuid;

use crate::{access::may_read, app::App, auth::Caller, limits, problem::Problem};

/// A task that the caller may read, at `at_least` or later.
///
/// # Errors
/// 404 when there is none for this caller, 503 when neither Postgres nor the log answers.
pub async fn task(app: &App, caller: Caller, id: Uuid, at_least: Option<u64>) -> Result<TaskModel, Problem> {
    may_read(app, caller, id).await?;
    let found = match read_model(app, id, at_least).await {
        Found::Good(model) => return Ok(*model),
        Found::Behind(model) => Some(*model),
        Found::Nothing => None,
    };
    match folded(app, id).await {
        Ok(Some(model)) => Ok(model),
        Ok(None) => found.ok_or_else(Problem::no_such_task),
        // An older state is better than none.
        Err(problem) => found.ok_or(problem),
    }
}

/// A task that is no longer at `position`, or what it is when the time is over.
///
/// # Errors
/// As [`task`].
pub async fn changed(
    app: &App,
    caller: Caller,
    id: Uuid,
    position: u64,
    wait: Duration,
) -> Result<TaskModel, Problem> {
    let deadline = Instant::now() + wait;
    loop {
        let next = app.hub.changed(id);
        let model = task(app, caller, id, None).await?;
        let left = deadline.saturating_duration_since(Instant::now());
        if model.position > position || left.is_zero() || app.stopping.is_cancelled() {
            return Ok(model);
        }
        let woken = tokio::select! {
            () = next => true,
            () = app.stopping.cancelled() => true,
            () = sleep(left.min(limits::WAIT_POLL)) => false,
        };
        // The hub hears of a commit before the read model has it.
        if woken
            && let Ok(Some(model)) = folded(app, id).await
            && model.position > position
        {
            return Ok(model);
        }
    }
}

/// The task as the log has it; none when the log has none.
///
/// # Errors
/// 503 when the log does not answer.
pub async fn folded(app: &App, id: Uuid) -> Result<Option<TaskModel>, Problem> {
    let history = timeout(limits::LOG_READ_WAIT, app.log.history::<Event>(id)).await;
    let history = history.map_err(|_| Problem::unavailable("the log does not answer"))??;
    if history.is_empty() {
        return Ok(None);
    }
    let mut model = TaskModel::default();
    for commit in &history {
        model.fold(commit);
    }
    Ok(Some(model))
}

enum Found {
    Good(Box<TaskModel>),
    Behind(Box<TaskModel>),
    Nothing,
}

async fn read_model(app: &App, id: Uuid, at_least: Option<u64>) -> Found {
    let deadline = Instant::now() + limits::READ_MODEL_WAIT;
    // A position that the read model had passed before the task was read, shows in the task.
    let mut passed = false;
    let wanted = at_least.unwrap_or(0);
    let mut pause = limits::READ_MODEL_PAUSE;
    loop {
        let model = match timeout(limits::READ_MODEL_TIMEOUT, app.queries.task(id)).await {
            Ok(Ok(Some(model))) => Box::new(model),
            Ok(Ok(None)) => return Found::Nothing,
            Ok(Err(error)) => {
                tracing::warn!(task.id = %id, cause = %error, "the read model of task {id} is away, folding the log");
                return Found::Nothing;
            }
            Err(_) => return Found::Nothing,
        };
        if passed || model.position >= wanted {
            return Found::Good(model);
        }
        if Instant::now() >= deadline {
            return Found::Behind(model);
        }
        passed = has_passed(app, id, wanted).await;
        if !passed {
            // The tail hears of a commit when the projector does, who needs a moment to write it.
            let _ = timeout_at(deadline, app.hub.reached(id, wanted)).await;
            sleep_until(deadline.min(Instant::now() + pause)).await;
            pause *= 2;
        }
    }
}

/// The read model has seen that position, which was of another task then.
async fn has_passed(app: &App, id: Uuid, position: u64) -> bool {
    let stream = app.log.stream_of(id);
    matches!(timeout(limits::READ_MODEL_TIMEOUT, app.queries.position(stream)).await, Ok(Ok(seen)) if seen >= position)
}
