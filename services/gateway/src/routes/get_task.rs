//! `GET /v1/tasks/{id}`

use axum::{
    Json,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use mangakai_domain::TaskStatus;
use mangakai_projections::TaskModel;
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::{PRIVATE, not_modified, private_json, task_etag};
use crate::{
    app::App,
    auth::Caller,
    extract::{Etag, Params, TaskPath, if_none_match, number, wait_time},
    present::{Detail, TaskBody, Texts, task_body},
    problem::Problem,
    read,
};

/// Which state of a task.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GetQuery {
    /// The answer shows this position of the log, or a later one.
    #[serde(default, deserialize_with = "number")]
    at_least: Option<u64>,
    /// Seconds to wait for a change: from what `If-None-Match` names, or from now.
    #[serde(default, deserialize_with = "number")]
    #[param(maximum = 30)]
    wait: Option<u64>,
}

/// Read a task.
#[utoipa::path(get, path = "/v1/tasks/{id}", tag = "tasks",
    params(("id" = Uuid, Path, description = "Task id"), GetQuery,
        ("If-None-Match" = Option<String>, Header, description = "ETag of what the caller has")),
    responses((status = 200, description = "The task", body = TaskBody, headers(("ETag" = String))),
        (status = 304, description = "The caller has it already")))]
pub async fn get_task(
    State(app): State<App>,
    caller: Caller,
    TaskPath(id): TaskPath,
    Params(query): Params<GetQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let wait = wait_time(query.wait)?;
    let mut model = read::task(&app, caller, id, query.at_least).await?;
    if let Some(wait) = wait.filter(|_| is_old_news(&headers, &task_etag(&app, &model), &model)) {
        model = read::changed(&app, caller, id, model.position, wait).await?;
    }
    let etag = task_etag(&app, &model);
    if if_none_match(&headers, &etag) {
        return Ok(not_modified(&etag, PRIVATE));
    }
    let texts = Texts::of(&app, id).await;
    let body = task_body(&model, &texts, Detail::Whole);
    Ok(if texts.are_settled() {
        private_json(&headers, &etag, &body)
    } else {
        Json(body).into_response()
    })
}

/// Nothing here that the caller does not know: without a tag, whatever may still change counts as known.
fn is_old_news(headers: &HeaderMap, etag: &Etag, model: &TaskModel) -> bool {
    if headers.contains_key(axum::http::header::IF_NONE_MATCH) {
        return if_none_match(headers, etag);
    }
    !model.status.parse::<TaskStatus>().is_ok_and(TaskStatus::is_final)
}
