use bytes::Bytes;
use serde_json::json;

use super::*;
use crate::{Catalogue, Class, catalogue::JsonMode, error::Charged, golden, wire::Body};

fn model(provider: &str) -> TextModel {
    Catalogue::embedded().unwrap().provider(provider).unwrap().text[0].clone()
}

fn schema() -> Value {
    let scene = json!({"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"], "additionalProperties": false});
    json!({"type": "object", "properties": {"scenes": {"type": "array", "items": scene}}, "required": ["scenes"], "additionalProperties": false})
}

fn story(system: Option<&str>) -> TextAsk {
    TextAsk {
        system: system.map(str::to_owned),
        turns: vec![Turn::ours("story")],
        schema: Some(("scenes".to_owned(), schema())),
    }
}

fn json_of(call: &Call) -> &Value {
    match &call.body {
        Body::Json(json) => json,
        other => panic!("{other:?}"),
    }
}

#[test]
fn requests_are_those_of_the_vendors_own_sdks() {
    let gemini = TextModel {
        max_output_tokens: 2048,
        extra: Some(json!({
            "generationConfig": {"seed": 7, "thinkingConfig": {"thinkingLevel": "LOW"}},
            "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH"}],
        })),
        ..model("gemini")
    };
    golden::check(
        "gemini.generateContent.text-json",
        0,
        "",
        &gemini.api.ask(&gemini, &story(Some("sys"))),
    );
    let openai = TextModel {
        id: "gpt-x".to_owned(),
        max_tokens_field: None,
        ..model("openai")
    };
    golden::check(
        "openai.chat.json_schema",
        0,
        "/v1",
        &openai.api.ask(&openai, &story(None)),
    );
}

#[test]
fn chats_satisfy_the_published_schemas_with_the_script_s_own_schema() {
    let ask = TextAsk {
        system: Some("rules".to_owned()),
        turns: vec![Turn::ours("story"), Turn::models("{}"), Turn::ours("again")],
        schema: Some(("manga_script".to_owned(), mangakai_script::draft_schema(6))),
    };
    let openai = model("openai");
    let call = openai.api.ask(&openai, &ask);
    golden::check_schema(
        "openai.chat-images-moderations.openapi.json",
        "CreateChatCompletionRequest",
        json_of(&call),
    );
}

