//! What a provider's own judge flags waits for a person before anybody is paid.

use mangakai_e2e::client::expect;
use mangakai_fake_providers::{Behaviour, Calls, Kind, Provider};
use reqwest::StatusCode;
use serde_json::json;

use super::Models;

/// The fake's judge takes offence at one word.
const FLAGGED: &str = "Mina found the letter flag-me in her box. \"Who wrote this?\" she asked the postman.";

#[tokio::test(flavor = "multi_thread")]
async fn a_story_that_a_provider_flags_waits_for_a_person_and_is_judged_once() {
    let models = Models::start(&["openai"], &["gemini"]).await;
    let id = models.begin_with(FLAGGED, 1).await;
    let held = models.client.until(&id, &["HELD"]).await.unwrap();
    assert_eq!(held["status"], "HELD", "{held:#}");
    models.world.settle().await.unwrap();
    let ledger = models.fake.ledger();
    assert_eq!(
        ledger.grand_totals().calls,
        0,
        "paid before anybody looked: {ledger:#?}"
    );
    let operator = models.world.operator().await;
    let waiting = operator.get("/v1/admin/held").await.unwrap();
    let waiting = expect(waiting, StatusCode::OK).await.unwrap();
    assert_eq!(
        waiting["tasks"][0]["reasons"],
        json!(["openai/violence"]),
        "{waiting:#}"
    );

    let decision = json!({ "by": "mei", "reason": "a name" });
    let approved = operator
        .post(&format!("/v1/admin/tasks/{id}/approve"), &decision)
        .await;
    expect(approved.unwrap(), StatusCode::ACCEPTED).await.unwrap();
    let told = models.ended(&id).await;
    assert_eq!(
        (told.status(), told.hands()),
        ("COMPLETED", vec!["openai", "gemini"])
    );
    assert_eq!(told.ledger.count(Provider::OpenAi, Kind::Moderation), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_who_is_away_stops_nobody() {
    let models = Models::start(&["openai"], &["gemini"]).await;
    let judging = Calls {
        kind: Some(Kind::Moderation),
        model: None,
    };
    models
        .fake
        .always(Provider::OpenAi, judging, Behaviour::ServerError);
    let told = models.draw(1).await;
    let made = (told.status(), told.hands());
    assert_eq!(
        made,
        ("COMPLETED", vec!["openai", "gemini"]),
        "{:#?}",
        told.history
    );
}
