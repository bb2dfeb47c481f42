//! `GET /openapi.json`, `/docs`, `/problems/{slug}`: the API in words.

use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::put;
use crate::{
    app::App,
    openapi::PAGE,
    problem::{Problem, ProblemKind},
};

/// A kind of problem.
#[derive(Serialize, ToSchema)]
pub struct ProblemPage {
    /// As in `type`.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// As in `title`.
    pub title: &'static str,
    /// As in `status`.
    pub status: u16,
    /// What a caller can do about it.
    pub advice: &'static str,
}

/// This document.
#[utoipa::path(get, path = "/openapi.json", tag = "operation",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
pub async fn openapi(State(app): State<App>) -> Response {
    let mut response = app.document.json().into_response();
    put(response.headers_mut(), header::CONTENT_TYPE, "application/json");
    put(response.headers_mut(), header::CACHE_CONTROL, "no-cache");
    response
}

/// This document as a page for people.
#[utoipa::path(get, path = "/docs", tag = "operation",
    responses((status = 200, description = "A page", body = String, content_type = "text/html")))]
pub async fn docs(State(app): State<App>) -> Response {
    let mut response = PAGE.into_response();
    put(
        response.headers_mut(),
        header::CONTENT_TYPE,
        "text/html; charset=utf-8",
    );
    put(
        response.headers_mut(),
        header::CONTENT_SECURITY_POLICY,
        app.document.page_policy(),
    );
    put(response.headers_mut(), header::CACHE_CONTROL, "no-cache");
    response
}

/// What a problem's `type` means.
#[utoipa::path(get, path = "/problems/{slug}", tag = "operation",
    params(("slug" = String, Path, description = "Name of the kind", example = "invalid-request")),
    responses((status = 200, description = "The kind", body = ProblemPage)))]
pub async fn problem(Path(slug): Path<String>) -> Result<Json<ProblemPage>, Problem> {
    let unknown = || Problem::new(ProblemKind::NotFound, "there is no such kind of problem");
    let kind = ProblemKind::from_slug(&slug).ok_or_else(unknown)?;
    Ok(Json(ProblemPage {
        problem_type: kind.type_path(),
        title: kind.title(),
        status: kind.status().as_u16(),
        advice: kind.advice(),
    }))
}
