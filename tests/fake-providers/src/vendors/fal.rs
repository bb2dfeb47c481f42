//! fal's queue: submit, status, result, cancel.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::openai_fault::wall_clock;
use super::{count, draw, no_such_path, pictures_used, reference, reject, serve, size, words};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::picture::Format;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Provider, Refusal, Step};

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    let segments = call.segments();
    match (&call.method, segments.as_slice()) {
        (&Method::GET, [.., "requests", id, "status"]) => status(fake, call, id),
        (&Method::GET, [.., "requests", id]) => result(fake, call, id),
        (&Method::PUT, [.., "requests", id, "cancel"]) => cancel(fake, call, id),
        (&Method::POST, [_, _, ..]) if !segments.contains(&"requests") => submit(fake, call, &segments),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (status, detail) = match fault {
        Fault::RateLimited(retry) => (429, json!(format!("Too many requests.{}", retry.words()))),
        Fault::QuotaDone | Fault::Billing => (
            403,
            json!(
                "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."
            ),
        ),
        Fault::Unauthorized => (
            401,
            json!("Cannot access application. Authentication is required."),
        ),
        Fault::Forbidden => (403, json!("Access denied")),
        Fault::ModelNotFound | Fault::NoSuchPath => (404, json!("Application not found")),
        Fault::BadRequest(field, sentence) => (
            422,
            json!([{"loc": ["body", field], "msg": sentence, "type": "value_error"}]),
        ),
        Fault::ServerError => (500, json!("Internal Server Error")),
        Fault::Overloaded => (503, json!("Service Unavailable")),
        Fault::RefusedInput | Fault::RefusedOutput => (422, refused()),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (headers, _) = fault.retry(wall_clock());
    Reply::json(status, &json!({"detail": detail})).with_headers(headers)
}

fn refused() -> Value {
    json!([{
        "loc": ["body", "prompt"],
        "msg": "The content could not be processed because it contained material flagged by a content checker.",
        "type": "content_policy_violation",
    }])
}

fn sides(body: &Value) -> Result<(u32, u32), Wrong> {
    let wrong = || Wrong::new("image_size", format!("{} is not a size", body["image_size"]));
    match &body["image_size"] {
        Value::Null => Ok((1024, 768)),
        Value::String(named) => match named.as_str() {
            "square_hd" => Ok((1024, 1024)),
            "square" => Ok((512, 512)),
            "portrait_4_3" => Ok((768, 1024)),
            "portrait_16_9" => Ok((576, 1024)),
            "landscape_4_3" => Ok((1024, 768)),
            "landscape_16_9" => Ok((1024, 576)),
            _ => Err(wrong()),
        },
        own => {
            let text = format!("{}x{}", own["width"], own["height"]);
            size::pixels(&text, 'x').ok_or_else(wrong)
        }
    }
}

fn read(call: &Call) -> Result<(Value, usize), Wrong> {
    let body = call.json()?;
    words(&body, "prompt")?;
    count(&body, "num_images", (1, 4), 1)?;
    sides(&body)?;
    let many = body["image_urls"].as_array().cloned().unwrap_or_default();
    let all: Vec<Value> = many.into_iter().chain(body.get("image_url").cloned()).collect();
    for url in &all {
        reference("image_urls", url.as_str().unwrap_or_default())?;
    }
    Ok((body, all.len()))
}

fn submit(fake: &Arc<Fake>, call: &Call, segments: &[&str]) -> Reply {
    let (body, references) = match read(call) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: segments.join("/"),
        prompt: body["prompt"].as_str().unwrap_or_default().to_owned(),
        references,
    };
    let turn = Turn::begin(fake, call, asked);
    let refused_later = matches!(turn.refusal(), Some(Refusal::Task | Refusal::Output));
    if let Some(wanted) = turn.fault().filter(|_| !refused_later) {
        return turn.refuse(super::fault(call, &wanted));
    }
    if (turn.refusal().is_some() && !refused_later) || turn.behaviour == Behaviour::TextInsteadOfPicture {
        return turn.cannot();
    }
    let many = body["num_images"].as_u64().unwrap_or(1);
    let format = match body["output_format"].as_str() {
        Some("png") => Format::Png,
        _ => Format::Jpeg,
    };
    let (width, height) = sides(&body).unwrap_or((1024, 768));
    let images: Vec<Value> = draw(&turn, (width, height), format, many)
        .into_iter()
        .map(|bytes| {
            let url = turn.publish(format.mime(), bytes);
            json!({"url": url, "content_type": format.mime(), "width": width, "height": height})
        })
        .collect();
    let nsfw = vec![false; images.len()];
    let id = turn.request_id();
    let seed = body["seed"].as_u64().unwrap_or(7);
    turn.keep_task(
        &id,
        json!({"images": images, "seed": seed, "has_nsfw_concepts": nsfw, "prompt": body["prompt"]}),
    );
    // Below an application's path the queue knows requests by owner and name alone.
    let base = format!(
        "{}/{}/{}/requests/{id}",
        fake.origin(Provider::Fal),
        segments[0],
        segments[1]
    );
    let answer = Reply::ok(&json!({
        "request_id": id,
        "status": "IN_QUEUE",
        "queue_position": 0,
        "status_url": format!("{base}/status"),
        "response_url": base,
        "cancel_url": format!("{base}/cancel"),
    }));
    let usage = pictures_used(&turn, many);
    turn.answer(answer, usage)
}

