//! May this caller touch that task? Judged by the first commit of the task in the log.

use uuid::Uuid;

use crate::{
    app::App,
    auth::Caller,
    limits::OWNER_WAIT,
    problem::{Problem, ProblemKind},
};

/// Lets the owner and operators read a task.
///
/// # Errors
/// 404 when it does not exist, and the same when it is somebody else's; 503 when nothing can tell.
pub async fn may_read(app: &App, caller: Caller, task: Uuid) -> Result<(), Problem> {
    let owner = owner(app, task).await?;
    match (caller, owner) {
        (_, None) => Err(Problem::no_such_task()),
        (Caller::Operator, Some(_)) => Ok(()),
        (Caller::Session(session), Some(owner)) if session.0 == owner => Ok(()),
        (Caller::Session(_), Some(_)) => Err(Problem::no_such_task()),
    }
}

/// Lets the owner act on a task.
///
/// # Errors
/// As [`may_read`]; 403 for operators.
pub async fn may_act(app: &App, caller: Caller, task: Uuid) -> Result<(), Problem> {
    may_read(app, caller, task).await?;
    caller.acting().map(drop)
}

/// The session a task belongs to. While the log is away, the read model's copy of the same fact serves.
async fn owner(app: &App, task: Uuid) -> Result<Option<Uuid>, Problem> {
    let problem = match tokio::time::timeout(OWNER_WAIT, app.hub.owner(task)).await {
        Ok(Ok(owner)) => return Ok(owner.map(|owner| owner.session_id)),
        Ok(Err(error)) => Problem::from(error),
        Err(_) => Problem::unavailable("the log does not answer; nothing was done"),
    };
    if problem.kind() != ProblemKind::Unavailable {
        return Err(problem);
    }
    match app.queries.task(task).await {
        Ok(Some(model)) => Ok(model.session_id.parse().ok()),
        // Not in the read model may mean not yet: without the log nobody can say that it does not exist.
        Ok(None) | Err(_) => Err(problem),
    }
}
