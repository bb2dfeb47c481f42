//! Gemini's Interactions: one answer at once, or in the background and polled for.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::openai_fault::wall_clock;
use super::{base64, draw, keeps_to, no_such_path, reject, serve, size, words};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::picture::Format;
use crate::prices::{self, Usage};
use crate::specs::Shape;
use crate::state::Fake;
use crate::text::Question;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Provider, Step};

pub(super) fn answer(fake: &Arc<Fake>, call: &Call, rest: &[&str]) -> Reply {
    match (&call.method, rest) {
        (&Method::POST, []) => create(fake, call),
        (&Method::GET, [id]) => poll(fake, call, id),
        (&Method::POST, [id, "cancel"]) if fake.task(Provider::Gemini, id).is_some() => {
            serve(fake, call, Kind::Other, || {
                Reply::ok(&json!({"id": id, "status": "cancelled"}))
            })
        }
        (&Method::DELETE, [id]) if fake.task(Provider::Gemini, id).is_some() => {
            serve(fake, call, Kind::Other, || Reply::ok(&json!({})))
        }
        (_, [_] | [_, "cancel"]) => self::fault(&Fault::ModelNotFound),
        _ => no_such_path(fake, call),
    }
}

/// Errors here have a shape of their own.
pub(crate) fn fault(fault: &Fault) -> Reply {
    let (status, code, message) = match fault {
        Fault::RateLimited(retry) => (
            429,
            "rate_limit_exceeded",
            format!("Too many requests.{}", retry.words()),
        ),
        Fault::QuotaDone => (429, "quota_exceeded", "The daily quota is used up.".to_owned()),
        Fault::Billing => (402, "payment_required", "Billing is required.".to_owned()),
        Fault::Unauthorized => (401, "authentication", "The API key is not valid.".to_owned()),
        Fault::Forbidden => (403, "permission_denied", "Permission denied.".to_owned()),
        Fault::ModelNotFound | Fault::NoSuchPath => (404, "not_found", "Not found.".to_owned()),
        Fault::BadRequest(field, sentence) => (400, "invalid_request", format!("{field}: {sentence}")),
        Fault::ServerError => (500, "api_error", "An internal error has occurred.".to_owned()),
        Fault::Overloaded => (503, "service_unavailable", "The model is overloaded.".to_owned()),
        Fault::RefusedInput | Fault::RefusedOutput => {
            (400, "invalid_request", "The content is blocked.".to_owned())
        }
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (headers, _) = fault.retry(wall_clock());
    Reply::json(status, &json!({"error": {"code": code, "message": message}})).with_headers(headers)
}

struct Read {
    body: Value,
    question: Question,
    references: usize,
    draws: bool,
    sides: (u32, u32),
}

fn read(fake: &Fake, call: &Call) -> Result<Read, Wrong> {
    let body = call.json()?;
    words(&body, "model")?;
    keeps_to(fake, Shape::Interactions("CreateModelInteraction"), &body)?;
    let mut question = Question {
        system: body["system_instruction"].as_str().unwrap_or_default().to_owned(),
        ..Question::default()
    };
    let mut references = 0;
    match &body["input"] {
        Value::String(text) => question.user.push(text.clone()),
        Value::Array(steps) if !steps.is_empty() => {
            for step in steps {
                let content = step["content"]
                    .as_array()
                    .cloned()
                    .unwrap_or_else(|| vec![step.clone()]);
                for part in &content {
                    match part["type"].as_str() {
                        Some("text") => question
                            .user
                            .push(part["text"].as_str().unwrap_or_default().to_owned()),
                        Some("image") => references += 1,
                        _ => return Err(Wrong::new("input", "a content of text or image is expected")),
                    }
                }
            }
        }
        _ => return Err(Wrong::new("input", "input is required")),
    }
    let format = &body["response_format"];
    let draws = format["type"] == "image";
    question.json = format["mime_type"] == "application/json";
    question.schema = format.get("schema").cloned();
    let tier = size::tier(format["image_size"].as_str().unwrap_or("1K"));
    let tier = tier.ok_or_else(|| Wrong::new("response_format.image_size", "512, 1K, 2K or 4K"))?;
    let sides = size::shaped(tier, format["aspect_ratio"].as_str().unwrap_or("1:1"))?;
    Ok(Read {
        question,
        references,
        draws,
        sides,
        body,
    })
}

fn create(fake: &Arc<Fake>, call: &Call) -> Reply {
    let read = match read(fake, call) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: if read.draws { Kind::Picture } else { Kind::Text },
        model: read.body["model"].as_str().unwrap_or_default().to_owned(),
        prompt: read.question.words(),
        references: read.references,
    };
    let turn = Turn::begin(fake, call, asked);
    if let Some(wanted) = turn.fault() {
        return turn.refuse(super::fault(call, &wanted));
    }
    if turn.refusal().is_some() {
        return turn.cannot();
    }
    let (content, output_tokens) = content(&turn, &read);
    let usage = Usage {
        input_tokens: prices::tokens(&turn.asked.prompt),
        output_tokens,
        pictures: u64::from(read.draws),
        ..Usage::default()
    };
    let id = format!("int_{}", turn.id);
    let done = json!({
        "id": id,
        "object": "interaction",
        "model": turn.asked.model,
        "status": "completed",
        "steps": [
            {"type": "thought", "signature": "c2lnbmF0dXJl"},
            {"type": "model_output", "content": content},
        ],
        "usage": {
            "total_input_tokens": usage.input_tokens,
            "total_output_tokens": usage.output_tokens,
            "total_tokens": usage.input_tokens + usage.output_tokens,
        },
    });
    if read.body["store"] != false {
        turn.keep_task(&id, done.clone());
    }
    let answer = if read.body["background"] == true {
        json!({"id": id, "object": "interaction", "model": turn.asked.model, "status": "in_progress"})
    } else {
        done
    };
    turn.answer(Reply::ok(&answer), usage)
}

fn content(turn: &Turn, read: &Read) -> (Vec<Value>, u64) {
    if !read.draws || turn.behaviour == Behaviour::TextInsteadOfPicture {
        let text = read.question.answer(&turn.behaviour).text;
        let tokens = prices::tokens(&text);
        return (vec![json!({"type": "text", "text": text})], tokens);
    }
    let drawn = draw(turn, read.sides, Format::Jpeg, 1);
    let image =
        |bytes: &bytes::Bytes| json!({"type": "image", "mime_type": "image/jpeg", "data": base64(bytes)});
    (drawn.iter().map(image).collect(), 1120)
}

fn poll(fake: &Arc<Fake>, call: &Call, id: &str) -> Reply {
    if fake.task(Provider::Gemini, id).is_none() {
        return self::fault(&Fault::ModelNotFound);
    }
    serve(fake, call, Kind::Poll, || {
        let Some((step, task)) = fake.poll(Provider::Gemini, id) else {
            return self::fault(&Fault::ModelNotFound);
        };
        let status = match step {
            Step::Succeeded => return Reply::ok(&task.result),
            Step::Unknown => return self::fault(&Fault::ModelNotFound),
            Step::Pending => "queued",
            Step::Running => "in_progress",
            Step::Failed | Step::Refused => "failed",
            Step::Canceled => "cancelled",
        };
        Reply::ok(&json!({"id": id, "object": "interaction", "model": task.model, "status": status}))
    })
}
