//! Ollama's native chat; its compatible one is OpenAI's.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{chat, keeps_to, no_such_path, reject, serve, words};
use crate::Kind;
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::prices::{self, Usage};
use crate::specs::Shape;
use crate::state::Fake;
use crate::text::Question;
use crate::turn::{Asked, Turn};

/// All answers were made at this moment.
const CREATED: &str = "2026-11-23T00:00:00Z";

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    match (&call.method, call.path.as_str()) {
        (&Method::POST, "/api/chat") => native(fake, call),
        (&Method::GET, "/api/tags") => serve(fake, call, Kind::Other, || {
            Reply::ok(
                &json!({"models": [{"name": "qwen3:8b", "model": "qwen3:8b", "modified_at": CREATED, "size": 1}]}),
            )
        }),
        (&Method::GET, "/api/version") => serve(fake, call, Kind::Other, || {
            Reply::ok(&json!({"version": "0.14.0"}))
        }),
        (&Method::GET, "/v1/models") => serve(fake, call, Kind::Other, || chat::models(&["qwen3:8b"])),
        _ => no_such_path(fake, call),
    }
}

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (status, message) = match fault {
        Fault::ModelNotFound | Fault::NoSuchPath => (404, "model not found, try pulling it first".to_owned()),
        Fault::BadRequest(field, sentence) => (400, format!("{field} {sentence}")),
        Fault::Overloaded | Fault::RateLimited(_) => (
            503,
            "server busy, please try again. maximum pending requests exceeded".to_owned(),
        ),
        Fault::Unauthorized => (401, "unauthorized".to_owned()),
        _ => (500, "llama runner process has terminated".to_owned()),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Reply::json(status, &json!({"error": message}))
}

fn read(fake: &Fake, call: &Call) -> Result<(Value, Question), Wrong> {
    let body = call.json()?;
    words(&body, "model")?;
    keeps_to(fake, Shape::Ollama("ChatRequest"), &body)?;
    let messages = body["messages"].as_array().filter(|list| !list.is_empty());
    let messages = messages.ok_or_else(|| Wrong::new("messages", "at least one message is expected"))?;
    let mut question = Question::default();
    for message in messages {
        let text = message["content"].as_str().unwrap_or_default();
        match message["role"].as_str() {
            Some("system") => question.system.push_str(text),
            Some("user") => question.user.push(text.to_owned()),
            _ => {}
        }
    }
    question.json = !body["format"].is_null();
    question.schema = Some(body["format"].clone()).filter(Value::is_object);
    Ok((body, question))
}

fn native(fake: &Arc<Fake>, call: &Call) -> Reply {
    let (body, question) = match read(fake, call) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: Kind::Text,
        model: body["model"].as_str().unwrap_or_default().to_owned(),
        prompt: question.words(),
        references: 0,
    };
    let turn = Turn::begin(fake, call, asked);
    if let Some(wanted) = turn.fault() {
        return turn.refuse(super::fault(call, &wanted));
    }
    if turn.refusal().is_some() {
        return turn.cannot();
    }
    let written = question.answer(&turn.behaviour);
    let usage = Usage {
        input_tokens: prices::tokens(&turn.asked.prompt),
        output_tokens: prices::tokens(&written.text),
        ..Usage::default()
    };
    let message = |text: &str, done: bool| {
        json!({
            "model": turn.asked.model,
            "created_at": CREATED,
            "message": {"role": "assistant", "content": text},
            "done": done,
        })
    };
    let finish = |mut last: Value| {
        last["done_reason"] = json!(if written.is_cut { "length" } else { "stop" });
        last["prompt_eval_count"] = json!(usage.input_tokens);
        last["eval_count"] = json!(usage.output_tokens);
        last["total_duration"] = json!(1_000_000_000_u64);
        last
    };
    // It streams unless it is told not to.
    let reply = if body["stream"] == false {
        Reply::ok(&finish(message(&written.text, true)))
    } else {
        let lines = format!(
            "{}\n{}\n",
            message(&written.text, false),
            finish(message("", true))
        );
        Reply::bytes(StatusCode::OK, "application/x-ndjson", lines)
    };
    turn.answer(reply, usage)
}