#[test]
fn strict_readers_get_no_keyword_that_they_refuse() {
    let openai = model("openai");
    let ask = TextAsk {
        schema: Some(("manga_script".to_owned(), mangakai_script::draft_schema(6))),
        ..story(None)
    };
    fn refused(value: &Value, found: &mut Vec<String>) {
        if let Value::Object(fields) = value {
            let beside = fields.contains_key("$ref") && fields.len() > 1;
            let words = [
                "minLength",
                "maxLength",
                "oneOf",
                "uniqueItems",
                "format",
                "default",
                "$schema",
            ];
            found.extend(
                words
                    .iter()
                    .filter(|word| fields.get(**word).is_some_and(|value| !value.is_object()))
                    .map(|word| (*word).to_owned()),
            );
            found.extend(beside.then(|| format!("beside $ref: {fields:?}")));
            fields.values().for_each(|inner| refused(inner, found));
        } else if let Value::Array(items) = value {
            items.iter().for_each(|inner| refused(inner, found));
        }
    }
    let call = openai.api.ask(&openai, &ask);
    let mut found = Vec::new();
    refused(
        &json_of(&call)["response_format"]["json_schema"]["schema"],
        &mut found,
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn each_imitator_is_spoken_to_in_its_own_way() {
    let body = |provider: &str| {
        let model = model(provider);
        let call = model.api.ask(&model, &story(Some("rules")));
        (call.path.clone(), json_of(&call).clone())
    };
    let (path, qwen) = body("dashscope");
    assert_eq!(
        (path.as_str(), &qwen["enable_thinking"]),
        ("/compatible-mode/v1/chat/completions", &json!(false))
    );
    let (_, deepseek) = body("deepseek");
    assert_eq!(deepseek["response_format"], json!({"type": "json_object"}));
    let system = deepseek["messages"][0]["content"].as_str().unwrap();
    assert!(system.starts_with("rules") && system.contains("JSON") && system.contains("\"scenes\""));
    let (_, openai) = body("openai");
    assert_eq!(
        (openai["max_completion_tokens"].is_u64(), &openai["max_tokens"]),
        (true, &Value::Null)
    );
    let (_, ollama) = body("ollama");
    assert_eq!(ollama["response_format"]["json_schema"]["strict"], json!(false));
    assert_eq!(model("zhipu").json, JsonMode::Object);
}

fn read(provider: &str, json: &Value) -> Result<TextAnswer, ProviderError> {
    let model = model(provider);
    let reply = Reply {
        status: 200,
        headers: reqwest::header::HeaderMap::new(),
        body: Bytes::from(json.to_string()),
    };
    model.api.answer(&model, &reply)
}

#[test]
fn chat_answers_are_read_and_priced() {
    let chat = |message: Value, reason: &str| {
        read(
            "openai",
            &json!({"choices": [{"index": 0, "message": message, "finish_reason": reason}], "usage": {"prompt_tokens": 1000, "completion_tokens": 100}}),
        )
    };
    let said = chat(
        json!({"role": "assistant", "content": "{\"a\":1}", "refusal": null}),
        "stop",
    )
    .unwrap();
    assert_eq!(
        (said.text.as_str(), said.cut, said.spent),
        ("{\"a\":1}", false, Spent::paid(150))
    );
    assert!(chat(json!({"content": "{\"a\""}), "length").unwrap().cut);
    for (message, reason, expected) in [
        (
            json!({"content": null, "refusal": "I cannot"}),
            "stop",
            Class::RefusedOutput,
        ),
        (json!({"content": ""}), "content_filter", Class::RefusedOutput),
        (json!({"content": ""}), "sensitive", Class::RefusedOutput),
        (json!({"content": "  "}), "stop", Class::EmptyResult),
        (
            json!({"content": null}),
            "insufficient_system_resource",
            Class::Overloaded,
        ),
    ] {
        assert_eq!(chat(message, reason).unwrap_err().class, expected, "{reason}");
    }
    assert_eq!(
        read("openai", &json!({"choices": []})).unwrap_err().class,
        Class::EmptyResult
    );
    let inside = read(
        "openrouter",
        &json!({"error": {"code": 429, "message": "m", "metadata": {}}}),
    )
    .unwrap_err();
    assert_eq!(
        (inside.class, inside.spent.charged),
        (Class::RateLimited, Charged::No)
    );
    let told = read(
        "openrouter",
        &json!({"choices": [{"message": {"content": "x"}, "finish_reason": "stop"}], "usage": {"cost": 0.002}}),
    );
    assert_eq!(told.unwrap().spent, Spent::paid(2_000));
}

#[test]
fn gemini_answers_are_read_without_thoughts_and_priced_with_them() {
    let usage = json!({"promptTokenCount": 8, "candidatesTokenCount": 5, "thoughtsTokenCount": 20, "totalTokenCount": 33});
    let parts = json!([{"text": "hm", "thought": true}, {"text": "{\"a\""}, {"text": ":1}"}]);
    let said = read("gemini", &json!({"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}], "usageMetadata": usage})).unwrap();
    assert_eq!((said.text.as_str(), said.spent), ("{\"a\":1}", Spent::paid(100)));
    let blocked = read("gemini", &json!({"promptFeedback": {"blockReason": "SAFETY"}})).unwrap_err();
    assert_eq!(blocked.class, Class::RefusedInput);
    let cut = json!({"candidates": [{"content": {"parts": [{"text": "{"}]}, "finishReason": "MAX_TOKENS"}]});
    assert!(read("gemini", &cut).unwrap().cut);
}
