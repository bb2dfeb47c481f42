//! A request as it came, and an answer as it will go.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Method, StatusCode};
use bytes::Bytes;
use serde_json::Value;

use crate::Provider;
use crate::state::Ticket;

/// A request to one provider.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) provider: Provider,
    pub(crate) method: Method,
    /// Decoded, without the provider's prefix: `/v1/chat/completions`.
    pub(crate) path: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Call {
    /// The path cut at its slashes.
    pub(crate) fn segments(&self) -> Vec<&str> {
        self.path
            .split('/')
            .filter(|segment| !segment.is_empty())
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as a JSON object sent as such.
    pub(crate) fn json(&self) -> Result<Value, Wrong> {
        let sent_as = self.header("content-type").unwrap_or_default();
        let essence = sent_as.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Wrong::new(
                "",
                format!("content-type is '{sent_as}', not application/json"),
            ));
        }
        let body: Value = serde_json::from_slice(&self.body)
            .map_err(|error| Wrong::new("", format!("the body is not JSON: {error}")))?;
        if body.is_object() {
            Ok(body)
        } else {
            Err(Wrong::new("", "the body is not a JSON object"))
        }
    }
}

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The field, as the provider names it; empty for the request as a whole.
    pub(crate) field: String,
    pub(crate) sentence: String,
}

impl Wrong {
    pub(crate) fn new(field: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            sentence: sentence.into(),
        }
    }
}

/// An answer, and how it travels.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) content_type: String,
    pub(crate) body: Bytes,
    pub(crate) travel: Travel,
    pub(crate) ticket: Option<Ticket>,
}

/// How an answer travels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Travel {
    #[default]
    AtOnce,
    Drip {
        pieces: usize,
        every_ms: u64,
    },
    /// Half of it, then the connection breaks.
    Cut,
    /// The connection breaks before the first byte.
    Reset,
    Late {
        after_ms: u64,
    },
    Held,
    Never,
}

impl Reply {
    pub(crate) fn bytes(status: StatusCode, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content_type: content_type.to_owned(),
            body: body.into(),
            travel: Travel::AtOnce,
            ticket: None,
        }
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self::bytes(status, "application/json", body.to_string())
    }

    pub(crate) fn ok(body: &Value) -> Self {
        Self::json(StatusCode::OK, body)
    }

    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn with_headers(mut self, headers: Vec<(&'static str, String)>) -> Self {
        let owned = headers.into_iter().map(|(name, value)| (name.to_owned(), value));
        self.headers.extend(owned);
        self
    }
}
