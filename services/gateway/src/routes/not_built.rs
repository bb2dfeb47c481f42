//! Routes whose feature comes later: an honest 501 each, after the same checks of who asks.

use uuid::Uuid;

use crate::{
    access::may_act,
    app::App,
    asked::Asked,
    auth::Caller,
    extract::TaskPath,
    problem::{Problem, ProblemBody},
};
use axum::extract::State;

/// Erase everything of a session. Not built yet.
#[utoipa::path(delete, path = "/v1/sessions/{id}", tag = "sessions",
    params(("id" = Uuid, Path, description = "Session id")),
    responses((status = 501, description = "Not built yet", body = ProblemBody)))]
pub async fn delete_session(_asked: Asked) -> Problem {
    Problem::not_built("erasing a session")
}

/// Erase a task. Not built yet.
#[utoipa::path(delete, path = "/v1/tasks/{id}", tag = "tasks",
    params(("id" = Uuid, Path, description = "Task id")),
    responses((status = 501, description = "Not built yet", body = ProblemBody)))]
pub async fn delete_task(State(app): State<App>, asked: Asked, TaskPath(id): TaskPath) -> Problem {
    refused(&app, &asked, id, "erasing a task").await
}

/// Edit the script. Not built yet.
#[utoipa::path(put, path = "/v1/tasks/{id}/script", tag = "script",
    params(("id" = Uuid, Path, description = "Task id")),
    responses((status = 501, description = "Not built yet", body = ProblemBody)))]
pub async fn put_script(State(app): State<App>, asked: Asked, TaskPath(id): TaskPath) -> Problem {
    refused(&app, &asked, id, "editing a script").await
}

/// Upload a picture to go by. Not built yet.
#[utoipa::path(post, path = "/v1/uploads", tag = "uploads",
    responses((status = 501, description = "Not built yet", body = ProblemBody)))]
pub async fn create_upload(_asked: Asked) -> Problem {
    Problem::not_built("uploading pictures")
}

/// Events over WebSocket. Not built yet: `GET /v1/tasks/{id}/events` streams them.
#[utoipa::path(get, path = "/v1/ws", tag = "events",
    responses((status = 501, description = "Not built yet", body = ProblemBody)))]
pub async fn open_ws(_caller: Caller) -> Problem {
    Problem::not_built("the WebSocket")
}

async fn refused(app: &App, asked: &Asked, task: Uuid, feature: &str) -> Problem {
    match may_act(app, asked.caller, task).await {
        Ok(()) => Problem::not_built(feature),
        Err(problem) => problem,
    }
}
