use std::{io::Cursor, sync::Mutex};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use futures::future::BoxFuture;
use image::{DynamicImage, ImageFormat};
use mangakai_providers::{
    Asked, Charged, Class, Drawn, Exhausted, PanelAsk, Providers, Reference, Role, Spent, Submissions,
};
use mangakai_script::{Panel, Script};
use serde_json::{Value, json};

use crate::{
    providers,
    server::{Answer, Server},
    soon,
};

fn png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(96, 64)
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn inline() -> Answer {
    Answer::Json(
        200,
        json!({"created": 1, "data": [{"b64_json": STANDARD.encode(png())}]}),
    )
}

fn error(status: u16, code: &str) -> Answer {
    Answer::Json(
        status,
        json!({"error": {"message": "m", "type": "t", "code": code}}),
    )
}

/// What was submitted, and how many requests the server had seen by then.
#[derive(Default)]
struct Heard(Mutex<Vec<(Asked, String, usize)>>, Option<Server>);

impl std::fmt::Debug for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Heard")
    }
}

impl Submissions for Heard {
    fn submitted<'a>(&'a self, task: &'a str, asked: &'a Asked) -> BoxFuture<'a, ()> {
        let seen = self.1.as_ref().map_or(0, |server| server.seen().len());
        self.0
            .lock()
            .unwrap()
            .push((asked.clone(), task.to_owned(), seen));
        Box::pin(std::future::ready(()))
    }
}

fn script() -> Script {
    Script {
        panels: vec![Panel {
            number: 1,
            action: "a lamp burns".to_owned(),
            ..Panel::default()
        }],
        ..Script::default()
    }
}

async fn drawn_with(
    providers: &Providers,
    references: &[Reference],
    first: usize,
) -> Result<Drawn, Exhausted> {
    let script = script();
    let ask = PanelAsk {
        script: &script,
        panel: 1,
        instruction: None,
        width: 1024,
        height: 1024,
        seed: 7,
        references,
        mask: None,
    };
    providers
        .pictures
        .draw(&ask, first, soon(), &Heard::default())
        .await
}

async fn drawn(providers: &Providers) -> Result<Drawn, Exhausted> {
    drawn_with(providers, &[], 0).await
}

#[tokio::test]
async fn a_picture_in_the_answer() {
    let acme = Server::start().await;
    acme.will(inline());
    let drawn = drawn(&providers(&[("A", &acme)])).await.unwrap();
    assert_eq!(drawn.bytes, png());
    assert_eq!(
        (
            drawn.asked.provider.as_str(),
            drawn.asked.model.as_str(),
            drawn.spent
        ),
        ("a", "painter", Spent::paid(50_000))
    );
    assert_eq!(drawn.asked.fallback_reason, "");
    let seen = acme.seen();
    assert_eq!((seen.len(), seen[0].path.as_str()), (1, "/images/generations"));
    assert_eq!(seen[0].headers["authorization"], "Bearer key-of-A");
    assert_eq!(seen[0].json()["prompt"], drawn.asked.prompt);
    assert!(drawn.asked.prompt.contains("a lamp burns") && drawn.asked.prompt.contains("no speech bubbles"));
}

#[tokio::test]
async fn references_go_along_as_files_the_most_important_first() {
    let acme = Server::start().await;
    acme.will(inline());
    let reference = |role, name: &str| Reference {
        role,
        bytes: Bytes::from(format!("file of {name}")),
        media_type: "image/webp".to_owned(),
        sha256: name.to_owned(),
    };
    let given = [
        reference(Role::Earlier, "earlier"),
        reference(Role::Look, "look"),
        reference(Role::Base, "base"),
    ];
    let drawn = drawn_with(&providers(&[("A", &acme)]), &given, 0).await.unwrap();
    assert_eq!(drawn.asked.references, ["base", "look"], "the model takes two");
    let seen = &acme.seen()[0];
    assert_eq!(seen.path, "/images/edits");
    assert!(seen.headers["content-type"].starts_with("multipart/form-data; boundary="));
    let body = String::from_utf8_lossy(&seen.body);
    let at = |words: &str| {
        body.find(words)
            .unwrap_or_else(|| panic!("{words} is not in {body}"))
    };
    assert!(at("file of base") < at("file of look") && !body.contains("file of earlier"));
    assert!(body.contains("name=\"image[]\"; filename=\"1.webp\"\r\nContent-Type: image/webp"));
}

