//! `POST /v1/tasks/{id}/panels/{n}/select`

use axum::{extract::State, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::answer::{AcceptedBody, accepted};
use crate::{
    app::App,
    asked::Asked,
    commands,
    extract::{Body, PanelPath},
    problem::Problem,
};

/// Which version to show.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 1}))]
pub struct SelectBody {
    /// From 1; it must have a picture.
    #[schema(minimum = 1)]
    version: u32,
}

/// Show another version of a panel.
#[utoipa::path(post, path = "/v1/tasks/{id}/panels/{n}/select", tag = "panels",
    params(("id" = Uuid, Path, description = "Task id"), ("n" = u32, Path, description = "Number of the panel, from 1"),
        ("Idempotency-Key" = Option<String>, Header, description = "The caller's own name for this wish")),
    request_body = SelectBody,
    responses((status = 202, description = "It is in the log", body = AcceptedBody)))]
pub async fn select_version(
    State(app): State<App>,
    asked: Asked,
    path: PanelPath,
    Body(body): Body<SelectBody>,
) -> Result<Response, Problem> {
    let done = commands::select_panel_version(&app, &asked, path.task, path.panel, body.version).await?;
    Ok(accepted(&done))
}
