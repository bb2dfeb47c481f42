//! ComfyUI: a graph is queued, its history looked at, the picture fetched.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::{Answer, PictureAsk, seed31};
use crate::{
    catalogue::{PictureModel, shape},
    error::{Class, ProviderError, Spent},
    wire::Call,
};

/// Node of the sampler, whose settings the catalogue has.
const SAMPLER: &str = "3";

/// Checkpoint, two prompts, an empty latent, a sampler, a decoder, a file.
pub fn submit(model: &PictureModel, ask: &PictureAsk) -> Call {
    let (width, height) = shape(model.size(ask.width, ask.height)).unwrap_or((1024, 1024));
    let prompt =
        |text: &str| json!({"class_type": "CLIPTextEncode", "inputs": {"text": text, "clip": ["4", 1]}});
    let mut graph = json!({
        SAMPLER: {"class_type": "KSampler", "inputs": {
            "seed": seed31(ask.seed), "steps": 28, "cfg": 6.0, "sampler_name": "euler", "scheduler": "normal", "denoise": 1.0,
            "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": model.id}},
        "5": {"class_type": "EmptyLatentImage", "inputs": {"width": width, "height": height, "batch_size": 1}},
        "6": prompt(&ask.prompt),
        "7": prompt(&ask.negative_prompt),
        "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
        "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "mangakai", "images": ["8", 0]}},
    });
    if let (Some(Value::Object(extra)), Value::Object(sampler)) =
        (&model.extra, &mut graph[SAMPLER]["inputs"])
    {
        sampler.extend(extra.clone());
    }
    Call::post("/prompt", json!({"prompt": graph, "client_id": "mangakai"}))
}

pub fn submitted(json: &Value) -> Result<Answer, ProviderError> {
    let wrong = json["node_errors"]
        .as_object()
        .is_some_and(|errors| !errors.is_empty());
    match json["prompt_id"].as_str() {
        Some(id) if !wrong => Ok(Answer::Working(id.to_owned())),
        _ => Err(ProviderError::new(Class::BadRequest, "node_errors").spent(Spent::NOTHING)),
    }
}

pub fn look(task: &str) -> Call {
    Call::get(format!("/history/{task}"))
}

/// An unknown id and one that still runs look the same: an empty object.
pub fn seen(task: &str, json: &Value) -> Result<Answer, ProviderError> {
    let entry = &json[task];
    let failed = |class, code: &str| Err(ProviderError::new(class, code).spent(Spent::NOTHING));
    if entry["status"]["status_str"] == "error" {
        return failed(Class::EmptyResult, "execution_error");
    }
    let none = Map::new();
    let outputs = entry["outputs"].as_object().unwrap_or(&none);
    let pictures = outputs
        .values()
        .flat_map(|output| output["images"].as_array().into_iter().flatten());
    let mut kept = pictures.filter(|picture| picture["type"] != "temp");
    match kept.next() {
        Some(picture) => Ok(Answer::At(view(picture), Spent::NOTHING)),
        None if entry["status"]["completed"] == true => failed(Class::EmptyResult, "no_picture"),
        None => Ok(Answer::Working(task.to_owned())),
    }
}

fn view(picture: &Value) -> String {
    let field = |name: &str| {
        utf8_percent_encode(picture[name].as_str().unwrap_or_default(), NON_ALPHANUMERIC).to_string()
    };
    format!(
        "/view?filename={}&subfolder={}&type={}",
        field("filename"),
        field("subfolder"),
        field("type")
    )
}
