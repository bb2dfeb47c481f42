//! Reads a request of `generateContent`. proto3 JSON takes `snake_case` too, and Google's own SDK mixes both.

use serde_json::{Map, Value};

use super::{decoded, keeps_to, picture_format, size};
use crate::call::{Call, Wrong};
use crate::specs::Shape;
use crate::state::Fake;
use crate::text::Question;

/// Shapes of pictures that all image models know.
const SHAPES: [&str; 14] = [
    "1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9", "1:4", "4:1", "1:8", "8:1",
];

/// Fields whose content is the caller's own: names in it are no fields of Google's.
const OPAQUE: [&str; 6] = [
    "responseJsonSchema",
    "properties",
    "defs",
    "args",
    "response",
    "labels",
];

/// A request, understood.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) question: Question,
    pub(super) references: usize,
    pub(super) draws: bool,
    pub(super) sides: (u32, u32),
}

/// Whether a model's name says that it makes pictures.
pub(super) fn makes_pictures(model: &str) -> bool {
    model.contains("image") || model.contains("banana")
}

/// The most reference pictures of a model.
fn most_references(model: &str) -> usize {
    if model.starts_with("gemini-2.5") { 3 } else { 14 }
}

pub(super) fn read(fake: &Fake, call: &Call, model: &str) -> Result<Read, Wrong> {
    let body = folded(call.json()?);
    keeps_to(fake, Shape::GeminiRequest("GenerateContentRequest"), &body)?;
    let contents = body["contents"].as_array().filter(|list| !list.is_empty());
    let contents = contents.ok_or_else(|| Wrong::new("contents", "contents is not specified"))?;
    let mut question = Question {
        system: texts(&body["systemInstruction"]),
        ..Question::default()
    };
    let mut references = 0;
    for content in contents {
        let parts = content["parts"].as_array().filter(|list| !list.is_empty());
        let parts = parts.ok_or_else(|| Wrong::new("contents.parts", "contents.parts must not be empty."))?;
        match content["role"].as_str() {
            None | Some("user") => question.user.push(texts(content)),
            Some("model") => {}
            Some(_) => {
                return Err(Wrong::new(
                    "contents.role",
                    "Please use a valid role: user, model.",
                ));
            }
        }
        for part in parts {
            references += inline(part)?;
        }
    }
    let config = &body["generationConfig"];
    question.json = config["responseMimeType"] == "application/json";
    question.schema = ["responseJsonSchema", "responseSchema"]
        .iter()
        .find_map(|name| config.get(name).cloned());
    if question.schema.is_some() && !question.json {
        let sentence = "a schema needs responseMimeType application/json";
        return Err(Wrong::new("generationConfig.responseMimeType", sentence));
    }
    if config.get("responseJsonSchema").is_some() && config.get("responseSchema").is_some() {
        return Err(Wrong::new(
            "generationConfig",
            "responseSchema and responseJsonSchema exclude each other",
        ));
    }
    let draws = draws(config, model)?;
    if draws && references > most_references(model) {
        return Err(Wrong::new(
            "contents",
            format!("{references} pictures are more than {model} takes"),
        ));
    }
    Ok(Read {
        question,
        references,
        draws,
        sides: sides(config)?,
    })
}

fn texts(content: &Value) -> String {
    let parts = content["parts"].as_array().into_iter().flatten();
    let texts: Vec<&str> = parts.filter_map(|part| part["text"].as_str()).collect();
    texts.join("\n")
}

/// 1 for a picture that came along, which must be what its type says.
fn inline(part: &Value) -> Result<usize, Wrong> {
    let Some(blob) = part.get("inlineData") else {
        return Ok(0);
    };
    let wrong = |sentence: &str| Err(Wrong::new("inlineData", sentence));
    let Ok(bytes) = decoded(blob["data"].as_str().unwrap_or_default()) else {
        return wrong("Base64 decoding failed");
    };
    match picture_format(&bytes) {
        Some(format) if Some(format.to_mime_type()) == blob["mimeType"].as_str() => Ok(1),
        Some(_) => wrong("mimeType is not the picture's"),
        None => wrong("Unable to process input image"),
    }
}

fn draws(config: &Value, model: &str) -> Result<bool, Wrong> {
    let asks = config["responseModalities"]
        .as_array()
        .map(|list| list.iter().any(|one| one == "IMAGE"));
    let can = makes_pictures(model);
    match asks {
        Some(true) if !can => Err(Wrong::new(
            "generationConfig.responseModalities",
            "Model does not support the requested response modalities: image",
        )),
        Some(asks) => Ok(asks),
        None => Ok(can),
    }
}

fn sides(config: &Value) -> Result<(u32, u32), Wrong> {
    let image = &config["imageConfig"];
    let shape = image["aspectRatio"].as_str().unwrap_or("1:1");
    if !SHAPES.contains(&shape) {
        return Err(Wrong::new(
            "imageConfig.aspectRatio",
            format!("'{shape}' is not one of {SHAPES:?}"),
        ));
    }
    let named = image["imageSize"].as_str().unwrap_or("1K");
    let tier = ["512", "1K", "2K", "4K"]
        .contains(&named)
        .then(|| size::tier(named))
        .flatten();
    let tier = tier.ok_or_else(|| {
        Wrong::new(
            "imageConfig.imageSize",
            format!("'{named}' is not 512, 1K, 2K or 4K"),
        )
    })?;
    size::shaped(tier, shape)
}

/// All of Google's own field names in camelCase.
pub(super) fn folded(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let fold = |(name, inner): (String, Value)| {
                let name = camel(&name);
                let inner = match (OPAQUE.contains(&name.as_str()), inner) {
                    (true, Value::Object(own)) if name != "responseJsonSchema" => own_names(own),
                    (true, inner) => inner,
                    (false, inner) => folded(inner),
                };
                (name, inner)
            };
            Value::Object(object.into_iter().map(fold).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(folded).collect()),
        other => other,
    }
}

/// Names that are the caller's, with Google's fields below them.
fn own_names(own: Map<String, Value>) -> Value {
    Value::Object(
        own.into_iter()
            .map(|(name, inner)| (name, folded(inner)))
            .collect(),
    )
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut all, word| {
        let mut letters = word.chars();
        all.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        all.push_str(letters.as_str());
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn googles_names_are_folded_and_the_callers_are_not() {
        let mixed = json!({"generation_config": {"responseSchema": {"properties": {"source_begins": {"min_items": "1"}}},
            "response_json_schema": {"snake_case": 1}}});
        let even = json!({"generationConfig": {"responseSchema": {"properties": {"source_begins": {"minItems": "1"}}},
            "responseJsonSchema": {"snake_case": 1}}});
        assert_eq!(folded(mixed), even);
    }
}
