//! The same system over gRPC: whatever a client does over HTTP it does here, and sees the same.

use std::time::Instant;

use futures::{StreamExt, TryStreamExt};
use mangakai_e2e::{
    client::{Client, PATIENCE},
    world::{STORIES, World},
};
use mangakai_gateway::v1::{
    self, event_log_client::EventLogClient, manga_tasks_client::MangaTasksClient, task_update::Update,
};
use serde_json::{Value, json};
use tonic::{Code, Request, Status, transport::Channel};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use tonic_reflection::pb::v1::{
    ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
    server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
};

async fn channel(world: &World) -> Channel {
    Channel::from_shared(world.grpc())
        .unwrap()
        .connect()
        .await
        .unwrap()
}

/// A request with a session.
fn with<T>(token: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    let value = format!("Bearer {token}").parse().unwrap();
    request.metadata_mut().insert("authorization", value);
    request
}

fn wish(panels: u32) -> v1::CreateTaskRequest {
    v1::CreateTaskRequest {
        story: STORIES[1].1.to_owned(),
        panels,
        idempotency_key: "once".to_owned(),
        ..v1::CreateTaskRequest::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_made_watched_and_read_back() {
    let world = World::start().await;
    let client = world.client().await;
    let token = client.token();
    let mut tasks = MangaTasksClient::new(channel(&world).await);
    let created = tasks
        .create_task(with(token, wish(2)))
        .await
        .unwrap()
        .into_inner();
    let again = tasks
        .create_task(with(token, wish(2)))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(again.task_id, created.task_id, "one key, one task");

    let watch = v1::WatchTaskRequest {
        task_id: created.task_id.clone(),
        after: String::new(),
    };
    let updates = tasks.watch_task(with(token, watch)).await.unwrap().into_inner();
    let updates: Vec<v1::TaskUpdate> = updates.try_collect().await.unwrap();
    assert!(matches!(updates[0].update, Some(Update::Snapshot(_))));
    let Some(Update::End(ended)) = &updates[updates.len() - 1].update else {
        panic!("the stream had no end");
    };
    assert_eq!((ended.status.as_str(), ended.drawn_panels), ("COMPLETED", 2));

    let read = v1::GetTaskRequest {
        task_id: created.task_id.clone(),
        at_least: ended.position,
    };
    let read = tasks.get_task(with(token, read)).await.unwrap().into_inner();
    assert_eq!(&read, ended);
    let listed = tasks
        .list_tasks(with(token, v1::ListTasksRequest::default()))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(listed.tasks.len(), 1);

    let there = ids_over_http(&client, &created.task_id).await;
    let mut log = EventLogClient::new(channel(&world).await);
    let here = ids(&mut log, token, of(&created.task_id)).await.unwrap();
    assert_eq!(here, there, "both doors lead to one log");
}

fn of(task: &str) -> v1::ReadEventsRequest {
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
async fn ids(
    log: &mut EventLogClient<Channel>,
    token: &str,
    wanted: v1::ReadEventsRequest,
) -> Result<Vec<String>, Status> {
    let records = log.read_events(with(token, wanted)).await?.into_inner();
    records.map_ok(|record| record.id).try_collect().await
}

async fn ids_over_http(client: &Client, task: &str) -> Vec<String> {
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

#[tokio::test(flavor = "multi_thread")]
async fn it_says_clearly_what_it_refuses() {
    let world = World::start().await;
    let (mine, others) = (world.client().await, world.client().await);
    let mut tasks = MangaTasksClient::new(channel(&world).await);
    let code = |refused: Result<tonic::Response<v1::Task>, Status>| refused.unwrap_err().code();

    assert_eq!(code(tasks.create_task(wish(1)).await), Code::Unauthenticated);
    assert_eq!(
        code(tasks.create_task(with(mine.token(), wish(101))).await),
        Code::InvalidArgument
    );
    let created = mine.create(STORIES[0].1, 1).await.unwrap();
    let get = |id: &str| v1::GetTaskRequest {
        task_id: id.to_owned(),
        at_least: 0,
    };
    let id = created["task_id"].as_str().unwrap();
    assert_eq!(
        code(tasks.get_task(with(others.token(), get(id))).await),
        Code::NotFound,
        "a task of another session is none"
    );
    assert_eq!(
        code(tasks.get_task(with(mine.token(), get("no-id"))).await),
        Code::NotFound
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn it_tells_how_it_is_and_what_it_can() {
    let world = World::start().await;
    let mut health = HealthClient::new(channel(&world).await);
    let service = "mangakai.v1.MangaTasks".to_owned();
    let healthy = health.check(HealthCheckRequest { service }).await.unwrap();
    assert_eq!(healthy.into_inner().status, 1, "SERVING");

    let ask = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let mut reflection = ServerReflectionClient::new(channel(&world).await);
    let answers = reflection
        .server_reflection_info(futures::stream::once(std::future::ready(ask)))
        .await
        .unwrap()
        .into_inner();
    let answers: Vec<_> = answers.try_collect().await.unwrap();
    let Some(MessageResponse::ListServicesResponse(list)) = &answers[0].message_response else {
        panic!("no list of services");
    };
    for wanted in ["mangakai.v1.MangaTasks", "mangakai.v1.EventLog"] {
        assert!(list.service.iter().any(|service| service.name == wanted));
    }
}
