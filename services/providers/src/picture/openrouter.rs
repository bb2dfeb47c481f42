//! OpenRouter's pictures: one wire for many models, with the true price in the answer.

use serde_json::{Value, json};

use super::{Answer, PictureAsk, in_openai_shape};
use crate::{
    catalogue::{PictureModel, micros},
    error::{Class, ProviderError, Spent},
    refusal,
    wire::{Call, merge},
};

pub fn ask(model: &PictureModel, ask: &PictureAsk) -> Call {
    let mut body = json!({
        "model": model.id,
        "prompt": ask.prompt,
        "aspect_ratio": model.size(ask.width, ask.height),
        "n": 1,
        "output_format": "png",
    });
    if !ask.references.is_empty() {
        let reference = |url: String| json!({"type": "image_url", "image_url": {"url": url}});
        let references: Vec<Value> = ask
            .references
            .iter()
            .map(|given| reference(given.data_url()))
            .collect();
        body["input_references"] = json!(references);
    }
    if let Some(extra) = &model.extra {
        merge(&mut body, extra);
    }
    Call::post("/images", body)
}

pub fn answer(model: &PictureModel, json: &Value) -> Result<Answer, ProviderError> {
    if json["error"].is_object() {
        return Err(refusal::error_in(json, 200));
    }
    let told = json["usage"]["cost"]
        .as_f64()
        .map(|dollars| micros(dollars * 1e6));
    let spent = Spent::paid(told.unwrap_or(model.picture_micros()));
    match json["data"].get(0) {
        Some(item) => in_openai_shape(item, spent),
        None => Err(ProviderError::new(Class::EmptyResult, "no_picture").spent(spent)),
    }
}
