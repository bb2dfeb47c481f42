//! Errors: each provider says them in its own words.

use std::time::{Duration, SystemTime};

use mangakai_fake_providers::{Behaviour, Calls, Kind, Provider, RetryAfter};
use serde_json::{Value, json};

use crate::client::{CHATS, GEMINI_TEXT, STORY, assert_clean, chat, draw, gemini_text_body, post, start};

/// Everybody who draws.
const ARTISTS: [Provider; 12] = [
    Provider::OpenAi,
    Provider::Gemini,
    Provider::DashScope,
    Provider::Ark,
    Provider::Zhipu,
    Provider::OpenRouter,
    Provider::Fal,
    Provider::Bfl,
    Provider::Replicate,
    Provider::MiniMax,
    Provider::SdWebUi,
    Provider::ComfyUi,
];

#[tokio::test]
async fn every_error_is_told_by_everybody_who_draws_and_costs_nothing() {
    let fake = start().await;
    let errors = [
        Behaviour::RateLimited {
            retry: RetryAfter::Seconds { seconds: 7 },
        },
        Behaviour::QuotaDone,
        Behaviour::Billing,
        Behaviour::Unauthorized,
        Behaviour::Forbidden,
        Behaviour::ModelNotFound,
        Behaviour::BadRequest,
        Behaviour::ServerError,
        Behaviour::Overloaded,
        Behaviour::GatewayHtml,
    ];
    for provider in ARTISTS {
        for error in &errors {
            fake.script(provider, vec![error.clone()]);
            let answer = draw(&fake, provider, "a cat").await;
            let inside = provider == Provider::MiniMax && *error != Behaviour::GatewayHtml;
            if inside {
                assert_ne!(answer.json()["base_resp"]["status_code"], 0, "{error:?}");
            } else {
                assert!(answer.status >= 400, "{provider} {error:?}: {}", answer.status);
            }
        }
        let totals = fake.ledger().totals(provider);
        assert_eq!(
            (totals.calls, totals.charged, totals.micros),
            (errors.len(), 0, 0),
            "{provider}"
        );
        assert_eq!(fake.unmet(provider), 0);
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn a_server_error_once_is_good_the_second_time() {
    let fake = start().await;
    for provider in ARTISTS {
        fake.script(provider, vec![Behaviour::ServerError]);
        let first = draw(&fake, provider, "a cat").await;
        let second = draw(&fake, provider, "a cat").await;
        assert!(
            first.status == 500 || provider == Provider::MiniMax,
            "{provider}: {}",
            first.status
        );
        assert!(
            (200..300).contains(&second.status),
            "{provider}: {}",
            second.status
        );
        assert_eq!(fake.ledger().totals(provider).charged, 1, "{provider}");
    }
    assert_clean(&fake);
}

#[tokio::test]
async fn a_429_says_when_to_come_back_in_every_form() {
    let fake = start().await;
    let ask = async |retry| {
        fake.script(Provider::OpenAi, vec![Behaviour::RateLimited { retry }]);
        let answer = chat(&fake, Provider::OpenAi).await;
        assert_eq!(answer.status, 429);
        assert_eq!(answer.json()["error"]["code"], "rate_limit_exceeded");
        assert_eq!(answer.header("x-ratelimit-remaining-requests"), Some("0"));
        answer
    };
    let answer = ask(RetryAfter::Seconds { seconds: 90 }).await;
    assert_eq!(answer.header("retry-after"), Some("90"));
    assert_eq!(answer.header("x-ratelimit-reset-requests"), Some("1m30s"));
    let answer = ask(RetryAfter::HttpDate { seconds: 3600 }).await;
    let at = httpdate::parse_http_date(answer.header("retry-after").unwrap()).unwrap();
    let wait = at.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let since = u64::try_from(mangakai_runtime::now().as_second()).unwrap();
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(since);
    let now = now.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    assert!(Duration::from_secs(wait).abs_diff(now) <= Duration::from_secs(3601));
    let answer = ask(RetryAfter::Millis { millis: 250 }).await;
    assert_eq!(answer.header("retry-after-ms"), Some("250"));
    let answer = ask(RetryAfter::InWords { seconds: 47 }).await;
    assert!(
        answer.json()["error"]["message"]
            .as_str()
            .unwrap()
            .contains("retry in 47s")
    );
    assert_eq!(answer.header("retry-after"), None);
}

#[tokio::test]
async fn gemini_tells_the_minutes_quota_from_the_days() {
    let fake = start().await;
    let retry = RetryAfter::Seconds { seconds: 47 };
    fake.script(
        Provider::Gemini,
        vec![
            Behaviour::RateLimited { retry },
            Behaviour::QuotaDone,
            Behaviour::Unauthorized,
        ],
    );
    let mut details = Vec::new();
    for status in [429, 429, 400] {
        let answer = post(&fake, Provider::Gemini, GEMINI_TEXT, &gemini_text_body(STORY, 2)).await;
        assert_eq!(answer.status, status);
        details.push(answer.json()["error"]["details"].clone());
    }
    let quota = |details: &Value| {
        details[1]["violations"][0]["quotaId"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(quota(&details[0]).contains("PerMinute") && details[0][2]["retryDelay"] == "47s");
    assert!(quota(&details[1]).contains("PerDay") && details[1].get(2).is_none());
    assert_eq!(details[2][0]["reason"], "API_KEY_INVALID");
}

#[tokio::test]
async fn a_stream_that_is_no_event_stream_tells_errors_in_a_list() {
    let fake = start().await;
    fake.script(
        Provider::Gemini,
        vec![Behaviour::Overloaded, Behaviour::Overloaded],
    );
    let path = GEMINI_TEXT.replace(":generateContent", ":streamGenerateContent");
    let listed = post(&fake, Provider::Gemini, &path, &gemini_text_body(STORY, 2)).await;
    assert_eq!(listed.json()[0]["error"]["status"], "UNAVAILABLE");
    let plain = post(
        &fake,
        Provider::Gemini,
        &format!("{path}?alt=sse"),
        &gemini_text_body(STORY, 2),
    )
    .await;
    assert_eq!(plain.json()["error"]["status"], "UNAVAILABLE");
}

#[tokio::test]
async fn chats_say_that_the_money_is_gone_in_their_own_words() {
    let fake = start().await;
    for (provider, _, _) in CHATS {
        fake.script(provider, vec![Behaviour::Billing]);
        let answer = chat(&fake, provider).await;
        let expected = match provider {
            Provider::DeepSeek | Provider::OpenRouter => 402,
            Provider::DashScope => 400,
            Provider::Ark => 403,
            _ => 429,
        };
        assert_eq!(answer.status, expected, "{provider}");
        let error = answer.json()["error"].to_string();
        assert!(error.contains("message"), "{provider}: {error}");
        assert!(provider != Provider::Ark || error.contains("AccountOverdueError"));
        assert!(provider != Provider::Zhipu || error.contains("1113"));
    }
}

#[tokio::test]
async fn a_queue_for_a_model_or_a_kind_leaves_other_calls_alone() {
    let fake = start().await;
    let pictures = Calls {
        kind: Some(Kind::Picture),
        model: None,
    };
    fake.script_calls(Provider::OpenAi, pictures, vec![Behaviour::ServerError]);
    assert_eq!(chat(&fake, Provider::OpenAi).await.status, 200);
    assert_eq!(draw(&fake, Provider::OpenAi, "a cat").await.status, 500);
    assert_eq!(draw(&fake, Provider::OpenAi, "a cat").await.status, 200);
    let model = Calls {
        kind: None,
        model: Some("gpt-6-luna".to_owned()),
    };
    fake.always(Provider::OpenAi, model, Behaviour::Overloaded);
    for _ in 0..3 {
        assert_eq!(chat(&fake, Provider::OpenAi).await.status, 503);
        assert_eq!(draw(&fake, Provider::OpenAi, "a cat").await.status, 200);
    }
}

#[tokio::test]
async fn scenarios_are_set_and_the_bill_is_read_over_http_too() {
    let fake = start().await;
    let root = format!("http://{}/_fake", fake.address());
    let http = reqwest::Client::new();
    let script = json!({"provider": "openai", "calls": {"kind": "picture"}, "behaviours": [
        {"behaviour": "rate_limited", "retry": {"form": "seconds", "seconds": 3}},
        {"behaviour": "refused", "refusal": {"way": "input"}},
        {"behaviour": "broken_picture", "picture": "cut"},
    ]});
    let answer = http
        .post(format!("{root}/script"))
        .json(&script)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 204);
    for status in [429, 400, 200] {
        assert_eq!(draw(&fake, Provider::OpenAi, "a cat").await.status, status);
    }
    let ledger: Value = http
        .get(format!("{root}/ledger"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(ledger["totals"]["openai"]["calls"], 3);
    assert_eq!(ledger["totals"]["openai"]["charged"], 1);
    assert_eq!(ledger["total"]["micros"], 31_690);
    assert_eq!(ledger["entries"][1]["behaviour"]["behaviour"], "refused");
    let bad = json!({"provider": "openai", "behaviours": [{"behaviour": "dances"}]});
    assert_eq!(
        http.post(format!("{root}/script"))
            .json(&bad)
            .send()
            .await
            .unwrap()
            .status(),
        422
    );
    assert_eq!(
        http.post(format!("{root}/reset")).send().await.unwrap().status(),
        204
    );
    assert!(fake.ledger().entries().is_empty());
    let all: Value = http
        .get(format!("{root}/providers"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(all["openai"]["base_url"], fake.base_url(Provider::OpenAi));
}
