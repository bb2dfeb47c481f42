//! The ledger counts right, whoever calls at once, and a second fake would say the same.

use futures::future::join_all;
use mangakai_fake_providers::{Behaviour, Kind, Provider, prompt_hash};

use crate::client::{CHATS, assert_clean, chat, draw, start};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_and_charges_are_counted_right_under_concurrency() {
    let fake = start().await;
    let errors = vec![Behaviour::ServerError; 10];
    fake.script(Provider::Ark, errors);
    let prompts: Vec<String> = (0..40).map(|number| format!("panel {}", number % 4)).collect();
    let answers = join_all(prompts.iter().map(|prompt| draw(&fake, Provider::Ark, prompt))).await;
    let good = answers.iter().filter(|answer| answer.status == 200).count();
    let ledger = fake.ledger();
    let totals = ledger.totals(Provider::Ark);
    assert_eq!((good, totals.calls, totals.charged), (30, 40, 30));
    assert_eq!(totals.micros, 30 * 40_000);
    assert!(totals.most_at_once >= 2, "{totals:?}");
    let hash = prompt_hash("panel 1");
    assert_eq!(ledger.with_prompt(&hash).count(), 10);
    let ids: std::collections::BTreeSet<_> = ledger.entries().iter().map(|e| e.request_id.clone()).collect();
    assert_eq!(ids.len(), 40);
    let sum: u64 = ledger.entries().iter().map(|entry| entry.micros).sum();
    assert_eq!(ledger.grand_totals().micros, sum);
    assert_clean(&fake);
}

#[tokio::test]
async fn a_text_costs_what_its_tokens_cost() {
    let fake = start().await;
    let usage = chat(&fake, Provider::OpenAi).await.json()["usage"].clone();
    let tokens = |name: &str| usage[name].as_u64().unwrap();
    // gpt-6-luna: 0.10 and 0.50 dollars per million.
    let words = tokens("prompt_tokens") * 100_000 + tokens("completion_tokens") * 500_000;
    assert_eq!(
        fake.ledger().totals(Provider::OpenAi).micros,
        words.div_ceil(1_000_000)
    );
}

#[tokio::test]
async fn openrouter_tells_the_cost_that_the_ledger_has() {
    let fake = start().await;
    let cost = draw(&fake, Provider::OpenRouter, "a cat").await.json()["usage"]["cost"]
        .as_f64()
        .unwrap();
    assert!((cost - 0.03).abs() < 1e-9);
    assert_eq!(fake.ledger().totals(Provider::OpenRouter).micros, 30_000);
}

#[tokio::test]
async fn two_fakes_answer_alike() {
    let (one, other) = (start().await, start().await);
    for (provider, _, _) in CHATS {
        let (first, second) = (chat(&one, provider).await, chat(&other, provider).await);
        assert_eq!(first.json(), second.json(), "{provider}");
    }
    for provider in [Provider::OpenAi, Provider::Gemini, Provider::SdWebUi] {
        let (first, second) = (
            draw(&one, provider, "a cat").await,
            draw(&other, provider, "a cat").await,
        );
        assert_eq!(first.body, second.body, "{provider}");
    }
    let kinds = |fake: &mangakai_fake_providers::FakeProviders| -> Vec<(Kind, u64)> {
        fake.ledger()
            .entries()
            .iter()
            .map(|entry| (entry.kind, entry.micros))
            .collect()
    };
    assert_eq!(kinds(&one), kinds(&other));
}

#[tokio::test]
async fn the_environment_names_every_base_address() {
    let fake = start().await;
    let environment = fake.environment();
    let value = |name: &str| {
        environment
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.clone())
    };
    assert_eq!(value("OPENAI_BASE_URL"), Some(fake.base_url(Provider::OpenAi)));
    assert!(value("OPENAI_BASE_URL").unwrap().ends_with("/openai/v1"));
    assert_eq!(value("GEMINI_API_KEY").as_deref(), Some("fake-gemini"));
    assert_eq!(
        fake.chat_base_url(Provider::DashScope).unwrap(),
        format!("{}/compatible-mode/v1", fake.origin(Provider::DashScope))
    );
    assert_eq!(fake.chat_base_url(Provider::Fal), None);
}
