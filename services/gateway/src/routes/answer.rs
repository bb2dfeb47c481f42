//! Answers that several routes give.

use axum::{
    Json,
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use mangakai_projections::TaskModel;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    app::App,
    commands::Accepted,
    extract::{Etag, if_none_match},
    idempotency::IDEMPOTENCY_REPLAYED,
};

/// A command that is in the log.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AcceptedBody {
    /// The task.
    pub task_id: Uuid,
    /// Position in the log; `GET /v1/tasks/{id}?at_least=` this shows what came of it.
    pub position: u64,
}

/// 202 with the place to look.
pub fn accepted(accepted: &Accepted) -> Response {
    let body = AcceptedBody {
        task_id: accepted.task,
        position: accepted.position,
    };
    answered(accepted, &body)
}

/// 202 with a body of its own.
pub fn answered(accepted: &Accepted, body: &impl Serialize) -> Response {
    let mut response = (StatusCode::ACCEPTED, Json(body)).into_response();
    let location = format!("/v1/tasks/{}?at_least={}", accepted.task, accepted.position);
    put(response.headers_mut(), header::LOCATION, &location);
    if accepted.replayed {
        put(
            response.headers_mut(),
            HeaderName::from_static(IDEMPOTENCY_REPLAYED),
            "true",
        );
    }
    response
}

/// Tag of a task: where the log stood when it looked like this, and of which log.
pub fn task_etag(app: &App, model: &TaskModel) -> Etag {
    Etag::new(&format!("{}.{}", app.log.epoch(), model.position))
}

/// 304.
pub fn not_modified(etag: &Etag, cache: &'static str) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    response.headers_mut().insert(header::ETAG, etag.header());
    put(response.headers_mut(), header::CACHE_CONTROL, cache);
    response
}

/// JSON that its owner may keep, and asks about before each use.
pub fn private_json(headers: &HeaderMap, etag: &Etag, body: &impl Serialize) -> Response {
    if if_none_match(headers, etag) {
        return not_modified(etag, PRIVATE);
    }
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::ETAG, etag.header());
    put(response.headers_mut(), header::CACHE_CONTROL, PRIVATE);
    response
}

/// May be kept by its owner, and is asked about before each use.
pub const PRIVATE: &str = "private, no-cache";
/// Never changes.
pub const IMMUTABLE: &str = "private, max-age=31536000, immutable";

/// A file.
pub fn file(bytes: Bytes, media_type: &str, etag: &Etag, cache: &'static str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    put(headers, header::CONTENT_TYPE, media_type);
    headers.insert(header::ETAG, etag.header());
    put(headers, header::CACHE_CONTROL, cache);
    response
}

/// Sets a header; a value that cannot stand in one is left out.
pub fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
