//! Chat completions, as OpenAI and everybody who copies it speak them.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{base64, chat_check, draw, fault, no_such_path, pictures_used, reject, serve, size};
use crate::call::{Call, Reply};
use crate::fault::Fault;
use crate::limits::EPOCH_SECONDS;
use crate::picture::Format;
use crate::prices::{self, Usage};
use crate::state::Fake;
use crate::text::Question;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Provider, Refusal};

/// Streamed content comes in so many pieces.
const PIECES: usize = 8;

/// What the assistant says, or does not say.
struct Said {
    content: Value,
    refusal: Value,
    finish: String,
    images: Vec<Value>,
}

/// Paths of vendors that have nothing but a chat: the list of models.
pub(super) fn others(fake: &Arc<Fake>, call: &Call) -> Reply {
    if call.method == Method::GET && call.path.ends_with("/models") {
        return serve(fake, call, Kind::Other, || models(&["fake-model"]));
    }
    no_such_path(fake, call)
}

/// A list of models.
pub(super) fn models(names: &[&str]) -> Reply {
    let data: Vec<Value> = names
        .iter()
        .map(|name| json!({"id": name, "object": "model", "created": EPOCH_SECONDS, "owned_by": "fake"}))
        .collect();
    Reply::ok(&json!({"object": "list", "data": data}))
}

