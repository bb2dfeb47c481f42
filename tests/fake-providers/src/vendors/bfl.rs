//! Black Forest Labs: submit, then poll the address that the answer names.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::openai_fault::wall_clock;
use super::{count, draw, no_such_path, pictures_used, reference, reject, serve, words};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::picture::Format;
use crate::prices;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Provider, Refusal, Step};

/// Most pixels of a picture.
const MAX_PIXELS: u64 = 4 * 1024 * 1024;

/// Most reference pictures: `input_image`, `input_image_2`, ...
const MOST_REFERENCES: usize = 8;

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    let segments = call.segments();
    match (&call.method, segments.as_slice()) {
        (&Method::GET, ["v1", "get_result"]) => poll(fake, call),
        (&Method::POST, ["v1", model]) if model.starts_with("flux-") => submit(fake, call, model),
        (&Method::GET, ["v1", "credits"]) => {
            serve(fake, call, Kind::Other, || Reply::ok(&json!({"credits": 100.0})))
        }
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (status, detail) = match fault {
        Fault::RateLimited(retry) => (429, json!(format!("Rate limit exceeded.{}", retry.words()))),
        Fault::QuotaDone | Fault::Billing => (402, json!("Insufficient credits.")),
        Fault::Unauthorized | Fault::Forbidden => (403, json!("Not authenticated - Invalid Authentication")),
        Fault::ModelNotFound | Fault::NoSuchPath => (404, json!("Not Found")),
        Fault::BadRequest(field, sentence) => (
            422,
            json!([{"loc": ["body", field], "msg": sentence, "type": "value_error"}]),
        ),
        Fault::ServerError => (500, json!("Internal Server Error")),
        Fault::Overloaded => (503, json!("Service Unavailable")),
        // A refusal is a task's state here; its handlers never ask for these.
        Fault::RefusedInput | Fault::RefusedOutput => (422, json!("Request Moderated")),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (headers, _) = fault.retry(wall_clock());
    Reply::json(status, &json!({"detail": detail})).with_headers(headers)
}

struct Read {
    body: Value,
    references: usize,
    sides: (u32, u32),
    format: Format,
}

fn read(call: &Call) -> Result<Read, Wrong> {
    let body = call.json()?;
    words(&body, "prompt")?;
    let side = |field: &str| {
        let side = count(&body, field, (64, 4096), 1024)?;
        if side % 16 == 0 {
            Ok(side)
        } else {
            Err(Wrong::new(field, "a multiple of 16 is expected"))
        }
    };
    let (width, height) = (side("width")?, side("height")?);
    if width * height > MAX_PIXELS {
        return Err(Wrong::new("width", "more than 4 megapixels"));
    }
    if body.get("negative_prompt").is_some() {
        return Err(Wrong::new("negative_prompt", "FLUX.2 knows no negative prompt"));
    }
    count(&body, "safety_tolerance", (0, 6), 2)?;
    let names = std::iter::once("input_image".to_owned()).chain((2..=9).map(|n| format!("input_image_{n}")));
    let pictures: Vec<&str> = names.filter_map(|name| body[&name].as_str()).collect();
    if pictures.len() > MOST_REFERENCES {
        return Err(Wrong::new("input_image_9", "at most 8 pictures"));
    }
    pictures
        .iter()
        .try_for_each(|picture| reference("input_image", picture))?;
    let format = match body["output_format"].as_str() {
        None => Some(Format::Jpeg),
        named => Format::named(named),
    };
    Ok(Read {
        references: pictures.len(),
        sides: (
            u32::try_from(width).unwrap_or(1024),
            u32::try_from(height).unwrap_or(1024),
        ),
        format: format.ok_or_else(|| Wrong::new("output_format", "jpeg or png"))?,
        body,
    })
}

fn submit(fake: &Arc<Fake>, call: &Call, model: &str) -> Reply {
    let read = match read(call) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: model.to_owned(),
        prompt: read.body["prompt"].as_str().unwrap_or_default().to_owned(),
        references: read.references,
    };
    let turn = Turn::begin(fake, call, asked);
    let refused_later = matches!(
        turn.refusal(),
        Some(Refusal::Input | Refusal::Output | Refusal::Task)
    );
    if let Some(wanted) = turn.fault().filter(|_| !refused_later) {
        return turn.refuse(super::fault(call, &wanted));
    }
    if (turn.refusal().is_some() && !refused_later) || turn.behaviour == Behaviour::TextInsteadOfPicture {
        return turn.cannot();
    }
    let seed = read.body["seed"].as_u64().unwrap_or(7);
    let mut result = json!({"seed": seed, "prompt": read.body["prompt"]});
    for bytes in draw(&turn, read.sides, read.format, 1) {
        result["sample"] = json!(turn.publish(read.format.mime(), bytes));
    }
    let whose = if turn.refusal() == Some(&Refusal::Input) {
        "Request Moderated"
    } else {
        "Content Moderated"
    };
    let id = turn.request_id();
    turn.keep_task(&id, json!({"result": result, "moderated": whose}));
    let usage = pictures_used(&turn, 1);
    // A credit is a cent.
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let credits = prices::micros(Provider::Bfl, model, usage) as f64 / 10_000.0;
    let url = format!("{}/v1/get_result?id={id}", fake.origin(Provider::Bfl));
    turn.answer(
        Reply::ok(&json!({"id": id, "polling_url": url, "cost": credits})),
        usage,
    )
}

fn poll(fake: &Arc<Fake>, call: &Call) -> Reply {
    let Some(id) = call.query.get("id") else {
        return reject(fake, call, Wrong::new("id", "Field required"));
    };
    serve(fake, call, Kind::Poll, || {
        let seen = |status: &str| json!({"id": id, "status": status, "result": null, "progress": null});
        let Some((step, task)) = fake.poll(Provider::Bfl, id) else {
            return Reply::json(StatusCode::NOT_FOUND, &seen("Task not found"));
        };
        let mut answer = match step {
            Step::Pending | Step::Running => seen("Pending"),
            Step::Succeeded => seen("Ready"),
            Step::Failed | Step::Canceled => seen("Error"),
            Step::Refused => seen(task.result["moderated"].as_str().unwrap_or("Content Moderated")),
            Step::Unknown => return Reply::json(StatusCode::NOT_FOUND, &seen("Task not found")),
        };
        match step {
            Step::Running => answer["progress"] = json!(0.4),
            Step::Succeeded => answer["result"] = task.result["result"].clone(),
            Step::Refused => answer["details"] = json!({"Moderation Reasons": ["Derivative Works Filter"]}),
            _ => {}
        }
        Reply::ok(&answer)
    })
}
