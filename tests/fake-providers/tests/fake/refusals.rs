//! Refusals, in each of the places where vendors put them.

use mangakai_fake_providers::{Behaviour, Provider, Refusal};
use serde_json::{Value, json};

use crate::client::{
    GEMINI_PICTURE, GEMINI_TEXT, STORY, assert_clean, chat, draw, gemini_picture_body, gemini_text_body, get,
    post, start,
};

fn refused(refusal: Refusal) -> Vec<Behaviour> {
    vec![Behaviour::Refused { refusal }]
}

#[tokio::test]
async fn as_an_error_with_a_code() {
    let fake = start().await;
    let cases = [
        (
            Provider::OpenAi,
            Refusal::Input,
            400,
            "/error/code",
            "moderation_blocked",
        ),
        (
            Provider::Ark,
            Refusal::Input,
            400,
            "/error/code",
            "InputTextSensitiveContentDetected",
        ),
        (
            Provider::Ark,
            Refusal::Output,
            400,
            "/error/code",
            "OutputImageSensitiveContentDetected",
        ),
        (
            Provider::DashScope,
            Refusal::Input,
            400,
            "/code",
            "DataInspectionFailed",
        ),
        (
            Provider::DashScope,
            Refusal::Output,
            400,
            "/message",
            "Output data may contain inappropriate content.",
        ),
        (Provider::Zhipu, Refusal::Input, 400, "/error/code", "1301"),
        (
            Provider::Fal,
            Refusal::Input,
            422,
            "/detail/0/type",
            "content_policy_violation",
        ),
    ];
    for (provider, refusal, status, pointer, told) in cases {
        let charged = usize::from(refusal == Refusal::Output);
        let before = fake.ledger().totals(provider).charged;
        fake.script(provider, refused(refusal));
        let answer = draw(&fake, provider, "a cat").await;
        assert_eq!(answer.status, status, "{provider}");
        assert_eq!(answer.json().pointer(pointer), Some(&json!(told)), "{provider}");
        assert_eq!(
            fake.ledger().totals(provider).charged - before,
            charged,
            "{provider}"
        );
    }
    for (provider, told) in [
        (Provider::DashScope, "DataInspectionFailed"),
        (Provider::Kimi, "content_filter"),
        (Provider::DeepSeek, "Content Exists Risk"),
    ] {
        fake.script(provider, refused(Refusal::Input));
        let answer = chat(&fake, provider).await;
        assert_eq!(answer.status, 400, "{provider}");
        assert!(answer.json()["error"].to_string().contains(told), "{provider}");
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn within_http_200_as_gemini_does() {
    let fake = start().await;
    let text = gemini_text_body(STORY, 2);
    fake.script(Provider::Gemini, refused(Refusal::Input));
    let answer = post(&fake, Provider::Gemini, GEMINI_TEXT, &text).await.json();
    assert_eq!(answer["promptFeedback"]["blockReason"], "PROHIBITED_CONTENT");
    assert_eq!(answer.get("candidates"), None);
    assert_eq!(fake.ledger().totals(Provider::Gemini).charged, 0);
    for reason in [
        "SAFETY",
        "IMAGE_SAFETY",
        "PROHIBITED_CONTENT",
        "IMAGE_PROHIBITED_CONTENT",
        "NO_IMAGE",
    ] {
        fake.script(
            Provider::Gemini,
            refused(Refusal::Finish {
                reason: reason.to_owned(),
            }),
        );
        let answer = post(
            &fake,
            Provider::Gemini,
            GEMINI_PICTURE,
            &gemini_picture_body("a cat"),
        )
        .await
        .json();
        let candidate = &answer["candidates"][0];
        assert_eq!(candidate["finishReason"], reason);
        assert_eq!(candidate["content"].get("parts"), None);
    }
    assert_eq!(fake.ledger().totals(Provider::Gemini).charged, 5);
    assert_clean(&fake);
}

#[tokio::test]
async fn as_words_of_a_chats_model() {
    let fake = start().await;
    for provider in [Provider::OpenAi, Provider::OpenRouter] {
        fake.script(provider, refused(Refusal::Message));
        let message = chat(&fake, provider).await.json()["choices"][0]["message"].clone();
        assert!(
            message["refusal"].is_string() && message["content"].is_null(),
            "{message}"
        );
    }
    fake.script(
        Provider::Zhipu,
        refused(Refusal::Finish {
            reason: "sensitive".to_owned(),
        }),
    );
    assert_eq!(
        chat(&fake, Provider::Zhipu).await.json()["choices"][0]["finish_reason"],
        "sensitive"
    );
    assert_clean(&fake);
}

#[tokio::test]
async fn in_the_place_of_one_picture() {
    let fake = start().await;
    fake.script(Provider::Ark, refused(Refusal::PerPicture));
    let body = json!({"model": "doubao-seedream-4-5-251128", "prompt": "a set", "size": "256x256",
        "sequential_image_generation": "auto", "sequential_image_generation_options": {"max_images": 3}});
    let answer = post(&fake, Provider::Ark, "/api/v3/images/generations", &body)
        .await
        .json();
    let data = answer["data"].as_array().unwrap();
    assert!(data.len() == 3 && data[0]["url"].is_string());
    assert_eq!(data[2]["error"]["code"], "OutputImageSensitiveContentDetected");
    assert_eq!(answer["usage"]["generated_images"], 2);
    assert_clean(&fake);
}

#[tokio::test]
async fn as_the_state_of_a_task() {
    let fake = start().await;
    for (refusal, told) in [
        (Refusal::Input, "Request Moderated"),
        (Refusal::Output, "Content Moderated"),
    ] {
        fake.script(Provider::Bfl, refused(refusal));
        let id = draw(&fake, Provider::Bfl, "a cat").await.json()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let path = format!("/v1/get_result?id={id}");
        assert_eq!(get(&fake, Provider::Bfl, &path).await.json()["status"], "Pending");
        let answer = get(&fake, Provider::Bfl, &path).await.json();
        assert_eq!(answer["status"], told);
        assert!(answer["details"]["Moderation Reasons"].is_array());
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn as_a_status_code_within_http_200() {
    let fake = start().await;
    for (refusal, code) in [(Refusal::Input, 1026), (Refusal::Output, 1027)] {
        fake.script(Provider::MiniMax, refused(refusal));
        let answer = draw(&fake, Provider::MiniMax, "a cat").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["base_resp"]["status_code"], code);
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn moderation_flags_on_demand_and_by_its_words() {
    let fake = start().await;
    let ask = async |text: &str| -> Value {
        let body = json!({"model": "omni-moderation-latest", "input": [{"type": "text", "text": text}]});
        post(&fake, Provider::OpenAi, "/v1/moderations", &body)
            .await
            .json()["results"][0]
            .clone()
    };
    assert_eq!(ask("a kind story").await["flagged"], false);
    assert_eq!(ask("please flag-me").await["categories"]["violence"], true);
    let moderation = mangakai_fake_providers::Calls {
        kind: Some(mangakai_fake_providers::Kind::Moderation),
        model: None,
    };
    fake.script_calls(Provider::OpenAi, moderation, refused(Refusal::Input));
    assert_eq!(ask("a kind story").await["flagged"], true);
    assert_eq!(fake.ledger().totals(Provider::OpenAi).charged, 0);
    assert_clean(&fake);
}

#[tokio::test]
async fn a_refusal_that_a_vendor_does_not_know_is_a_mistake_of_the_test() {
    let fake = start().await;
    fake.script(Provider::SdWebUi, refused(Refusal::Input));
    assert_eq!(draw(&fake, Provider::SdWebUi, "a cat").await.status, 501);
    fake.script(Provider::OpenAi, vec![Behaviour::TextInsteadOfPicture]);
    assert_eq!(draw(&fake, Provider::OpenAi, "a cat").await.status, 501);
    fake.script(
        Provider::OpenAi,
        vec![
            Behaviour::Polls { steps: vec![] },
            Behaviour::UrlExpires { after_ms: 0 },
        ],
    );
    for _ in 0..2 {
        assert_eq!(draw(&fake, Provider::OpenAi, "a cat").await.status, 501);
    }
    assert_eq!(fake.violations().len(), 4);
    assert_eq!(fake.ledger().grand_totals().charged, 0);
}
