//! Every good answer, and every error for which there is a schema, is one that the official specifications allow.

use mangakai_fake_providers::{Behaviour, Provider, Refusal, RetryAfter, Shape};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{
    CHATS, GEMINI_PICTURE, GEMINI_TEXT, STORY, assert_clean, chat, chat_body, draw, gemini_picture_body,
    gemini_text_body, get, post, request, send, specs, start,
};

fn assert_fits(shape: Shape, body: &Value) {
    if let Some(specs) = specs() {
        assert_eq!(specs.complaints(shape, body), Vec::<String>::new(), "{body:#}");
    }
}

#[tokio::test]
async fn chats_answer_as_openai_and_openrouter_specify() {
    let fake = start().await;
    for (provider, _, _) in CHATS {
        let answer = chat(&fake, provider).await;
        assert_eq!(answer.status, 200, "{provider}");
        assert_fits(Shape::OpenAi("CreateChatCompletionResponse"), &answer.json());
    }
    let answer = chat(&fake, Provider::OpenRouter).await;
    assert_fits(Shape::OpenRouterChat("ChatResult"), &answer.json());
    assert_clean(&fake);
}

#[tokio::test]
async fn streamed_chunks_are_those_of_the_specification() {
    let fake = start().await;
    let mut body = chat_body(Provider::OpenAi, "gpt-6-luna", STORY, 3);
    body["stream"] = json!(true);
    body["stream_options"] = json!({"include_usage": true});
    let answer = post(&fake, Provider::OpenAi, "/v1/chat/completions", &body).await;
    let text = String::from_utf8(answer.body).unwrap();
    let events: Vec<&str> = text
        .split_terminator("\n\n")
        .map(|event| event.strip_prefix("data: ").unwrap())
        .collect();
    assert_eq!(events.last(), Some(&"[DONE]"));
    let mut content = String::new();
    for event in &events[..events.len() - 1] {
        let event: Value = serde_json::from_str(event).unwrap();
        assert_fits(Shape::OpenAi("CreateChatCompletionStreamResponse"), &event);
        content.push_str(
            event
                .pointer("/choices/0/delta/content")
                .and_then(Value::as_str)
                .unwrap_or_default(),
        );
    }
    let draft: mangakai_script::ScriptDraft = serde_json::from_str(&content).unwrap();
    assert_eq!(draft.panels.len(), 3);
    assert_clean(&fake);
}

#[tokio::test]
async fn openais_pictures_models_and_moderations_answer_as_specified() {
    let fake = start().await;
    let answer = draw(&fake, Provider::OpenAi, "a cat").await;
    assert_fits(Shape::OpenAi("ImagesResponse"), &answer.json());
    let body =
        json!({"model": "gpt-image-2", "prompt": "a cat", "size": "1024x1536", "n": 2, "quality": "high"});
    let answer = post(&fake, Provider::OpenAi, "/v1/images/generations", &body).await;
    assert_fits(Shape::OpenAi("ImagesResponse"), &answer.json());
    assert_eq!(answer.json()["data"].as_array().unwrap().len(), 2);
    for input in [json!("a kind story"), json!(["one", "two"])] {
        let body = json!({"model": "omni-moderation-latest", "input": input});
        let answer = post(&fake, Provider::OpenAi, "/v1/moderations", &body).await;
        assert_fits(Shape::OpenAi("CreateModerationResponse"), &answer.json());
        assert_eq!(answer.json()["results"][0]["flagged"], false);
    }
    assert_fits(
        Shape::OpenAi("ListModelsResponse"),
        &get(&fake, Provider::OpenAi, "/v1/models").await.json(),
    );
    assert_clean(&fake);
}

