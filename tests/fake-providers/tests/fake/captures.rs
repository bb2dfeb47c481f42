//! What the vendors' own SDKs send is understood, to the last field.

use mangakai_fake_providers::Provider;
use reqwest::Method;
use serde_json::Value;

use crate::client::{Answer, assert_clean, request, send, specs, start};

fn provider(case: &str) -> Provider {
    let name = case.split('.').next().unwrap();
    name.parse()
        .unwrap_or_else(|_| panic!("{case}: unknown provider"))
}

/// Text of the capture in which every character is one byte.
fn bytes(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect()
}

/// Ids in captured paths are those of an echo server: the fake gives its own.
async fn replay(
    fake: &mangakai_fake_providers::FakeProviders,
    case: &str,
    captured: &Value,
    last: &str,
) -> Answer {
    let path = captured["path"].as_str().unwrap();
    let path = path
        .replace("/tasks/t1", &format!("/tasks/{last}"))
        .replace("int_1", last);
    let method: Method = captured["method"].as_str().unwrap().parse().unwrap();
    let url = format!("{}{path}", fake.origin(provider(case)));
    let mut request = reqwest::Client::new().request(method, url);
    for (name, value) in captured["headers"].as_object().unwrap() {
        let value = value.as_str().unwrap().replace("<KEY>", "k");
        request = request.header(name, value);
    }
    send(match &captured["body"] {
        Value::Null => request,
        Value::String(form) => request.body(bytes(form)),
        body => request.body(body.to_string()),
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn every_captured_request_of_an_sdk_succeeds_without_a_violation() {
    let Some(specs) = specs() else { return };
    let fake = start().await;
    let captures = specs.file("sdk-wire-captures.json").unwrap();
    let captures = captures.as_object().unwrap();
    assert!(captures.len() >= 16, "{} captures", captures.len());
    // The captured poll needs an interaction that is stored.
    let stored = serde_json::json!({"model": "gemini-3.8-flash", "input": "story"});
    let created = send(request(&fake, Provider::Gemini, Method::POST, "/v1/interactions").json(&stored));
    let mut last = created.await.unwrap().json()["id"].as_str().unwrap().to_owned();
    for (case, requests) in captures {
        if case == "gemini.interactions.get" {
            "int_1".clone_into(&mut last);
        }
        for captured in requests.as_array().unwrap() {
            let answer = replay(&fake, case, captured, &last).await;
            let told = String::from_utf8_lossy(&answer.body);
            assert!(
                (200..300).contains(&answer.status),
                "{case}: {} {told}",
                answer.status
            );
            if let Ok(Value::Object(body)) = serde_json::from_slice(&answer.body)
                && let Some(id) = body.get("output").and_then(|output| output["task_id"].as_str())
            {
                id.clone_into(&mut last);
            }
        }
    }
    assert_clean(&fake);
}
