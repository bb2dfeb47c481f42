//! A client that knows how each provider is asked.

use std::time::Duration;

use mangakai_fake_providers::{FakeProviders, Provider, Specs};
use mangakai_script::draft_schema;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// Longer than any wait of these tests that ends well.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub const STORY: &str = "Night fell over the harbour. “Who is there?” asked Ann. Nobody answered. \
    A cat came out of the fog and sat down beside her. “So it was you,” she said, and smiled.";

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

pub async fn start() -> FakeProviders {
    FakeProviders::start().await.unwrap()
}

/// The official specifications, or a printed sentence.
pub fn specs() -> Option<&'static Specs> {
    let specs = Specs::beside_checkout();
    if specs.is_none() {
        println!("../shared/specs is not there: nothing is held against the official specifications");
    }
    specs
}

/// A request with the provider's kind of key.
pub fn request(fake: &FakeProviders, provider: Provider, method: Method, path: &str) -> RequestBuilder {
    at(provider, method, &format!("{}{path}", fake.origin(provider)))
}

pub fn at(provider: Provider, method: Method, url: &str) -> RequestBuilder {
    let request = reqwest::Client::new().request(method, url);
    match provider {
        Provider::Gemini => request.header("x-goog-api-key", "k"),
        Provider::Bfl => request.header("x-key", "k"),
        Provider::Fal => request.header("authorization", "Key k"),
        Provider::SdWebUi | Provider::ComfyUi | Provider::Ollama => request,
        _ => request.bearer_auth("k"),
    }
}

pub async fn send(request: RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.timeout(PATIENCE).send().await?;
    Ok(Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        body: response.bytes().await?.to_vec(),
    })
}

pub async fn get(fake: &FakeProviders, provider: Provider, path: &str) -> Answer {
    send(request(fake, provider, Method::GET, path)).await.unwrap()
}

pub async fn post(fake: &FakeProviders, provider: Provider, path: &str, body: &Value) -> Answer {
    send(request(fake, provider, Method::POST, path).json(body))
        .await
        .unwrap()
}

/// All who have a chat in OpenAI's shape, with a model that takes what [`chat_body`] asks.
pub const CHATS: [(Provider, &str, &str); 9] = [
    (Provider::OpenAi, "/v1", "gpt-6-luna"),
    (Provider::DashScope, "/compatible-mode/v1", "qwen3.8-max"),
    (Provider::DeepSeek, "", "deepseek-v4-flash"),
    (Provider::Ark, "/api/v3", "doubao-seed-2-1-pro-260915"),
    (Provider::Zhipu, "/api/paas/v4", "glm-5.3"),
    (Provider::Kimi, "/v1", "kimi-k3"),
    (Provider::OpenRouter, "/api/v1", "openai/gpt-6-luna"),
    (Provider::Ollama, "/v1", "qwen3:8b"),
    (Provider::Vllm, "/v1", "qwen3"),
];

/// A question for a script of `panels` panels, as a chat.
pub fn chat_body(provider: Provider, model: &str, story: &str, panels: u32) -> Value {
    let schema = draft_schema(panels);
    let user = format!("Write the script with exactly {panels} panels, as JSON.\n<story>\n{story}\n</story>");
    let (system, format) = if provider == Provider::DeepSeek {
        (
            format!("Answer in JSON by this schema: {schema}"),
            json!({"type": "json_object"}),
        )
    } else {
        let inner = json!({"name": "script", "strict": true, "schema": schema});
        (
            "You plan manga.".to_owned(),
            json!({"type": "json_schema", "json_schema": inner}),
        )
    };
    json!({
        "model": model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        "response_format": format,
    })
}

pub async fn chat(fake: &FakeProviders, provider: Provider) -> Answer {
    let (_, base, model) = CHATS.into_iter().find(|chat| chat.0 == provider).unwrap();
    let body = chat_body(provider, model, STORY, 4);
    post(fake, provider, &format!("{base}/chat/completions"), &body).await
}

