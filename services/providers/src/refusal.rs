//! From the many shapes of "no" to one class: what providers answer instead of a result.

mod codes;
mod google;

use std::time::Duration;

use serde_json::Value;

use crate::{
    error::{Class, ProviderError},
    headers,
    wire::Reply,
};

/// What a provider said when it did not do what was asked.
#[derive(Debug, Default)]
struct Said<'a> {
    code: String,
    kind: &'a str,
    message: &'a str,
}

/// The error of an answer whose status is no success.
pub fn refused(reply: &Reply) -> ProviderError {
    let json = reply.json();
    let error = error_in(&json, reply.status);
    ProviderError {
        status: Some(reply.status),
        after: headers::retry_after(&reply.headers).or(error.after),
        ..error
    }
}

/// The error told by `json`, which came with this status: by its code, then its kind, then its words, then the status.
pub fn error_in(json: &Value, status: u16) -> ProviderError {
    // On streams Gemini wraps the error in a list.
    let json = json.get(0).unwrap_or(json);
    let said = said(json);
    let class = codes::class(&said.code, said.message)
        .or_else(|| codes::class(said.kind, said.message))
        .or_else(|| google::class(&json["error"]))
        .or_else(|| stage(json, &said))
        .or_else(|| numeric(&said.code).and_then(|status| by_status(status, json)))
        .or_else(|| by_status(status, json))
        .unwrap_or(Class::BadRequest);
    let code = if said.code.is_empty() {
        said.kind
    } else {
        &said.code
    };
    ProviderError::new(class, code)
        .after(google::retry_delay(&json["error"]).or_else(|| delay_in_words(said.message)))
}

/// OpenAI's safety system names the side: a refused output was made, and may have been paid for.
fn stage(json: &Value, said: &Said<'_>) -> Option<Class> {
    if said.code != "moderation_blocked" {
        return None;
    }
    let stage = json["error"]["moderation_details"]["moderation_stage"].as_str();
    Some(if stage == Some("output") {
        Class::RefusedOutput
    } else {
        Class::RefusedInput
    })
}

fn said(json: &Value) -> Said<'_> {
    let text = |value: &'_ Value| match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let error = &json["error"];
    // fal and BFL: a list of what is wrong with the body.
    let detail = &json["detail"][0];
    let source = if error.is_object() { error } else { json };
    Said {
        code: text(&source["code"]),
        kind: [&source["type"], &detail["type"], &source["name"]]
            .into_iter()
            .find_map(Value::as_str)
            .unwrap_or_default(),
        message: [
            &source["message"],
            &source["msg"],
            error,
            &json["detail"],
            &detail["msg"],
        ]
        .into_iter()
        .find_map(Value::as_str)
        .unwrap_or_default(),
    }
}

/// A code that is an HTTP status: OpenRouter's, Gemini's, vLLM's.
fn numeric(code: &str) -> Option<u16> {
    code.parse().ok().filter(|status| (400..600).contains(status))
}

fn by_status(status: u16, json: &Value) -> Option<Class> {
    Some(match status {
        401 => Class::Auth,
        402 => Class::Billing,
        // OpenRouter tells of a flagged prompt this way.
        403 if json["error"]["metadata"]["reasons"].is_array() => Class::RefusedInput,
        403 => Class::Auth,
        404 => Class::NoSuchModel,
        // Somebody on the way gave up on an answer that may still have been made.
        408 | 499 | 502 | 504 | 524 => Class::UnknownOutcome,
        409 | 425 | 429 => Class::RateLimited,
        400..=499 => Class::BadRequest,
        500..=599 => Class::Overloaded,
        // A redirect of an API is a wrong address.
        300..=399 => Class::BadRequest,
        _ => return None,
    })
}

/// `Please retry in 47.4s.`, `resets in ~30s`.
fn delay_in_words(message: &str) -> Option<Duration> {
    let at = ["retry in ", "resets in ~", "resets in "]
        .iter()
        .find_map(|words| Some(message.find(words)? + words.len()))?;
    let word = message[at..].split_whitespace().next()?;
    headers::duration(word.trim_end_matches(['.', ',']))
}

#[cfg(test)]
mod tests;
