//! A viewer sees every event once and in order, whatever the network does.

use futures::StreamExt;
use mangakai_e2e::{
    client::{Client, Received},
    proxy::CuttingProxy,
    world::{STORIES, World},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::Value;

const CUTS: u32 = 300;

/// Reads until the connection dies or the stream ends.
async fn read_until_cut(client: &Client, id: &str, last: Option<&str>) -> Vec<Received> {
    let Ok(stream) = client.stream(id, last).await else {
        return Vec::new();
    };
    stream
        .take_while(|event| std::future::ready(event.is_ok()))
        .map(Result::unwrap)
        .collect()
        .await
}

fn place(event: &Value) -> (u64, u64) {
    (
        event["position"].as_u64().unwrap(),
        event["index"].as_u64().unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_cut_at_random_bytes_loses_and_repeats_nothing() {
    let world = World::start().await;
    let direct = world.client().await;
    let proxy = CuttingProxy::start(world.http_address()).await.unwrap();
    let through = direct.at(&proxy.url());
    let mut random = StdRng::seed_from_u64(7);
    let created = direct.create(STORIES[1].1, 8).await.unwrap();
    let id = created["task_id"].as_str().unwrap();

    let mut seen: Vec<Value> = Vec::new();
    let mut last: Option<String> = None;
    let mut cuts = 0;
    while cuts < CUTS {
        proxy.cut_after(random.random_range(200..6000));
        let events = read_until_cut(&through, id, last.as_deref()).await;
        cuts += 1;
        let mut ended = false;
        for event in events {
            match event.event.as_str() {
                "snapshot" if last.is_none() => last = Some(event.id.clone()),
                "snapshot" | "reset" => panic!("a valid resume id was answered with {}", event.event),
                "progress" => continue,
                "end" => ended = true,
                _ => {
                    last = Some(event.id.clone());
                    seen.push(event.data);
                }
            }
        }
        if ended {
            // Start anew from a random event of the task's life.
            let history = direct.history(id).await.unwrap();
            let from = random.random_range(0..history.len());
            check(&seen, &history);
            last = history[from]["id"].as_str().map(str::to_owned);
            seen = history[..=from].to_vec();
        }
    }
    check(&seen, &direct.history(id).await.unwrap());
}

/// What was seen is a gapless piece of the history.
fn check(seen: &[Value], history: &[Value]) {
    let Some(first) = seen.first() else { return };
    let start = history
        .iter()
        .position(|event| place(event) == place(first))
        .unwrap();
    let expected: Vec<_> = history[start..start + seen.len()].iter().map(place).collect();
    assert_eq!(seen.iter().map(place).collect::<Vec<_>>(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_resume_id_gets_a_reset_never_silence() {
    let world = World::start().await;
    let client = world.client().await;
    let created = client.create(STORIES[0].1, 2).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    client.finished(id).await.unwrap();
    for foreign in ["nonsense", "AAAAAAAAAAAAAAAA", ""] {
        let events = read_until_cut(&client, id, Some(foreign)).await;
        let names: Vec<_> = events.iter().map(|event| event.event.as_str()).collect();
        let first = if foreign.is_empty() { "snapshot" } else { "reset" };
        assert_eq!(names.first(), Some(&first), "{foreign:?} {names:?}");
        assert_eq!(names.last(), Some(&"end"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_stream_that_was_read_to_its_end_is_answered_204() {
    let world = World::start().await;
    let client = world.client().await;
    let created = client.create(STORIES[0].1, 2).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    client.finished(id).await.unwrap();
    let history = client.history(id).await.unwrap();
    let last = history.last().unwrap()["id"].as_str().unwrap();
    let path = format!("/v1/tasks/{id}/events");
    let request = client
        .request(reqwest::Method::GET, &path)
        .header("Accept", "text/event-stream");
    assert_eq!(
        request
            .header("Last-Event-ID", last)
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
}
