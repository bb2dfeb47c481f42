//! Gemini's native API: text, pictures, token counts, models.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::gemini_request::{self, Read, folded};
use super::{base64, draw, fault, interactions, keeps_to, no_such_path, reject, serve};
use crate::call::{Call, Reply, Wrong};
use crate::fault::Fault;
use crate::picture::Format;
use crate::prices::{self, Usage};
use crate::specs::Shape;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Refusal};

/// Tokens of one picture, in or out.
const PICTURE_TOKENS: u64 = 1120;

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    let segments = call.segments();
    let Some((version, rest)) = segments.split_first() else {
        return no_such_path(fake, call);
    };
    if !matches!(*version, "v1" | "v1beta") {
        return no_such_path(fake, call);
    }
    match (&call.method, rest) {
        (&Method::POST, ["models", named]) => match named.split_once(':') {
            Some((model, "generateContent")) => generate(fake, call, model, false),
            Some((model, "streamGenerateContent")) => generate(fake, call, model, true),
            Some((_, "countTokens")) => count_tokens(fake, call),
            _ => no_such_path(fake, call),
        },
        (&Method::GET, ["models"]) => serve(fake, call, Kind::Other, models),
        (_, ["interactions", ..]) => interactions::answer(fake, call, &rest[1..]),
        _ => no_such_path(fake, call),
    }
}

fn models() -> Reply {
    let model = |name: &str| json!({"name": format!("models/{name}"), "displayName": name, "supportedGenerationMethods": ["generateContent", "countTokens"]});
    Reply::ok(&json!({"models": [model("gemini-3.8-flash"), model("gemini-nano-banana-2.1")]}))
}

fn count_tokens(fake: &Arc<Fake>, call: &Call) -> Reply {
    let read = call.json().map(folded).and_then(|body| {
        let request = body.get("generateContentRequest").cloned().unwrap_or(body);
        keeps_to(fake, Shape::GeminiRequest("CountTokensRequest"), &request)?;
        if request["contents"].is_array() {
            Ok(request)
        } else {
            Err(Wrong::new("contents", "contents is not specified"))
        }
    });
    match read {
        Ok(request) => serve(fake, call, Kind::Other, || {
            Reply::ok(&json!({"totalTokens": prices::tokens(&request["contents"].to_string())}))
        }),
        Err(wrong) => reject(fake, call, wrong),
    }
}

fn generate(fake: &Arc<Fake>, call: &Call, model: &str, streams: bool) -> Reply {
    let read = match gemini_request::read(fake, call, model) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let asked = Asked {
        kind: if read.draws { Kind::Picture } else { Kind::Text },
        model: model.to_owned(),
        prompt: read.question.words(),
        references: read.references,
    };
    let turn = Turn::begin(fake, call, asked);
    let refuses = |fault: &Fault| matches!(fault, Fault::RefusedInput | Fault::RefusedOutput);
    if let Some(wanted) = turn.fault().filter(|wanted| !refuses(wanted)) {
        return turn.refuse(within_stream(fault(call, &wanted), call, streams));
    }
    let Some(candidate) = candidate(&turn, &read) else {
        return turn.cannot();
    };
    let usage = usage(&turn, &candidate);
    let answer = response(&turn, &candidate, usage);
    let reply = if streams {
        stream(call, &answer)
    } else {
        Reply::ok(&answer)
    };
    turn.answer(reply, usage)
}

/// An error on a stream that is no event stream comes as a list of one.
fn within_stream(mut reply: Reply, call: &Call, streams: bool) -> Reply {
    if streams && call.query.get("alt").map(String::as_str) != Some("sse") {
        let listed = [b"[".as_slice(), &reply.body, b"]"].concat();
        reply.body = listed.into();
    }
    reply
}

/// What stands in place of the candidates: one candidate, or the reason why there is none.
enum Candidate {
    Blocked(String),
    One(Value),
}

fn candidate(turn: &Turn, read: &Read) -> Option<Candidate> {
    let bare = |reason: &str| {
        let message = "Unable to show the generated content. Support code: 42876398.";
        json!({"content": {"role": "model"}, "finishReason": reason, "finishMessage": message, "index": 0})
    };
    match turn.refusal() {
        Some(Refusal::Input) => return Some(Candidate::Blocked("PROHIBITED_CONTENT".to_owned())),
        Some(Refusal::Block { reason }) => return Some(Candidate::Blocked(reason.clone())),
        Some(Refusal::Output) if read.draws => return Some(Candidate::One(bare("IMAGE_SAFETY"))),
        Some(Refusal::Output) => return Some(Candidate::One(bare("SAFETY"))),
        Some(Refusal::Finish { reason }) => return Some(Candidate::One(bare(reason))),
        Some(Refusal::Message | Refusal::PerPicture | Refusal::Task) => return None,
        None => {}
    }
    let (parts, finish) = if read.draws {
        picture_parts(turn, read)
    } else {
        text_parts(turn, read)
    };
    let mut content = json!({"role": "model"});
    if !parts.is_empty() {
        content["parts"] = json!(parts);
    }
    Some(Candidate::One(
        json!({"content": content, "finishReason": finish, "index": 0}),
    ))
}

