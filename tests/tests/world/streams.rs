//! A viewer sees every event once and in order, whatever the network does.

use std::pin::pin;

use futures::StreamExt;
use mangakai_e2e::{
    client::{Client, Received, received},
    proxy::CuttingProxy,
    world::{STORIES, World},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::Value;

/// At least so many cuts, and so many streams read to their end.
const CUTS: u32 = 300;
const LIVES: u32 = 10;

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

/// What somebody has seen of a task: everything behind one event, if nothing is lost.
struct Seen {
    task: String,
    /// The event behind which it begins: known, or that of the snapshot.
    begun: Option<String>,
    events: Vec<Value>,
    /// Nothing follows, as the server says.
    ended: bool,
}

impl Seen {
    /// Nothing yet of a task that is being made.
    async fn nothing(client: &Client) -> Seen {
        let created = client.create(STORIES[1].1, 8).await.unwrap();
        Seen {
            task: created["task_id"].as_str().unwrap().to_owned(),
            begun: None,
            events: Vec::new(),
            ended: false,
        }
    }

    fn last_id(&self) -> Option<&str> {
        let last = self.events.last().map(|event| event["id"].as_str().unwrap());
        last.or(self.begun.as_deref())
    }

    /// Goes on where it was cut, until it is cut again.
    async fn go_on(&mut self, client: &Client) {
        let Ok(answer) = client.open_stream(&self.task, self.last_id()).await else {
            return;
        };
        self.ended = answer.status() == 204;
        let mut events = pin!(received(answer));
        while let Some(Ok(event)) = events.next().await {
            match event.event.as_str() {
                "progress" => {}
                "snapshot" if self.begun.is_none() => self.begun = Some(event.id),
                "snapshot" | "reset" => panic!("a valid resume id was answered with {}", event.event),
                "end" => {
                    assert_eq!(self.last_id(), Some(&*event.id), "lost before the end");
                    self.ended = true;
                }
                _ => self.events.push(event.data),
            }
        }
    }

    /// It is the history from where it begins, to the end of a task that has ended.
    fn check(&self, history: &[Value]) {
        let begun = self.begun.as_deref().unwrap();
        let at = history.iter().position(|event| event["id"] == *begun).unwrap();
        assert_eq!(self.events, history[at + 1..]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_cut_at_random_bytes_loses_and_repeats_nothing() {
    let world = World::start().await;
    let direct = world.client().await;
    let proxy = CuttingProxy::start(world.http_address()).await.unwrap();
    let through = direct.at(&proxy.url());
    let mut random = StdRng::seed_from_u64(7);
    let mut seen = Seen::nothing(&direct).await;
    let (mut cuts, mut lives) = (0, 0);
    while cuts < CUTS || lives < LIVES {
        // Now and then far enough for an event that is a whole script.
        let far = if random.random_bool(0.2) { 60_000 } else { 6_000 };
        proxy.cut_after(random.random_range(200..far));
        seen.go_on(&through).await;
        cuts += 1;
        if !seen.ended {
            continue;
        }
        lives += 1;
        let history = direct.history(&seen.task).await.unwrap();
        seen.check(&history);
        // Anew: from a snapshot in the life of another task, or from any event of this one but the last.
        if random.random_bool(0.2) {
            seen = Seen::nothing(&direct).await;
        } else {
            let from = random.random_range(0..history.len() - 1);
            seen.begun = history[from]["id"].as_str().map(str::to_owned);
            seen.events.clear();
            seen.ended = false;
        }
    }
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
