//! OpenAI's pictures: generations and edits.

use std::sync::Arc;

use axum::http::Method;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::chat::{models, rated};
use super::multipart::{self, Field};
use super::{
    base64, count, draw, fault, keeps_to, moderation, no_such_path, picture_format, reject, serve, size,
    words,
};
use crate::call::{Call, Reply, Wrong};
use crate::limits::{EPOCH_SECONDS, OPENAI_PROMPT_CHARS};
use crate::picture::Format;
use crate::prices::{self, OPENAI_TOKENS_A_PICTURE, Usage};
use crate::specs::Shape;
use crate::state::Fake;
use crate::turn::{Asked, Turn};
use crate::{Behaviour, Kind};

/// Most pictures of one edit.
const MOST_PICTURES: usize = 16;

/// Largest picture of an edit, in bytes.
const MAX_PICTURE_BYTES: usize = 50_000_000;

/// Sizes that the older specification of the answer knows.
const NAMED_SIZES: [&str; 3] = ["1024x1024", "1024x1536", "1536x1024"];

pub(super) fn answer(fake: &Arc<Fake>, call: &Call) -> Reply {
    match (&call.method, call.path.as_str()) {
        (&Method::POST, "/v1/images/generations") => {
            let read = generation(fake, call);
            pictures(fake, call, read)
        }
        (&Method::POST, "/v1/images/edits") => {
            let read = edit(fake, call);
            pictures(fake, call, read)
        }
        (&Method::POST, "/v1/moderations") => moderation::answer(fake, call),
        (&Method::GET, "/v1/models") => serve(fake, call, Kind::Other, || {
            models(&["gpt-6-luna", "gpt-image-2", "omni-moderation-latest"])
        }),
        _ => no_such_path(fake, call),
    }
}

/// A request for pictures: its fields, and how many pictures came along.
struct Read {
    body: Value,
    references: usize,
}

fn generation(fake: &Fake, call: &Call) -> Result<Read, Wrong> {
    let body = call.json()?;
    keeps_to(fake, Shape::OpenAi("CreateImageRequest"), &body)?;
    common(&body)?;
    Ok(Read { body, references: 0 })
}

fn edit(fake: &Fake, call: &Call) -> Result<Read, Wrong> {
    let fields = multipart::read(call)?;
    let (mut body, mut images, mut mask) = (Map::new(), Vec::new(), None);
    for field in &fields {
        match field.name.as_str() {
            "image" | "image[]" => images.push(file(field)?),
            "mask" if mask.is_some() => return Err(Wrong::new("mask", "there may be one mask")),
            "mask" => mask = Some(file(field)?),
            "n" | "output_compression" | "partial_images" => {
                let number: u64 = field
                    .text()
                    .parse()
                    .map_err(|_| Wrong::new(&field.name, "a whole number is expected"))?;
                body.insert(field.name.clone(), json!(number));
            }
            name => {
                body.insert(name.to_owned(), json!(field.text()));
            }
        }
    }
    if images.is_empty() || images.len() > MOST_PICTURES {
        let sentence = format!("{} pictures; 1 to {MOST_PICTURES} are possible", images.len());
        return Err(Wrong::new("image", sentence));
    }
    check_mask(images.first(), mask.as_ref())?;
    let references = images.len() + usize::from(mask.is_some());
    let binary = |_| json!("binary");
    body.insert("image".to_owned(), images.iter().map(binary).collect());
    if mask.is_some() {
        body.insert("mask".to_owned(), json!("binary"));
    }
    let body = Value::Object(body);
    keeps_to(fake, Shape::OpenAi("CreateImageEditRequest"), &body)?;
    common(&body)?;
    Ok(Read { body, references })
}

fn file(field: &Field) -> Result<Bytes, Wrong> {
    let wrong = |sentence: &str| Err(Wrong::new(&field.name, sentence));
    if field.file_name.is_none() {
        return wrong("a file with a file name is expected");
    }
    if field.bytes.len() > MAX_PICTURE_BYTES {
        return wrong("the picture has 50 MB or more");
    }
    let format = picture_format(&field.bytes);
    match (format, field.content_type.as_deref()) {
        (Some(format), Some(mime)) if format.to_mime_type() == mime => Ok(field.bytes.clone()),
        (Some(_), Some("application/octet-stream")) => {
            wrong("unsupported mimetype ('application/octet-stream')")
        }
        _ => wrong("the bytes are not a picture of the type that the part names"),
    }
}

/// A mask is a PNG with alpha, as large as the first picture.
fn check_mask(first: Option<&Bytes>, mask: Option<&Bytes>) -> Result<(), Wrong> {
    let (Some(first), Some(mask)) = (first, mask) else {
        return Ok(());
    };
    if picture_format(mask) != Some(image::ImageFormat::Png) {
        return Err(Wrong::new("mask", "the mask must be a PNG"));
    }
    // The kind of colour stands in the head: 4 and 6 have alpha.
    if !matches!(mask.get(25), Some(4 | 6)) {
        return Err(Wrong::new("mask", "the mask has no alpha channel"));
    }
    let sides = |bytes: &Bytes| {
        let reader = image::ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format();
        reader.ok().and_then(|reader| reader.into_dimensions().ok())
    };
    if sides(first) == sides(mask) {
        Ok(())
    } else {
        Err(Wrong::new(
            "mask",
            "the mask must be as large as the first picture",
        ))
    }
}

