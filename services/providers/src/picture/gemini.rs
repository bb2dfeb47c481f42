//! Gemini's pictures: `generateContent` with a picture among the parts of the answer.

use serde_json::{Value, json};

use super::{Answer, PictureAsk, decoded};
use crate::{
    catalogue::PictureModel,
    error::{Charged, Class, ProviderError, Spent},
    refusal,
    wire::{Call, merge},
};

pub fn ask(model: &PictureModel, ask: &PictureAsk) -> Call {
    let mut parts = vec![json!({"text": ask.prompt})];
    for reference in &ask.references {
        parts.push(json!({"inlineData": {"mimeType": reference.media_type, "data": reference.base64()}}));
    }
    let mut config = json!({"aspectRatio": model.size(ask.width, ask.height)});
    if let Some(resolution) = &model.resolution {
        config["imageSize"] = json!(resolution);
    }
    let mut body = json!({
        "contents": [{"role": "user", "parts": parts}],
        "generationConfig": {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": config},
    });
    if let Some(extra) = &model.extra {
        merge(&mut body, extra);
    }
    Call::post(crate::text::gemini_path(&model.id), body)
}

pub fn answer(model: &PictureModel, json: &Value) -> Result<Answer, ProviderError> {
    if json["error"].is_object() {
        return Err(refusal::error_in(json, 200));
    }
    let candidate = candidate(json)?;
    let paid = Spent::paid(model.picture_micros());
    let parts = candidate["content"]["parts"].as_array().into_iter().flatten();
    // A thought may hold a sketch.
    let data = parts.filter(|part| part["thought"] != true).find_map(|part| {
        part["inlineData"]["data"]
            .as_str()
            .or(part["inline_data"]["data"].as_str())
    });
    match data {
        Some(data) => decoded(data, paid).map(|bytes| Answer::Inline(bytes, paid)),
        None => Err(ProviderError::new(
            Class::EmptyResult,
            candidate["finishReason"].as_str().unwrap_or("no_picture"),
        )),
    }
}

/// The first candidate, unless the answer is a refusal: Gemini says those with HTTP 200.
pub fn candidate(json: &Value) -> Result<&Value, ProviderError> {
    if let Some(reason) = json["promptFeedback"]["blockReason"].as_str() {
        return Err(ProviderError::new(Class::RefusedInput, reason));
    }
    let Some(candidate) = json["candidates"].get(0) else {
        return Err(ProviderError::new(Class::EmptyResult, "no_candidates"));
    };
    let reason = candidate["finishReason"].as_str().unwrap_or("STOP");
    let class = match reason {
        "STOP" | "MAX_TOKENS" | "FINISH_REASON_UNSPECIFIED" => return Ok(candidate),
        "SAFETY"
        | "RECITATION"
        | "LANGUAGE"
        | "BLOCKLIST"
        | "PROHIBITED_CONTENT"
        | "SPII"
        | "IMAGE_SAFETY"
        | "IMAGE_PROHIBITED_CONTENT"
        | "IMAGE_RECITATION"
        | "MODEL_ARMOR" => Class::RefusedOutput,
        // NO_IMAGE, IMAGE_OTHER, OTHER, MALFORMED_RESPONSE and whatever comes to be: it may go well the next time.
        _ => Class::EmptyResult,
    };
    let charged = Spent {
        charged: Charged::Perhaps,
        micros: 0,
    };
    Err(ProviderError::new(class, reason).spent(charged))
}
