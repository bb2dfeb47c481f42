//! Each request has an id and a span, and is counted and timed by its route.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use mangakai_runtime::new_id;
use tracing::Instrument;
use uuid::Uuid;

use crate::{asked::RequestId, limits::MAX_REQUEST_ID_CHARS};

/// Name of the header that names a request.
pub const X_REQUEST_ID: &str = "x-request-id";

/// Names, times and counts a request.
pub async fn observe(mut request: Request, next: Next) -> Response {
    let id = request_id(&request);
    let method = method_label(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let span =
        tracing::info_span!("request", request.id = %id.0, method, route, task.id = tracing::field::Empty);
    if let Some(task) = task_of(request.uri().path()) {
        span.record("task.id", tracing::field::display(task));
    }
    let header = HeaderValue::from_str(&id.0);
    request.extensions_mut().insert(id);
    let begun = Instant::now();
    let in_flight = InFlight::enter();
    let mut response = next.run(request).instrument(span).await;
    drop(in_flight);
    let status = response.status().as_u16().to_string();
    metrics::counter!("mangakai_http_requests_total", "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!("mangakai_http_request_seconds", "method" => method, "route" => route)
        .record(begun.elapsed().as_secs_f64());
    if let Ok(header) = header {
        response.headers_mut().insert(X_REQUEST_ID, header);
    }
    response
}

/// Counts a request for as long as it is handled, also when its caller goes away in between.
struct InFlight;

impl InFlight {
    fn enter() -> InFlight {
        metrics::gauge!("mangakai_http_requests_in_flight").increment(1.0);
        InFlight
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        metrics::gauge!("mangakai_http_requests_in_flight").decrement(1.0);
    }
}

fn request_id(request: &Request) -> RequestId {
    let brought = request
        .headers()
        .get(X_REQUEST_ID)
        .and_then(|value| value.to_str().ok());
    let plain = |id: &&str| {
        let fits = (1..=MAX_REQUEST_ID_CHARS).contains(&id.len());
        fits && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    RequestId(
        brought
            .filter(plain)
            .map_or_else(|| new_id().to_string(), str::to_owned),
    )
}

/// Methods people make up do not become labels.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

fn task_of(path: &str) -> Option<Uuid> {
    path.strip_prefix("/v1/tasks/")?.split('/').next()?.parse().ok()
}
