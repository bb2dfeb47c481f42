//! Does a request come from a page of this server?

use axum::http::{HeaderMap, Uri, header};

/// True when the `Origin` is the host that was asked, or one of the allowed ones.
pub fn same_origin(headers: &HeaderMap, allowed: &[String]) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    let Some(origin) = text(header::ORIGIN) else {
        return false;
    };
    if allowed.iter().any(|known| known == origin) {
        return true;
    }
    let Ok(uri) = origin.parse::<Uri>() else {
        return false;
    };
    let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
    match (uri.authority(), text(header::HOST)) {
        (Some(authority), Some(host)) => is_web && authority.as_str().eq_ignore_ascii_case(host),
        _ => false,
    }
}
