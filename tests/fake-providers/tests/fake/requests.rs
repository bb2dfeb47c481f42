//! Requests that a provider would not take are violations, and get its kind of 400.

use mangakai_fake_providers::{FakeProviders, Provider};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::client::{
    GEMINI_PICTURE, GEMINI_TEXT, STORY, chat_body, gemini_picture_body, gemini_text_body, picture_request,
    post, request, send, start,
};

async fn assert_violates(fake: &FakeProviders, provider: Provider, path: &str, body: &Value, word: &str) {
    let before = fake.violations().len();
    let answer = post(fake, provider, path, body).await;
    let told = String::from_utf8_lossy(&answer.body);
    assert!(
        answer.status >= 400 || provider == Provider::MiniMax,
        "{provider} {body}: {told}"
    );
    let violations = fake.violations();
    assert_eq!(violations.len(), before + 1, "{provider} {body}: {told}");
    let sentence = &violations[before].sentence;
    assert!(sentence.contains(word), "{provider}: {sentence}");
}

#[tokio::test]
async fn chats_keep_to_the_rules_of_their_vendor() {
    let fake = start().await;
    let path = "/v1/chat/completions";
    let good = chat_body(Provider::OpenAi, "gpt-6-luna", STORY, 2);
    let with = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    let cases = [
        (with("/model", json!("")), "model"),
        (with("/messages", json!([])), "messages"),
        (
            with(
                "/response_format",
                json!({"type": "json_schema", "json_schema": {"name": "a b", "schema": {}}}),
            ),
            "name",
        ),
        (
            with("/response_format/json_schema/schema/required", json!([])),
            "required",
        ),
        (
            with(
                "/response_format/json_schema/schema/additionalProperties",
                json!(true),
            ),
            "additionalProperties",
        ),
    ];
    for (body, word) in cases {
        assert_violates(&fake, Provider::OpenAi, path, &body, word).await;
    }
    let quiet = json!({"model": "m", "response_format": {"type": "json_object"},
        "messages": [{"role": "user", "content": "a story"}]});
    assert_violates(&fake, Provider::DeepSeek, "/chat/completions", &quiet, "json").await;
    let schema = chat_body(Provider::OpenAi, "deepseek-v4-flash", STORY, 2);
    assert_violates(
        &fake,
        Provider::DeepSeek,
        "/chat/completions",
        &schema,
        "unavailable",
    )
    .await;
    let mut qwen = chat_body(Provider::DashScope, "qwen3.8-max", STORY, 2);
    qwen["enable_thinking"] = json!(true);
    assert_violates(
        &fake,
        Provider::DashScope,
        "/compatible-mode/v1/chat/completions",
        &qwen,
        "thinking",
    )
    .await;
    assert_eq!(fake.ledger().grand_totals().calls, 0);
}

#[tokio::test]
async fn openais_pictures_keep_to_its_rules() {
    let fake = start().await;
    let path = "/v1/images/generations";
    for (field, value) in [
        ("prompt", json!("")),
        ("size", json!("1000x1000")),
        ("size", json!("512x2048")),
        ("n", json!(11)),
        ("response_format", json!("b64_json")),
        ("model", json!("dall-e-3")),
        ("output_format", json!("tiff")),
    ] {
        let mut body = picture_request(Provider::OpenAi, "a cat").unwrap().1;
        body[field] = value;
        assert_violates(&fake, Provider::OpenAi, path, &body, field).await;
    }
}

#[tokio::test]
async fn gemini_knows_its_fields_and_shapes() {
    let fake = start().await;
    let mut body = gemini_text_body(STORY, 2);
    body["generationConfig"]["responseMimeType"] = json!("text/plain");
    assert_violates(&fake, Provider::Gemini, GEMINI_TEXT, &body, "responseMimeType").await;
    let mut body = gemini_picture_body("a cat");
    body["generationConfig"]["imageConfig"]["aspectRatio"] = json!("7:3");
    assert_violates(&fake, Provider::Gemini, GEMINI_PICTURE, &body, "aspectRatio").await;
    let body = gemini_picture_body("a cat");
    assert_violates(&fake, Provider::Gemini, GEMINI_TEXT, &body, "responseModalities").await;
    let part = json!({"inlineData": {"mimeType": "image/png", "data": "bm8gcGljdHVyZQ=="}});
    let body = json!({"contents": [{"parts": [part]}]});
    assert_violates(&fake, Provider::Gemini, GEMINI_PICTURE, &body, "image").await;
    if fake.has_specs() {
        let body = json!({"contents": [{"parts": [{"text": "x"}]}], "generationConfig": {"negativePrompt": "blurry"}});
        assert_violates(&fake, Provider::Gemini, GEMINI_TEXT, &body, "negativePrompt").await;
    }
}