#[tokio::test]
async fn a_picture_at_an_address_is_fetched_at_once_and_without_the_key() {
    let beta = Server::start().await;
    let at = |path: &str| Answer::Json(200, json!({"data": [{"url": format!("{}{path}", beta.url)}]}));
    beta.will(at("/files/1.png"))
        .will(Answer::With(200, vec![], png()));
    let providers = providers(&[("B", &beta)]);
    let drawn_at = drawn(&providers).await.unwrap();
    assert_eq!(drawn_at.bytes, png());
    let seen = beta.seen();
    assert_eq!(
        (
            seen[0].headers.get("x-key").map(String::as_str),
            seen[1].path.as_str()
        ),
        (Some("key-of-B"), "/files/1.png")
    );
    assert!(!seen[1].headers.contains_key("x-key"));

    beta.will(at("/files/2.png"))
        .will(Answer::With(403, vec![], b"expired".to_vec()));
    let failed = drawn(&providers).await.unwrap_err();
    assert_eq!(
        (failed.error.class, failed.error.spent),
        (Class::BadResult, Spent::paid(10_000))
    );
}

fn task(status: &str, more: Value) -> Answer {
    let mut output = json!({"task_id": "t1", "task_status": status});
    output
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    Answer::Json(200, json!({"output": output, "request_id": "r"}))
}

#[tokio::test]
async fn a_task_is_told_before_anybody_looks_and_can_be_taken_up_by_its_id() {
    let queue = Server::start().await;
    let url = format!("{}/1.png", queue.url);
    queue
        .will(task("PENDING", json!({})))
        .will(Answer::With(503, vec![], b"busy".to_vec()))
        .will(task("RUNNING", json!({})))
        .will(task("SUCCEEDED", json!({"results": [{"url": url}]})))
        .will(Answer::With(200, vec![], png()));
    let providers = providers(&[("Q", &queue)]);
    let heard = Heard(Mutex::default(), Some(queue.clone()));
    let script = script();
    let ask = PanelAsk {
        script: &script,
        panel: 1,
        instruction: None,
        width: 64,
        height: 64,
        seed: 7,
        references: &[],
        mask: None,
    };
    let drawn = providers.pictures.draw(&ask, 0, soon(), &heard).await.unwrap();
    assert_eq!((drawn.bytes, drawn.spent), (png().into(), Spent::paid(20_000)));
    assert!(drawn.asked.prompt.contains("a lamp burns"));
    assert_eq!(*heard.0.lock().unwrap(), [(drawn.asked, "t1".to_owned(), 1)]);
    assert_eq!(queue.seen()[0].headers["x-dashscope-async"], "enable");

    queue
        .will(task("SUCCEEDED", json!({"results": [{"url": url}]})))
        .will(Answer::With(200, vec![], png()));
    let resume = async |provider| providers.pictures.resume(provider, "w", "t1").await;
    assert_eq!(resume("queue").await.unwrap().unwrap().bytes, png());
    let posts = queue.seen().iter().filter(|seen| seen.method == "POST").count();
    assert_eq!(posts, 1, "taking it up pays for nothing");

    queue.will(task("UNKNOWN", json!({})));
    assert_eq!(resume("queue").await.unwrap().unwrap_err().class, Class::TaskGone);
    assert!(resume("somebody").await.is_none());
}