pub(super) fn completions(fake: &Arc<Fake>, call: &Call) -> Reply {
    let body = match chat_check::read(fake, call) {
        Ok(body) => body,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let question = chat_check::question(&body);
    let draws = body["modalities"]
        .as_array()
        .is_some_and(|all| all.contains(&json!("image")));
    let asked = Asked {
        kind: if draws { Kind::Picture } else { Kind::Text },
        model: body["model"].as_str().unwrap_or_default().to_owned(),
        prompt: question.words(),
        references: chat_check::pictures(&body),
    };
    let turn = Turn::begin(fake, call, asked);
    if let Some(wanted) = turn.fault().filter(|wanted| !says_no(call.provider, wanted)) {
        return turn.refuse(fault(call, &wanted));
    }
    let Some(said) = say(&turn, &question) else {
        return turn.cannot();
    };
    let usage = usage(&turn, &said);
    let answer = if body["stream"] == true {
        streamed(
            &turn,
            &said,
            usage,
            body.pointer("/stream_options/include_usage") == Some(&json!(true)),
        )
    } else {
        whole(&turn, &said, usage)
    };
    turn.answer(rated(answer), usage)
}

/// Whether a vendor refuses by a message of the model, in HTTP 200, and not by an error.
fn says_no(provider: Provider, fault: &Fault) -> bool {
    match provider {
        Provider::OpenAi | Provider::Ollama | Provider::Vllm => {
            matches!(fault, Fault::RefusedInput | Fault::RefusedOutput)
        }
        Provider::OpenRouter => *fault == Fault::RefusedOutput,
        _ => false,
    }
}

fn say(turn: &Turn, question: &Question) -> Option<Said> {
    let refused = |content: Value, refusal: Value, finish: &str| Said {
        content,
        refusal,
        finish: finish.to_owned(),
        images: Vec::new(),
    };
    let sorry = json!("I'm sorry, I cannot assist with that request.");
    match turn.refusal() {
        Some(Refusal::Message | Refusal::Input | Refusal::Output) => {
            return Some(
                if matches!(turn.provider, Provider::OpenAi | Provider::OpenRouter) {
                    refused(Value::Null, sorry, "stop")
                } else {
                    // Local models have no field for it: they say it.
                    refused(sorry, Value::Null, "stop")
                },
            );
        }
        Some(Refusal::Finish { reason }) => return Some(refused(json!(""), Value::Null, reason)),
        Some(_) => return None,
        None => {}
    }
    if turn.asked.kind == Kind::Picture {
        return Some(picture(turn));
    }
    let written = question.answer(&turn.behaviour);
    let finish = if written.is_cut { "length" } else { "stop" };
    Some(refused(json!(written.text), Value::Null, finish))
}

/// `OpenRouter`'s older way to a picture: a chat with `modalities`.
fn picture(turn: &Turn) -> Said {
    let images = match turn.behaviour {
        Behaviour::TextInsteadOfPicture => Vec::new(),
        _ => draw(
            turn,
            size::shaped(1024, "1:1").unwrap_or((1024, 1024)),
            Format::Png,
            1,
        ),
    };
    let image = |bytes: bytes::Bytes| {
        let url = format!("data:image/png;base64,{}", base64(&bytes));
        json!({"type": "image_url", "image_url": {"url": url}})
    };
    Said {
        content: json!("Here is the picture."),
        refusal: Value::Null,
        finish: "stop".to_owned(),
        images: images.into_iter().map(image).collect(),
    }
}

fn usage(turn: &Turn, said: &Said) -> Usage {
    let input_tokens = prices::tokens(&turn.asked.prompt);
    let output_tokens = prices::tokens(said.content.as_str().unwrap_or_default());
    let pictures = match turn.asked.kind {
        Kind::Picture => pictures_used(turn, 1).pictures,
        _ => 0,
    };
    Usage {
        input_tokens,
        output_tokens,
        pictures,
        ..Usage::default()
    }
}

fn usage_json(turn: &Turn, usage: Usage) -> Value {
    let mut json = json!({
        "prompt_tokens": usage.input_tokens,
        "completion_tokens": usage.output_tokens,
        "total_tokens": usage.input_tokens + usage.output_tokens,
    });
    if turn.provider == Provider::OpenRouter {
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let dollars = prices::micros(turn.provider, &turn.asked.model, usage) as f64 / 1e6;
        json["cost"] = json!(dollars);
    }
    json
}

fn whole(turn: &Turn, said: &Said, usage: Usage) -> Reply {
    let mut message = json!({"role": "assistant", "content": said.content, "refusal": said.refusal});
    if !said.images.is_empty() {
        message["images"] = json!(said.images);
    }
    Reply::ok(&json!({
        "id": format!("chatcmpl-{}", turn.request_id()),
        "object": "chat.completion",
        "created": EPOCH_SECONDS + turn.id,
        "model": turn.asked.model,
        "system_fingerprint": "fp_fake",
        "choices": [{"index": 0, "message": message, "logprobs": null, "finish_reason": said.finish}],
        "usage": usage_json(turn, usage),
    }))
}

/// The same as server-sent events; the last one says `[DONE]`.
fn streamed(turn: &Turn, said: &Said, usage: Usage, with_usage: bool) -> Reply {
    let chunk = |choices: Value| {
        json!({
            "id": format!("chatcmpl-{}", turn.request_id()),
            "object": "chat.completion.chunk",
            "created": EPOCH_SECONDS + turn.id,
            "model": turn.asked.model,
            "system_fingerprint": "fp_fake",
            "choices": choices,
        })
    };
    let delta =
        |delta: Value, finish: Value| chunk(json!([{"index": 0, "delta": delta, "finish_reason": finish}]));
    let mut events = vec![delta(json!({"role": "assistant", "content": ""}), Value::Null)];
    if let Some(text) = said.content.as_str() {
        let letters: Vec<char> = text.chars().collect();
        for piece in letters.chunks(letters.len().div_ceil(PIECES).max(1)) {
            let piece: String = piece.iter().collect();
            events.push(delta(json!({"content": piece}), Value::Null));
        }
    }
    if said.refusal.is_string() {
        events.push(delta(json!({"refusal": said.refusal}), Value::Null));
    }
    events.push(delta(json!({}), json!(said.finish)));
    if with_usage {
        let mut last = chunk(json!([]));
        last["usage"] = usage_json(turn, usage);
        events.push(last);
    }
    let mut body: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    body.push_str("data: [DONE]\n\n");
    Reply::bytes(StatusCode::OK, "text/event-stream", body)
}

/// The headers that feed a client's rate limiter.
pub(super) fn rated(reply: Reply) -> Reply {
    reply
        .with_header("x-ratelimit-limit-requests", "60")
        .with_header("x-ratelimit-remaining-requests", "59")
        .with_header("x-ratelimit-reset-requests", "1s")
        .with_header("x-ratelimit-limit-tokens", "150000")
        .with_header("x-ratelimit-remaining-tokens", "149000")
        .with_header("x-ratelimit-reset-tokens", "6m0s")
}
