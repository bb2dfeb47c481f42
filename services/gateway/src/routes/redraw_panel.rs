//! `POST /v1/tasks/{id}/panels/{n}/redraw`

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::answered;
use crate::{
    app::App,
    asked::Asked,
    commands::{self, RedrawRequest},
    extract::{Body, PanelPath},
    problem::Problem,
};

/// What should be different.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"instruction": "more rain, and she looks up"}))]
pub struct RedrawBody {
    /// In words, at most 2,000 characters.
    #[schema(min_length = 1, max_length = 2000)]
    instruction: String,
    /// An uploaded picture to go by; not built yet, must be absent or null.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    reference: Option<Value>,
}

/// A new version of a panel.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RedrawnBody {
    /// The task.
    pub task_id: Uuid,
    /// The panel.
    pub panel: u32,
    /// Number of the new version; older ones stay.
    pub version: u32,
    /// Position in the log.
    pub position: u64,
}

/// Draw a panel anew.
#[utoipa::path(post, path = "/v1/tasks/{id}/panels/{n}/redraw", tag = "panels",
    params(("id" = Uuid, Path, description = "Task id"), ("n" = u32, Path, description = "Number of the panel, from 1"),
        ("Idempotency-Key" = Option<String>, Header, description = "The caller's own name for this wish")),
    request_body = RedrawBody,
    responses((status = 202, description = "The new version; it will be drawn", body = RedrawnBody)))]
pub async fn redraw_panel(
    State(app): State<App>,
    asked: Asked,
    path: PanelPath,
    Body(body): Body<RedrawBody>,
) -> Result<Response, Problem> {
    let request = body.understood(path.panel)?;
    let redrawn = commands::redraw_panel(&app, &asked, path.task, request).await?;
    let (task_id, position) = (path.task, redrawn.accepted.position);
    let body = RedrawnBody {
        task_id,
        panel: path.panel,
        version: redrawn.version,
        position,
    };
    Ok(answered(&redrawn.accepted, &body))
}

impl RedrawBody {
    fn understood(self, panel: u32) -> Result<RedrawRequest, Problem> {
        match self.reference {
            None | Some(Value::Null) => Ok(RedrawRequest {
                panel,
                instruction: self.instruction,
            }),
            Some(_) => Err(Problem::not_built("reference").at("/reference")),
        }
    }
}
