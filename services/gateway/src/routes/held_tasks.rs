//! `GET /v1/admin/held`

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use futures::{StreamExt, TryStreamExt, stream};
use mangakai_domain::MangaTask;
use mangakai_events::v1::TaskHeld;
use mangakai_projections::TaskModel;
use mangakai_vault::purpose;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::{PRIVATE, put};
use crate::{
    app::App, auth::Caller, commands::operator, limits, patience::patiently, present::Opener,
    problem::Problem,
};

/// The tasks that wait for a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HeldList {
    /// The one that has waited for longest first, at most 100.
    pub tasks: Vec<HeldBody>,
}

/// A task that waits for a person.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HeldBody {
    /// The task.
    pub task_id: Uuid,
    /// The session it belongs to.
    pub session_id: String,
    /// `story`, `script` or `panel_{n}`
    pub stage: String,
    /// What was found, by the names of the list, or of a provider that judged it (`openai/violence`).
    pub reasons: Vec<String>,
    /// The story; null when it cannot be opened.
    pub story: Option<String>,
    /// RFC 3339.
    pub created_at: String,
}

/// List the tasks that wait for a person. For operators.
#[utoipa::path(get, path = "/v1/admin/held", tag = "admin",
    responses((status = 200, description = "The tasks", body = HeldList)))]
pub async fn held_tasks(State(app): State<App>, caller: Caller) -> Result<Response, Problem> {
    operator(caller)?;
    let models = patiently(limits::READ_MODEL_TIMEOUT, || {
        app.queries.held_tasks(limits::MAX_LIST_LIMIT)
    })
    .await?;
    let opener = Opener::new(&app);
    let looking = models
        .into_iter()
        .map(async |model| look(&app, &opener, model).await);
    let looked: Vec<Option<HeldBody>> = stream::iter(looking)
        .buffered(limits::OPENED_AT_ONCE)
        .try_collect()
        .await?;
    let list = HeldList {
        tasks: looked.into_iter().flatten().collect(),
    };
    let mut response = Json(list).into_response();
    put(response.headers_mut(), header::CACHE_CONTROL, PRIVATE);
    Ok(response)
}

/// Why it waits; none: it no longer does, and the read model has not heard of it yet.
async fn look(app: &App, opener: &Opener, model: TaskModel) -> Result<Option<HeldBody>, Problem> {
    let loading = tokio::time::timeout(limits::LOG_READ_WAIT, app.log.load::<MangaTask>(model.task_id)).await;
    let task = loading.map_err(|_| Problem::unavailable("the log does not answer"))??;
    let Some(TaskHeld { stage, reasons }) = task.aggregate.held().cloned() else {
        return Ok(None);
    };
    let texts = opener.texts(model.task_id).await;
    Ok(Some(HeldBody {
        task_id: model.task_id,
        session_id: model.session_id,
        stage,
        reasons,
        story: texts.open(purpose::STORY, model.story.as_ref()),
        created_at: model.created_at.to_string(),
    }))
}
