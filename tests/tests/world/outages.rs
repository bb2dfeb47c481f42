//! A server that everything stands on goes away under load and comes back: reads go on where they can, writes wait
//! shortly and say 503, nothing accepted is lost, and everything recovers by itself.

use std::time::{Duration, Instant};

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
