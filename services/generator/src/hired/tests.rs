use std::time::{Duration, Instant};

use mangakai_domain::PanelVersion;
use mangakai_providers::{Catalogue, Providers, Submissions, Wishes};
use mangakai_script::Style;
use uuid::Uuid;

use super::*;
use crate::BUILTIN;

/// A provider that nobody answers for.
const NOBODY: &str = r#"
as_of = "2026-01-01"
[[provider]]
id = "nobody"
name = "Nobody"
base_url = "http://127.0.0.1:1"
base_env = ["NOBODY_URL"]
concurrency = 1
[[provider.text]]
id = "writer"
api = "chat"
json = "schema"
max_output_tokens = 9000
usd_per_million_in = 1.0
usd_per_million_out = 3.0
[[provider.picture]]
id = "painter"
api = "openai"
sizes = ["1024x1024"]
max_prompt_chars = 4000
max_references = 3
usd_per_picture = 0.05
"#;

fn nobody() -> Providers {
    let environment = |name: &str| (name == "NOBODY_URL").then(|| "http://127.0.0.1:1".to_owned());
    Providers::choose(
        &Catalogue::parse(NOBODY).unwrap(),
        &environment,
        &Wishes::default(),
    )
    .unwrap()
}

fn director() -> HiredDirector {
    let Providers { text, moderation, .. } = nobody();
    HiredDirector::new(text, moderation)
}

#[test]
fn what_attempts_are_held_for_is_what_the_models_take() {
    let providers = nobody();
    let director = HiredDirector::new(providers.text, providers.moderation);
    let illustrator = HiredIllustrator::new(providers.pictures);
    // A dollar a million tokens: 4000 of rules, two a character and 600 a panel are read, and 600 a panel are written for 3.
    assert_eq!(director.estimate_micros(500, 2), 4_000 + 1_000 + 4 * 1_200);
    assert_eq!(illustrator.estimate_micros(), 50_000);
    assert_eq!(BuiltinDirector.estimate_micros(500, 2), 0);
    assert_eq!(BuiltinIllustrator.estimate_micros(), 0);
}

#[derive(Debug)]
struct Alone;

impl ScriptCalls for Alone {
    fn another(&self, _: Cost) -> BoxFuture<'_, Option<Instant>> {
        Box::pin(std::future::ready(None))
    }
}

impl Submissions for Alone {
    fn submitted<'a>(&'a self, _: &'a str, _: &'a Asked) -> BoxFuture<'a, ()> {
        Box::pin(std::future::ready(()))
    }
}

fn story(attempts_before: u32) -> ScriptBrief {
    ScriptBrief {
        task: Uuid::nil(),
        story: "雨夜，小红打着伞走过街角。她听见一声猫叫。".to_owned(),
        panels: 2,
        language: None,
        reading_direction: None,
        style: Style::default(),
        attempts_before,
        until: Instant::now() + Duration::from_secs(30),
        calls: Arc::new(Alone),
    }
}

#[tokio::test]
async fn whoever_cannot_be_reached_is_told_of_in_the_storys_language_and_tried_again() {
    let director = director();
    let error = director.write(story(0)).await.unwrap_err();
    assert_eq!(
        (error.failure.code.as_str(), error.failure.retryable),
        ("unreachable", true)
    );
    assert!(
        error.failure.message.starts_with("无法连接 Nobody"),
        "{}",
        error.failure.message
    );
    assert_eq!(error.cost.charged, i32::from(v1::Charged::No));
}

#[tokio::test]
async fn after_many_attempts_the_studio_steps_in_and_says_so() {
    let written = director().write(story(4)).await.unwrap();
    assert_eq!(
        (
            written.lineage.provider.as_str(),
            written.lineage.fallback_reason.as_str()
        ),
        (BUILTIN, "nobody: failed before")
    );
    let illustrator = HiredIllustrator::new(nobody().pictures);
    assert_eq!(illustrator.references(), 3);
    let brief = PanelBrief {
        task: Uuid::nil(),
        target: PanelVersion { panel: 1, version: 1 },
        script: written.script,
        instruction: None,
        seed: 1,
        references: Vec::new(),
        attempts_before: 4,
        until: Instant::now() + Duration::from_secs(30),
        submissions: Arc::new(Alone),
    };
    let drawing = illustrator.draw(brief.clone()).await.unwrap();
    assert_eq!(drawing.lineage.fallback_reason, "nobody: failed before");
    let unknown = PanelBrief {
        attempts_before: 0,
        ..brief
    };
    let error = illustrator.draw(unknown).await.unwrap_err();
    assert_eq!(error.failure.code, "unreachable");
}

#[test]
fn the_words_of_a_failure_hold_its_class_its_fault_and_its_cost() {
    let error = ProviderError::new(Class::RefusedOutput, "IMAGE_SAFETY").spent(Spent::paid(7));
    let told = refused(&error, "Acme", Tongue::En);
    assert_eq!(
        (told.failure.code.as_str(), told.failure.retryable),
        ("refused_output", false)
    );
    assert_eq!(told.failure.fault, i32::from(v1::Fault::User));
    assert_eq!(
        (told.cost.charged, told.cost.cost_micros),
        (i32::from(v1::Charged::Yes), 7)
    );
}

#[test]
fn a_broken_picture_is_a_bad_result() {
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(80, 64)
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    let png = png.into_inner();
    let encoded = kept(&png).unwrap();
    assert_eq!(
        (encoded.media_type, encoded.width, encoded.height),
        ("image/webp", 80, 64)
    );
    for broken in [&png[..png.len() / 2], b"<html>", b""] {
        assert_eq!(kept(broken).unwrap_err().class, Class::BadResult);
    }
}