pub fn gemini_text_body(story: &str, panels: u32) -> Value {
    json!({
        "systemInstruction": {"parts": [{"text": "You plan manga."}]},
        "contents": [{"role": "user", "parts": [{"text": format!("Story:\n{story}")}]}],
        "generationConfig": {
            "responseMimeType": "application/json",
            "responseJsonSchema": draft_schema(panels),
            "thinkingConfig": {"thinkingLevel": "LOW"},
        },
    })
}

pub const GEMINI_TEXT: &str = "/v1beta/models/gemini-3.8-flash:generateContent";
pub const GEMINI_PICTURE: &str = "/v1beta/models/gemini-nano-banana-2.1:generateContent";

pub fn gemini_picture_body(prompt: &str) -> Value {
    json!({
        "contents": [{"role": "user", "parts": [{"text": prompt}]}],
        "generationConfig": {
            "responseModalities": ["TEXT", "IMAGE"],
            "imageConfig": {"aspectRatio": "2:3", "imageSize": "512"},
        },
    })
}

/// A small request for one picture to everybody who draws.
pub fn picture_request(provider: Provider, prompt: &str) -> Option<(&'static str, Value)> {
    Some(match provider {
        Provider::OpenAi => (
            "/v1/images/generations",
            json!({"model": "gpt-image-2", "prompt": prompt, "size": "256x384", "output_format": "png"}),
        ),
        Provider::Gemini => (GEMINI_PICTURE, gemini_picture_body(prompt)),
        Provider::DashScope => (
            "/api/v1/services/aigc/multimodal-generation/generation",
            json!({"model": "qwen-image-3.0", "parameters": {"size": "256*384", "n": 1},
                   "input": {"messages": [{"role": "user", "content": [{"text": prompt}]}]}}),
        ),
        Provider::Ark => (
            "/api/v3/images/generations",
            json!({"model": "doubao-seedream-4-5-251128", "prompt": prompt, "size": "256x384", "response_format": "url"}),
        ),
        Provider::Zhipu => (
            "/api/paas/v4/images/generations",
            json!({"model": "cogview-4-250304", "prompt": prompt, "size": "256x384"}),
        ),
        Provider::OpenRouter => (
            "/api/v1/images",
            json!({"model": "bytedance-seed/seedream-4.5", "prompt": prompt, "aspect_ratio": "2:3", "resolution": "512"}),
        ),
        Provider::Fal => (
            "/fal-ai/flux-2/pro",
            json!({"prompt": prompt, "image_size": {"width": 256, "height": 384}, "output_format": "png"}),
        ),
        Provider::Bfl => (
            "/v1/flux-2-pro",
            json!({"prompt": prompt, "width": 256, "height": 384, "output_format": "png"}),
        ),
        Provider::Replicate => (
            "/v1/models/black-forest-labs/flux-2-pro/predictions",
            json!({"input": {"prompt": prompt, "aspect_ratio": "2:3"}}),
        ),
        Provider::MiniMax => (
            "/v1/image_generation",
            json!({"model": "image-01", "prompt": prompt, "aspect_ratio": "2:3", "response_format": "base64"}),
        ),
        Provider::SdWebUi => (
            "/sdapi/v1/txt2img",
            json!({"prompt": prompt, "seed": 7, "steps": 20, "width": 256, "height": 384}),
        ),
        Provider::ComfyUi => ("/prompt", comfy_graph(prompt)),
        _ => return None,
    })
}

fn comfy_graph(prompt: &str) -> Value {
    json!({"client_id": "u", "prompt": {
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "fake.safetensors"}},
        "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 256, "height": 384, "batch_size": 1}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": prompt, "clip": ["4", 1]}},
        "3": {"class_type": "KSampler", "inputs": {"seed": 7, "steps": 20, "model": ["4", 0], "positive": ["6", 0],
              "negative": ["6", 0], "latent_image": ["5", 0]}},
        "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
        "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "m", "images": ["8", 0]}},
    }})
}

pub async fn draw(fake: &FakeProviders, provider: Provider, prompt: &str) -> Answer {
    let (path, body) = picture_request(provider, prompt).unwrap();
    post(fake, provider, path, &body).await
}

/// No request of the test was one that a provider forbids.
pub fn assert_clean(fake: &FakeProviders) {
    assert_eq!(fake.violations(), vec![]);
}
