//! What goes wrong, as RFC 9457 problem details. The only place that turns an error into a status code.

mod catalogue;
mod from_errors;
mod from_rejection;

use std::time::Duration;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::words::Words;
pub use catalogue::ProblemKind;

/// Media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// A request that was not done, and what its caller may know about it: never a host name, a statement or a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", kind.slug())]
pub struct Problem {
    kind: ProblemKind,
    detail: String,
    errors: Vec<FieldError>,
    retry_after: Option<Duration>,
    allow: Option<String>,
    words: Option<&'static Words>,
}

/// One thing wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer into the body, or `?name` for a query parameter, or the name of a header.
    #[schema(example = "/style/mood")]
    pub pointer: String,
    /// What is wrong, for people.
    #[schema(example = "cannot be 'grumpy'; it is one of happy, sad, dark")]
    pub detail: String,
}

/// The body of every answer that is not a success.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// Stable name of the kind of problem, a path on this server.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid-request")]
    pub problem_type: String,
    /// The kind in words; always the same for one `type`.
    #[schema(example = "The request is not valid")]
    pub title: &'static str,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// What happened this time.
    #[schema(example = "panels must be 1 to 100")]
    pub detail: String,
    /// The request id, also in the header `x-request-id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "018f7a52-6a0e-7c3e-9d7e-0d6a5a4f2b11")]
    pub instance: Option<String>,
    /// What can be done about it, in the languages of our users, where that can be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<Words>,
    /// Everything wrong with the request, where that can be said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

impl Problem {
    /// A problem of a kind; `detail` is shown to the caller.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Problem {
        Problem {
            kind,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: kind.retry_after(),
            allow: None,
            words: None,
        }
    }

    /// 422 about one field.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Problem {
        Problem::all_invalid(vec![FieldError {
            pointer: pointer.into(),
            detail: detail.into(),
        }])
    }

    /// 422 about everything in the list, which is not empty.
    pub fn all_invalid(errors: Vec<FieldError>) -> Problem {
        let words = errors
            .iter()
            .map(|error| format!("{} {}", error.pointer, error.detail));
        let detail = words.collect::<Vec<_>>().join("; ");
        Problem {
            errors,
            ..Problem::new(ProblemKind::Invalid, detail)
        }
    }

    /// 404 for a task that does not exist, or is somebody else's: nobody can tell which.
    pub fn no_such_task() -> Problem {
        Problem::new(ProblemKind::NotFound, "there is no such task")
    }

    /// 501 for a feature that is not built.
    pub fn not_built(feature: &str) -> Problem {
        Problem::new(ProblemKind::NotImplemented, format!("{feature} is not built yet"))
    }

    /// 503 because something we need is away.
    pub fn unavailable(detail: impl Into<String>) -> Problem {
        Problem::new(ProblemKind::Unavailable, detail)
    }

    /// 503 because this process is about to end; another goes on.
    pub fn stopping() -> Problem {
        Problem::unavailable("this server is stopping")
    }

    /// 503 naming everything that is away.
    pub fn not_ready(errors: Vec<FieldError>) -> Problem {
        let names: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        let detail = format!("not ready: {}", names.join(", "));
        Problem {
            errors,
            ..Problem::unavailable(detail)
        }
    }

    /// 500. The cause goes to the log of the server, not to the caller.
    pub fn internal(cause: &(impl std::fmt::Display + ?Sized)) -> Problem {
        tracing::error!(%cause, "request failed inside");
        Problem::new(
            ProblemKind::Internal,
            "something went wrong on our side; the request id names it in our logs",
        )
    }

    /// With the field it is about.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Problem {
        let error = FieldError {
            pointer: pointer.into(),
            detail: self.detail.clone(),
        };
        self.errors.push(error);
        self
    }

    /// With the time after which it is worth asking again.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Problem {
        self.retry_after = Some(wait);
        self
    }

    /// With the methods that are allowed, as the router named them.
    #[must_use]
    pub fn allow(mut self, methods: &str) -> Problem {
        self.allow = Some(methods.to_owned());
        self
    }

    /// With what can be done about it.
    #[must_use]
    pub fn advised(mut self, words: Option<&'static Words>) -> Problem {
        self.words = words;
        self
    }

    /// What kind it is.
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// What happened this time.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Everything wrong with the request.
    pub fn errors(&self) -> &[FieldError] {
        &self.errors
    }

    /// When it is worth asking again.
    pub fn wait(&self) -> Option<Duration> {
        self.retry_after
    }

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        self.kind.status()
    }

    /// The answer, naming the request.
    pub fn response(self, request_id: Option<&str>) -> Response {
        let body = ProblemBody {
            problem_type: self.kind.type_path(),
            title: self.kind.title(),
            status: self.status().as_u16(),
            detail: self.detail.clone(),
            instance: request_id.map(str::to_owned),
            advice: self.words.copied(),
            errors: self.errors.clone(),
        };
        let mut response = (self.status(), Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(wait) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
        }
        if self.kind == ProblemKind::NotAuthenticated {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"mangakai\""),
            );
        }
        if let Some(allow) = self
            .allow
            .as_deref()
            .and_then(|methods| HeaderValue::from_str(methods).ok())
        {
            headers.insert(header::ALLOW, allow);
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Problem {
    /// The answer without its request id, which [`crate::middleware`] puts in.
    fn into_response(self) -> Response {
        self.response(None)
    }
}

/// Rounded up: asking again after so many seconds is not too early.
pub fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    async fn json(response: Response) -> serde_json::Value {
        serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap()
    }

    #[tokio::test]
    async fn a_problem_says_what_where_and_who_asked() {
        let response = Problem::invalid("/panels", "must be 1 to 100").response(Some("r-1"));
        assert_eq!(response.status(), 422);
        assert_eq!(response.headers()["content-type"], PROBLEM_JSON);
        let body = json(response).await;
        assert_eq!(body["type"], "/problems/invalid-request");
        assert_eq!(body["status"], 422);
        assert_eq!(body["instance"], "r-1");
        assert_eq!(body["errors"][0]["pointer"], "/panels");
        assert_eq!(body["detail"], "/panels must be 1 to 100");
    }

    #[tokio::test]
    async fn what_may_pass_says_when_to_ask_again() {
        let response = Problem::unavailable("the log is away").into_response();
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], "2");
        let response = Problem::new(ProblemKind::TooMany, "slow down")
            .retry_after(Duration::from_millis(1_001))
            .into_response();
        assert_eq!(response.headers()["retry-after"], "2");
    }

    #[tokio::test]
    async fn causes_stay_inside() {
        let cause = "db error: SELECT story FROM manga_tasks at postgres://user:secret@10.0.0.7";
        let body = json(Problem::internal(cause).into_response()).await.to_string();
        for secret in ["SELECT", "postgres", "10.0.0.7", "secret"] {
            assert!(!body.contains(secret));
        }
    }
}
