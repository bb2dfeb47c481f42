//! A server that everything stands on goes away under load and comes back: reads go on where they can, writes wait
//! shortly and say 503, nothing accepted is lost, and everything recovers by itself.

use std::time::{Duration, Instant};

use mangakai_e2e::{
    client::{Client, PATIENCE},
    world::{Cast, STORIES, World},
};
use serde_json::{Value, json};

/// How long a server stays away.
const OUTAGE: Duration = Duration::from_secs(8);

/// A job that a broker handed out and forgot comes again after its ack wait: kept below the patience of a test.
async fn world() -> World {
    World::with(Cast {
        ack_wait_seconds: 5,
        ..Cast::default()
    })
    .await
}

/// Hands in stories until the time is over; the ids of those that were accepted.
async fn post_for(client: &Client, time: Duration) -> Vec<String> {
    let until = Instant::now() + time;
    let mut accepted = Vec::new();
    while Instant::now() < until {
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
    world.stack().s3.stop().await;
    let during = post_for(&client, Duration::from_secs(2)).await;
    assert!(
        !during.is_empty(),
        "stories are accepted without the object store"
    );
    world.stack().s3.start_again().await.unwrap();
    all_complete(&world, &client, &during).await;
}
