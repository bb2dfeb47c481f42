//! OpenAI's moderation: words that are on a short list are flagged.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{fault, keeps_to, reference, reject};
use crate::call::{Call, Reply, Wrong};
use crate::prices::Usage;
use crate::specs::Shape;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind, Refusal};

/// A text with one of these words is flagged as violence; so a test can be flagged without a scenario.
const FLAGGED_WORDS: [&str; 3] = ["flag-me", "massacre", "大屠杀"];

const CATEGORIES: [&str; 13] = [
    "hate",
    "hate/threatening",
    "harassment",
    "harassment/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
];

/// Categories for which pictures are looked at.
const SEEN: [&str; 6] = [
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual",
    "violence",
    "violence/graphic",
];

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    let (text, pictures, inputs) = match read(fake, call) {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let model = call
        .json()
        .ok()
        .and_then(|body| body["model"].as_str().map(str::to_owned));
    let asked = Asked {
        kind: Kind::Moderation,
        model: model.unwrap_or_else(|| "omni-moderation-latest".to_owned()),
        prompt: text.clone(),
        references: pictures,
    };
    let turn = Turn::begin(fake, call, asked);
    let scripted = matches!(
        &turn.behaviour,
        Behaviour::Refused {
            refusal: Refusal::Input | Refusal::Output
        }
    );
    if let Some(wanted) = turn.fault().filter(|_| !scripted) {
        return turn.refuse(fault(call, &wanted));
    }
    let flagged = scripted || FLAGGED_WORDS.iter().any(|word| text.contains(word));
    let results: Vec<Value> = (0..inputs).map(|_| result(flagged, pictures > 0)).collect();
    let answer = Reply::ok(&json!({
        "id": format!("modr-{}", turn.request_id()),
        "model": turn.asked.model,
        "results": results,
    }));
    turn.answer(answer, Usage::default())
}

/// The words, how many pictures, and how many results there will be.
fn read(fake: &Fake, call: &Call) -> Result<(String, usize, usize), Wrong> {
    let body = call.json()?;
    keeps_to(fake, Shape::OpenAi("CreateModerationRequest"), &body)?;
    let mut text = Vec::new();
    let (mut pictures, mut plain) = (0, 0);
    match &body["input"] {
        Value::String(one) => text.push(one.clone()),
        Value::Array(parts) if !parts.is_empty() => {
            for part in parts {
                match (part, part["type"].as_str()) {
                    (Value::String(one), _) => {
                        text.push(one.clone());
                        plain += 1;
                    }
                    (_, Some("text")) => text.push(part["text"].as_str().unwrap_or_default().to_owned()),
                    (_, Some("image_url")) => {
                        let url = part.pointer("/image_url/url").and_then(Value::as_str);
                        reference("input.image_url", url.unwrap_or_default())?;
                        pictures += 1;
                    }
                    _ => return Err(Wrong::new("input", "a text or an image_url is expected")),
                }
            }
        }
        _ => return Err(Wrong::new("input", "an input is required")),
    }
    Ok((text.join("\n"), pictures, plain.max(1)))
}

fn result(flagged: bool, with_picture: bool) -> Value {
    let (mut categories, mut scores, mut applied) = (Map::new(), Map::new(), Map::new());
    for name in CATEGORIES {
        let hit = flagged && name == "violence";
        categories.insert(name.to_owned(), json!(hit));
        scores.insert(name.to_owned(), json!(if hit { 0.97 } else { 0.000_1 }));
        let types = if with_picture && SEEN.contains(&name) {
            json!(["text", "image"])
        } else {
            json!(["text"])
        };
        applied.insert(name.to_owned(), types);
    }
    json!({
        "flagged": flagged,
        "categories": categories,
        "category_scores": scores,
        "category_applied_input_types": applied,
    })
}
