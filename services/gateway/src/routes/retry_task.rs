//! `POST /v1/tasks/{id}/retry`

use axum::{extract::State, response::Response};

use super::answer::{AcceptedBody, accepted};
use crate::{app::App, asked::Asked, commands, extract::TaskPath, problem::Problem};

/// Try again what failed.
///
/// Panels that have a picture keep it.
#[utoipa::path(post, path = "/v1/tasks/{id}/retry", tag = "tasks",
    params(("id" = Uuid, Path, description = "Task id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The caller's own name for this wish")),
    responses((status = 202, description = "It is in the log", body = AcceptedBody)))]
pub async fn retry_task(
    State(app): State<App>,
    asked: Asked,
    TaskPath(id): TaskPath,
) -> Result<Response, Problem> {
    let done = commands::retry_task(&app, &asked, id).await?;
    Ok(accepted(&done))
}
