//! JSON bodies: read whole, bounded in size and depth, every misfit named by its JSON pointer.

use axum::{
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::read::read_body;
use crate::{
    limits,
    problem::{Problem, ProblemKind},
};

/// A JSON body of the given shape.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Body<T>, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                ProblemKind::UnsupportedMediaType,
                "the body must be application/json",
            ));
        }
        parse_json(&read_body(request, limits::MAX_BODY_BYTES).await?).map(Body)
    }
}

/// The body says that it is JSON.
pub fn is_json(headers: &HeaderMap) -> bool {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = given
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// A value of the given shape.
///
/// # Errors
/// 400 for what is not JSON, 422 for JSON that does not fit.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Problem::new(ProblemKind::Malformed, "the body is not UTF-8"))?;
    if depth(text) > limits::MAX_JSON_DEPTH {
        let detail = format!("the body is nested more than {} deep", limits::MAX_JSON_DEPTH);
        return Err(Problem::new(ProblemKind::Malformed, detail));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| misfit(&error))?;
    json.end()
        .map_err(|_| Problem::new(ProblemKind::Malformed, "something follows the JSON value"))?;
    // Serde would also take the fields of an object as a list.
    if !text.trim_start().starts_with('{') {
        return Err(Problem::invalid("", "the body must be an object"));
    }
    Ok(value)
}

fn misfit(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let cause = error.inner();
    let words = without_place(&cause.to_string());
    // A lone surrogate is well-formed JSON by the letter, but no text.
    if cause.is_data() || words.contains("hex escape") {
        return Problem::invalid(pointer(error.path(), &words), shortened(&words));
    }
    let detail = format!(
        "not JSON: {} at line {}, column {}",
        shortened(&words),
        cause.line(),
        cause.column()
    );
    Problem::new(ProblemKind::Malformed, detail)
}

/// JSON pointer of a path; an unknown field is pointed at itself, not at the object around it.
fn pointer(path: &serde_path_to_error::Path, words: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => names.push(index.to_string()),
            Segment::Map { key } => names.push(key.clone()),
            Segment::Enum { variant } => names.push(variant.clone()),
            Segment::Unknown => {}
        }
    }
    if let Some(field) = unknown_field(words)
        && names.last().is_none_or(|last| last != field)
    {
        names.push(field.to_owned());
    }
    names.iter().map(|name| format!("/{}", escaped(name))).collect()
}

/// A name as it stands in a JSON pointer.
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn unknown_field(words: &str) -> Option<&str> {
    words.strip_prefix("unknown field `")?.split('`').next()
}

fn without_place(words: &str) -> String {
    words.split(" at line ").next().unwrap_or_default().to_owned()
}

/// What a caller sent is not sent back at length.
fn shortened(words: &str) -> String {
    const MOST: usize = 300;
    match words.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &words[..end]),
        None => words.to_owned(),
    }
}

/// Deepest nesting, brackets within strings not counted.
fn depth(text: &str) -> usize {
    let (mut deepest, mut open, mut in_string, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                open += 1;
                deepest = deepest.max(open);
            }
            b']' | b'}' if !in_string => open = open.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shape {
        #[serde(default)]
        #[expect(dead_code, reason = "only its parsing matters")]
        story: String,
        #[serde(default)]
        #[expect(dead_code, reason = "only its parsing matters")]
        panels: Option<u32>,
        #[serde(default)]
        #[expect(dead_code, reason = "only its parsing matters")]
        style: BTreeMap<String, Option<String>>,
    }

    fn refused(text: &str) -> (u16, Option<String>) {
        let problem = parse_json::<Shape>(text.as_bytes()).unwrap_err();
        (
            problem.status().as_u16(),
            problem.errors().first().map(|error| error.pointer.clone()),
        )
    }

    #[test]
    fn misfits_are_pointed_at() {
        for (text, pointer) in [
            (r#"{"panels":"7"}"#, "/panels"),
            (r#"{"panels":-1}"#, "/panels"),
            (r#"{"panels":2147483648000}"#, "/panels"),
            (r#"{"panels":1.5}"#, "/panels"),
            (r#"{"colour":"red"}"#, "/colour"),
            (r#"{"a/b":"red"}"#, "/a~1b"),
            (r#"{"style":{"mood":3}}"#, "/style/mood"),
            (r#"{"style":[]}"#, "/style"),
            (r#"{"story":"\ud800"}"#, "/story"),
            (r#"{"story":"a","story":"b"}"#, ""),
        ] {
            let (status, pointed) = refused(text);
            assert_eq!(status, 422, "{text}");
            if !pointer.is_empty() {
                assert_eq!(pointed.as_deref(), Some(pointer), "{text}");
            }
        }
        assert_eq!(refused("[]").0, 422);
        assert_eq!(refused("null").0, 422);
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        let deep = "[".repeat(limits::MAX_JSON_DEPTH + 1);
        for text in ["", "{", "{}x", "{'a':1}", "\u{feff}{}", &deep] {
            assert_eq!(refused(text).0, 400, "{text}");
        }
        assert_eq!(parse_json::<Shape>(b"\xff").unwrap_err().status().as_u16(), 400);
    }

    #[test]
    fn brackets_in_strings_are_text() {
        assert_eq!(depth(r#"{"a":"[[[[\"[[["}"#), 1);
        assert_eq!(depth(r#"{"a":[{"b":[]}]}"#), 4);
    }
}
