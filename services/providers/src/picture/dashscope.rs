//! Alibaba DashScope's Qwen-Image and Wan: the same body, waited for or by task.

use serde_json::{Value, json};

use super::{Answer, PictureAsk, seed31};
use crate::{
    catalogue::PictureModel,
    error::{Class, ProviderError, Spent},
    refusal,
    wire::{Call, merge},
};

pub fn ask(model: &PictureModel, ask: &PictureAsk) -> Call {
    Call::post(
        "/api/v1/services/aigc/multimodal-generation/generation",
        body(model, ask),
    )
}

pub fn submit(model: &PictureModel, ask: &PictureAsk) -> Call {
    Call::post(
        "/api/v1/services/aigc/image-generation/generation",
        body(model, ask),
    )
    .header("x-dashscope-async", "enable")
}

pub fn look(task: &str) -> Call {
    Call::get(format!("/api/v1/tasks/{task}"))
}

fn body(model: &PictureModel, ask: &PictureAsk) -> Value {
    let references = ask.references.iter();
    let mut content: Vec<Value> = references
        .map(|reference| json!({"image": reference.data_url()}))
        .collect();
    content.push(json!({"text": ask.prompt}));
    let mut parameters = json!({"size": model.size(ask.width, ask.height), "n": 1});
    if model.seed {
        parameters["seed"] = json!(seed31(ask.seed));
    }
    if model.negative_prompt && !ask.negative_prompt.is_empty() {
        parameters["negative_prompt"] = json!(ask.negative_prompt);
    }
    if let Some(extra) = &model.extra {
        merge(&mut parameters, extra);
    }
    json!({
        "model": model.id,
        "input": {"messages": [{"role": "user", "content": content}]},
        "parameters": parameters,
    })
}

/// A picture waited for, or that of a task that is done.
pub fn answer(model: &PictureModel, json: &Value) -> Result<Answer, ProviderError> {
    if json["code"].is_string() {
        return Err(refusal::error_in(json, 400));
    }
    let output = &json["output"];
    let results = output["results"].as_array().into_iter().flatten();
    let choices = output["choices"].as_array().into_iter().flatten();
    let content = choices.flat_map(|choice| choice["message"]["content"].as_array().into_iter().flatten());
    let addresses = results
        .clone()
        .map(|result| &result["url"])
        .chain(content.map(|part| &part["image"]));
    if let Some(url) = addresses.into_iter().find_map(Value::as_str) {
        return Ok(Answer::At(url.to_owned(), Spent::paid(model.picture_micros())));
    }
    // Of several results each may have failed by itself.
    match results.into_iter().find(|result| result["code"].is_string()) {
        Some(failed) => Err(refusal::error_in(failed, 400)),
        None => Err(ProviderError::new(Class::EmptyResult, "no_picture")),
    }
}

/// A task as it was submitted or as a look shows it.
pub fn task(model: &PictureModel, json: &Value) -> Result<Answer, ProviderError> {
    let output = &json["output"];
    match output["task_status"].as_str() {
        Some("PENDING" | "RUNNING" | "SUSPENDED") => match output["task_id"].as_str() {
            Some(id) if !id.is_empty() => Ok(Answer::Working(id.to_owned())),
            _ => Err(ProviderError::new(Class::UnknownOutcome, "no_task_id")),
        },
        Some("SUCCEEDED") => answer(model, json),
        Some("UNKNOWN") => Err(ProviderError::new(Class::TaskGone, "UNKNOWN")),
        Some("CANCELED") => Err(ProviderError::new(Class::EmptyResult, "CANCELED")),
        Some("FAILED") => Err(refusal::error_in(output, 500)),
        _ if json["code"].is_string() => Err(refusal::error_in(json, 400)),
        _ => Err(ProviderError::new(Class::BadResult, "task_status")),
    }
}
