//! A story as a form with a file: the same fields as the JSON body, and `file` in place of `story`.

use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field},
    http::header,
};
use serde_json::{Map, Value};

use super::read::read_body;
use crate::{
    decode::decode_text,
    limits,
    problem::{Problem, ProblemKind},
};

/// The fields of a form as the JSON body would have them; `file` is decoded into `story`.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryForm(pub Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for StoryForm {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<StoryForm, Problem> {
        let (mut parts, body) = request.into_parts();
        // The body is in memory and within its limit already: the form reader needs none of its own.
        let body = read_body(Request::new(body), limits::MAX_MULTIPART_BYTES).await?;
        let media_type = parts.headers.remove(header::CONTENT_TYPE);
        let mut whole = Request::new(Body::from(body));
        whole
            .headers_mut()
            .extend(media_type.map(|value| (header::CONTENT_TYPE, value)));
        DefaultBodyLimit::disable().apply(&mut whole);
        let form = Multipart::from_request(whole, state).await;
        let form = form.map_err(|_| Problem::new(ProblemKind::Malformed, "the form has no boundary"))?;
        read(form).await.map(StoryForm)
    }
}

async fn read(mut form: Multipart) -> Result<Map<String, Value>, Problem> {
    let mut fields = Map::new();
    let mut parts = 0;
    while let Some(part) = form.next_field().await.map_err(|_| malformed())? {
        parts += 1;
        if parts > limits::MAX_FORM_PARTS {
            let detail = format!("the form may have {} parts", limits::MAX_FORM_PARTS);
            return Err(Problem::new(ProblemKind::TooLarge, detail));
        }
        let name = part.name().unwrap_or_default().to_owned();
        add(&mut fields, &name, part).await?;
    }
    Ok(fields)
}

async fn add(fields: &mut Map<String, Value>, name: &str, part: Field<'_>) -> Result<(), Problem> {
    let bytes = part.bytes().await.map_err(|_| malformed())?;
    let text = decode_text(&bytes)
        .map_err(|error| Problem::invalid(format!("/{name}"), error.to_string()))?
        .0;
    match name.strip_prefix("style.").or_else(|| {
        name.strip_prefix("style[")
            .and_then(|rest| rest.strip_suffix(']'))
    }) {
        Some(look) => {
            let style = fields.entry("style").or_insert_with(|| Value::Object(Map::new()));
            let style = style
                .as_object_mut()
                .ok_or_else(|| Problem::invalid("/style", "is given in two ways"))?;
            put(style, look, &format!("/style/{look}"), Value::String(text))
        }
        None if name == "file" => put(fields, "story", "/file", Value::String(text)),
        None => {
            let value = if is_text(name) {
                Value::String(text)
            } else {
                plain_value(text)
            };
            put(fields, name, &format!("/{name}"), value)
        }
    }
}

fn put(fields: &mut Map<String, Value>, name: &str, pointer: &str, value: Value) -> Result<(), Problem> {
    match fields.insert(name.to_owned(), value) {
        None => Ok(()),
        Some(_) if name == "story" => Err(Problem::invalid(pointer, "the story is given more than once")),
        Some(_) => Err(Problem::invalid(pointer, "is given more than once")),
    }
}

/// Fields that are text in the JSON body; a form has no other way to write a number or an object than as text.
fn is_text(name: &str) -> bool {
    matches!(
        name,
        "story" | "language" | "reading_direction" | "priority" | "template"
    )
}

fn plain_value(text: String) -> Value {
    serde_json::from_str(text.trim()).unwrap_or(Value::String(text))
}

fn malformed() -> Problem {
    Problem::new(
        ProblemKind::Malformed,
        "the form was cut off or is not well-formed",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn form(parts: &[(&str, &[u8])], end: &str) -> Result<StoryForm, Problem> {
        let mut body = Vec::new();
        for (name, value) in parts {
            let head =
                format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"S.TXT\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(end.as_bytes());
        let request = Request::post("/").header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        StoryForm::from_request(request.body(Body::from(body)).unwrap(), &()).await
    }

    #[tokio::test]
    async fn a_form_says_the_same_as_json() {
        let story = encoding_rs::GB18030.encode("从前有一座山。").0;
        let parts: [(&str, &[u8]); 4] = [
            ("file", &story),
            ("panels", b"7"),
            ("style.mood", b"Dark"),
            ("language", b"zh"),
        ];
        let StoryForm(fields) = form(&parts, "--b--\r\n").await.unwrap();
        let expected = serde_json::json!({"story": "从前有一座山。", "panels": 7, "style": {"mood": "Dark"}, "language": "zh"});
        assert_eq!(Value::Object(fields), expected);
    }

    #[tokio::test]
    async fn odd_forms_are_refused() {
        let twice: [(&str, &[u8]); 2] = [("file", b"a"), ("story", b"b")];
        assert_eq!(
            form(&twice, "--b--\r\n").await.unwrap_err().status().as_u16(),
            422
        );
        assert_eq!(
            form(&[("file", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")], "--b--\r\n")
                .await
                .unwrap_err()
                .status()
                .as_u16(),
            422
        );
        assert_eq!(
            form(&[("file", b"a")], "").await.unwrap_err().status().as_u16(),
            400
        );
        let names: Vec<String> = (0..=limits::MAX_FORM_PARTS).map(|n| format!("x{n}")).collect();
        let many: Vec<(&str, &[u8])> = names
            .iter()
            .map(|name| (name.as_str(), b"1".as_slice()))
            .collect();
        assert_eq!(form(&many, "--b--\r\n").await.unwrap_err().status().as_u16(), 413);
    }
}
