//! The front before any handler, without a server behind it.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    response::Response,
    routing::{get, post},
};
use mangakai_runtime::{Secret, now};
use serde_json::Value;
use tower::ServiceExt;
use uuid::Uuid;

use super::fronted;
use crate::{
    auth::{Caller, SESSION_COOKIE},
    config::GatewayConfig,
    extract::{Body as JsonBody, PanelPath, TaskPath},
    front::Front,
    limits,
    overload::Overload,
    problem::{PROBLEM_JSON, Problem},
    rates::RateLimit,
    wish::{CreateBody, CreateRequest},
};

fn config() -> GatewayConfig {
    let config = GatewayConfig::new(Secret::new("a key of thirty-two bytes, or so"));
    GatewayConfig {
        rate_limit: RateLimit::Off,
        ..config
    }
}

fn router(config: GatewayConfig) -> (Router, Front) {
    let front = Front::new(config);
    (fronted(routes(), &front), front)
}

/// Handlers that fail in every way a handler can.
fn routes() -> Router {
    async fn panics() -> StatusCode {
        panic!("SELECT * FROM secrets")
    }
    async fn create(_: Caller, JsonBody(body): JsonBody<CreateBody>) -> Result<String, Problem> {
        CreateRequest::parse(body).map(|request| request.story)
    }
    async fn read(_: Caller, TaskPath(id): TaskPath) -> String {
        id.to_string()
    }
    async fn panel(_: Caller, path: PanelPath) -> String {
        path.panel.to_string()
    }
    Router::new()
        .route("/v1/tasks", post(create))
        .route("/v1/tasks/{id}", get(read))
        .route("/v1/tasks/{id}/panels/{n}/image", get(panel))
        .route("/v1/panics", get(panics))
        .route(
            "/v1/bare",
            get(|| async { (StatusCode::BAD_GATEWAY, "upstream at 10.0.0.7 is down") }),
        )
}

fn token(front: &Front) -> String {
    front.tokens.issue(Uuid::from_u128(7), now()).unwrap().token
}

async fn send(router: &Router, request: Request<Body>) -> Response {
    router.clone().oneshot(request).await.unwrap()
}

async fn problem(response: Response) -> Value {
    assert_eq!(response.headers()[header::CONTENT_TYPE], PROBLEM_JSON);
    let status = response.status().as_u16();
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let body: Value =
        serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap();
    assert_eq!(body["status"], status);
    assert_eq!(body["instance"], id);
    assert!(body["type"].as_str().unwrap().starts_with("/problems/"));
    assert!(body["title"].is_string() && body["detail"].is_string());
    body
}

fn post_json(front: &Front, body: impl Into<Body>) -> Request<Body> {
    Request::post("/v1/tasks")
        .header(header::AUTHORIZATION, format!("Bearer {}", token(front)))
        .header(header::CONTENT_TYPE, "application/json")
        .body(body.into())
        .unwrap()
}

fn get_as(front: &Front, path: &str) -> Request<Body> {
    Request::get(path)
        .header(header::AUTHORIZATION, format!("Bearer {}", token(front)))
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn every_failure_is_a_problem_that_names_its_request() {
    let (router, front) = router(config());
    for (path, status) in [
        ("/", 404),
        ("/v1/nothing", 404),
        ("/v1/panics", 500),
        ("/v1/bare", 502),
    ] {
        let response = send(&router, get_as(&front, path)).await;
        let expected = if status == 502 { 500 } else { status };
        assert_eq!(response.status().as_u16(), expected, "{path}");
        let body = problem(response).await.to_string();
        assert!(!body.contains("SELECT") && !body.contains("10.0.0.7"));
    }
    let response = send(&router, Request::put("/v1/tasks").body(Body::empty()).unwrap()).await;
    assert_eq!(
        (
            response.status().as_u16(),
            response.headers()[header::ALLOW].to_str().unwrap()
        ),
        (405, "POST")
    );
    problem(response).await;
}

#[tokio::test]
async fn a_request_keeps_the_id_it_brought() {
    let (router, _) = router(config());
    for (brought, kept) in [("trace-1_A", true), ("a b", false), ("<script>", false)] {
        let request = Request::get("/v1/nothing")
            .header("x-request-id", brought)
            .body(Body::empty())
            .unwrap();
        let body = problem(send(&router, request).await).await;
        assert_eq!(body["instance"] == brought, kept);
    }
}

#[tokio::test]
async fn without_a_token_nobody_comes_in() {
    let (router, _) = router(config());
    for path in [
        "/v1/tasks/018f7a52-6a0e-7c3e-9d7e-0d6a5a4f2b11",
        "/v1/tasks/not-an-id",
    ] {
        let response = send(&router, Request::get(path).body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), 401);
        assert!(response.headers().contains_key(header::WWW_AUTHENTICATE));
        problem(response).await;
    }
}

#[tokio::test]
async fn malformed_ids_name_nothing() {
    let (router, front) = router(config());
    let id = Uuid::from_u128(1);
    for path in [
        "/v1/tasks/7".to_owned(),
        "/v1/tasks/%2e%2e%2fsecret".to_owned(),
        format!("/v1/tasks/{id}/panels/0/image"),
        format!("/v1/tasks/{id}/panels/x/image"),
    ] {
        assert_eq!(send(&router, get_as(&front, &path)).await.status(), 404, "{path}");
    }
    assert_eq!(
        send(&router, get_as(&front, &format!("/v1/tasks/{id}")))
            .await
            .status(),
        200
    );
}

