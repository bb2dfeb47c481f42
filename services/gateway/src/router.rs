//! The table of routes, and what stands around them.

use axum::{
    Router,
    http::{HeaderName, HeaderValue, Method, header},
    middleware::{from_fn, from_fn_with_state},
};
use tower_http::cors::{AllowOrigin, CorsLayer};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    front::Front,
    idempotency::{IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED},
    middleware::{
        admit::admit,
        headers::secure,
        problems::complete,
        request::{X_REQUEST_ID, observe},
    },
    openapi::Head,
    routes as r,
};

/// Every route there is.
pub fn table() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Head::openapi())
        .routes(routes!(r::create_session::create_session))
        .routes(routes!(r::not_built::delete_session))
        .routes(routes!(r::session_costs::session_costs))
        .routes(routes!(r::estimate::estimate))
        .routes(routes!(r::create_task::create_task, r::list_tasks::list_tasks))
        .routes(routes!(r::get_task::get_task, r::not_built::delete_task))
        .routes(routes!(r::events::events))
        .routes(routes!(r::cancel_task::cancel_task))
        .routes(routes!(r::retry_task::retry_task))
        .routes(routes!(r::get_script::get_script, r::not_built::put_script))
        .routes(routes!(r::redraw_panel::redraw_panel))
        .routes(routes!(r::select_version::select_version))
        .routes(routes!(r::get_image::get_image))
        .routes(routes!(r::export_task::export_task))
        .routes(routes!(r::not_built::create_upload))
        .routes(routes!(r::not_built::open_ws))
        .routes(routes!(r::held_tasks::held_tasks))
        .routes(routes!(r::approve_task::approve_task))
        .routes(routes!(r::reject_task::reject_task))
        .routes(routes!(r::set_task_budget::set_task_budget))
        .routes(routes!(r::daily_costs::daily_costs))
        .routes(routes!(r::style_options::style_options))
        .routes(routes!(r::health::healthz))
        .routes(routes!(r::health::readyz))
        .routes(routes!(r::health::metrics))
        .routes(routes!(r::documents::openapi))
        .routes(routes!(r::documents::docs))
        .routes(routes!(r::documents::problem))
}

/// Puts the front before any router, the outermost last.
pub fn fronted(router: Router, front: &Front) -> Router {
    let router = router
        .layer(from_fn_with_state(front.clone(), admit))
        .layer(from_fn(complete));
    let router = match cors(&front.config.allowed_origins) {
        Some(cors) => router.layer(cors),
        None => router,
    };
    router
        .layer(from_fn_with_state(front.clone(), secure))
        .layer(from_fn(observe))
}

/// Pages of exactly these origins may use the API; without any, browsers are not told that others may.
fn cors(origins: &[String]) -> Option<CorsLayer> {
    let origins: Vec<HeaderValue> = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok())
        .collect();
    if origins.is_empty() {
        return None;
    }
    let known = HeaderName::from_static;
    let sent = [
        header::AUTHORIZATION,
        header::CONTENT_TYPE,
        header::ACCEPT,
        header::IF_MATCH,
        header::IF_NONE_MATCH,
        known(IDEMPOTENCY_KEY),
        known("last-event-id"),
        known(X_REQUEST_ID),
    ];
    let shown = [
        header::ETAG,
        header::LINK,
        header::LOCATION,
        header::RETRY_AFTER,
        known("ratelimit"),
        known("ratelimit-policy"),
        known(IDEMPOTENCY_REPLAYED),
        known(r::export_task::PAGES),
        known(X_REQUEST_ID),
    ];
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::DELETE,
        ])
        .allow_headers(sent)
        .expose_headers(shown);
    Some(layer)
}

#[cfg(test)]
mod tests;
