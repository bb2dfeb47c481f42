//! The stored log over gRPC: every event once and in order, for the owner of a task and for operators.

use std::time::Instant;

use futures::{StreamExt, TryStreamExt};
use mangakai_e2e::{
    client::{Client, PATIENCE},
    world::{STORIES, World},
};
use mangakai_gateway::v1::{self, event_log_client::EventLogClient};
use serde_json::{Value, json};
use tonic::{Code, Status, transport::Channel};

use crate::grpc::{channel, with};

pub fn of(task: &str) -> v1::ReadEventsRequest {
    v1::ReadEventsRequest {
        task_id: task.to_owned(),
        ..v1::ReadEventsRequest::default()
    }
}

fn follow(task: &str, after: &str) -> v1::ReadEventsRequest {
    v1::ReadEventsRequest {
        after: after.to_owned(),
        follow: true,
        ..of(task)
    }
}

/// Ids of the events of a stream, to its end.
pub async fn ids(
    log: &mut EventLogClient<Channel>,
    token: &str,
    wanted: v1::ReadEventsRequest,
) -> Result<Vec<String>, Status> {
    let records = log.read_events(with(token, wanted)).await?.into_inner();
    records.map_ok(|record| record.id).try_collect().await
}

pub async fn ids_over_http(client: &Client, task: &str) -> Vec<String> {
    let history = client.history(task).await.unwrap();
    history
        .iter()
        .map(|event| event["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_follows_a_task_is_told_everything_once() {
    let world = World::start().await;
    let client = world.client().await;
    let log = EventLogClient::new(channel(&world).await);
    let created = client.create(STORIES[1].1, 12).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    let mut progress = Box::pin(client.stream(id, None).await.unwrap());
    let mut followers = Vec::new();
    // One more with everything that happens: they begin at every moment of the task's life.
    while progress.next().await.is_some() {
        let (mut log, token, wanted) = (log.clone(), client.token().to_owned(), follow(id, ""));
        followers.push(tokio::spawn(async move { ids(&mut log, &token, wanted).await }));
    }
    let all = ids_over_http(&client, id).await;
    assert!(followers.len() > all.len());
    for follower in followers {
        assert_eq!(follower.await.unwrap().unwrap(), all);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_resumes_is_told_what_follows_and_nothing_of_another_task() {
    let world = World::start().await;
    let client = world.client().await;
    let token = client.token();
    let mut log = EventLogClient::new(channel(&world).await);
    let mut tasks = Vec::new();
    for _ in 0..2 {
        let created = client.create(STORIES[0].1, 2).await.unwrap();
        let id = created["task_id"].as_str().unwrap().to_owned();
        client.finished(&id).await.unwrap();
        tasks.push((ids_over_http(&client, &id).await, id));
    }
    let [(events, id), (foreign, _)] = &tasks[..] else {
        panic!("two tasks");
    };
    for (at, after) in events.iter().enumerate() {
        let told = ids(&mut log, token, follow(id, after)).await.unwrap();
        assert_eq!(told, events[at + 1..], "after {at}");
    }
    for follow_on in [true, false] {
        let wanted = |after: &str| v1::ReadEventsRequest {
            follow: follow_on,
            ..follow(id, after)
        };
        let refused = ids(&mut log, token, wanted(&foreign[1])).await.unwrap_err();
        assert_eq!(refused.code(), Code::OutOfRange, "of another task: {refused}");
        let refused = ids(&mut log, token, wanted("nonsense")).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument, "{refused}");
    }
    let path = format!("/v1/tasks/{id}/events?after={}", foreign[1]);
    assert_eq!(client.get(&path).await.unwrap().status(), 422);
}

/// The id of an event, and the task after it.
fn standing(event: &Value) -> (String, String, u64, u64) {
    let task = &event["task"];
    (
        event["id"].as_str().unwrap().to_owned(),
        task["status"].as_str().unwrap().to_owned(),
        task["progress"].as_u64().unwrap(),
        task["drawn_panels"].as_u64().unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_reads_the_whole_log_with_every_task_as_it_was() {
    let world = World::start().await;
    let (client, operator) = (world.client().await, world.operator().await);
    let mut log = EventLogClient::new(channel(&world).await);
    let mut tasks = Vec::new();
    for _ in 0..2 {
        let created = client.create(STORIES[0].1, 2).await.unwrap();
        tasks.push(created["task_id"].as_str().unwrap().to_owned());
        client.finished(&tasks[tasks.len() - 1]).await.unwrap();
    }
    let redraw = format!("/v1/tasks/{}/panels/1/redraw", tasks[0]);
    client
        .post(&redraw, &json!({ "instruction": "rain" }))
        .await
        .unwrap();
    client.until_version(&tasks[0], 1, 2).await.unwrap();
    world.settle().await.unwrap();

    let read = |after: &str| {
        with(
            operator.token(),
            v1::ReadEventsRequest {
                follow: false,
                ..follow("", after)
            },
        )
    };
    let all: Vec<_> = log
        .read_events(read(""))
        .await
        .unwrap()
        .into_inner()
        .try_collect()
        .await
        .unwrap();
    let mut expected: Vec<_> = client
        .history(&tasks[0])
        .await
        .unwrap()
        .iter()
        .map(standing)
        .collect();
    expected.extend(client.history(&tasks[1]).await.unwrap().iter().map(standing));
    let mut told: Vec<_> = all
        .iter()
        .map(|record| {
            (
                record.id.clone(),
                record.status.clone(),
                record.progress.into(),
                record.drawn_panels.into(),
            )
        })
        .collect();
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
    for at in [
        0,
        all.len() / 2,
        all.iter()
            .position(|record| record.r#type == "PanelRedrawRequested")
            .unwrap()
            - 1,
    ] {
        let rest: Vec<_> = log
            .read_events(read(&all[at].id))
            .await
            .unwrap()
            .into_inner()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(rest, all[at + 1..]);
    }
    let refused = ids(&mut log, client.token(), of("")).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_log_has_few_readers_at_once() {
    let world = World::start().await;
    let operator = world.operator().await;
    let mut log = EventLogClient::new(channel(&world).await);
    let mut readers = Vec::new();
    let refused = loop {
        match log.read_events(with(operator.token(), follow("", ""))).await {
            Ok(reader) => readers.push(reader),
            Err(refused) => break refused,
        }
        assert!(readers.len() < 100, "nobody is ever refused");
    };
    assert_eq!(refused.code(), Code::Unavailable, "{refused}");
    readers.clear();
    let until = Instant::now() + PATIENCE;
    while log
        .read_events(with(operator.token(), follow("", "")))
        .await
        .is_err()
    {
        assert!(Instant::now() < until, "the places are never free again");
    }
}
