//! `MiniMax`: whatever happens, HTTP says 200; the truth is in `base_resp`.

use std::sync::Arc;

use axum::http::Method;
use serde_json::{Value, json};

use super::{base64, count, draw, no_such_path, pictures_used, reject, size, words};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::picture::Format;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind};

/// Longest prompt, in characters.
const MAX_PROMPT_CHARS: usize = 1500;

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    match (&call.method, call.path.as_str()) {
        (&Method::POST, "/v1/image_generation") => generate(fake, call),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (code, message) = match fault {
        Fault::RateLimited(_) => (1002, "rate limit".to_owned()),
        Fault::QuotaDone | Fault::Billing => (1008, "insufficient balance".to_owned()),
        Fault::Unauthorized | Fault::Forbidden => (1004, "authentication failed".to_owned()),
        Fault::BadRequest(field, sentence) => (2013, format!("invalid params, {field}: {sentence}")),
        Fault::ModelNotFound | Fault::NoSuchPath => {
            (2013, "invalid params, unknown model or path".to_owned())
        }
        Fault::ServerError => (1000, "unknown error".to_owned()),
        Fault::Overloaded => (1033, "system error, mysql failed".to_owned()),
        Fault::RefusedInput => (1026, "input new_sensitive".to_owned()),
        Fault::RefusedOutput => (1027, "output new_sensitive".to_owned()),
    };
    Reply::ok(&json!({
        "id": "fake",
        "data": null,
        "metadata": {"success_count": "0", "failed_count": "1"},
        "base_resp": {"status_code": code, "status_msg": message},
    }))
}

fn read(call: &Call) -> Result<(Value, u64, (u32, u32)), Wrong> {
    let body = call.json()?;
    words(&body, "model")?;
    if words(&body, "prompt")?.chars().count() > MAX_PROMPT_CHARS {
        return Err(Wrong::new("prompt", "longer than 1500 characters"));
    }
    let many = count(&body, "n", (1, 9), 1)?;
    let sides = size::shaped(1024, body["aspect_ratio"].as_str().unwrap_or("1:1"))?;
    Ok((body, many, sides))
}

fn generate(fake: &Arc<Fake>, call: &Call) -> Reply {
    let (body, many, sides) = match read(call) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: body["model"].as_str().unwrap_or_default().to_owned(),
        prompt: body["prompt"].as_str().unwrap_or_default().to_owned(),
        references: body["subject_reference"].as_array().map_or(0, Vec::len),
    };
    let turn = Turn::begin(fake, call, asked);
    if let Some(wanted) = turn.fault() {
        return turn.refuse(super::fault(call, &wanted));
    }
    if turn.refusal().is_some() || turn.behaviour == Behaviour::TextInsteadOfPicture {
        return turn.cannot();
    }
    let drawn = draw(&turn, sides, Format::Jpeg, many);
    let made = drawn.len();
    let data = if body["response_format"] == "base64" {
        json!({"image_base64": drawn.iter().map(|bytes| base64(bytes)).collect::<Vec<String>>()})
    } else {
        let publish = |bytes| turn.publish("image/jpeg", bytes);
        json!({"image_urls": drawn.into_iter().map(publish).collect::<Vec<String>>()})
    };
    let usage = pictures_used(&turn, many);
    let answer = Reply::ok(&json!({
        "id": turn.request_id(),
        "data": data,
        "metadata": {"success_count": made.to_string(), "failed_count": "0"},
        "base_resp": {"status_code": 0, "status_msg": "success"},
    }));
    turn.answer(answer, usage)
}
