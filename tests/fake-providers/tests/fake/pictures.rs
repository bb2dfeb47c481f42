//! Pictures: real, of the asked size and format, the same for the same prompt; addresses that expire.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::ImageFormat;
use mangakai_fake_providers::{Behaviour, BrokenPicture, Calls, Kind, Provider};
use serde_json::{Value, json};

use crate::client::{Answer, assert_clean, draw, post, send, start};

fn inline(answer: &Answer, pointer: &str) -> Vec<u8> {
    let json = answer.json();
    let text = json
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_else(|| panic!("{json}"));
    STANDARD.decode(text).unwrap()
}

fn sides(bytes: &[u8]) -> (u32, u32) {
    let picture = image::load_from_memory(bytes).unwrap();
    (picture.width(), picture.height())
}

#[tokio::test]
async fn inline_pictures_have_the_asked_size() {
    let fake = start().await;
    let cases = [
        (Provider::OpenAi, "/data/0/b64_json", (256, 384)),
        (
            Provider::Gemini,
            "/candidates/0/content/parts/1/inlineData/data",
            (416, 624),
        ),
        (Provider::OpenRouter, "/data/0/b64_json", (416, 624)),
        (Provider::MiniMax, "/data/image_base64/0", (832, 1248)),
        (Provider::SdWebUi, "/images/0", (256, 384)),
    ];
    for (provider, pointer, wanted) in cases {
        let first = draw(&fake, provider, "a cat").await;
        assert_eq!(sides(&inline(&first, pointer)), wanted, "{provider}");
        let again = draw(&fake, provider, "a cat").await;
        let other = draw(&fake, provider, "a dog").await;
        assert_eq!(inline(&first, pointer), inline(&again, pointer), "{provider}");
        assert_ne!(inline(&first, pointer), inline(&other, pointer), "{provider}");
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn openai_encodes_as_it_is_told() {
    let fake = start().await;
    for (name, format) in [
        ("png", ImageFormat::Png),
        ("jpeg", ImageFormat::Jpeg),
        ("webp", ImageFormat::WebP),
    ] {
        let body =
            json!({"model": "gpt-image-2", "prompt": "a cat", "size": "256x256", "output_format": name});
        let answer = post(&fake, Provider::OpenAi, "/v1/images/generations", &body).await;
        let bytes = inline(&answer, "/data/0/b64_json");
        assert_eq!(image::guess_format(&bytes).unwrap(), format);
        assert_eq!(answer.json()["output_format"], name);
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn an_address_works_until_it_expires() {
    let fake = start().await;
    let cases = [
        (Provider::DashScope, "/output/choices/0/message/content/0/image"),
        (Provider::Ark, "/data/0/url"),
        (Provider::Zhipu, "/data/0/url"),
    ];
    for (provider, pointer) in cases {
        fake.script(
            provider,
            vec![Behaviour::Ok, Behaviour::UrlExpires { after_ms: 0 }],
        );
        for status in [200, 403] {
            let answer = draw(&fake, provider, "a cat").await.json();
            let url = answer.pointer(pointer).and_then(Value::as_str).unwrap();
            let file = send(reqwest::Client::new().get(url)).await.unwrap();
            assert_eq!(file.status, status, "{provider}");
            if status == 200 {
                assert_eq!(sides(&file.body), (256, 384));
            }
        }
        let totals = fake.ledger().totals(provider);
        assert_eq!((totals.charged, totals.downloads), (2, 2), "{provider}");
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn downloads_have_scenarios_of_their_own() {
    let fake = start().await;
    let url = draw(&fake, Provider::Ark, "a cat").await.json()["data"][0]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    let downloads = Calls {
        kind: Some(Kind::Download),
        model: None,
    };
    let behaviours = vec![Behaviour::ServerError, Behaviour::CutConnection];
    fake.script_calls(Provider::Ark, downloads, behaviours);
    let open = async || send(reqwest::Client::new().get(&url)).await;
    assert_eq!(open().await.unwrap().status, 500);
    assert!(open().await.is_err());
    assert_eq!(sides(&open().await.unwrap().body), (256, 384));
}

#[tokio::test]
async fn a_key_that_is_sent_to_a_pictures_address_is_a_violation() {
    let fake = start().await;
    let url = draw(&fake, Provider::Ark, "a cat").await.json()["data"][0]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        send(reqwest::Client::new().get(url).bearer_auth("k"))
            .await
            .unwrap()
            .status,
        200
    );
    assert_eq!(fake.violations().len(), 1);
}

#[tokio::test]
async fn broken_pictures_arrive_broken() {
    let fake = start().await;
    let ask = async |picture| {
        fake.script(Provider::OpenAi, vec![Behaviour::BrokenPicture { picture }]);
        inline(&draw(&fake, Provider::OpenAi, "a cat").await, "/data/0/b64_json")
    };
    assert!(ask(BrokenPicture::Empty).await.is_empty());
    for picture in [
        BrokenPicture::Cut,
        BrokenPicture::Corrupt,
        BrokenPicture::WrongMagic,
    ] {
        assert!(
            image::load_from_memory(&ask(picture).await).is_err(),
            "{picture:?}"
        );
    }
    assert_ne!(sides(&ask(BrokenPicture::OtherSize).await), (256, 384));
    let other = ask(BrokenPicture::OtherFormat).await;
    assert_eq!(image::guess_format(&other).unwrap(), ImageFormat::Jpeg);
    assert_eq!(fake.ledger().totals(Provider::OpenAi).charged, 6);
}

#[tokio::test]
async fn an_empty_list_is_empty_everywhere() {
    let fake = start().await;
    for (provider, pointer) in [
        (Provider::OpenAi, "/data"),
        (Provider::Ark, "/data"),
        (Provider::Zhipu, "/data"),
        (Provider::OpenRouter, "/data"),
        (Provider::DashScope, "/output/choices"),
        (Provider::SdWebUi, "/images"),
    ] {
        fake.script(provider, vec![Behaviour::NoPictures]);
        let answer = draw(&fake, provider, "a cat").await;
        assert_eq!(
            (answer.status, answer.json().pointer(pointer)),
            (200, Some(&json!([]))),
            "{provider}"
        );
    }
    fake.script(Provider::Gemini, vec![Behaviour::TextInsteadOfPicture]);
    let answer = draw(&fake, Provider::Gemini, "a cat").await.json();
    let parts = answer
        .pointer("/candidates/0/content/parts")
        .unwrap()
        .as_array()
        .unwrap();
    assert!(parts.iter().all(|part| part.get("inlineData").is_none()));
    assert_eq!(answer["candidates"][0]["finishReason"], "STOP");
}
