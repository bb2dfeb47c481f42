//! Alibaba's `DashScope`: Qwen-Image and Wan, at once or as a task.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use bytes::Bytes;
use serde_json::{Value, json};

use super::openai_fault::wall_clock;
use super::{
    chat, count, dashscope_task, draw, no_such_path, pictures_used, reference, reject, serve, size, words,
};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::picture::Format;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Refusal};

/// The three doors to a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// Messages in, the picture at once.
    Multimodal,
    /// Messages in, a task.
    ImageGeneration,
    /// A prompt in, a task.
    TextToImage,
}

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    let segments = call.segments();
    match (&call.method, segments.as_slice()) {
        (&Method::POST, ["api", "v1", "services", "aigc", door @ ..]) => match door {
            ["multimodal-generation", "generation"] => generate(fake, call, Door::Multimodal),
            ["image-generation", "generation"] => generate(fake, call, Door::ImageGeneration),
            ["text2image", "image-synthesis"] => generate(fake, call, Door::TextToImage),
            _ => no_such_path(fake, call),
        },
        (&Method::GET, ["api", "v1", "tasks", id]) => dashscope_task::poll(fake, call, id),
        (&Method::POST, ["api", "v1", "tasks", id, "cancel"]) => dashscope_task::cancel(fake, call, id),
        (&Method::GET, ["compatible-mode", "v1", "models"]) => serve(fake, call, Kind::Other, || {
            chat::models(&["qwen3.8-max", "qwen3.8-flash"])
        }),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (status, code, message) = match fault {
        Fault::RateLimited(retry) => (
            429,
            "Throttling.RateQuota",
            format!(
                "Requests rate limit exceeded, please try again later.{}",
                retry.words()
            ),
        ),
        Fault::QuotaDone => (
            429,
            "Throttling.AllocationQuota",
            "Allocated quota exceeded.".to_owned(),
        ),
        Fault::Billing => (
            400,
            "Arrearage",
            "Access denied, please make sure your account is in good standing.".to_owned(),
        ),
        Fault::Unauthorized => (401, "InvalidApiKey", "Invalid API-key provided.".to_owned()),
        Fault::Forbidden => (
            403,
            "AccessDenied.Unpurchased",
            "Access to model denied.".to_owned(),
        ),
        Fault::ModelNotFound | Fault::NoSuchPath => (404, "ModelNotExist", "Model not exist.".to_owned()),
        Fault::BadRequest(field, sentence) => (400, "InvalidParameter", format!("{field}: {sentence}")),
        Fault::ServerError => (500, "InternalError", "An internal error has occurred.".to_owned()),
        Fault::Overloaded => (
            503,
            "ServiceUnavailable",
            "The service is temporarily unavailable.".to_owned(),
        ),
        Fault::RefusedInput => (
            400,
            "DataInspectionFailed",
            "Input data may contain inappropriate content.".to_owned(),
        ),
        Fault::RefusedOutput => (
            400,
            "DataInspectionFailed",
            "Output data may contain inappropriate content.".to_owned(),
        ),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (headers, _) = fault.retry(wall_clock());
    Reply::json(
        status,
        &json!({"code": code, "message": message, "request_id": "fake-error"}),
    )
    .with_headers(headers)
}

struct Read {
    model: String,
    prompt: String,
    references: usize,
    many: u64,
    sides: (u32, u32),
}

fn read(call: &Call, door: Door) -> Result<Read, Wrong> {
    let body = call.json()?;
    let model = words(&body, "model")?.to_owned();
    let (prompt, references) = match door {
        Door::TextToImage => (words(&body["input"], "prompt")?.to_owned(), 0),
        Door::Multimodal | Door::ImageGeneration => messages(&body)?,
    };
    let parameters = &body["parameters"];
    let in_set = parameters["enable_sequential"] == true;
    let most = match model.as_str() {
        _ if in_set => 12,
        model if model.starts_with("qwen-image") => 6,
        _ => 4,
    };
    let most_references = if model.starts_with("wan") || model.contains("2.1-pro") {
        10
    } else {
        3
    };
    if references > most_references {
        let sentence = format!("{references} pictures; {model} takes at most {most_references}");
        return Err(Wrong::new("input.messages", sentence));
    }
    if let Some(seed) = parameters.get("seed").filter(|seed| !seed.is_null())
        && seed.as_u64().is_none_or(|seed| seed > 2_147_483_647)
    {
        return Err(Wrong::new("parameters.seed", "0 to 2147483647 is expected"));
    }
    Ok(Read {
        many: count(parameters, "n", (1, most), 1)?,
        sides: sides(parameters)?,
        model,
        prompt,
        references,
    })
}

/// The words and the number of pictures of the one message that there may be.
fn messages(body: &Value) -> Result<(String, usize), Wrong> {
    let field = "input.messages";
    let messages = body.pointer("/input/messages").and_then(Value::as_array);
    let Some([message]) = messages.map(Vec::as_slice) else {
        return Err(Wrong::new(field, "exactly one message is expected"));
    };
    let Some(content) = message["content"]
        .as_array()
        .filter(|_| message["role"] == "user")
    else {
        return Err(Wrong::new(
            field,
            "a message of role user with a list as content is expected",
        ));
    };
    let (mut texts, mut pictures) = (Vec::new(), 0);
    for part in content {
        match (part["text"].as_str(), part["image"].as_str()) {
            (Some(text), None) => texts.push(text),
            (None, Some(image)) => {
                if !image.starts_with("oss://") {
                    reference("input.messages.content.image", image)?;
                }
                pictures += 1;
            }
            _ => return Err(Wrong::new(field, "each part is {\"text\"} or {\"image\"}")),
        }
    }
    match texts.as_slice() {
        [text] if !text.trim().is_empty() => Ok(((*text).to_owned(), pictures)),
        _ => Err(Wrong::new(field, "exactly one text is expected")),
    }
}

fn sides(parameters: &Value) -> Result<(u32, u32), Wrong> {
    let named = parameters["size"].as_str().unwrap_or("1024*1024");
    size::tier(named)
        .map(|side| (side, side))
        .or_else(|| size::pixels(named, '*'))
        .ok_or_else(|| {
            Wrong::new(
                "parameters.size",
                format!("'{named}' is not a size like 1024*1536"),
            )
        })
}

fn generate(fake: &Arc<Fake>, call: &Call, door: Door) -> Reply {
    let is_task = call.header("x-dashscope-async") == Some("enable");
    if is_task == (door == Door::Multimodal) {
        let way = if is_task { "asynchronous" } else { "synchronous" };
        let sentence = format!("current user api does not support {way} calls.");
        return reject(fake, call, Wrong::new("X-DashScope-Async", sentence));
    }
    let read = match read(call, door) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: read.model.clone(),
        prompt: read.prompt.clone(),
        references: read.references,
    };
    let turn = Turn::begin(fake, call, asked);
    if let Some(wanted) = turn.fault() {
        return turn.refuse(super::fault(call, &wanted));
    }
    let plays = match (turn.refusal(), &turn.behaviour) {
        (Some(Refusal::Task), _) => is_task,
        (Some(Refusal::PerPicture), _) => door == Door::TextToImage,
        (Some(_), _) | (None, Behaviour::TextInsteadOfPicture) => false,
        (None, _) => true,
    };
    if !plays {
        return turn.cannot();
    }
    let drawn = draw(&turn, read.sides, Format::Png, read.many);
    let output = output(&turn, door, drawn);
    let id = turn.request_id();
    let made = turn_count(&output);
    let used = json!({"image_count": made, "width": read.sides.0, "height": read.sides.1});
    let usage = pictures_used(&turn, read.many);
    let answer = if is_task {
        turn.keep_task(&id, json!({"output": output, "usage": used}));
        json!({"output": {"task_id": id, "task_status": "PENDING"}, "request_id": id})
    } else {
        json!({"output": output, "usage": used, "request_id": id})
    };
    turn.answer(Reply::ok(&answer), usage)
}

fn turn_count(output: &Value) -> usize {
    let list = |name: &str| output[name].as_array().cloned().unwrap_or_default();
    let good = |entry: &&Value| entry.get("code").is_none();
    list("choices").len() + list("results").iter().filter(good).count()
}

fn output(turn: &Turn, door: Door, drawn: Vec<Bytes>) -> Value {
    let urls: Vec<String> = drawn
        .into_iter()
        .map(|bytes| turn.publish("image/png", bytes))
        .collect();
    if door != Door::TextToImage {
        let choice = |url: &String| {
            let content = json!([{"image": url, "type": "image"}]);
            json!({"finish_reason": "stop", "message": {"role": "assistant", "content": content}})
        };
        return json!({"choices": urls.iter().map(choice).collect::<Vec<Value>>()});
    }
    let mut results: Vec<Value> = urls.iter().map(|url| json!({"url": url})).collect();
    if matches!(turn.refusal(), Some(Refusal::PerPicture))
        && let Some(last) = results.last_mut()
    {
        *last = json!({"code": "DataInspectionFailed", "message": "Output data may contain inappropriate content."});
    }
    json!({"results": results})
}
