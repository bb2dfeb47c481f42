//! Models that write: one request and one reading per wire, both pure.

mod chat;
mod gemini;

use serde::Deserialize;
use serde_json::Value;

pub use gemini::path as gemini_path;

use crate::{
    catalogue::TextModel,
    error::{ProviderError, Spent},
    wire::{Call, Reply},
};

/// What a model is asked to write.
#[derive(Clone, Debug)]
pub struct TextAsk {
    /// What it is and by which rules it writes.
    pub system: Option<String>,
    /// What was said so far, ending with us.
    pub turns: Vec<Turn>,
    /// Name and JSON schema of the answer.
    pub schema: Option<(String, Value)>,
}

/// Something said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// By the model; else by us.
    pub by_model: bool,
    /// The words.
    pub text: String,
}

/// What a model wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextAnswer {
    /// The words.
    pub text: String,
    /// What they cost.
    pub spent: Spent,
    /// They end where the model was cut off.
    pub cut: bool,
}

/// A wire that text is asked for over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextApi {
    /// OpenAI's chat, as nearly everybody speaks it.
    Chat,
    /// Gemini's `generateContent`.
    Gemini,
}

impl TextApi {
    /// The request.
    pub fn ask(self, model: &TextModel, ask: &TextAsk) -> Call {
        match self {
            TextApi::Chat => chat::ask(model, ask),
            TextApi::Gemini => gemini::ask(model, ask),
        }
    }

    /// Reads the success that answered the request.
    ///
    /// # Errors
    /// When it is none after all.
    pub fn answer(self, model: &TextModel, reply: &Reply) -> Result<TextAnswer, ProviderError> {
        let json = reply.success_json()?;
        match self {
            TextApi::Chat => chat::answer(model, &json),
            TextApi::Gemini => gemini::answer(model, &json),
        }
    }
}

impl Turn {
    /// Said by us.
    pub fn ours(text: impl Into<String>) -> Turn {
        Turn {
            by_model: false,
            text: text.into(),
        }
    }

    /// Said by the model.
    pub fn models(text: impl Into<String>) -> Turn {
        Turn {
            by_model: true,
            text: text.into(),
        }
    }
}

/// Keywords of a schema that strict readers refuse: OpenAI all of them, Gemini some.
const REFUSED: [&str; 4] = ["minLength", "maxLength", "pattern", "uniqueItems"];

/// The schema as strict readers take it: alternatives as `anyOf`, nothing beside a `$ref`, no keyword that they refuse.
fn strict(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref") {
                return serde_json::json!({"$ref": reference});
            }
            let keyword = |key: &str, value: &Value| !REFUSED.contains(&key) || value.is_object();
            let kept = fields.iter().filter(|(key, value)| keyword(key, value));
            kept.map(|(key, value)| {
                let key = if key == "oneOf" { "anyOf" } else { key };
                (key.to_owned(), strict(value))
            })
            .collect()
        }
        Value::Array(items) => items.iter().map(strict).collect(),
        other => other.clone(),
    }
}

/// Sent where a model can be told only that it shall write JSON: the word must stand in the prompt.
fn schema_in_words(schema: &Value) -> String {
    format!("Answer with one JSON object and nothing else. It must satisfy this JSON schema:\n{schema}")
}

#[cfg(test)]
mod tests;
