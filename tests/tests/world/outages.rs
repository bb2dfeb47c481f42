//! A server that everything stands on goes away under load and comes back: reads go on where they can, writes wait
//! shortly and say 503, nothing accepted is lost, and everything recovers by itself.

use std::time::{Duration, Instant};

use futures::StreamExt;
use mangakai_e2e::{
    client::{Client, PATIENCE},
    world::{Cast, STORIES, World},
};
use serde_json::{Value, json};

/// How long a server stays away.
const OUTAGE: Duration = Duration::from_secs(30);
/// People who hand in stories at the same time.
const PEOPLE: usize = 4;
/// Each hands in no more than one in this time.
const PACE: Duration = Duration::from_millis(500);

/// A job that a broker handed out and forgot comes again after its ack wait: kept below the patience of a test.
async fn world() -> World {
    World::with(Cast {
        ack_wait_seconds: 5,
        ..Cast::default()
    })
    .await
}

/// Several people hand in stories until the time is over; the ids of those that were accepted.
async fn post_for(client: &Client, time: Duration) -> Vec<String> {
    let until = Instant::now() + time;
    let people = (0..PEOPLE).map(|_| post_until(client, until));
    futures::future::join_all(people).await.concat()
}

async fn post_until(client: &Client, until: Instant) -> Vec<String> {
    let mut accepted = Vec::new();
    let mut pace = tokio::time::interval(PACE);
    while Instant::now() < until {
        pace.tick().await;
        let answer = client
            .post("/v1/tasks", &json!({ "story": STORIES[2].1, "panels": 1 }))
            .await
            .unwrap();
        match answer.status().as_u16() {
            202 => accepted.push(
                answer.json::<Value>().await.unwrap()["task_id"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            ),
            429 | 503 => assert!(answer.headers().contains_key("retry-after")),
            status => panic!("{status}: {}", answer.text().await.unwrap()),
        }
    }
    accepted
}

async fn all_complete(world: &World, client: &Client, ids: &[String]) {
    for id in ids {
        assert_eq!(client.finished(id).await.unwrap()["status"], "COMPLETED");
    }
    world.settle().await.unwrap();
    assert_eq!(world.dead_letters().await.unwrap(), 0);
}

/// The gateway says again that it is ready.
async fn ready(client: &Client, wanted: bool) {
    let until = Instant::now() + PATIENCE;
    while client.get("/readyz").await.unwrap().status().is_success() != wanted {
        assert!(Instant::now() < until, "readiness never became {wanted}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_broker_goes_away_and_comes_back() {
    let mut world = world().await;
    let client = world.client().await;
    let first = client.create(STORIES[0].1, 2).await.unwrap()["task_id"]
        .as_str()
        .unwrap()
        .to_owned();
    client.finished(&first).await.unwrap();
    let before = post_for(&client, Duration::from_secs(1)).await;
    world.stack().nats.kill();
    let load = tokio::spawn({
        let client = client.clone();
        async move { post_for(&client, OUTAGE).await }
    });
    let read = client.task(&first).await.unwrap();
    assert_eq!(read["status"], "COMPLETED", "reads go on from the read model");
    ready(&client, false).await;
    let during = load.await.unwrap();
    world.stack().nats.start_again().await.unwrap();
    ready(&client, true).await;
    let after = post_for(&client, Duration::from_secs(1)).await;
    all_complete(&world, &client, &[before, during, after].concat()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_goes_away_and_comes_back() {
    let mut world = world().await;
    let client = world.client().await;
    let first = client.create(STORIES[0].1, 2).await.unwrap()["task_id"]
        .as_str()
        .unwrap()
        .to_owned();
    client.finished(&first).await.unwrap();
    let before = post_for(&client, Duration::from_secs(1)).await;
    world.stack().postgres.kill();
    ready(&client, false).await;
    let during = post_for(&client, OUTAGE).await;
    assert!(during.is_empty(), "a story cannot be sealed without the vault");
    world.stack().postgres.start_again().await.unwrap();
    ready(&client, true).await;
    let after = post_for(&client, Duration::from_secs(1)).await;
    assert!(!after.is_empty());
    all_complete(&world, &client, &[before, after].concat()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_object_store_goes_away_and_comes_back() {
    let mut world = world().await;
    let client = world.client().await;
    let first = client.create(STORIES[0].1, 2).await.unwrap();
    let id = first["task_id"].as_str().unwrap();
    let task = client.finished(id).await.unwrap();
    world.stack().s3.stop().await;
    let load = tokio::spawn({
        let client = client.clone();
        async move { post_for(&client, OUTAGE).await }
    });
    let picture = client
        .get(task["panels"][0]["image_url"].as_str().unwrap())
        .await
        .unwrap();
    assert_eq!(picture.status(), 503);
    assert!(picture.headers().contains_key("retry-after"));
    let path = format!("/v1/tasks/{id}/export?format=pdf&wait=1");
    assert_eq!(
        client.get(&path).await.unwrap().status(),
        202,
        "a book is promised"
    );
    let during = load.await.unwrap();
    assert!(
        !during.is_empty(),
        "stories are accepted without the object store"
    );
    world.stack().s3.start_again().await.unwrap();
    all_complete(&world, &client, &during).await;
    let book = client
        .get(&format!("/v1/tasks/{id}/export?format=pdf&wait=30"))
        .await
        .unwrap();
    assert_eq!(book.status(), 200, "and kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_without_its_texts_is_shown_soon_and_not_kept() {
    let mut world = world().await;
    let here = world.client().await;
    let created = here.create(STORIES[0].1, 8).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    here.finished(id).await.unwrap();
    let history = here.history(id).await.unwrap();
    assert!(history.len() > 15, "a page long enough to be slow");
    // Another gateway has none of the keys yet.
    let there = here.at(&world.second_gateway().await.unwrap());
    world.stack().postgres.pause();

    let bare = there.get(&format!("/v1/tasks/{id}")).await.unwrap();
    assert_eq!(bare.status(), 200);
    assert!(!bare.headers().contains_key("etag"));
    assert_eq!(bare.headers()["cache-control"], "no-store");
    assert_eq!(bare.json::<Value>().await.unwrap()["story_preview"], Value::Null);
    // One wait for the vault for each, not one for each event.
    let begun = Instant::now();
    assert_eq!(there.history(id).await.unwrap().len(), history.len());
    let resumed = there.stream(id, history[0]["id"].as_str()).await.unwrap();
    let names: Vec<_> = resumed.map(|event| event.unwrap().event).collect().await;
    assert_eq!(names.len(), history.len(), "all but the first, and the end");
    assert!(begun.elapsed() < OUTAGE * 2, "{:?}", begun.elapsed());

    world.stack().postgres.resume();
    ready(&there, true).await;
    let whole = there.get(&format!("/v1/tasks/{id}")).await.unwrap();
    assert!(whole.headers().contains_key("etag"));
    assert!(whole.json::<Value>().await.unwrap()["story_preview"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_cannot_be_read_makes_the_gateway_unready() {
    let world = world().await;
    let client = world.client().await;
    ready(&client, true).await;
    let position = world.damage_log().await.unwrap();
    ready(&client, false).await;
    let unready: Value = client.get("/readyz").await.unwrap().json().await.unwrap();
    assert_eq!(unready["errors"][0]["pointer"], "tail");
    let words = unready["errors"][0]["detail"].as_str().unwrap();
    assert!(words.contains(&position.to_string()), "{words}");
}
