//! Who asks for a change, under which key, on behalf of which request: what a command needs beside itself.

use axum::{extract::FromRequestParts, http::request::Parts};
use jiff::Timestamp;
use mangakai_log::{CommandContext, Origin, Retry};
use mangakai_runtime::{new_id, now};
use uuid::Uuid;

use crate::{
    auth::Caller,
    idempotency::{IdempotencyKey, command_id},
    problem::Problem,
};

/// A request for a change.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asks.
    pub caller: Caller,
    /// The caller's name for this wish.
    pub key: Option<IdempotencyKey>,
    /// Carried by everything the request sets off.
    pub correlation: Uuid,
    /// W3C trace context of the caller.
    pub traceparent: Option<String>,
}

/// Id of a request: ours, or the one a caller brought along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

impl RequestId {
    /// The id as a correlation: itself where it is a UUID, else a fresh one.
    pub fn correlation(&self) -> Uuid {
        self.0.parse().unwrap_or_else(|_| new_id())
    }
}

impl Asked {
    /// Context of the command that does this to a task.
    pub fn context(&self, task: Uuid) -> CommandContext {
        self.context_of(command_id(self.caller, task, self.key.as_ref(), new_id), now())
    }

    /// Context of a command whose id is known.
    pub fn context_of(&self, command_id: Uuid, time: Timestamp) -> CommandContext {
        CommandContext {
            command_id,
            origin: Origin {
                traceparent: self.traceparent.clone(),
                ..Origin::request(self.correlation)
            },
            actor: self.caller.actor(),
            time,
            retry: Retry::Person,
        }
    }
}

/// A W3C trace context, if it has the form of one.
pub fn traceparent(headers: &axum::http::HeaderMap) -> Option<String> {
    let text = headers.get("traceparent")?.to_str().ok()?;
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let hex = text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    (hex && lengths == [2, 32, 16, 2]).then(|| text.to_ascii_lowercase())
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let key = IdempotencyKey::from_headers(&parts.headers)?;
        let correlation = parts
            .extensions
            .get::<RequestId>()
            .map_or_else(new_id, RequestId::correlation);
        Ok(Asked {
            caller,
            key,
            correlation,
            traceparent: traceparent(&parts.headers),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn only_a_trace_context_is_passed_on() {
        let given = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("traceparent", HeaderValue::from_static(text));
            traceparent(&headers)
        };
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(given(good).as_deref(), Some(good));
        for odd in [
            "",
            "00-x-y-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "a b",
        ] {
            assert_eq!(given(odd), None);
        }
    }
}
