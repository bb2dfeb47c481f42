//! `POST /v1/sessions`

use axum::{
    Json,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use mangakai_runtime::{new_id, now};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::put;
use crate::{
    app::App,
    auth::{IssuedToken, SESSION_COOKIE},
    extract::{parse_json, read_body},
    limits,
    problem::Problem,
};

/// A session: whoever holds the token owns its tasks.
#[derive(Serialize, ToSchema)]
pub struct SessionBody {
    /// Its id.
    pub session_id: Uuid,
    /// Send it as `Authorization: Bearer`. It is shown this once.
    #[schema(example = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9...")]
    pub token: String,
    /// RFC 3339.
    pub expires_at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Make a session.
///
/// The token comes in the answer and, for browsers, as an HttpOnly cookie. Limited per address.
#[utoipa::path(post, path = "/v1/sessions", tag = "sessions",
    responses((status = 201, description = "The session and its token", body = SessionBody)))]
pub async fn create_session(State(app): State<App>, request: Request) -> Result<Response, Problem> {
    let https = app.front.is_https(request.headers());
    let body = read_body(request, limits::MAX_BODY_BYTES).await?;
    if !body.is_empty() {
        parse_json::<Nothing>(&body)?;
    }
    let session_id = new_id();
    let issued = app
        .front
        .tokens
        .issue(session_id, now())
        .map_err(|error| Problem::internal(&error))?;
    Ok(answer(session_id, issued, https))
}

fn answer(session_id: Uuid, issued: IssuedToken, https: bool) -> Response {
    let secure = if https { "; Secure" } else { "" };
    let life = limits::TOKEN_LIFE.as_secs();
    let cookie = format!(
        "{SESSION_COOKIE}={}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{secure}",
        issued.token
    );
    let body = SessionBody {
        session_id,
        token: issued.token,
        expires_at: issued.expires_at.to_string(),
    };
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    put(response.headers_mut(), header::SET_COOKIE, &cookie);
    response
}