#[tokio::test]
async fn others_have_rules_too() {
    let fake = start().await;
    for (provider, pointer, value, word) in [
        (
            Provider::DashScope,
            "/parameters/size",
            json!("1024x1024"),
            "size",
        ),
        (
            Provider::DashScope,
            "/input/messages/0/content",
            json!([{"text": "a"}, {"text": "b"}]),
            "one text",
        ),
        (Provider::Ark, "/response_format", json!("png"), "response_format"),
        (Provider::Zhipu, "/size", json!("100x100"), "16"),
        (Provider::OpenRouter, "/prompt", json!(""), ""),
        (Provider::Fal, "/image_size", json!("huge"), "image_size"),
        (Provider::Bfl, "/width", json!(100), "16"),
        (Provider::MiniMax, "/prompt", json!(""), "prompt"),
        (Provider::SdWebUi, "/width", json!(100), "8"),
        (
            Provider::ComfyUi,
            "/prompt/9/inputs/images",
            json!(["77", 0]),
            "no node",
        ),
    ] {
        let (path, mut body) = picture_request(provider, "a cat").unwrap();
        *body.pointer_mut(pointer).unwrap() = value;
        assert_violates(&fake, provider, path, &body, word).await;
    }
    let path = "/api/v1/services/aigc/text2image/image-synthesis";
    let body = json!({"model": "wanx2.1-t2i-turbo", "input": {"prompt": "a cat"}});
    assert_violates(&fake, Provider::DashScope, path, &body, "synchronous").await;
}

#[tokio::test]
async fn keys_paths_methods_and_content_types_are_looked_at() {
    let fake = start().await;
    let (path, body) = picture_request(Provider::OpenAi, "a cat").unwrap();
    let url = format!("{}{path}", fake.origin(Provider::OpenAi));
    let plain = reqwest::Client::new().post(&url).json(&body);
    assert_eq!(send(plain).await.unwrap().status, 401);
    let url = format!("{}{GEMINI_PICTURE}", fake.origin(Provider::Gemini));
    let bearer = reqwest::Client::new()
        .post(url)
        .bearer_auth("k")
        .json(&gemini_picture_body("a cat"));
    assert_eq!(send(bearer).await.unwrap().status, 400);
    let wrong_path = request(&fake, Provider::OpenAi, Method::POST, "/v1/images").json(&body);
    assert_eq!(send(wrong_path).await.unwrap().status, 404);
    let wrong_method = request(&fake, Provider::OpenAi, Method::PUT, path).json(&body);
    assert_eq!(send(wrong_method).await.unwrap().status, 404);
    let text = request(&fake, Provider::OpenAi, Method::POST, path).body(body.to_string());
    assert_eq!(send(text).await.unwrap().status, 400);
    assert_eq!(fake.violations().len(), 5);
}

fn png(width: u32, height: u32, alpha: bool) -> Part {
    let mut out = std::io::Cursor::new(Vec::new());
    if alpha {
        image::RgbaImage::new(width, height)
            .write_to(&mut out, image::ImageFormat::Png)
            .unwrap();
    } else {
        image::RgbImage::new(width, height)
            .write_to(&mut out, image::ImageFormat::Png)
            .unwrap();
    }
    Part::bytes(out.into_inner())
        .file_name("a.png")
        .mime_str("image/png")
        .unwrap()
}

#[tokio::test]
async fn an_edit_has_pictures_and_a_mask_that_fits() {
    let fake = start().await;
    let base = || {
        Form::new()
            .text("prompt", "a cat")
            .text("model", "gpt-image-2")
            .text("size", "256x256")
            .text("n", "1")
            .part("image[]", png(8, 8, false))
            .part("image[]", png(4, 4, false))
    };
    let edit = async |form: Form| {
        let request = request(&fake, Provider::OpenAi, Method::POST, "/v1/images/edits").multipart(form);
        send(request).await.unwrap().status
    };
    assert_eq!(edit(base().part("mask", png(8, 8, true))).await, 200);
    assert_eq!(fake.ledger().entries()[0].references, 3);
    assert_eq!(fake.violations(), vec![]);
    assert_eq!(edit(base().part("mask", png(4, 4, true))).await, 400);
    assert_eq!(edit(base().part("mask", png(8, 8, false))).await, 400);
    let empty = Form::new().text("prompt", "a cat").text("model", "gpt-image-2");
    assert_eq!(edit(empty).await, 400);
    let nameless = Part::bytes(b"not a picture".to_vec())
        .file_name("a.png")
        .mime_str("image/png")
        .unwrap();
    assert_eq!(edit(base().part("image[]", nameless)).await, 400);
    assert_eq!(fake.violations().len(), 4);
}
