//! `GET /v1/tasks`

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use mangakai_domain::TaskStatus;
use mangakai_projections::{Cursor, TaskModel};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{PRIVATE, put};
use crate::{
    app::App,
    auth::Caller,
    cursor::ListCursor,
    extract::{Params, number},
    limits,
    patience::patiently,
    present::{Detail, Opener, TaskBody, task_body},
    problem::Problem,
};

/// Which tasks.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Only tasks of this status.
    #[param(example = "COMPLETED")]
    status: Option<String>,
    /// Tasks of one page; 20 when not given.
    #[serde(default, deserialize_with = "number")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A page of tasks.
#[derive(Serialize, ToSchema)]
pub struct TaskList {
    /// Newest first.
    pub tasks: Vec<TaskBody>,
    /// Where the next page begins; null on the last one.
    pub next_cursor: Option<String>,
}

/// What a list request means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRequest {
    /// Only tasks of this status.
    pub status: Option<String>,
    /// 1 to [`limits::MAX_LIST_LIMIT`].
    pub limit: u32,
    /// Begins after this task.
    pub after: Option<ListCursor>,
}

/// A page and where the next one begins.
pub struct ListPage {
    /// Newest first.
    pub tasks: Vec<TaskModel>,
    /// None on the last page.
    pub next_cursor: Option<String>,
}

/// List own tasks, newest first.
#[utoipa::path(get, path = "/v1/tasks", tag = "tasks", params(ListQuery),
    responses((status = 200, description = "A page of tasks", body = TaskList)))]
pub async fn list_tasks(
    State(app): State<App>,
    caller: Caller,
    Params(query): Params<ListQuery>,
) -> Result<Response, Problem> {
    let request = ListRequest::parse(
        &app,
        query.status.as_deref(),
        query.limit,
        query.cursor.as_deref(),
    )?;
    let page = page(&app, caller, &request).await?;
    Ok(answer(&app, &request, page).await)
}

impl ListRequest {
    /// Judges what was asked for.
    ///
    /// # Errors
    /// 422 naming the parameter.
    pub fn parse(
        app: &App,
        status: Option<&str>,
        limit: Option<u32>,
        cursor: Option<&str>,
    ) -> Result<ListRequest, Problem> {
        let limit = limit.unwrap_or(limits::DEFAULT_LIST_LIMIT);
        if !(1..=limits::MAX_LIST_LIMIT).contains(&limit) {
            return Err(Problem::invalid(
                "?limit",
                format!("must be 1 to {}", limits::MAX_LIST_LIMIT),
            ));
        }
        let key = app.front.tokens.cursor_key();
        let after = cursor.map(|token| {
            ListCursor::decode(token, key)
                .ok_or_else(|| Problem::invalid("?cursor", "is not a cursor of this server"))
        });
        Ok(ListRequest {
            status: status.map(checked_status).transpose()?,
            limit,
            after: after.transpose()?,
        })
    }
}

fn checked_status(status: &str) -> Result<String, Problem> {
    let known = status.to_ascii_uppercase();
    known.parse::<TaskStatus>().map(|_| known).map_err(|_| {
        let all = "PENDING, SCENE_GENERATION, IMAGE_GENERATION, COMPLETED, PARTIAL, FAILED, CANCELLED, HELD";
        Problem::invalid("?status", format!("must be one of {all}"))
    })
}

/// A page of the caller's tasks.
///
/// # Errors
/// 403 for operators, 503 when the read model is away.
pub async fn page(app: &App, caller: Caller, request: &ListRequest) -> Result<ListPage, Problem> {
    let session = caller.acting()?.to_string();
    let (status, limit) = (request.status.as_deref(), request.limit);
    // One more than asked for tells whether another page follows.
    let read = || {
        let before = request.after.map(|at| Cursor {
            created_at: at.created_at,
            task_id: at.task_id,
        });
        app.queries.tasks(&session, status, limit + 1, before)
    };
    let mut tasks = patiently(limits::READ_MODEL_TIMEOUT, read).await?;
    let more = tasks.len() > limit as usize;
    tasks.truncate(limit as usize);
    let last = tasks.last().filter(|_| more);
    let cursor = last.map(|task| ListCursor {
        created_at: task.created_at,
        task_id: task.task_id,
    });
    Ok(ListPage {
        next_cursor: cursor.map(|cursor| cursor.encode(app.front.tokens.cursor_key())),
        tasks,
    })
}

/// The tasks of a page, as lists show them.
pub async fn shown(app: &App, tasks: Vec<TaskModel>) -> Vec<TaskBody> {
    let opener = Opener::new(app);
    let opening = tasks.into_iter().map(async |task| {
        let texts = opener.texts(task.task_id).await;
        task_body(&task, &texts, Detail::Brief)
    });
    stream::iter(opening)
        .buffered(limits::OPENED_AT_ONCE)
        .collect()
        .await
}

async fn answer(app: &App, request: &ListRequest, page: ListPage) -> Response {
    let tasks = shown(app, page.tasks).await;
    let status = request
        .status
        .as_ref()
        .map(|status| format!("&status={status}"))
        .unwrap_or_default();
    let next = page.next_cursor.as_ref();
    let link = next.map(|cursor| {
        format!(
            "</v1/tasks?limit={}{status}&cursor={cursor}>; rel=\"next\"",
            request.limit
        )
    });
    let mut response = Json(TaskList {
        tasks,
        next_cursor: page.next_cursor,
    })
    .into_response();
    put(response.headers_mut(), header::CACHE_CONTROL, PRIVATE);
    if let Some(link) = link {
        put(response.headers_mut(), header::LINK, &link);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_known_or_refused() {
        assert_eq!(checked_status("completed").unwrap(), "COMPLETED");
        for odd in ["", "DONE", "'; DROP TABLE"] {
            let problem = checked_status(odd).unwrap_err();
            assert_eq!(
                (problem.status().as_u16(), problem.errors()[0].pointer.as_str()),
                (422, "?status")
            );
        }
    }
}
