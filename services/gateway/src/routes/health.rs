//! `GET /healthz`, `/readyz`, `/metrics`: for machines that watch.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use mangakai_runtime::Report;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    problem::{FieldError, Problem, ProblemKind},
};

/// The process runs.
#[derive(Serialize, ToSchema)]
pub struct HealthBody {
    /// Always `ok`.
    #[schema(example = "ok")]
    pub status: &'static str,
}

/// The process can serve.
#[derive(Serialize, ToSchema)]
pub struct ReadyBody {
    /// Always true; 503 otherwise.
    pub ready: bool,
    /// `ok` for everything it stands on: log, tail (the live events), broker, postgres, s3.
    pub checks: BTreeMap<&'static str, &'static str>,
}

/// Does the process run?
#[utoipa::path(get, path = "/healthz", tag = "operation",
    responses((status = 200, description = "It runs", body = HealthBody)))]
pub async fn healthz() -> Json<HealthBody> {
    Json(HealthBody { status: "ok" })
}

/// Can it serve? Asks the log, the live tail, the broker's safety, Postgres and the object store.
#[utoipa::path(get, path = "/readyz", tag = "operation",
    responses((status = 200, description = "It can serve", body = ReadyBody),
        (status = 503, description = "It cannot; errors[] names what is away", body = crate::problem::ProblemBody)))]
pub async fn readyz(State(app): State<App>) -> Result<Json<ReadyBody>, Problem> {
    if app.stopping.is_cancelled() {
        return Err(Problem::stopping());
    }
    ready(&app.ready.report().await)
}

fn ready(report: &Report) -> Result<Json<ReadyBody>, Problem> {
    if report.ready {
        let checks = report.checks.iter().map(|(name, _)| (*name, "ok")).collect();
        return Ok(Json(ReadyBody { ready: true, checks }));
    }
    let wrong = report
        .checks
        .iter()
        .filter_map(|(name, wrong)| Some((*name, wrong.as_deref()?)));
    let errors = wrong.map(|(name, words)| FieldError {
        pointer: name.to_owned(),
        detail: words.to_owned(),
    });
    Err(Problem::not_ready(errors.collect()))
}

/// Metrics in the format of Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "operation",
    responses((status = 200, description = "Metrics", body = String, content_type = "text/plain")))]
pub async fn metrics(State(app): State<App>) -> Result<Response, Problem> {
    let unmeasured = || Problem::new(ProblemKind::NotFound, "this server measures nothing");
    let text = app.metrics.as_ref().ok_or_else(unmeasured)?.render();
    Ok((
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
        .into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_away_is_named() {
        let report = Report {
            ready: false,
            checks: vec![("log", None), ("s3", Some("does not answer".into()))],
        };
        let problem = ready(&report).err().unwrap();
        assert_eq!(problem.status().as_u16(), 503);
        assert_eq!(problem.errors().len(), 1);
        assert_eq!(problem.errors()[0].pointer, "s3");
        let report = Report {
            ready: true,
            checks: vec![("log", None)],
        };
        assert_eq!(ready(&report).ok().unwrap().0.checks["log"], "ok");
    }
}