#[tokio::test]
async fn what_cost_nothing_and_passes_is_tried_again() {
    let acme = Server::start().await;
    let soon = vec![("retry-after-ms", "30".to_owned())];
    acme.will(Answer::With(429, soon, b"{}".to_vec()))
        .will(error(500, ""))
        .will(inline());
    drawn(&providers(&[("A", &acme)])).await.unwrap();
    assert_eq!(acme.seen().len(), 3);
}

#[tokio::test]
async fn what_may_have_been_charged_is_never_asked_again_here_nor_elsewhere() {
    for (answer, class, charged) in [
        (Answer::Never, Class::UnknownOutcome, Charged::Perhaps),
        (error(504, ""), Class::UnknownOutcome, Charged::Perhaps),
        (
            Answer::With(200, vec![], b"{\"data\":[{\"b64".to_vec()),
            Class::BadResult,
            Charged::Yes,
        ),
        (
            Answer::Json(200, json!({"data": []})),
            Class::EmptyResult,
            Charged::Perhaps,
        ),
        (
            Answer::Json(
                200,
                json!({"data": [{"b64_json": STANDARD.encode("no picture")}]}),
            ),
            Class::BadResult,
            Charged::Yes,
        ),
    ] {
        let (acme, beta) = (Server::start().await, Server::start().await);
        acme.will(answer);
        let failed = drawn(&providers(&[("A", &acme), ("B", &beta)]))
            .await
            .unwrap_err();
        assert_eq!(
            (failed.error.class, failed.error.spent.charged, failed.hopeless),
            (class, charged, false)
        );
        // Where nobody says how much it was, the price of a picture counts.
        assert_eq!(
            failed.error.spent.micros > 0,
            charged == Charged::Yes,
            "{class:?}"
        );
        assert_eq!((acme.seen().len(), beta.seen().len()), (1, 0), "{class:?}");
    }
}

#[tokio::test]
async fn the_next_provider_draws_when_the_first_cannot_and_says_why() {
    let (acme, beta) = (Server::start().await, Server::start().await);
    acme.will(error(401, "invalid_api_key"));
    beta.will(inline());
    let both = providers(&[("A", &acme), ("B", &beta)]);
    let fallen = drawn(&both).await.unwrap();
    assert_eq!(
        (
            fallen.asked.provider.as_str(),
            fallen.asked.fallback_reason.as_str()
        ),
        ("b", "a: auth")
    );

    // After attempts that brought nothing the second is asked first, and the first only if that fails.
    beta.will(inline());
    let turned = drawn_with(&both, &[], 1).await.unwrap();
    assert_eq!(
        (
            turned.asked.provider.as_str(),
            turned.asked.fallback_reason.as_str()
        ),
        ("b", "a: failed before")
    );

    acme.will(error(429, "insufficient_quota"));
    beta.will(error(403, "AccountOverdueError"));
    let failed = drawn(&both).await.unwrap_err();
    assert!(failed.hopeless);
    assert_eq!(failed.reasons, "a: quota_done; b: billing");
}

#[tokio::test]
async fn nobody_gets_around_a_refusal() {
    let (acme, beta) = (Server::start().await, Server::start().await);
    acme.will(error(400, "moderation_blocked"));
    let failed = drawn(&providers(&[("A", &acme), ("B", &beta)]))
        .await
        .unwrap_err();
    assert_eq!(
        (failed.error.class, failed.hopeless),
        (Class::RefusedInput, false)
    );
    assert_eq!(beta.seen().len(), 0);
    assert!(failed.words(mangakai_providers::Tongue::Zh).starts_with("Acme"));
}

#[tokio::test]
async fn nobody_at_home_is_no_charge() {
    let (closed, beta) = (Server::gone().await, Server::start().await);
    beta.will(inline());
    let drawn = drawn(&providers(&[("A", &closed), ("B", &beta)])).await.unwrap();
    assert_eq!(drawn.asked.fallback_reason, "a: unreachable");
}
