//! One file for each vendor: how it is asked, how it answers, how it fails.

mod ark;
mod bfl;
mod chat;
mod chat_check;
mod comfyui;
mod dashscope;
mod dashscope_task;
mod fal;
mod gemini;
mod gemini_fault;
mod gemini_request;
mod interactions;
mod minimax;
mod moderation;
mod multipart;
mod ollama;
mod openai;
mod openai_fault;
mod openrouter;
mod replicate;
mod sdwebui;
mod size;
mod zhipu;

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use bytes::Bytes;
use serde_json::Value;

use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::picture::{self, Format, Wanted};
use crate::prices::Usage;
use crate::specs::Shape;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Provider};

/// The answer of the provider that `call` goes to.
pub(crate) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    let chat = call
        .provider
        .chat_path()
        .map(|path| format!("{path}/chat/completions"));
    let is_short = call.provider == Provider::DeepSeek && call.path == "/v1/chat/completions";
    if chat.as_ref() == Some(&call.path) || is_short {
        return if call.method == Method::POST {
            chat::completions(fake, call)
        } else {
            no_such_path(fake, call)
        };
    }
    match call.provider {
        Provider::OpenAi => openai::answer(fake, call),
        Provider::Gemini => gemini::answer(fake, call),
        Provider::DashScope => dashscope::answer(fake, call),
        Provider::Ark => ark::answer(fake, call),
        Provider::Zhipu => zhipu::answer(fake, call),
        Provider::OpenRouter => openrouter::answer(fake, call),
        Provider::Ollama => ollama::answer(fake, call),
        Provider::Fal => fal::answer(fake, call),
        Provider::Bfl => bfl::answer(fake, call),
        Provider::Replicate => replicate::answer(fake, call),
        Provider::MiniMax => minimax::answer(fake, call),
        Provider::SdWebUi => sdwebui::answer(fake, call),
        Provider::ComfyUi => comfyui::answer(fake, call),
        Provider::DeepSeek | Provider::Kimi | Provider::Vllm => chat::others(fake, call),
    }
}

/// An error in the words of the provider that `call` goes to.
pub(crate) fn fault(call: &Call, fault: &Fault) -> Reply {
    match call.provider {
        Provider::Gemini if call.path.contains("/interactions") => interactions::fault(fault),
        Provider::Gemini => gemini_fault::fault(fault),
        Provider::DashScope if call.path.starts_with("/compatible-mode") => {
            openai_fault::fault(Provider::DashScope, fault)
        }
        Provider::DashScope => dashscope::fault(fault),
        Provider::Ark => ark::fault(fault),
        Provider::Zhipu => zhipu::fault(fault),
        Provider::OpenRouter => openrouter::fault(fault),
        Provider::Fal => fal::fault(fault),
        Provider::Bfl => bfl::fault(fault),
        Provider::Replicate => replicate::fault(fault),
        Provider::MiniMax => minimax::fault(fault),
        Provider::SdWebUi => sdwebui::fault(fault),
        Provider::ComfyUi => comfyui::fault(fault),
        Provider::Ollama if call.path.starts_with("/api") => ollama::fault(fault),
        Provider::OpenAi | Provider::DeepSeek | Provider::Kimi | Provider::Ollama | Provider::Vllm => {
            openai_fault::fault(call.provider, fault)
        }
    }
}

/// Notes what is wrong with a request and says so as the provider would.
fn reject(fake: &Fake, call: &Call, wrong: Wrong) -> Reply {
    let place = if wrong.field.is_empty() {
        String::new()
    } else {
        format!("{}: ", wrong.field)
    };
    let request = format!("{} {}", call.method, call.path);
    fake.violate(call.provider, request, format!("{place}{}", wrong.sentence));
    fault(call, &Fault::BadRequest(wrong.field, wrong.sentence))
}

fn no_such_path(fake: &Fake, call: &Call) -> Reply {
    let request = format!("{} {}", call.method, call.path);
    fake.violate(call.provider, request, "the provider has no such path".to_owned());
    fault(call, &Fault::NoSuchPath)
}

/// Holds a request against an official schema, where there is one at hand.
fn keeps_to(fake: &Fake, shape: Shape, body: &Value) -> Result<(), Wrong> {
    let complaints = fake
        .specs
        .map(|specs| specs.complaints(shape, body))
        .unwrap_or_default();
    match complaints.into_iter().next() {
        Some(complaint) => Err(Wrong::new(
            "",
            format!("against the official schema {shape:?}: {complaint}"),
        )),
        None => Ok(()),
    }
}

