//! `POST /v1/tasks/{id}/cancel`

use axum::{extract::State, response::Response};

use super::answer::{AcceptedBody, accepted};
use crate::{app::App, asked::Asked, commands, extract::TaskPath, problem::Problem};

/// Stop a task.
///
/// Nothing is drawn that is not being drawn already; what is drawn stays. Cancelling twice
/// changes nothing more; a task that has ended otherwise is refused.
#[utoipa::path(post, path = "/v1/tasks/{id}/cancel", tag = "tasks",
    params(("id" = Uuid, Path, description = "Task id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The caller's own name for this wish")),
    responses((status = 202, description = "It is in the log", body = AcceptedBody)))]
pub async fn cancel_task(
    State(app): State<App>,
    asked: Asked,
    TaskPath(id): TaskPath,
) -> Result<Response, Problem> {
    let done = commands::cancel_task(&app, &asked, id).await?;
    Ok(accepted(&done))
}
