//! What fails is told, by panel and with a reason, and what a person then asks for is done: nothing more, nothing twice.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures::future::BoxFuture;
use mangakai_e2e::{
    client::{Client, expect},
    world::{Cast, STORIES, World},
};
use mangakai_events::v1::{Charged, Cost};
use mangakai_generator::{BuiltinIllustrator, Drawing, GeneratorConfig, Illustrator, PanelBrief, WorkError};
use reqwest::StatusCode;
use serde_json::{Value, json};

/// What a call that comes to nothing costs all the same, in micros.
const PRICE: u64 = 1_000;

/// Draws as the built-in artist does, but for some panels, while it is in that mood.
#[derive(Debug)]
struct Moody {
    fails_at: BTreeSet<u32>,
    retryable: bool,
    in_the_mood: AtomicBool,
    drawn: Mutex<Vec<u32>>,
}

impl Moody {
    fn failing_at(panels: impl IntoIterator<Item = u32>, retryable: bool) -> Arc<Moody> {
        Arc::new(Moody {
            fails_at: panels.into_iter().collect(),
            retryable,
            in_the_mood: AtomicBool::new(true),
            drawn: Mutex::default(),
        })
    }
}

impl Illustrator for Moody {
    fn draw(&self, brief: PanelBrief) -> BoxFuture<'_, Result<Drawing, WorkError>> {
        let panel = brief.target.panel;
        if self.in_the_mood.load(Ordering::SeqCst) && self.fails_at.contains(&panel) {
            let cost = Cost {
                charged: Charged::Yes.into(),
                cost_micros: PRICE,
            };
            let refused = WorkError {
                cost,
                ..WorkError::ours("no_mood", "The artist was not in the mood.", self.retryable)
            };
            return Box::pin(std::future::ready(Err(refused)));
        }
        self.drawn.lock().unwrap().push(panel);
        BuiltinIllustrator.draw(brief)
    }
}

async fn world(illustrator: Arc<Moody>) -> (World, Client) {
    let config = GeneratorConfig {
        retry_base: Duration::from_millis(20),
        ..Cast::default().config
    };
    let world = World::with(Cast {
        illustrator,
        config,
        ..Cast::default()
    })
    .await;
    let client = world.client().await;
    (world, client)
}

async fn ended(client: &Client, panels: u32) -> Value {
    let created = client.create(STORIES[0].1, panels).await.unwrap();
    client
        .finished(created["task_id"].as_str().unwrap())
        .await
        .unwrap()
}

async fn retry(client: &Client, id: &str) -> u64 {
    let answer = client
        .post(&format!("/v1/tasks/{id}/retry"), &json!({}))
        .await
        .unwrap();
    let task = expect(answer, StatusCode::ACCEPTED).await.unwrap();
    task["position"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn some_panels_fail_and_are_drawn_when_tried_again() {
    let artist = Moody::failing_at([2], false);
    let (world, client) = world(artist.clone()).await;
    let task = ended(&client, 3).await;
    let id = task["task_id"].as_str().unwrap();
    assert_eq!(
        (&task["status"], &task["drawn_panels"]),
        (&json!("PARTIAL"), &json!(2))
    );
    let failed = &task["panels"][1];
    assert_eq!(
        (&failed["status"], &failed["image_url"]),
        (&json!("FAILED"), &Value::Null)
    );
    assert_eq!(failed["versions"][0]["error"]["code"], "no_mood");
    assert_eq!(task["cost_micros"], PRICE);

    artist.in_the_mood.store(false, Ordering::SeqCst);
    artist.drawn.lock().unwrap().clear();
    let position = retry(&client, id).await;
    client.task_at(id, position).await.unwrap();
    let task = client.finished(id).await.unwrap();
    assert_eq!(task["status"], "COMPLETED", "{task:#}");
    assert_eq!(*artist.drawn.lock().unwrap(), [2], "only what failed");
    world.settle().await.unwrap();
    assert_eq!(world.dead_letters().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_without_a_picture_is_failed_after_its_attempts_and_says_why() {
    let (world, client) = world(Moody::failing_at(1..=2, true)).await;
    let task = ended(&client, 2).await;
    assert_eq!(task["status"], "FAILED", "{task:#}");
    assert_eq!(task["error"]["code"], "all_panels_failed");
    world.settle().await.unwrap();
    let history = client.history(task["task_id"].as_str().unwrap()).await.unwrap();
    let count = |name: &str| history.iter().filter(|event| event["type"] == name).count() as u64;
    let (started, failed) = (count("PanelStarted"), count("PanelFailed"));
    assert_eq!(
        (started, failed),
        (10, 10),
        "five attempts a panel, each with its end"
    );
    let task = client.finished(task["task_id"].as_str().unwrap()).await.unwrap();
    assert_eq!(task["cost_micros"], failed * PRICE, "what was charged is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redraw_that_fails_takes_no_picture_away() {
    let artist = Moody::failing_at([1], false);
    artist.in_the_mood.store(false, Ordering::SeqCst);
    let (_world, client) = world(artist.clone()).await;
    let task = ended(&client, 2).await;
    let id = task["task_id"].as_str().unwrap();
    artist.in_the_mood.store(true, Ordering::SeqCst);
    let path = format!("/v1/tasks/{id}/panels/1/redraw");
    let answer = client
        .post(&path, &json!({ "instruction": "at night" }))
        .await
        .unwrap();
    let position = expect(answer, StatusCode::ACCEPTED).await.unwrap()["position"].clone();
    client.task_at(id, position.as_u64().unwrap()).await.unwrap();
    let after = client.finished(id).await.unwrap();
    assert_eq!(after["status"], "COMPLETED");
    let panel = &after["panels"][0];
    assert_eq!(
        (&panel["version"], &panel["image_url"]),
        (&json!(1), &task["panels"][0]["image_url"])
    );
    assert_eq!(panel["versions"][1]["status"], "FAILED");
}
