//! OpenAI's pictures: JSON to generate, a form to edit with references and a mask.

use serde_json::{Value, json};

use super::{Answer, PictureAsk, in_openai_shape};
use crate::{
    catalogue::{PictureModel, micros},
    error::{Class, ProviderError, Spent},
    refusal,
    wire::{Call, Part, merge},
};

pub fn ask(model: &PictureModel, ask: &PictureAsk) -> Call {
    let size = model.size(ask.width, ask.height);
    if !ask.references.is_empty() {
        return edit(model, ask, size);
    }
    let mut body = json!({
        "model": model.id,
        "prompt": ask.prompt,
        "n": 1,
        "size": size,
        "output_format": "png",
        "moderation": "auto",
    });
    if let Some(quality) = &model.quality {
        body["quality"] = json!(quality);
    }
    if let Some(extra) = &model.extra {
        merge(&mut body, extra);
    }
    Call::post("/images/generations", body)
}

fn edit(model: &PictureModel, ask: &PictureAsk, size: &str) -> Call {
    let mut parts = vec![
        Part::text("prompt", &ask.prompt),
        Part::text("model", &model.id),
        Part::text("size", size),
    ];
    if let Some(quality) = &model.quality {
        parts.push(Part::text("quality", quality));
    }
    for (reference, number) in ask.references.iter().zip(1..) {
        let file = format!("{number}.{}", reference.extension());
        parts.push(Part::file(
            "image[]",
            &file,
            &reference.media_type,
            reference.bytes.clone(),
        ));
    }
    if let Some(mask) = &ask.mask {
        parts.push(Part::file("mask", "mask.png", "image/png", mask.clone()));
    }
    Call::post_form("/images/edits", parts)
}

pub fn answer(model: &PictureModel, json: &Value) -> Result<Answer, ProviderError> {
    if json["error"].is_object() {
        return Err(refusal::error_in(json, 200));
    }
    let spent = Spent::paid(cost(model, &json["usage"]).unwrap_or(model.picture_micros()));
    match json["data"].get(0) {
        Some(item) => in_openai_shape(item, spent),
        None => Err(ProviderError::new(Class::EmptyResult, "no_picture")),
    }
}

/// By tokens, where the answer counts them.
fn cost(model: &PictureModel, usage: &Value) -> Option<u64> {
    let tokens = |value: &Value| value.as_f64();
    let written = tokens(&usage["output_tokens"])?;
    let details = &usage["input_tokens_details"];
    let text = tokens(&details["text_tokens"]).or(tokens(&usage["input_tokens"]))?;
    let pictures = tokens(&details["image_tokens"]).unwrap_or_default();
    let cost = text * model.usd_per_million_text_in
        + pictures * model.usd_per_million_picture_in
        + written * model.usd_per_million_out;
    (model.usd_per_million_out > 0.0).then(|| micros(cost))
}
