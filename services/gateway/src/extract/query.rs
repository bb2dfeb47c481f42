//! Query parameters: unknown ones and repeated ones are refused, so that a misspelt filter is never ignored.

use std::time::Duration;

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;

use crate::{
    limits::MAX_WAIT_SECONDS,
    problem::{Problem, ProblemKind},
};

/// The query parameters of a request.
#[derive(Clone, Debug)]
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Params<T>, Problem> {
        parse_query(parts.uri.query().unwrap_or_default()).map(Params)
    }
}

fn parse_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs = form_urlencoded(query)?;
    let mut object = serde_json::Map::new();
    for (name, value) in pairs {
        if object.insert(name.clone(), value.into()).is_some() {
            return Err(Problem::invalid(format!("?{name}"), "is given more than once"));
        }
    }
    serde_path_to_error::deserialize(serde_json::Value::Object(object)).map_err(|error| {
        let words = error.inner().to_string();
        let unknown = words
            .strip_prefix("unknown field `")
            .and_then(|rest| rest.split('`').next());
        let name = unknown.map_or_else(|| error.path().to_string(), str::to_owned);
        Problem::invalid(format!("?{name}"), words)
    })
}

fn form_urlencoded(query: &str) -> Result<Vec<(String, String)>, Problem> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((percent_decoded(name)?, percent_decoded(value)?))
        })
        .collect()
}

fn percent_decoded(text: &str) -> Result<String, Problem> {
    let malformed = || Problem::new(ProblemKind::Malformed, "the query is not well-formed");
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
                let (high, low) = (digit(rest.next()), digit(rest.next()));
                let (Some(high), Some(low)) = (high, low) else {
                    return Err(malformed());
                };
                (high * 16 + low) as u8
            }
            other => other,
        });
    }
    let decoded = String::from_utf8(bytes).map_err(|_| malformed())?;
    if decoded.contains('\0') {
        Err(malformed())
    } else {
        Ok(decoded)
    }
}

/// Serde's `deserialize_with` for an optional number in a query.
pub fn number<'de, D, N>(deserializer: D) -> Result<Option<N>, D::Error>
where
    D: serde::Deserializer<'de>,
    N: std::str::FromStr,
{
    let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = digits.then(|| text.parse().ok()).flatten();
    parsed
        .map(Some)
        .ok_or_else(|| serde::de::Error::custom("must be a whole number, not negative"))
}

/// How long a caller wants to wait.
///
/// # Errors
/// 422 for more than is allowed.
pub fn wait_time(seconds: Option<u64>) -> Result<Option<Duration>, Problem> {
    match seconds {
        Some(seconds) if seconds > MAX_WAIT_SECONDS => Err(Problem::invalid(
            "?wait",
            format!("must be 0 to {MAX_WAIT_SECONDS} seconds"),
        )),
        other => Ok(other.filter(|seconds| *seconds > 0).map(Duration::from_secs)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shape {
        status: Option<String>,
        #[serde(default, deserialize_with = "number")]
        limit: Option<u32>,
    }

    #[test]
    fn parameters_are_read() {
        let shape: Shape = parse_query("status=a%20b+c%E9%9B%A8&limit=7").unwrap();
        assert_eq!(
            shape,
            Shape {
                status: Some("a b c雨".to_owned()),
                limit: Some(7)
            }
        );
        assert_eq!(
            parse_query::<Shape>("").unwrap(),
            Shape {
                status: None,
                limit: None
            }
        );
    }

    #[test]
    fn misfits_name_the_parameter() {
        for (query, name) in [
            ("limit=-1", "?limit"),
            ("limit=x", "?limit"),
            ("limit=", "?limit"),
            ("limit=99999999999", "?limit"),
            ("limit=1&limit=2", "?limit"),
            ("colour=red", "?colour"),
        ] {
            let problem = parse_query::<Shape>(query).unwrap_err();
            assert_eq!(
                (problem.status().as_u16(), problem.errors()[0].pointer.as_str()),
                (422, name),
                "{query}"
            );
        }
        for query in ["status=%", "status=%zz", "status=%ff", "status=%00"] {
            assert_eq!(
                parse_query::<Shape>(query).unwrap_err().status().as_u16(),
                400,
                "{query}"
            );
        }
    }

    #[test]
    fn nobody_waits_for_ever() {
        assert_eq!(wait_time(Some(0)).unwrap(), None);
        assert_eq!(wait_time(Some(30)).unwrap(), Some(Duration::from_secs(30)));
        assert!(wait_time(Some(31)).is_err());
    }
}
