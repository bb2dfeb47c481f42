//! Answers that drip, break, come late or never.

use std::time::{Duration, Instant};

use mangakai_fake_providers::{Answered, Behaviour, Provider};
use reqwest::Method;

use crate::client::{PATIENCE, chat, draw, picture_request, request, send, start};

#[tokio::test]
async fn a_drip_is_whole_in_the_end_and_takes_its_time() {
    let fake = start().await;
    fake.script(
        Provider::OpenAi,
        vec![Behaviour::SlowDrip {
            pieces: 5,
            every_ms: 20,
        }],
    );
    let began = Instant::now();
    let answer = chat(&fake, Provider::OpenAi).await;
    assert!(began.elapsed() >= Duration::from_millis(100));
    assert!(answer.json()["choices"].is_array());
    let ledger = fake
        .wait_until(|ledger| ledger.entries()[0].answer == Answered::Given)
        .await;
    assert!(ledger.entries()[0].charged);
}

#[tokio::test]
async fn a_cut_connection_and_a_reset_are_errors_of_the_transport_and_charged() {
    let fake = start().await;
    for behaviour in [Behaviour::CutConnection, Behaviour::Reset] {
        fake.script(Provider::OpenAi, vec![behaviour.clone()]);
        let (path, body) = picture_request(Provider::OpenAi, "a cat").unwrap();
        let answer = send(request(&fake, Provider::OpenAi, Method::POST, path).json(&body)).await;
        assert!(answer.is_err(), "{behaviour:?}");
    }
    let lost = |entry: &mangakai_fake_providers::Entry| entry.answer == Answered::Lost;
    let ledger = fake.wait_until(|ledger| ledger.entries().iter().all(lost)).await;
    assert_eq!(ledger.totals(Provider::OpenAi).charged, 2);
}

#[tokio::test]
async fn cut_json_is_a_whole_answer_of_half_a_text() {
    let fake = start().await;
    fake.script(Provider::Gemini, vec![Behaviour::CutJson]);
    let answer = draw(&fake, Provider::Gemini, "a cat").await;
    assert_eq!(answer.status, 200);
    assert!(serde_json::from_slice::<serde_json::Value>(&answer.body).is_err());
    assert_eq!(fake.ledger().totals(Provider::Gemini).charged, 1);
}

#[tokio::test]
async fn a_client_that_does_not_wait_is_charged_all_the_same() {
    let fake = start().await;
    fake.script(Provider::OpenAi, vec![Behaviour::Late { after_ms: 60_000 }]);
    let (path, body) = picture_request(Provider::OpenAi, "a cat").unwrap();
    let call = request(&fake, Provider::OpenAi, Method::POST, path).json(&body);
    let error = call.timeout(Duration::from_millis(200)).send().await.unwrap_err();
    assert!(error.is_timeout());
    let gone = fake.wait_until(|ledger| {
        ledger
            .entries()
            .first()
            .is_some_and(|e| e.answer == Answered::Lost)
    });
    let ledger = tokio::time::timeout(PATIENCE, gone).await.unwrap();
    assert_eq!(ledger.totals(Provider::OpenAi).charged, 1);
    assert_eq!(ledger.totals(Provider::OpenAi).micros, 31_690);
}

#[tokio::test]
async fn a_late_answer_is_a_good_one_for_who_waits() {
    let fake = start().await;
    fake.script(Provider::OpenAi, vec![Behaviour::Late { after_ms: 50 }]);
    let began = Instant::now();
    assert_eq!(draw(&fake, Provider::OpenAi, "a cat").await.status, 200);
    assert!(began.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn held_calls_are_answered_when_they_are_released() {
    let fake = start().await;
    fake.script(Provider::Ark, vec![Behaviour::Held; 3]);
    let release = async {
        fake.wait_until(|ledger| ledger.totals(Provider::Ark).charged == 3)
            .await;
        let ledger = fake.ledger();
        assert!(
            ledger
                .entries()
                .iter()
                .all(|entry| entry.answer == Answered::Open)
        );
        assert_eq!(ledger.totals(Provider::Ark).most_at_once, 3);
        // The calls are in the ledger a moment before they wait: release until all have been heard.
        while fake
            .ledger()
            .entries()
            .iter()
            .any(|entry| entry.answer == Answered::Open)
        {
            fake.release();
            tokio::task::yield_now().await;
        }
    };
    let one = || draw(&fake, Provider::Ark, "a cat");
    let (a, b, c, ()) = tokio::time::timeout(PATIENCE, async { tokio::join!(one(), one(), one(), release) })
        .await
        .unwrap();
    assert_eq!([a.status, b.status, c.status], [200; 3]);
}

#[tokio::test]
async fn who_never_answers_is_not_paid_and_ends_with_the_fake() {
    let fake = start().await;
    fake.script(Provider::Gemini, vec![Behaviour::NeverAnswers]);
    let (path, body) = picture_request(Provider::Gemini, "a cat").unwrap();
    let call = request(&fake, Provider::Gemini, Method::POST, path).json(&body);
    let waits = tokio::spawn(send(call));
    let ledger = fake
        .wait_until(|ledger| ledger.totals(Provider::Gemini).calls == 1)
        .await;
    assert_eq!(ledger.totals(Provider::Gemini).charged, 0);
    drop(fake);
    let ended = tokio::time::timeout(PATIENCE, waits).await.unwrap().unwrap();
    assert!(ended.is_err());
}