fn missing() -> Reply {
    Reply::json(StatusCode::NOT_FOUND, &json!({"detail": "Request not found"}))
}

fn status(fake: &Arc<Fake>, call: &Call, id: &str) -> Reply {
    serve(fake, call, Kind::Poll, || {
        let Some((step, _)) = fake.poll(Provider::Fal, id) else {
            return missing();
        };
        let path = call.path.trim_end_matches("/status");
        let mut answer = json!({
            "request_id": id,
            "response_url": format!("{}{path}", fake.origin(Provider::Fal)),
        });
        let (status, state) = match step {
            Step::Pending => (StatusCode::ACCEPTED, "IN_QUEUE"),
            Step::Running => (StatusCode::ACCEPTED, "IN_PROGRESS"),
            Step::Succeeded | Step::Failed | Step::Refused | Step::Canceled => (StatusCode::OK, "COMPLETED"),
            Step::Unknown => return missing(),
        };
        answer["status"] = json!(state);
        if step == Step::Failed {
            answer["error"] = json!("Internal Server Error");
            answer["error_type"] = json!("internal_error");
        }
        if step == Step::Refused {
            answer["error"] = json!("The content was flagged by a content checker.");
            answer["error_type"] = json!("content_policy_violation");
        }
        Reply::json(status, &answer)
    })
}

/// The result stands at its address as soon as a poll has seen the end.
fn result(fake: &Arc<Fake>, call: &Call, id: &str) -> Reply {
    serve(fake, call, Kind::Poll, || {
        let Some(task) = fake.task(Provider::Fal, id) else {
            return missing();
        };
        let seen = task.steps.iter().take(task.polls);
        match seen
            .rev()
            .find(|step| !matches!(step, Step::Pending | Step::Running))
        {
            Some(Step::Succeeded) => Reply::ok(&task.result),
            Some(Step::Refused) => {
                Reply::json(StatusCode::UNPROCESSABLE_ENTITY, &json!({"detail": refused()}))
            }
            Some(_) => Reply::json(
                StatusCode::INTERNAL_SERVER_ERROR,
                &json!({"detail": "Internal Server Error"}),
            ),
            None => Reply::json(
                StatusCode::BAD_REQUEST,
                &json!({"detail": "Request is still in progress"}),
            ),
        }
    })
}

fn cancel(fake: &Arc<Fake>, call: &Call, id: &str) -> Reply {
    serve(fake, call, Kind::Other, || {
        if fake.task(Provider::Fal, id).is_none() {
            return missing();
        }
        Reply::json(StatusCode::BAD_REQUEST, &json!({"status": "ALREADY_COMPLETED"}))
    })
}
