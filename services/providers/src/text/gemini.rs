//! Gemini's text.

use serde_json::{Value, json};

use super::{TextAnswer, TextAsk, schema_in_words, strict};
use crate::{
    catalogue::{JsonMode, TextModel},
    error::{Class, ProviderError, Spent},
    picture::gemini_candidate,
    refusal,
    wire::{Call, merge},
};

/// Path of `generateContent`: `/v1`, as the SDK has it since 3.4.
pub fn path(model: &str) -> String {
    format!("/v1/models/{model}:generateContent")
}

pub fn ask(model: &TextModel, ask: &TextAsk) -> Call {
    let said = |role: &str, text: &str| json!({"role": role, "parts": [{"text": text}]});
    let role = |by_model| if by_model { "model" } else { "user" };
    let contents = ask.turns.iter().map(|turn| said(role(turn.by_model), &turn.text));
    let mut config = json!({"maxOutputTokens": model.max_output_tokens});
    if let Some(temperature) = model.temperature {
        config["temperature"] = json!(temperature);
    }
    let mut system = ask.system.clone();
    if let Some((_, schema)) = &ask.schema {
        config["responseMimeType"] = json!("application/json");
        if model.json == JsonMode::Object {
            let words = schema_in_words(schema);
            system = Some(system.map_or_else(|| words.clone(), |system| format!("{system}\n\n{words}")));
        } else {
            config["responseJsonSchema"] = strict(schema);
        }
    }
    let mut body = json!({"contents": contents.collect::<Vec<_>>(), "generationConfig": config});
    if let Some(system) = system {
        body["systemInstruction"] = said("user", &system);
    }
    if let Some(extra) = &model.extra {
        merge(&mut body, extra);
    }
    Call::post(path(&model.id), body)
}

pub fn answer(model: &TextModel, json: &Value) -> Result<TextAnswer, ProviderError> {
    if json["error"].is_object() {
        return Err(refusal::error_in(json, 200));
    }
    let usage = &json["usageMetadata"];
    let tokens = |name: &str| usage[name].as_u64().unwrap_or_default();
    let written = tokens("candidatesTokenCount") + tokens("thoughtsTokenCount");
    let spent = Spent::paid(model.cost_micros(tokens("promptTokenCount"), written));
    let candidate = gemini_candidate(json)?;
    let parts = candidate["content"]["parts"].as_array().into_iter().flatten();
    let words = parts.filter(|part| part["thought"] != true);
    let text: String = words.filter_map(|part| part["text"].as_str()).collect();
    let reason = candidate["finishReason"].as_str().unwrap_or("STOP");
    if text.trim().is_empty() {
        return Err(ProviderError::new(Class::EmptyResult, reason).spent(spent));
    }
    Ok(TextAnswer {
        text: text.trim().to_owned(),
        spent,
        cut: reason == "MAX_TOKENS",
    })
}
