//! Black Forest Labs: submitted, then looked at under the address that the answer names.

use serde_json::{Value, json};

use super::{Answer, PictureAsk, seed31};
use crate::{
    catalogue::{PictureModel, micros, shape},
    error::{Class, ProviderError, Spent},
    wire::{Call, merge},
};

pub fn submit(model: &PictureModel, ask: &PictureAsk) -> Call {
    let (width, height) = shape(model.size(ask.width, ask.height)).unwrap_or((1024, 1024));
    let mut body = json!({"prompt": ask.prompt, "width": width, "height": height});
    if model.seed {
        body["seed"] = json!(seed31(ask.seed));
    }
    for (reference, number) in ask.references.iter().zip(1..) {
        let field = if number == 1 {
            "input_image".to_owned()
        } else {
            format!("input_image_{number}")
        };
        body[field] = json!(reference.base64());
    }
    if let Some(extra) = &model.extra {
        merge(&mut body, extra);
    }
    Call::post(format!("/v1/{}", model.id), body)
}

/// The task's id is the address to look at: it lies in the region that took the request.
pub fn submitted(json: &Value) -> Result<Answer, ProviderError> {
    match (json["polling_url"].as_str(), json["id"].as_str()) {
        (Some(url), _) if !url.is_empty() => Ok(Answer::Working(url.to_owned())),
        (_, Some(id)) if !id.is_empty() => Ok(Answer::Working(format!("/v1/get_result?id={id}"))),
        _ => Err(ProviderError::new(Class::UnknownOutcome, "no_task_id")),
    }
}

pub fn look(task: &str) -> Call {
    Call::get(task)
}

pub fn seen(model: &PictureModel, task: &str, json: &Value) -> Result<Answer, ProviderError> {
    match json["status"].as_str() {
        Some("Ready") => {
            // Told in hundredths of a dollar.
            let told = json["cost"].as_f64().map(|cents| micros(cents * 1e4));
            let spent = Spent::paid(told.unwrap_or(model.picture_micros()));
            match json["result"]["sample"].as_str() {
                Some(url) => Ok(Answer::At(url.to_owned(), spent)),
                None => Err(ProviderError::new(Class::EmptyResult, "no_picture").spent(spent)),
            }
        }
        Some("Request Moderated") => Err(ProviderError::new(Class::RefusedInput, "RequestModerated")),
        Some("Content Moderated") => Err(ProviderError::new(Class::RefusedOutput, "ContentModerated")),
        Some("Task not found") => Err(ProviderError::new(Class::TaskGone, "Tasknotfound")),
        Some("Error" | "Failed") => Err(ProviderError::new(Class::EmptyResult, "Error")),
        Some(_) => Ok(Answer::Working(task.to_owned())),
        None => Err(ProviderError::new(Class::BadResult, "no_status")),
    }
}
