//! Stable Diffusion WebUI: a picture from words, a picture from pictures.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{base64, count, draw, no_such_path, pictures_used, reference, reject, serve};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::picture::Format;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind};

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    match (&call.method, call.path.as_str()) {
        (&Method::POST, "/sdapi/v1/txt2img") => generate(fake, call, false),
        (&Method::POST, "/sdapi/v1/img2img") => generate(fake, call, true),
        (&Method::POST, "/sdapi/v1/interrupt") => serve(fake, call, Kind::Other, || Reply::ok(&json!({}))),
        (&Method::GET, "/sdapi/v1/progress") => serve(fake, call, Kind::Poll, || {
            Reply::ok(&json!({"progress": 0.0, "eta_relative": 0.0, "state": {}, "current_image": null}))
        }),
        (&Method::GET, "/sdapi/v1/sd-models") => serve(fake, call, Kind::Other, || {
            Reply::ok(&json!([{"title": "fake.safetensors", "model_name": "fake"}]))
        }),
        (&Method::GET, "/sdapi/v1/options") => serve(fake, call, Kind::Other, || {
            Reply::ok(&json!({"sd_model_checkpoint": "fake.safetensors"}))
        }),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let plain = |status: u16, body: Value| {
        Reply::json(
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            &body,
        )
    };
    match fault {
        Fault::BadRequest(field, sentence) => plain(
            422,
            json!({"detail": [{"loc": ["body", field], "msg": sentence, "type": "value_error"}]}),
        ),
        Fault::Unauthorized => plain(401, json!({"detail": "Incorrect username or password"})),
        Fault::Forbidden => plain(403, json!({"detail": "Forbidden"})),
        Fault::NoSuchPath | Fault::ModelNotFound => plain(404, json!({"detail": "Not Found"})),
        Fault::Overloaded | Fault::RateLimited(_) => plain(503, json!({"detail": "Service Unavailable"})),
        _ => plain(
            500,
            json!({"error": "OutOfMemoryError", "detail": "", "body": "", "errors": "CUDA out of memory."}),
        ),
    }
}

fn read(call: &Call, from_picture: bool) -> Result<(Value, usize), Wrong> {
    let body = call.json()?;
    if !body["prompt"].is_string() {
        return Err(Wrong::new("prompt", "a text is expected"));
    }
    for field in ["width", "height"] {
        if count(&body, field, (64, 2048), 512)? % 8 != 0 {
            return Err(Wrong::new(field, "a multiple of 8 is expected"));
        }
    }
    count(&body, "steps", (1, 150), 50)?;
    count(&body, "batch_size", (1, 8), 1)?;
    if body
        .get("seed")
        .is_some_and(|seed| !seed.is_i64() && !seed.is_u64())
    {
        return Err(Wrong::new("seed", "a whole number is expected"));
    }
    let pictures = body["init_images"].as_array().cloned().unwrap_or_default();
    if from_picture && pictures.is_empty() {
        return Err(Wrong::new("init_images", "Init image not found"));
    }
    let mask = body["mask"].as_str().map(str::to_owned);
    for picture in pictures.iter().filter_map(Value::as_str).chain(mask.as_deref()) {
        reference("init_images", picture)?;
    }
    Ok((body, pictures.len() + usize::from(mask.is_some())))
}

fn generate(fake: &Arc<Fake>, call: &Call, from_picture: bool) -> Reply {
    let (body, references) = match read(call, from_picture) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: String::new(),
        prompt: body["prompt"].as_str().unwrap_or_default().to_owned(),
        references,
    };
    let turn = Turn::begin(fake, call, asked);
    // Nobody refuses at home.
    if turn.refusal().is_some() || turn.behaviour == Behaviour::TextInsteadOfPicture {
        return turn.cannot();
    }
    if let Some(wanted) = turn.fault() {
        return turn.refuse(super::fault(call, &wanted));
    }
    let side = |field: &str| {
        body[field]
            .as_u64()
            .and_then(|side| u32::try_from(side).ok())
            .unwrap_or(512)
    };
    let many = body["batch_size"].as_u64().unwrap_or(1);
    let drawn = draw(&turn, (side("width"), side("height")), Format::Png, many);
    let seed = body["seed"].as_i64().filter(|seed| *seed >= 0).unwrap_or(7);
    let info = json!({
        "prompt": turn.asked.prompt,
        "seed": seed,
        "all_seeds": [seed],
        "width": side("width"),
        "height": side("height"),
        "sd_model_name": "fake",
    });
    let answer = Reply::ok(&json!({
        "images": drawn.iter().map(|bytes| base64(bytes)).collect::<Vec<String>>(),
        "parameters": body,
        "info": info.to_string(),
    }));
    let usage = pictures_used(&turn, many);
    turn.answer(answer, usage)
}