/// Rules that the specification tells in words.
fn common(body: &Value) -> Result<(), Wrong> {
    let prompt = words(body, "prompt")?;
    let model = words(body, "model")?;
    if prompt.chars().count() > OPENAI_PROMPT_CHARS {
        return Err(Wrong::new("prompt", "the prompt is longer than 32000 characters"));
    }
    if !model.starts_with("gpt-image") && !model.starts_with("chatgpt-image") {
        return Err(Wrong::new(
            "model",
            format!("'{model}' is not a picture model that is still served"),
        ));
    }
    if body
        .get("response_format")
        .is_some_and(|format| !format.is_null())
    {
        return Err(Wrong::new(
            "response_format",
            "Unknown parameter: 'response_format'.",
        ));
    }
    if body["stream"] == true || body["stream"] == "true" {
        return Err(Wrong::new("stream", "the fake does not stream pictures"));
    }
    count(body, "n", (1, 10), 1)?;
    sides(body).map(drop)
}

fn sides(body: &Value) -> Result<(u32, u32), Wrong> {
    let named = body["size"].as_str().unwrap_or("auto");
    if named == "auto" {
        return Ok((1024, 1024));
    }
    let wrong = |sentence: &str| Wrong::new("size", format!("'{named}': {sentence}"));
    let (width, height) = size::pixels(named, 'x').ok_or_else(|| wrong("not a size"))?;
    if NAMED_SIZES.contains(&named) {
        return Ok((width, height));
    }
    let model = body["model"].as_str().unwrap_or_default();
    if model.starts_with("gpt-image-1") || model.starts_with("chatgpt") {
        return Err(wrong("this model knows 1024x1024, 1024x1536 and 1536x1024"));
    }
    let (short, long) = (width.min(height), width.max(height));
    if width % 16 != 0 || height % 16 != 0 || long > 3 * short || long > 3840 || short > 2160 {
        return Err(wrong(
            "both sides are multiples of 16, at most 1:3, at most 3840x2160",
        ));
    }
    Ok((width, height))
}

fn pictures(fake: &Arc<Fake>, call: &Call, read: Result<Read, Wrong>) -> Reply {
    let Read { body, references } = match read {
        Ok(read) => read,
        Err(wrong) => return reject(fake, call, wrong),
    };
    let (Ok(sides), Some(format)) = (sides(&body), Format::named(body["output_format"].as_str())) else {
        return reject(fake, call, Wrong::new("output_format", "png, jpeg or webp"));
    };
    let asked = Asked {
        kind: Kind::Picture,
        model: body["model"].as_str().unwrap_or_default().to_owned(),
        prompt: body["prompt"].as_str().unwrap_or_default().to_owned(),
        references,
    };
    let turn = Turn::begin(fake, call, asked);
    if let Some(wanted) = turn.fault() {
        return turn.refuse(fault(call, &wanted));
    }
    if turn.refusal().is_some() || turn.behaviour == Behaviour::TextInsteadOfPicture {
        return turn.cannot();
    }
    let many = body["n"].as_u64().unwrap_or(1);
    let drawn = draw(&turn, sides, format, many);
    let usage = Usage {
        input_tokens: prices::tokens(&turn.asked.prompt),
        pictures: many,
        seen_tokens: 300 * u64::try_from(turn.asked.references).unwrap_or(0),
        ..Usage::default()
    };
    let answer = json_answer(&turn, &body, format, &drawn, usage);
    turn.answer(rated(answer), usage)
}

fn json_answer(turn: &Turn, body: &Value, format: Format, drawn: &[Bytes], usage: Usage) -> Reply {
    let data: Vec<Value> = drawn
        .iter()
        .map(|bytes| json!({"b64_json": base64(bytes)}))
        .collect();
    let output_tokens = OPENAI_TOKENS_A_PICTURE * usage.pictures;
    let input_tokens = usage.input_tokens + usage.seen_tokens;
    let quality = body["quality"]
        .as_str()
        .filter(|named| matches!(*named, "low" | "high"))
        .unwrap_or("medium");
    let mut answer = json!({
        "created": EPOCH_SECONDS + turn.id,
        "data": data,
        "background": if body["background"] == "transparent" { "transparent" } else { "opaque" },
        "output_format": format.mime().trim_start_matches("image/"),
        "quality": quality,
        "usage": {
            "input_tokens": input_tokens,
            "output_tokens": output_tokens,
            "total_tokens": input_tokens + output_tokens,
            "input_tokens_details": {"text_tokens": usage.input_tokens, "image_tokens": usage.seen_tokens},
        },
    });
    if let Some(size) = body["size"].as_str().filter(|size| NAMED_SIZES.contains(size)) {
        answer["size"] = json!(size);
    }
    Reply::ok(&answer)
}
