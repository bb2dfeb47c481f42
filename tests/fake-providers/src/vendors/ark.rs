//! Volcengine Ark: Seedream's pictures; its chat is OpenAI's.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use bytes::Bytes;
use serde_json::{Value, json};

use super::openai_fault::wall_clock;
use super::{base64, chat, draw, no_such_path, pictures_used, reference, reject, serve, size, words};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::limits::EPOCH_SECONDS;
use crate::picture::Format;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Refusal};

/// References and results together, at most.
const MOST_TOGETHER: u64 = 15;

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    match (&call.method, call.path.as_str()) {
        (&Method::POST, "/api/v3/images/generations") => generate(fake, call),
        (&Method::GET, "/api/v3/models") => serve(fake, call, Kind::Other, || {
            chat::models(&["doubao-seedream-4-5-251128"])
        }),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (status, code, kind, message) = match fault {
        Fault::RateLimited(retry) => (
            429,
            "ModelAccountIpmRateLimitExceeded",
            "TooManyRequests",
            format!(
                "The images per minute limit of this model is exceeded.{}",
                retry.words()
            ),
        ),
        Fault::QuotaDone => (
            429,
            "QuotaExceeded",
            "TooManyRequests",
            "The free quota is used up.".to_owned(),
        ),
        Fault::Billing => (
            403,
            "AccountOverdueError",
            "Forbidden",
            "The account has an overdue balance.".to_owned(),
        ),
        Fault::Unauthorized => (
            401,
            "AuthenticationError",
            "Unauthorized",
            "The API key is missing or invalid.".to_owned(),
        ),
        Fault::Forbidden => (
            403,
            "AccessDenied",
            "Forbidden",
            "The request has no access to this resource.".to_owned(),
        ),
        Fault::ModelNotFound | Fault::NoSuchPath => (
            404,
            "InvalidEndpointOrModel.NotFound",
            "NotFound",
            "The model or endpoint does not exist or you do not have access to it.".to_owned(),
        ),
        Fault::BadRequest(field, sentence) => (
            400,
            "InvalidParameter",
            "BadRequest",
            format!("{field}: {sentence}"),
        ),
        Fault::ServerError => (
            500,
            "InternalServiceError",
            "InternalServerError",
            "Internal error.".to_owned(),
        ),
        Fault::Overloaded => (
            429,
            "ServerOverloaded",
            "TooManyRequests",
            "The service is overloaded.".to_owned(),
        ),
        Fault::RefusedInput => (
            400,
            "InputTextSensitiveContentDetected",
            "BadRequest",
            "The request failed because the input text may contain sensitive information.".to_owned(),
        ),
        Fault::RefusedOutput => (
            400,
            "OutputImageSensitiveContentDetected",
            "BadRequest",
            "The request failed because the output image may contain sensitive information.".to_owned(),
        ),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let message = format!("{message} Request id: 02fake");
    let (headers, _) = fault.retry(wall_clock());
    Reply::json(
        status,
        &json!({"error": {"code": code, "message": message, "param": "", "type": kind}}),
    )
    .with_headers(headers)
}

struct Read {
    body: Value,
    references: usize,
    most: u64,
    sides: (u32, u32),
}

fn read(call: &Call) -> Result<Read, Wrong> {
    let body = call.json()?;
    words(&body, "prompt")?;
    let model = words(&body, "model")?;
    let images: Vec<&str> = match &body["image"] {
        Value::Null => Vec::new(),
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => return Err(Wrong::new("image", "a text or a list of texts is expected")),
    };
    images.iter().try_for_each(|image| reference("image", image))?;
    let most_images = if model.contains("5-0-pro") { 10 } else { 14 };
    if images.len() > most_images {
        return Err(Wrong::new(
            "image",
            format!("{} pictures; at most {most_images}", images.len()),
        ));
    }
    for (field, allowed) in [
        ("response_format", &["url", "b64_json"][..]),
        ("sequential_image_generation", &["auto", "disabled"]),
    ] {
        let value = &body[field];
        if !value.is_null() && !allowed.iter().any(|one| value == one) {
            return Err(Wrong::new(field, format!("one of {allowed:?} is expected")));
        }
    }
    if body["stream"] == true {
        return Err(Wrong::new("stream", "the fake does not stream pictures"));
    }
    let most = match body["sequential_image_generation"].as_str() {
        Some("auto") => body
            .pointer("/sequential_image_generation_options/max_images")
            .and_then(Value::as_u64)
            .unwrap_or(MOST_TOGETHER),
        _ => 1,
    };
    let references = images.len();
    if u64::try_from(references).unwrap_or(u64::MAX) + most > MOST_TOGETHER {
        return Err(Wrong::new(
            "sequential_image_generation_options.max_images",
            "references and results are more than 15",
        ));
    }
    let named = body["size"].as_str().unwrap_or("2K");
    let sides = size::tier(named)
        .map(|side| (side, side))
        .or_else(|| size::pixels(named, 'x'));
    let sides = sides.ok_or_else(|| Wrong::new("size", format!("'{named}' is not a size")))?;
    Ok(Read {
        references,
        most,
        sides,
        body,
    })
}

fn generate(fake: &Arc<Fake>, call: &Call) -> Reply {
    let read = match read(call) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: read.body["model"].as_str().unwrap_or_default().to_owned(),
        prompt: read.body["prompt"].as_str().unwrap_or_default().to_owned(),
        references: read.references,
    };
    let turn = Turn::begin(fake, call, asked);
    if let Some(wanted) = turn.fault() {
        return turn.refuse(super::fault(call, &wanted));
    }
    let refuses = matches!(turn.refusal(), Some(Refusal::PerPicture));
    if (turn.refusal().is_some() && !refuses) || turn.behaviour == Behaviour::TextInsteadOfPicture {
        return turn.cannot();
    }
    // Seedream's pictures are JPEG.
    let drawn = draw(&turn, read.sides, Format::Jpeg, read.most);
    let mut data: Vec<Value> = drawn.iter().map(|bytes| picture(&turn, &read, bytes)).collect();
    if refuses && let Some(last) = data.last_mut() {
        *last = json!({"error": {
            "code": "OutputImageSensitiveContentDetected",
            "message": "The output image may contain sensitive information.",
        }});
    }
    let made = data.iter().filter(|entry| entry.get("error").is_none()).count();
    let tokens = u64::from(read.sides.0) * u64::from(read.sides.1) / 256 * read.most;
    let answer = Reply::ok(&json!({
        "model": turn.asked.model,
        "created": EPOCH_SECONDS + turn.id,
        "data": data,
        "usage": {"generated_images": made, "output_tokens": tokens, "total_tokens": tokens},
    }));
    let usage = pictures_used(&turn, read.most);
    turn.answer(answer, usage)
}

fn picture(turn: &Turn, read: &Read, bytes: &Bytes) -> Value {
    let size = format!("{}x{}", read.sides.0, read.sides.1);
    if read.body["response_format"] == "b64_json" {
        json!({"b64_json": base64(bytes), "size": size})
    } else {
        let url = turn.publish(Format::Jpeg.mime(), bytes.clone());
        json!({"url": url, "size": size})
    }
}