#[tokio::test]
async fn gemini_answers_as_specified_when_all_is_well_and_when_it_refuses() {
    let fake = start().await;
    let refuse = |refusal| Behaviour::Refused { refusal };
    let finish = |reason: &str| {
        refuse(Refusal::Finish {
            reason: reason.to_owned(),
        })
    };
    let behaviours = vec![
        Behaviour::Ok,
        Behaviour::EmptyText,
        Behaviour::CutText,
        refuse(Refusal::Input),
        refuse(Refusal::Output),
        finish("SAFETY"),
        finish("PROHIBITED_CONTENT"),
    ];
    let count = behaviours.len();
    fake.script(Provider::Gemini, behaviours);
    for _ in 0..count {
        let answer = post(&fake, Provider::Gemini, GEMINI_TEXT, &gemini_text_body(STORY, 4)).await;
        assert_eq!(answer.status, 200);
        assert_fits(Shape::GeminiResponse, &answer.json());
    }
    let behaviours = vec![
        Behaviour::Ok,
        Behaviour::NoPictures,
        Behaviour::TextInsteadOfPicture,
        finish("IMAGE_SAFETY"),
        refuse(Refusal::Block {
            reason: "IMAGE_SAFETY".to_owned(),
        }),
    ];
    let count = behaviours.len();
    fake.script(Provider::Gemini, behaviours);
    for _ in 0..count {
        let answer = post(
            &fake,
            Provider::Gemini,
            GEMINI_PICTURE,
            &gemini_picture_body("a cat"),
        )
        .await;
        assert_eq!(answer.status, 200);
        assert_fits(Shape::GeminiResponse, &answer.json());
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn gemini_streams_chunks_as_specified() {
    let fake = start().await;
    let path = GEMINI_TEXT.replace(":generateContent", ":streamGenerateContent?alt=sse");
    let answer = post(&fake, Provider::Gemini, &path, &gemini_text_body(STORY, 4)).await;
    let text = String::from_utf8(answer.body).unwrap();
    let chunks: Vec<Value> = text
        .split_terminator("\r\n\r\n")
        .map(|event| serde_json::from_str(event.strip_prefix("data: ").unwrap()).unwrap())
        .collect();
    assert!(chunks.len() > 1);
    chunks
        .iter()
        .for_each(|chunk| assert_fits(Shape::GeminiResponse, chunk));
    let words = chunks
        .iter()
        .filter_map(|chunk| chunk.pointer("/candidates/0/content/parts/0/text")?.as_str());
    let draft: mangakai_script::ScriptDraft = serde_json::from_str(&words.collect::<String>()).unwrap();
    assert_eq!(draft.panels.len(), 4);
    assert!(chunks.last().unwrap()["usageMetadata"].is_object());
    assert_clean(&fake);
}

#[tokio::test]
async fn interactions_answer_as_specified() {
    let fake = start().await;
    let text = json!({"model": "gemini-3.8-flash", "input": "story", "background": true});
    let picture = json!({"model": "gemini-nano-banana-2.1", "input": "panel",
        "response_format": {"type": "image", "aspect_ratio": "2:3", "image_size": "512"}});
    for body in [&text, &picture] {
        let answer = post(&fake, Provider::Gemini, "/v1/interactions", body).await;
        assert_eq!(answer.status, 200);
        assert_fits(Shape::Interactions("Interaction"), &answer.json());
    }
    for status in ["queued", "in_progress", "completed", "completed"] {
        let answer = get(&fake, Provider::Gemini, "/v1/interactions/int_1?stream=false").await;
        assert_fits(Shape::Interactions("Interaction"), &answer.json());
        assert_eq!(answer.json()["status"], status);
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn openrouter_answers_and_fails_as_specified() {
    let fake = start().await;
    let retry = RetryAfter::Seconds { seconds: 3 };
    let cases = [
        (Behaviour::Ok, 200, "ImageGenerationResponse"),
        (Behaviour::RateLimited { retry }, 429, "TooManyRequestsResponse"),
        (Behaviour::Billing, 402, "PaymentRequiredResponse"),
        (Behaviour::Unauthorized, 401, "UnauthorizedResponse"),
        (Behaviour::Forbidden, 403, "ForbiddenResponse"),
        (Behaviour::ModelNotFound, 404, "NotFoundResponse"),
        (Behaviour::BadRequest, 400, "BadRequestResponse"),
        (Behaviour::ServerError, 500, "InternalServerResponse"),
        (Behaviour::Overloaded, 529, "ProviderOverloadedResponse"),
        (
            Behaviour::Refused {
                refusal: Refusal::Input,
            },
            403,
            "ForbiddenResponse",
        ),
    ];
    for (behaviour, status, shape) in cases {
        fake.script(Provider::OpenRouter, vec![behaviour]);
        let answer = draw(&fake, Provider::OpenRouter, "a cat").await;
        assert_eq!(answer.status, status, "{shape}");
        assert_fits(Shape::OpenRouterImages(shape), &answer.json());
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn ollamas_native_chat_answers_as_specified_whole_and_line_by_line() {
    let fake = start().await;
    let mut body = json!({"model": "qwen3:8b", "stream": false, "format": mangakai_script::draft_schema(2),
        "messages": [{"role": "user", "content": STORY}]});
    let answer = post(&fake, Provider::Ollama, "/api/chat", &body).await;
    assert_fits(Shape::Ollama("ChatResponse"), &answer.json());
    assert_eq!(answer.json()["done_reason"], "stop");
    body["stream"] = json!(true);
    let answer = post(&fake, Provider::Ollama, "/api/chat", &body).await;
    let text = String::from_utf8(answer.body).unwrap();
    for line in text.lines() {
        assert_fits(
            Shape::Ollama("ChatStreamEvent"),
            &serde_json::from_str(line).unwrap(),
        );
    }
    assert_fits(
        Shape::Ollama("ListResponse"),
        &get(&fake, Provider::Ollama, "/api/tags").await.json(),
    );
    assert_clean(&fake);
}

#[tokio::test]
async fn the_schemas_would_notice_a_wrong_answer() {
    let Some(specs) = specs() else { return };
    let wrong = [
        (
            Shape::OpenAi("CreateChatCompletionResponse"),
            json!({"id": "x", "object": "chat.completion"}),
        ),
        (Shape::OpenAi("ImagesResponse"), json!({"created": "yesterday"})),
        (
            Shape::GeminiResponse,
            json!({"candidates": [{"finish_reason": "STOP"}]}),
        ),
        (
            Shape::GeminiRequest("GenerateContentRequest"),
            json!({"contents": [{"parts": [{"txt": "x"}]}]}),
        ),
        (
            Shape::OpenRouterImages("ImageGenerationResponse"),
            json!({"data": []}),
        ),
        (Shape::Ollama("ChatResponse"), json!({"done": "yes"})),
        (Shape::Interactions("Interaction"), json!({"id": "x"})),
    ];
    for (shape, body) in wrong {
        assert!(
            !specs.complaints(shape, &body).is_empty(),
            "{shape:?} accepts {body}"
        );
    }
}

#[tokio::test]
async fn tokens_are_counted_without_a_charge() {
    let fake = start().await;
    let path = "/v1beta/models/gemini-3.8-flash:countTokens";
    let body = json!({"contents": [{"role": "user", "parts": [{"text": "story"}]}]});
    let answer = send(request(&fake, Provider::Gemini, Method::POST, path).json(&body))
        .await
        .unwrap();
    assert!(answer.json()["totalTokens"].as_u64().unwrap() > 0);
    assert_eq!(fake.ledger().totals(Provider::Gemini).charged, 0);
    assert_clean(&fake);
}