/// Answers a call that no model works for, under the scenario for its kind.
fn serve(fake: &Arc<Fake>, call: &Call, kind: Kind, answer: impl FnOnce() -> Reply) -> Reply {
    let asked = Asked {
        kind,
        model: String::new(),
        prompt: String::new(),
        references: 0,
    };
    let turn = Turn::begin(fake, call, asked);
    match turn.fault() {
        Some(wanted) => turn.refuse(fault(call, &wanted)),
        None => turn.answer(answer(), Usage::default()),
    }
}

/// A text field that must be there and not empty.
fn words<'a>(body: &'a Value, field: &str) -> Result<&'a str, Wrong> {
    body.get(field)
        .and_then(Value::as_str)
        .filter(|text| !text.trim().is_empty())
        .ok_or_else(|| Wrong::new(field, "a text that is not empty is required"))
}

/// A whole number within bounds; `default` where it is absent or null.
fn count(body: &Value, field: &str, bounds: (u64, u64), default: u64) -> Result<u64, Wrong> {
    let (least, most) = bounds;
    match body.get(field) {
        None | Some(Value::Null) => Ok(default),
        Some(value) => value
            .as_u64()
            .filter(|number| (least..=most).contains(number))
            .ok_or_else(|| {
                Wrong::new(
                    field,
                    format!("a whole number from {least} to {most} is expected, not {value}"),
                )
            }),
    }
}

/// A reference picture as base64, a data URI or an address; at least its form is looked at.
fn reference(field: &str, text: &str) -> Result<(), Wrong> {
    if text.starts_with("https://") || text.starts_with("http://") {
        return Ok(());
    }
    let encoded = match text.strip_prefix("data:") {
        Some(rest) => match rest.split_once(";base64,") {
            Some((mime, encoded)) if mime.starts_with("image/") => encoded,
            _ => return Err(Wrong::new(field, "the data URI is not data:image/...;base64,...")),
        },
        None => text,
    };
    match decoded(encoded) {
        Ok(bytes) if picture_format(&bytes).is_some() => Ok(()),
        Ok(_) => Err(Wrong::new(
            field,
            "the bytes are not a PNG, JPEG, WebP or GIF picture",
        )),
        Err(error) => Err(Wrong::new(field, format!("not base64: {error}"))),
    }
}

/// The format that the first bytes tell.
fn picture_format(bytes: &[u8]) -> Option<image::ImageFormat> {
    image::guess_format(bytes).ok()
}

/// `count` pictures for the turn's prompt, as its behaviour wants them.
fn draw(turn: &Turn, (width, height): (u32, u32), format: Format, count: u64) -> Vec<Bytes> {
    if turn.behaviour == Behaviour::NoPictures {
        return Vec::new();
    }
    let indexes = 0..u32::try_from(count).unwrap_or(1);
    indexes
        .map(|index| {
            let wanted = Wanted {
                prompt: &turn.asked.prompt,
                width,
                height,
                format,
                references: turn.asked.references,
                index,
            };
            picture::make(&wanted, &turn.behaviour)
        })
        .collect()
}

/// Bytes of base64 in either alphabet, padded or not: some SDKs send the one for addresses.
fn decoded(text: &str) -> Result<Vec<u8>, base64::DecodeError> {
    let standard = text.trim_end_matches('=').replace('-', "+").replace('_', "/");
    STANDARD_NO_PAD.decode(standard)
}

fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// What `count` pictures use up.
fn pictures_used(turn: &Turn, count: u64) -> Usage {
    Usage {
        pictures: if turn.behaviour == Behaviour::NoPictures {
            1
        } else {
            count
        },
        ..Usage::default()
    }
}

/// A file of the fake, under the scenario for downloads.
pub(crate) fn download(fake: &Arc<Fake>, call: &Call, name: &str) -> Reply {
    let file = fake.state().files.get(name).cloned();
    serve(fake, call, Kind::Download, || match file {
        None => expired(),
        Some(file) if std::time::Instant::now() >= file.expires => expired(),
        Some(file) => Reply::bytes(StatusCode::OK, file.mime, file.bytes),
    })
}

/// As object stores answer to a signed address after its time.
fn expired() -> Reply {
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessDenied</Code>\
                <Message>Request has expired.</Message></Error>";
    Reply::bytes(StatusCode::FORBIDDEN, "application/xml", body)
}
