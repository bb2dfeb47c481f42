//! What a chat request must keep to, beyond its schema: the rules that vendors tell in words.

use serde_json::Value;

use super::{keeps_to, words};
use crate::Provider;
use crate::call::{Call, Wrong};
use crate::specs::Shape;
use crate::state::Fake;
use crate::text::Question;

/// The body of a chat request that keeps to the rules of its provider.
pub(super) fn read(fake: &Fake, call: &Call) -> Result<Value, Wrong> {
    let body = call.json()?;
    words(&body, "model")?;
    let messages = body.get("messages").and_then(Value::as_array);
    if messages.is_none_or(Vec::is_empty) {
        return Err(Wrong::new("messages", "at least one message is required"));
    }
    let shape = match call.provider {
        Provider::OpenRouter => Shape::OpenRouterChat("ChatRequest"),
        _ => Shape::OpenAi("CreateChatCompletionRequest"),
    };
    keeps_to(fake, shape, &body)?;
    format_rules(call.provider, &body)?;
    Ok(body)
}

/// The question that a chat's messages ask.
pub(super) fn question(body: &Value) -> Question {
    let mut question = Question::default();
    for message in body["messages"].as_array().into_iter().flatten() {
        let text = content(&message["content"]);
        match message["role"].as_str() {
            Some("system" | "developer") => question.system.push_str(&text),
            Some("user") => question.user.push(text),
            _ => {}
        }
    }
    let format = &body["response_format"];
    question.json = matches!(format["type"].as_str(), Some("json_object" | "json_schema"));
    question.schema = format.pointer("/json_schema/schema").cloned();
    question
}

/// A text, or the texts of a list of parts.
fn content(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| part["text"].as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        _ => String::new(),
    }
}

/// Pictures among the parts of the messages.
pub(super) fn pictures(body: &Value) -> usize {
    let messages = body["messages"].as_array().into_iter().flatten();
    let parts = messages
        .filter_map(|message| message["content"].as_array())
        .flatten();
    parts.filter(|part| part["type"] == "image_url").count()
}

fn format_rules(provider: Provider, body: &Value) -> Result<(), Wrong> {
    let format = &body["response_format"];
    let field = "response_format";
    let model = body["model"].as_str().unwrap_or_default();
    match format["type"].as_str() {
        Some("json_object") => {
            let asks = matches!(
                provider,
                Provider::OpenAi | Provider::DashScope | Provider::DeepSeek
            );
            if asks && !question(body).words().to_lowercase().contains("json") {
                let sentence = "'messages' must contain the word 'json' in some form, to use 'response_format' of \
                                type 'json_object'.";
                return Err(Wrong::new("messages", sentence));
            }
        }
        Some("json_schema") => {
            if provider == Provider::DeepSeek {
                return Err(Wrong::new(field, "This response_format type is unavailable now"));
            }
            let knows_schemas = ["qwen3.8-max", "qwen3.7"]
                .iter()
                .any(|known| model.starts_with(known));
            if provider == Provider::DashScope && !knows_schemas {
                return Err(Wrong::new(field, format!("{model} does not support json_schema")));
            }
            schema_rules(format)?;
        }
        _ => return Ok(()),
    }
    if provider == Provider::DashScope && body["enable_thinking"] == true {
        return Err(Wrong::new(
            "enable_thinking",
            "Json mode response is not supported when enable_thinking is true",
        ));
    }
    Ok(())
}

fn schema_rules(format: &Value) -> Result<(), Wrong> {
    let inner = &format["json_schema"];
    let name = words(inner, "name")?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.len() > 64 || !name.chars().all(is_plain) {
        let sentence = "the name is a-z, A-Z, 0-9, _ and -, at most 64 long";
        return Err(Wrong::new("response_format.json_schema.name", sentence));
    }
    if inner["strict"] == true
        && let Some(sentence) = loose(&inner["schema"])
    {
        return Err(Wrong::new("response_format", sentence));
    }
    Ok(())
}

/// The first object of a schema that is not strict: every property required, none beside them.
fn loose(schema: &Value) -> Option<String> {
    match schema {
        Value::Object(object) => {
            let properties = object.get("properties").and_then(Value::as_object);
            if let Some(properties) = properties.filter(|_| object.contains_key("type")) {
                let required = object.get("required").and_then(Value::as_array);
                let is_required =
                    |name: &String| required.is_some_and(|list| list.iter().any(|one| one == name));
                if let Some(name) = properties.keys().find(|name| !is_required(name)) {
                    return Some(format!("Invalid schema: 'required' must list '{name}' too."));
                }
                if object.get("additionalProperties") != Some(&Value::Bool(false)) {
                    return Some("Invalid schema: 'additionalProperties' must be false.".to_owned());
                }
            }
            object.values().find_map(loose)
        }
        Value::Array(items) => items.iter().find_map(loose),
        _ => None,
    }
}
