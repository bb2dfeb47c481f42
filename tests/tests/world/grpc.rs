//! The same system over gRPC: whatever a client does over HTTP it does here, and sees the same.

use futures::TryStreamExt;
use mangakai_e2e::world::{STORIES, World};
use mangakai_gateway::v1::{
    self, event_log_client::EventLogClient, manga_tasks_client::MangaTasksClient, task_update::Update,
};
use tonic::{Code, Request, transport::Channel};
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

    let over_http = client.history(&created.task_id).await.unwrap();
    let wanted = v1::ReadEventsRequest {
        task_id: created.task_id.clone(),
        ..v1::ReadEventsRequest::default()
    };
    let mut log = EventLogClient::new(channel(&world).await);
    let records: Vec<v1::EventRecord> = log
        .read_events(with(token, wanted))
        .await
        .unwrap()
        .into_inner()
        .try_collect()
        .await
        .unwrap();
    let here: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    let there: Vec<&str> = over_http
        .iter()
        .map(|event| event["id"].as_str().unwrap())
        .collect();
    assert_eq!(here, there, "both doors lead to one log");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_clearly_what_it_refuses() {
    let world = World::start().await;
    let (mine, others) = (world.client().await, world.client().await);
    let mut tasks = MangaTasksClient::new(channel(&world).await);
    let code = |refused: Result<tonic::Response<v1::Task>, tonic::Status>| refused.unwrap_err().code();

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