fn text_parts(turn: &Turn, read: &Read) -> (Vec<Value>, &'static str) {
    let written = read.question.answer(&turn.behaviour);
    let finish = if written.is_cut { "MAX_TOKENS" } else { "STOP" };
    let thought = json!({"text": "I plan the panels first.", "thought": true});
    (vec![thought, json!({"text": written.text})], finish)
}

fn picture_parts(turn: &Turn, read: &Read) -> (Vec<Value>, &'static str) {
    let words = json!({"text": "Here is the panel."});
    if turn.behaviour == Behaviour::TextInsteadOfPicture {
        return (
            vec![json!({"text": "I can describe the panel: a wide shot at night."})],
            "STOP",
        );
    }
    let mut parts: Vec<Value> = draw(turn, read.sides, Format::Png, 1)
        .iter()
        .map(|bytes| json!({"inlineData": {"mimeType": "image/png", "data": base64(bytes)}, "thoughtSignature": "c2lnbmF0dXJl"}))
        .collect();
    if !parts.is_empty() {
        parts.insert(0, words);
    }
    (parts, "STOP")
}

fn usage(turn: &Turn, candidate: &Candidate) -> Usage {
    let references = u64::try_from(turn.asked.references).unwrap_or(0);
    let input_tokens = prices::tokens(&turn.asked.prompt) + references * PICTURE_TOKENS;
    let draws = turn.asked.kind == Kind::Picture;
    let output_tokens = match candidate {
        Candidate::Blocked(_) => 0,
        Candidate::One(_) if draws => PICTURE_TOKENS,
        Candidate::One(one) => {
            let parts = one
                .pointer("/content/parts")
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            parts
                .filter_map(|part| part["text"].as_str())
                .map(prices::tokens)
                .sum()
        }
    };
    Usage {
        input_tokens,
        output_tokens,
        pictures: u64::from(draws),
        ..Usage::default()
    }
}

fn response(turn: &Turn, candidate: &Candidate, usage: Usage) -> Value {
    let mut answer = json!({
        "usageMetadata": {
            "promptTokenCount": usage.input_tokens,
            "totalTokenCount": usage.input_tokens + usage.output_tokens,
        },
        "modelVersion": turn.asked.model,
        "responseId": turn.request_id(),
    });
    match candidate {
        Candidate::Blocked(reason) => answer["promptFeedback"] = json!({"blockReason": reason}),
        Candidate::One(one) => {
            answer["candidates"] = json!([one]);
            answer["usageMetadata"]["candidatesTokenCount"] = json!(usage.output_tokens);
        }
    }
    answer
}

/// The text in two pieces, then the finish with the usage; pictures in one piece.
fn stream(call: &Call, answer: &Value) -> Reply {
    let mut chunks = vec![answer.clone()];
    let text = answer
        .pointer("/candidates/0/content/parts/1/text")
        .and_then(Value::as_str);
    if let Some(text) = text.filter(|text| text.chars().count() > 1) {
        let letters: Vec<char> = text.chars().collect();
        let halves = letters.chunks(letters.len().div_ceil(2));
        chunks = halves
            .map(|half| {
                let half: String = half.iter().collect();
                let mut chunk = answer.clone();
                chunk["candidates"][0]["content"]["parts"] = json!([{"text": half}]);
                chunk
            })
            .collect();
        if let Some(first) = chunks.first_mut().and_then(Value::as_object_mut) {
            first.remove("usageMetadata");
            if let Some(candidate) = first["candidates"][0].as_object_mut() {
                candidate.remove("finishReason");
            }
        }
    }
    if call.query.get("alt").map(String::as_str) == Some("sse") {
        let body: String = chunks
            .iter()
            .map(|chunk| format!("data: {chunk}\r\n\r\n"))
            .collect();
        Reply::bytes(StatusCode::OK, "text/event-stream", body)
    } else {
        Reply::ok(&Value::Array(chunks))
    }
}
