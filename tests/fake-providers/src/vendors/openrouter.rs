//! `OpenRouter`: pictures of many models; its chat is OpenAI's.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::openai_fault::wall_clock;
use super::{
    base64, count, draw, keeps_to, no_such_path, pictures_used, reference, reject, serve, size, words,
};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::limits::EPOCH_SECONDS;
use crate::picture::Format;
use crate::prices;
use crate::specs::Shape;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind};

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    match (&call.method, call.path.as_str()) {
        (&Method::POST, "/api/v1/images") => generate(fake, call),
        (&Method::GET, "/api/v1/credits") => serve(fake, call, Kind::Other, || {
            Reply::ok(&json!({"data": {"total_credits": 100.5, "total_usage": 25.75}}))
        }),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (code, message, metadata) = match fault {
        Fault::RateLimited(retry) => (429, format!("Rate limit exceeded.{}", retry.words()), None),
        Fault::QuotaDone => (429, "Rate limit exceeded: free-models-per-day".to_owned(), None),
        Fault::Billing => (
            402,
            "Insufficient credits. Add more using https://openrouter.ai/credits".to_owned(),
            None,
        ),
        Fault::Unauthorized => (401, "No auth credentials found".to_owned(), None),
        Fault::Forbidden => (
            403,
            "Only management keys can perform this operation".to_owned(),
            None,
        ),
        Fault::ModelNotFound | Fault::NoSuchPath => {
            (404, "No endpoints found for this model".to_owned(), None)
        }
        Fault::BadRequest(field, sentence) => (400, format!("{field}: {sentence}"), None),
        Fault::ServerError => (500, "Internal Server Error".to_owned(), None),
        Fault::Overloaded => (529, "Provider is overloaded".to_owned(), None),
        Fault::RefusedInput | Fault::RefusedOutput => (
            403,
            "The chosen model requires moderation and your input was flagged for \"violence\".".to_owned(),
            Some(
                json!({"reasons": ["violence"], "flagged_input": "...", "provider_name": "OpenAI", "model_slug": "fake"}),
            ),
        ),
    };
    let mut error = json!({"code": code, "message": message});
    if let Some(metadata) = metadata {
        error["metadata"] = metadata;
    }
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (headers, _) = fault.retry(wall_clock());
    Reply::json(status, &json!({"error": error})).with_headers(headers)
}

struct Read {
    body: Value,
    references: usize,
    many: u64,
    sides: (u32, u32),
    format: Format,
}

fn read(fake: &Fake, call: &Call) -> Result<Read, Wrong> {
    let body = call.json()?;
    keeps_to(fake, Shape::OpenRouterImages("ImageGenerationRequest"), &body)?;
    words(&body, "model")?;
    words(&body, "prompt")?;
    let pictures = body["input_references"].as_array().cloned().unwrap_or_default();
    for picture in &pictures {
        let url = picture.pointer("/image_url/url").and_then(Value::as_str);
        reference("input_references", url.unwrap_or_default())?;
    }
    if body["stream"] == true {
        return Err(Wrong::new("stream", "the fake does not stream pictures"));
    }
    let format = Format::named(body["output_format"].as_str());
    Ok(Read {
        references: pictures.len(),
        many: count(&body, "n", (1, 10), 1)?,
        sides: sides(&body)?,
        format: format.ok_or_else(|| Wrong::new("output_format", "png, jpeg or webp"))?,
        body,
    })
}

fn sides(body: &Value) -> Result<(u32, u32), Wrong> {
    let shape = body["aspect_ratio"].as_str().filter(|shape| *shape != "auto");
    let resolution = body["resolution"].as_str();
    if let Some(sides) = body["size"].as_str().and_then(|named| size::pixels(named, 'x')) {
        return match (shape, resolution) {
            (None, None) => Ok(sides),
            _ => Err(Wrong::new(
                "size",
                "a size in pixels excludes aspect_ratio and resolution",
            )),
        };
    }
    let named = resolution.or(body["size"].as_str()).unwrap_or("1K");
    let tier =
        size::tier(named).ok_or_else(|| Wrong::new("resolution", format!("'{named}' is not a tier")))?;
    size::shaped(tier, shape.unwrap_or("1:1"))
}

fn generate(fake: &Arc<Fake>, call: &Call) -> Reply {
    let read = match read(fake, call) {
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
    if turn.refusal().is_some() || turn.behaviour == Behaviour::TextInsteadOfPicture {
        return turn.cannot();
    }
    let drawn = draw(&turn, read.sides, read.format, read.many);
    let data: Vec<Value> = drawn
        .iter()
        .map(|bytes| json!({"b64_json": base64(bytes), "media_type": read.format.mime()}))
        .collect();
    let usage = pictures_used(&turn, read.many);
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let cost = prices::micros(turn.provider, &turn.asked.model, usage) as f64 / 1e6;
    let tokens = 4175 * read.many;
    let answer = Reply::ok(&json!({
        "created": EPOCH_SECONDS + turn.id,
        "data": data,
        "usage": {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens, "cost": cost},
    }));
    turn.answer(answer, usage)
}
