//! Replicate's predictions.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::openai_fault::wall_clock;
use super::{draw, no_such_path, pictures_used, reject, serve, size, words};
use crate::call::{Call, Reply};
use crate::fault::Fault;
use crate::picture::Format;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Provider, Refusal, Step};

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    let segments = call.segments();
    match (&call.method, segments.as_slice()) {
        (&Method::POST, ["v1", "models", owner, name, "predictions"]) => {
            create(fake, call, &format!("{owner}/{name}"))
        }
        (&Method::GET, ["v1", "predictions", id]) => serve(fake, call, Kind::Poll, || {
            match fake.poll(Provider::Replicate, id) {
                Some((step, task)) => Reply::ok(&prediction(fake, id, &task.model, step, &task.result)),
                None => self::fault(&Fault::NoSuchPath),
            }
        }),
        (&Method::POST, ["v1", "predictions", id, "cancel"]) => serve(fake, call, Kind::Other, || match fake
            .task(Provider::Replicate, id)
        {
            Some(task) => Reply::ok(&prediction(fake, id, &task.model, Step::Canceled, &task.result)),
            None => self::fault(&Fault::NoSuchPath),
        }),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (status, detail) = match fault {
        Fault::RateLimited(_) => (
            429,
            "Request was throttled. Your rate limit resets in ~30s.".to_owned(),
        ),
        Fault::QuotaDone | Fault::Billing => {
            (402, "You have insufficient credit to run this model.".to_owned())
        }
        Fault::Unauthorized => (401, "You did not pass a valid authentication token".to_owned()),
        Fault::Forbidden => (
            403,
            "You do not have permission to perform this action.".to_owned(),
        ),
        Fault::ModelNotFound | Fault::NoSuchPath => {
            (404, "The requested resource could not be found.".to_owned())
        }
        Fault::BadRequest(field, sentence) => (422, format!("- {field}: {sentence}")),
        Fault::ServerError => (500, "Internal server error".to_owned()),
        Fault::Overloaded => (503, "Service unavailable".to_owned()),
        // A refusal is a failed prediction here; its handlers never ask for these.
        Fault::RefusedInput | Fault::RefusedOutput => (422, "NSFW content detected".to_owned()),
    };
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (headers, _) = fault.retry(wall_clock());
    Reply::json(code, &json!({"detail": detail, "status": status})).with_headers(headers)
}

fn create(fake: &Arc<Fake>, call: &Call, model: &str) -> Reply {
    let body = call.json().and_then(|body| {
        words(&body["input"], "prompt")?;
        Ok(body)
    });
    let body = match body {
        Ok(body) => body,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: model.to_owned(),
        prompt: body["input"]["prompt"].as_str().unwrap_or_default().to_owned(),
        references: body["input"]["input_images"].as_array().map_or(0, Vec::len),
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
    let shape = body["input"]["aspect_ratio"].as_str().unwrap_or("1:1");
    let sides = size::shaped(1024, shape).unwrap_or((1024, 1024));
    let urls: Vec<String> = draw(&turn, sides, Format::Webp, 1)
        .into_iter()
        .map(|bytes| turn.publish("image/webp", bytes))
        .collect();
    let id = turn.request_id();
    turn.keep_task(&id, json!({"input": body["input"], "output": urls}));
    let waits = call
        .header("prefer")
        .is_some_and(|prefer| prefer.starts_with("wait"));
    let polled = matches!(turn.behaviour, Behaviour::Polls { .. });
    // Whoever waits sees the end at once, unless a scenario has the work take longer.
    let (status, step) = match (waits, polled) {
        (true, false) => (
            StatusCode::CREATED,
            turn.steps().last().copied().unwrap_or(Step::Succeeded),
        ),
        (true, true) => (StatusCode::ACCEPTED, Step::Running),
        (false, _) => (StatusCode::CREATED, Step::Pending),
    };
    let task = fake.task(Provider::Replicate, &id);
    let result = task.map(|task| task.result).unwrap_or_default();
    let usage = pictures_used(&turn, 1);
    let answer = Reply::json(status, &prediction(fake, &id, model, step, &result));
    turn.answer(answer, usage)
}

fn prediction(fake: &Fake, id: &str, model: &str, step: Step, result: &Value) -> Value {
    let (status, error) = match step {
        Step::Pending => ("starting", Value::Null),
        Step::Running => ("processing", Value::Null),
        Step::Succeeded => ("succeeded", Value::Null),
        Step::Canceled => ("canceled", Value::Null),
        Step::Failed | Step::Unknown => ("failed", json!("CUDA out of memory.")),
        Step::Refused => (
            "failed",
            json!("NSFW content detected. Try running it again, or try a different prompt."),
        ),
    };
    let get = format!("{}/v1/predictions/{id}", fake.origin(Provider::Replicate));
    json!({
        "id": id,
        "model": model,
        "version": "hidden",
        "input": result["input"],
        "status": status,
        "output": if step == Step::Succeeded { result["output"].clone() } else { Value::Null },
        "error": error,
        "logs": "",
        "metrics": {},
        "created_at": "2026-11-23T00:00:00Z",
        "urls": {"cancel": format!("{get}/cancel"), "get": get},
    })
}
