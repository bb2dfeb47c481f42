//! A request and an answer as plain data: adapters make the one and read the other, and only the client does I/O.

use bytes::Bytes;
use reqwest::{
    Method,
    header::{HeaderMap, HeaderName},
};
use serde_json::Value;

use crate::error::{Class, ProviderError};

/// A request without its key.
#[derive(Clone, Debug)]
pub struct Call {
    /// `GET` or `POST`.
    pub method: Method,
    /// A path under the provider's address, or a whole URL that the provider gave.
    pub path: String,
    /// Beside those of every request.
    pub headers: Vec<(HeaderName, &'static str)>,
    /// What is sent.
    pub body: Body,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// JSON.
    Json(Value),
    /// A form of several parts.
    Form(Vec<Part>),
}

/// One part of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Name of the field.
    pub name: String,
    /// Name of the file and its media type, for a file.
    pub file: Option<(String, String)>,
    /// What it holds.
    pub bytes: Bytes,
}

/// An answer, whole.
#[derive(Clone, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl Call {
    /// Posts JSON.
    pub fn post(path: impl Into<String>, json: Value) -> Call {
        Call {
            method: Method::POST,
            path: path.into(),
            headers: Vec::new(),
            body: Body::Json(json),
        }
    }

    /// Posts a form.
    pub fn post_form(path: impl Into<String>, parts: Vec<Part>) -> Call {
        Call {
            body: Body::Form(parts),
            ..Call::get(path).method(Method::POST)
        }
    }

    /// Looks at something.
    pub fn get(path: impl Into<String>) -> Call {
        Call {
            method: Method::GET,
            path: path.into(),
            headers: Vec::new(),
            body: Body::Empty,
        }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'static str) -> Call {
        self.headers.push((HeaderName::from_static(name), value));
        self
    }

    fn method(self, method: Method) -> Call {
        Call { method, ..self }
    }
}

impl Part {
    /// A field of text.
    pub fn text(name: &str, value: impl Into<String>) -> Part {
        Part {
            name: name.to_owned(),
            file: None,
            bytes: Bytes::from(value.into()),
        }
    }

    /// A file.
    pub fn file(name: &str, file: &str, media_type: &str, bytes: Bytes) -> Part {
        Part {
            name: name.to_owned(),
            file: Some((file.to_owned(), media_type.to_owned())),
            bytes,
        }
    }
}

impl Reply {
    /// It says that it is a success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Its JSON, or nothing.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The JSON of a success. One that is cut off or is no JSON was paid for in vain.
    pub fn success_json(&self) -> Result<Value, ProviderError> {
        serde_json::from_slice(&self.body)
            .map_err(|error| ProviderError::new(Class::BadResult, "not_json").because(error))
    }
}

/// Puts `more` into `body`: objects are merged, anything else is replaced.
pub fn merge(body: &mut Value, more: &Value) {
    match (body, more) {
        (Value::Object(body), Value::Object(more)) => {
            for (key, value) in more {
                merge(body.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (body, more) => *body = more.clone(),
    }
}
