//! Stable Diffusion WebUI (A1111, Forge): a picture from words, or from a picture and words.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{Answer, PictureAsk, decoded, seed31};
use crate::{
    catalogue::{PictureModel, shape},
    error::{Class, ProviderError, Spent},
    wire::{Call, merge},
};

/// How far a redrawn picture may leave the one it starts from.
const DENOISING: f64 = 0.7;

pub fn ask(model: &PictureModel, ask: &PictureAsk) -> Call {
    let (width, height) = shape(model.size(ask.width, ask.height)).unwrap_or((1024, 1024));
    let mut body = json!({
        "prompt": ask.prompt,
        "negative_prompt": ask.negative_prompt,
        "seed": seed31(ask.seed),
        "width": width,
        "height": height,
    });
    let path = if ask.references.is_empty() {
        "/sdapi/v1/txt2img"
    } else {
        let given: Vec<String> = ask
            .references
            .iter()
            .map(|reference| reference.base64())
            .collect();
        body["init_images"] = json!(given);
        body["denoising_strength"] = json!(DENOISING);
        if let Some(mask) = &ask.mask {
            body["mask"] = json!(STANDARD.encode(mask));
        }
        "/sdapi/v1/img2img"
    };
    if let Some(extra) = &model.extra {
        merge(&mut body, extra);
    }
    Call::post(path, body)
}

pub fn answer(json: &Value) -> Result<Answer, ProviderError> {
    match json["images"][0].as_str() {
        Some(base64) => decoded(base64, Spent::NOTHING).map(|bytes| Answer::Inline(bytes, Spent::NOTHING)),
        None => Err(ProviderError::new(Class::EmptyResult, "no_picture").spent(Spent::NOTHING)),
    }
}