#[tokio::test]
async fn bodies_that_do_not_fit_are_refused() {
    let (router, front) = router(config());
    let big = format!(r#"{{"story":"{}"}}"#, "x".repeat(limits::MAX_BODY_BYTES));
    for (body, status) in [
        (r#"{"story":"A cat."}"#.to_owned(), 200),
        (r#"{"story":"  "}"#.to_owned(), 422),
        (r#"{"story":"a","panels":"7"}"#.to_owned(), 422),
        (r#"{"story":"a","panels":101}"#.to_owned(), 422),
        (r#"{"story":"a","colour":1}"#.to_owned(), 422),
        (r#"{"story":"\ud800"}"#.to_owned(), 422),
        (r#"{"story":"a\u0000b"}"#.to_owned(), 422),
        (r#"{"panels":3}"#.to_owned(), 422),
        ("{".to_owned(), 400),
        (big, 413),
    ] {
        let shown: String = body.chars().take(40).collect();
        let response = send(&router, post_json(&front, body)).await;
        assert_eq!(response.status().as_u16(), status, "{shown}");
        if status != 200 {
            problem(response).await;
        }
    }
    let mut untyped = post_json(&front, "{}");
    untyped.headers_mut().remove(header::CONTENT_TYPE);
    assert_eq!(problem(send(&router, untyped).await).await["status"], 415);
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let (router, front) = router(config());
    let mut request = get_as(&front, "/v1/nothing");
    request
        .headers_mut()
        .insert("x-long", "x".repeat(limits::MAX_HEADER_BYTES).parse().unwrap());
    assert_eq!(problem(send(&router, request).await).await["status"], 431);
    let mut request = get_as(&front, "/v1/nothing");
    for _ in 0..limits::MAX_HEADERS {
        request.headers_mut().append("x-many", "1".parse().unwrap());
    }
    assert_eq!(problem(send(&router, request).await).await["status"], 431);
    let long = format!("/v1/nothing?q={}", "x".repeat(limits::MAX_HEADER_BYTES));
    assert_eq!(
        problem(send(&router, get_as(&front, &long)).await).await["status"],
        414
    );
}

#[tokio::test]
async fn too_many_writes_are_told_when_to_come_again() {
    let (router, front) = router(GatewayConfig {
        rate_limit: "60/10".parse().unwrap(),
        ..config()
    });
    for left in (0..10).rev() {
        let response = send(&router, post_json(&front, r#"{"story":"A cat."}"#)).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["ratelimit"], format!("\"writes\";r={left}"));
        assert_eq!(
            response.headers()["ratelimit-policy"],
            "\"writes\";q=60;w=60;mk-burst=10"
        );
    }
    let response = send(&router, post_json(&front, r#"{"story":"A cat."}"#)).await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    assert_eq!(problem(response).await["type"], "/problems/too-many-requests");
    let read = send(
        &router,
        get_as(&front, "/v1/tasks/018f7a52-6a0e-7c3e-9d7e-0d6a5a4f2b11"),
    )
    .await;
    assert_eq!(read.status(), 200);
    assert_eq!(
        read.headers()["ratelimit-policy"],
        "\"reads\";q=600;w=60;mk-burst=600"
    );
}

#[tokio::test]
async fn a_write_does_not_get_past_the_crowd_by_calling_itself_a_wait() {
    let full = Front {
        overload: Overload::new(0, 1),
        ..Front::new(config())
    };
    let router = fronted(routes(), &full);
    let mut write = post_json(&full, r#"{"story":"A cat."}"#);
    *write.uri_mut() = "/v1/tasks?wait=1".parse().unwrap();
    assert_eq!(
        problem(send(&router, write).await).await["type"],
        "/problems/overloaded"
    );
    let waiting = get_as(&full, "/v1/tasks/018f7a52-6a0e-7c3e-9d7e-0d6a5a4f2b11?wait=1");
    assert_eq!(send(&router, waiting).await.status(), 200);
}

#[tokio::test]
async fn browsers_are_told_to_be_careful() {
    let origins = vec!["https://app.example".to_owned()];
    let (router, _) = router(GatewayConfig {
        allowed_origins: origins,
        trusted_proxies: 1,
        ..config()
    });
    let ask = |origin: &str, proto: &str| {
        let request = Request::get("/v1/nothing")
            .header(header::ORIGIN, origin)
            .header("x-forwarded-proto", proto);
        send(&router, request.body(Body::empty()).unwrap())
    };
    let known = ask("https://app.example", "https").await;
    assert_eq!(
        known.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN],
        "https://app.example"
    );
    assert!(known.headers().contains_key(header::STRICT_TRANSPORT_SECURITY));
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(known.headers()[name], value);
    }
    assert!(
        known.headers()[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
            .starts_with("default-src 'none'")
    );
    for foreign in ["https://evil.example", "https://app.example.evil.example", "null"] {
        let response = ask(foreign, "http").await;
        assert!(
            !response
                .headers()
                .contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN),
            "{foreign}"
        );
        assert!(!response.headers().contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
}

#[tokio::test]
async fn a_foreign_page_cannot_use_the_cookie() {
    let (router, front) = router(config());
    let post = |origin: &str| {
        let mut request = post_json(&front, r#"{"story":"A cat."}"#);
        request.headers_mut().remove(header::AUTHORIZATION);
        let cookie = format!("{SESSION_COOKIE}={}", token(&front));
        request
            .headers_mut()
            .insert(header::COOKIE, cookie.parse().unwrap());
        request
            .headers_mut()
            .insert(header::HOST, "manga.example".parse().unwrap());
        request
            .headers_mut()
            .insert(header::ORIGIN, origin.parse().unwrap());
        send(&router, request)
    };
    assert_eq!(post("https://manga.example").await.status(), 200);
    assert_eq!(
        problem(post("https://evil.example").await).await["type"],
        "/problems/foreign-origin"
    );
}
