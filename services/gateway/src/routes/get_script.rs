//! `GET /v1/tasks/{id}/script`

use axum::{extract::State, http::HeaderMap, response::Response};
use mangakai_vault::purpose;
use serde_json::Value;

use super::answer::private_json;
use crate::{
    app::App,
    auth::Caller,
    extract::{Etag, TaskPath},
    limits::OPEN_WAIT,
    patience::patiently,
    problem::{Problem, ProblemKind},
    read,
};

/// Read the script: characters, places, and what every panel shows and says.
#[utoipa::path(get, path = "/v1/tasks/{id}/script", tag = "script",
    params(("id" = Uuid, Path, description = "Task id")),
    responses((status = 200, description = "The script; its ETag is its revision", body = Object,
        headers(("ETag" = String))), (status = 304, description = "The caller has it already")))]
pub async fn get_script(
    State(app): State<App>,
    caller: Caller,
    TaskPath(id): TaskPath,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let model = read::task(&app, caller, id, None).await?;
    if model.erased {
        return Err(Problem::new(ProblemKind::Erased, "the task is erased"));
    }
    let unwritten = || Problem::new(ProblemKind::NotFound, "the script is not written yet");
    let sealed = model.script.as_ref().ok_or_else(unwritten)?;
    let key = patiently(OPEN_WAIT, || app.vault.key(id)).await?;
    let text = key.open_text(purpose::SCRIPT, sealed)?;
    let script: Value = serde_json::from_str(&text).map_err(|error| Problem::internal(&error))?;
    Ok(private_json(
        &headers,
        &Etag::new(&model.script_revision.to_string()),
        &script,
    ))
}
