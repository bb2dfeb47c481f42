//! OpenAI's chat completions, with the switches by which its imitators differ.

use serde_json::{Value, json};

use super::{TextAnswer, TextAsk, schema_in_words, strict};
use crate::{
    catalogue::{JsonMode, TextModel, micros},
    error::{Class, ProviderError, Spent},
    refusal,
    wire::{Call, merge},
};

const PATH: &str = "/chat/completions";

pub fn ask(model: &TextModel, ask: &TextAsk) -> Call {
    let mut system = ask.system.clone();
    let mut body = json!({"model": model.id});
    if let Some((name, schema)) = &ask.schema {
        body["response_format"] = match model.json {
            JsonMode::Strict => schema_format(name, schema, true),
            JsonMode::Schema => schema_format(name, schema, false),
            JsonMode::Object => {
                let words = schema_in_words(schema);
                system = Some(system.map_or_else(|| words.clone(), |system| format!("{system}\n\n{words}")));
                json!({"type": "json_object"})
            }
        };
    }
    let said = |role: &str, text: &str| json!({"role": role, "content": text});
    let mut messages: Vec<Value> = system.iter().map(|text| said("system", text)).collect();
    let role = |by_model| if by_model { "assistant" } else { "user" };
    messages.extend(ask.turns.iter().map(|turn| said(role(turn.by_model), &turn.text)));
    body["messages"] = json!(messages);
    if let Some(field) = &model.max_tokens_field {
        body[field] = json!(model.max_output_tokens);
    }
    if let Some(temperature) = model.temperature {
        body["temperature"] = json!(temperature);
    }
    if let Some(extra) = &model.extra {
        merge(&mut body, extra);
    }
    Call::post(model.path.as_deref().unwrap_or(PATH), body)
}

fn schema_format(name: &str, schema: &Value, to_the_letter: bool) -> Value {
    let schema = strict(schema);
    json!({"type": "json_schema", "json_schema": {"name": name, "strict": to_the_letter, "schema": schema}})
}

pub fn answer(model: &TextModel, json: &Value) -> Result<TextAnswer, ProviderError> {
    if json["error"].is_object() {
        return Err(refusal::error_in(json, 200));
    }
    let spent = Spent::paid(cost(model, &json["usage"]));
    let Some(choice) = json["choices"].get(0) else {
        return Err(ProviderError::new(Class::EmptyResult, "no_choices").spent(spent));
    };
    let reason = choice["finish_reason"].as_str().unwrap_or_default();
    let message = &choice["message"];
    let refused = message["refusal"].as_str().is_some_and(|words| !words.is_empty());
    // Zhipu says "sensitive" where others say "content_filter".
    if refused || matches!(reason, "content_filter" | "sensitive") {
        let code = if refused { "refusal" } else { reason };
        return Err(ProviderError::new(Class::RefusedOutput, code).spent(spent));
    }
    if reason == "insufficient_system_resource" {
        return Err(ProviderError::new(Class::Overloaded, reason));
    }
    match message["content"].as_str().map(str::trim) {
        Some(text) if !text.is_empty() => Ok(TextAnswer {
            text: text.to_owned(),
            spent,
            cut: reason == "length",
        }),
        _ => Err(ProviderError::new(Class::EmptyResult, reason).spent(spent)),
    }
}

fn cost(model: &TextModel, usage: &Value) -> u64 {
    // OpenRouter tells the true price.
    if let Some(dollars) = usage["cost"].as_f64() {
        return micros(dollars * 1e6);
    }
    let tokens = |name: &str| usage[name].as_u64().unwrap_or_default();
    model.cost_micros(tokens("prompt_tokens"), tokens("completion_tokens"))
}
