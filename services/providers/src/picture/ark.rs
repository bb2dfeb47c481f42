//! Volcengine Ark's Seedream: OpenAI's shape with references as data URLs, and refusals inside a success.

use serde_json::{Value, json};

use super::{Answer, PictureAsk, in_openai_shape, seed31};
use crate::{
    catalogue::PictureModel,
    error::{Class, ProviderError, Spent},
    refusal,
    wire::{Call, merge},
};

pub fn ask(model: &PictureModel, ask: &PictureAsk) -> Call {
    let mut body = json!({
        "model": model.id,
        "prompt": ask.prompt,
        "size": model.size(ask.width, ask.height),
        "response_format": "b64_json",
    });
    if model.seed {
        body["seed"] = json!(seed31(ask.seed));
    }
    if !ask.references.is_empty() {
        let references: Vec<String> = ask
            .references
            .iter()
            .map(|reference| reference.data_url())
            .collect();
        body["image"] = json!(references);
    }
    if let Some(extra) = &model.extra {
        merge(&mut body, extra);
    }
    Call::post("/images/generations", body)
}

pub fn answer(model: &PictureModel, json: &Value) -> Result<Answer, ProviderError> {
    if json["error"].is_object() {
        return Err(refusal::error_in(json, 200));
    }
    let Some(item) = json["data"].get(0) else {
        return Err(ProviderError::new(Class::EmptyResult, "no_picture"));
    };
    if item["error"].is_object() {
        return Err(refusal::error_in(item, 400));
    }
    in_openai_shape(item, Spent::paid(model.picture_micros()))
}
