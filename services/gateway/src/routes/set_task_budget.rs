//! `PUT /v1/admin/tasks/{id}/budget`

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    asked::Asked,
    commands,
    extract::{Body, TaskPath},
    problem::Problem,
};

/// A cap.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CapBody {
    /// The most that the task may spend, in millionths of a US dollar; null: no cap.
    #[serde(deserialize_with = "Option::deserialize")]
    cap_micros: Option<u64>,
}

/// Set the cap of one task, whatever the configuration says. For operators.
///
/// What failed for want of money goes on when its owner asks for a retry.
#[utoipa::path(put, path = "/v1/admin/tasks/{id}/budget", tag = "admin",
    params(("id" = Uuid, Path, description = "Task id")), request_body = CapBody,
    responses((status = 204, description = "It is in the log")))]
pub async fn set_task_budget(
    State(app): State<App>,
    asked: Asked,
    TaskPath(id): TaskPath,
    Body(body): Body<CapBody>,
) -> Result<StatusCode, Problem> {
    commands::set_task_cap(&app, &asked, id, body.cap_micros).await?;
    Ok(StatusCode::NO_CONTENT)
}
