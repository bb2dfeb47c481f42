//! The API as an OpenAPI document: what the routes say of themselves, and what holds for all of them.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use utoipa::{
    OpenApi,
    openapi::{
        Content, HttpMethod, PathItem, Ref, RefOr, Response, ResponseBuilder,
        path::Operation,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use crate::{
    auth::SESSION_COOKIE,
    problem::{PROBLEM_JSON, ProblemBody, ProblemKind},
};

/// The page of `/docs`: one file, which reads `/openapi.json` and needs nothing from elsewhere.
pub const PAGE: &str = include_str!("openapi/docs.html");

/// Head of the document; the routes fill it.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "MangakAI",
        description = "A story becomes a manga. Hand it in with `POST /v1/tasks`, watch it being drawn, read it as a book.\n\nEvery answer that is not a success is `application/problem+json` (RFC 9457); its `type` is explained at that address.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    tags(
        (name = "sessions", description = "Who asks"),
        (name = "tasks", description = "Stories being drawn"),
        (name = "panels", description = "Pictures and their versions"),
        (name = "script", description = "The plan of a manga"),
        (name = "events", description = "Everything that happens, live and from the log"),
        (name = "costs", description = "What it costs, before and after"),
        (name = "admin", description = "For operators: what waits for a person, caps, costs"),
        (name = "uploads", description = "Pictures to go by"),
        (name = "operation", description = "For machines that watch")
    ),
    components(schemas(ProblemBody))
)]
pub struct Head;

/// The finished document.
#[derive(Clone, Debug)]
pub struct Document {
    json: Bytes,
    page_policy: String,
}

impl Document {
    /// Completes what the routes say.
    pub fn of(mut api: utoipa::openapi::OpenApi) -> Document {
        complete(&mut api);
        let json = api.to_json().unwrap_or_default();
        Document {
            json: json.into(),
            page_policy: page_policy(),
        }
    }

    /// As JSON.
    pub fn json(&self) -> Bytes {
        self.json.clone()
    }

    /// Content security policy of the page: its own script and style, and the document.
    pub fn page_policy(&self) -> &str {
        &self.page_policy
    }
}

fn page_policy() -> String {
    let hash = |tag: &str| {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let inner = PAGE
            .split_once(&open)
            .and_then(|(_, rest)| rest.split_once(&close))
            .map_or("", |(inner, _)| inner);
        STANDARD.encode(Sha256::digest(inner))
    };
    format!(
        "default-src 'none'; connect-src 'self'; script-src 'sha256-{}'; style-src 'sha256-{}'; frame-ancestors 'none'; base-uri 'none'",
        hash("script"),
        hash("style")
    )
}

fn complete(api: &mut utoipa::openapi::OpenApi) {
    let components = api.components.get_or_insert_default();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    let cookie = ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    for (path, item) in &mut api.paths.paths {
        let versioned = path.starts_with("/v1/");
        for (method, operation) in operations(item) {
            if versioned {
                add_problems(&method, path, operation);
            } else {
                add(operation, ProblemKind::Internal);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    let all = [
        (HttpMethod::Get, item.get.as_mut()),
        (HttpMethod::Post, item.post.as_mut()),
        (HttpMethod::Put, item.put.as_mut()),
        (HttpMethod::Delete, item.delete.as_mut()),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation?)))
}

/// What any request to this address may be answered with.
fn add_problems(method: &HttpMethod, path: &str, operation: &mut Operation) {
    use ProblemKind as K;
    let is_open = path == "/v1/sessions" || path == "/v1/style-options";
    if is_open {
        operation.security = Some(vec![SecurityRequirement::default()]);
    } else {
        let needs = |name: &str| SecurityRequirement::new(name, Vec::<String>::new());
        operation.security = Some(vec![needs("bearer"), needs("cookie")]);
        add(operation, K::NotAuthenticated);
    }
    let everywhere = [
        K::Malformed,
        K::Invalid,
        K::TooMany,
        K::HeadersTooLarge,
        K::Internal,
        K::Overloaded,
    ];
    everywhere.into_iter().for_each(|kind| add(operation, kind));
    if path.contains("{id}") {
        [K::NotFound, K::Erased]
            .into_iter()
            .for_each(|kind| add(operation, kind));
    }
    if *method != HttpMethod::Get && !is_open {
        [K::NotAllowed, K::Conflict]
            .into_iter()
            .for_each(|kind| add(operation, kind));
    }
    if *method != HttpMethod::Get {
        [K::TooSlow, K::TooLarge, K::UnsupportedMediaType]
            .into_iter()
            .for_each(|kind| add(operation, kind));
    }
    if path.ends_with("/export") || path == "/v1/tasks" {
        [K::NotAllowed, K::Conflict, K::NotImplemented]
            .into_iter()
            .for_each(|kind| add(operation, kind));
    }
}

fn add(operation: &mut Operation, kind: ProblemKind) {
    let status = kind.status().as_u16().to_string();
    operation
        .responses
        .responses
        .entry(status)
        .or_insert_with(|| RefOr::T(problem(kind)));
}

fn problem(kind: ProblemKind) -> Response {
    let example = serde_json::json!({
        "type": kind.type_path(),
        "title": kind.title(),
        "status": kind.status().as_u16(),
        "detail": kind.advice(),
        "instance": "018f7a52-6a0e-7c3e-9d7e-0d6a5a4f2b11",
    });
    let mut content = Content::new(Some(Ref::from_schema_name("ProblemBody")));
    content.example = Some(example);
    ResponseBuilder::new()
        .description(kind.title())
        .content(PROBLEM_JSON, content)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn document() -> Value {
        let (_, api) = crate::router::table().split_for_parts();
        serde_json::from_slice(&Document::of(api).json()).unwrap()
    }

    #[test]
    fn every_operation_says_how_it_fails_and_who_may() {
        let document = document();
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        let mut ids = std::collections::HashSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let name = format!("{method} {path}");
                assert!(
                    ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
                    "{name}"
                );
                assert!(
                    operation["summary"].is_string() && operation["tags"][0].is_string(),
                    "{name}"
                );
                let responses = operation["responses"].as_object().unwrap();
                assert!(responses.contains_key("500"), "{name}");
                for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
                    assert!(
                        response["content"][PROBLEM_JSON].is_object() || response["content"].is_object(),
                        "{name} {status}"
                    );
                }
                if path.starts_with("/v1/") {
                    assert!(
                        responses.contains_key("429") && responses.contains_key("503"),
                        "{name}"
                    );
                    assert!(operation["security"].is_array(), "{name}");
                }
            }
        }
    }

    #[test]
    fn every_schema_that_is_named_is_there() {
        let document = document();
        let text = document.to_string();
        for reference in text.split("#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        assert!(!PAGE.contains("http://") && !PAGE.contains("https://"));
        assert!(page_policy().matches("sha256-").count() == 2);
        let empty = STANDARD.encode(Sha256::digest(""));
        assert!(!page_policy().contains(&empty));
    }
}
