//! Every answer that is not a success is a problem with the id of its request: panics, answers of the router and
//! refusals of libraries too.

use std::panic::AssertUnwindSafe;

use axum::{
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::FutureExt;

use crate::{
    asked::RequestId,
    problem::{Problem, ProblemKind},
};

/// Completes what is not a success.
pub async fn complete(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let response = answered.unwrap_or_else(|panic| Problem::internal(&words(&*panic)).into_response());
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = response
        .extensions()
        .get::<Problem>()
        .cloned()
        .unwrap_or_else(|| of_status(&response));
    let mut completed = problem.response(id.as_ref().map(|id| id.0.as_str()));
    for (name, value) in response.headers() {
        let of_body = matches!(
            *name,
            header::CONTENT_TYPE | header::CONTENT_LENGTH | header::TRANSFER_ENCODING
        );
        if !of_body && !completed.headers().contains_key(name) {
            completed.headers_mut().append(name, value.clone());
        }
    }
    completed
}

fn of_status(response: &Response) -> Problem {
    let kind = ProblemKind::from_status(response.status());
    let detail = match kind {
        ProblemKind::NotFound => "there is nothing at this address",
        ProblemKind::MethodNotAllowed => "this address does not answer to that method",
        other => other.title(),
    };
    Problem::new(kind, detail)
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a handler panicked: {}", text.unwrap_or_default())
}
