//! `POST /v1/tasks`

use axum::{
    Json,
    extract::{FromRequest, Request, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::answer::{put, task_etag};
use crate::{
    app::App,
    asked::Asked,
    commands::{self, Created},
    extract::{Body, StoryForm, is_json, parse_json},
    idempotency::IDEMPOTENCY_REPLAYED,
    present::{Detail, TaskBody, Texts, task_body},
    problem::{Problem, ProblemKind},
    wish::{CreateBody, CreateRequest},
};

/// Hand in a story.
///
/// As JSON, or as a form with the story in the part `file` (text in UTF-8, UTF-16, GB18030 or Shift_JIS) and the
/// other fields as parts of the same names (`style.mood`, ...). With an `Idempotency-Key` the same request is the
/// same task, however often it is sent.
#[utoipa::path(post, path = "/v1/tasks", tag = "tasks",
    params(("Idempotency-Key" = Option<String>, Header, description = "The caller's own name for this wish")),
    request_body(content((CreateBody = "application/json"), (CreateBody = "multipart/form-data"))),
    responses((status = 202, description = "The task; it will run", body = TaskBody,
        headers(("Location" = String, description = "The task"), ("ETag" = String, description = "Its state")))))]
pub async fn create_task(
    State(app): State<App>,
    asked: Asked,
    Story(body): Story,
) -> Result<Response, Problem> {
    let request = CreateRequest::parse(body)?;
    let created = commands::create_task(&app, &asked, &request).await?;
    Ok(answer(&app, &created).await)
}

async fn answer(app: &App, created: &Created) -> Response {
    let texts = Texts::of(app, created.task.task_id).await;
    let body = task_body(&created.task, &texts, Detail::Whole);
    let location = body.links.itself.clone();
    let mut response = (StatusCode::ACCEPTED, Json(body)).into_response();
    let headers = response.headers_mut();
    put(headers, header::LOCATION, &location);
    if texts.are_settled() {
        headers.insert(header::ETAG, task_etag(app, &created.task).header());
    }
    if created.replayed {
        put(headers, HeaderName::from_static(IDEMPOTENCY_REPLAYED), "true");
    }
    response
}

/// The body, as JSON or as a form.
pub struct Story(pub CreateBody);

impl<S: Send + Sync> FromRequest<S> for Story {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Story, Problem> {
        if is_json(request.headers()) {
            return Body::from_request(request, state)
                .await
                .map(|Body(body)| Story(body));
        }
        let media_type = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !media_type.is_some_and(|given| given.to_ascii_lowercase().starts_with("multipart/form-data")) {
            let detail = "the body must be application/json or multipart/form-data";
            return Err(Problem::new(ProblemKind::UnsupportedMediaType, detail));
        }
        let StoryForm(fields) = StoryForm::from_request(request, state).await?;
        parse_json(Value::Object(fields).to_string().as_bytes()).map(Story)
    }
}
