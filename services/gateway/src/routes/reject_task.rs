//! `POST /v1/admin/tasks/{id}/reject`

use axum::{extract::State, response::Response};

use super::answer::{AcceptedBody, accepted};
use crate::{
    app::App,
    asked::Asked,
    commands,
    extract::{Body, TaskPath},
    problem::Problem,
    wish::ReviewBody,
};

/// Refuse a held task; its owner is told the reason. For operators.
#[utoipa::path(post, path = "/v1/admin/tasks/{id}/reject", tag = "admin",
    params(("id" = Uuid, Path, description = "Task id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The caller's own name for this wish")),
    request_body = ReviewBody,
    responses((status = 202, description = "It is in the log", body = AcceptedBody)))]
pub async fn reject_task(
    State(app): State<App>,
    asked: Asked,
    TaskPath(id): TaskPath,
    Body(body): Body<ReviewBody>,
) -> Result<Response, Problem> {
    let done = commands::reject_task(&app, &asked, id, body.understood()?).await?;
    Ok(accepted(&done))
}
