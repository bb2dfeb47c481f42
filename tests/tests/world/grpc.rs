//! The same system over gRPC: whatever a client does over HTTP it does here, and sees the same.

use futures::{StreamExt, TryStreamExt};
use mangakai_e2e::world::{STORIES, World};
use mangakai_gateway::v1::{
    self, event_log_client::EventLogClient, manga_tasks_client::MangaTasksClient, task_update::Update,
};
use tonic::{Code, Request, Status, transport::Channel};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use tonic_reflection::pb::v1::{
    ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
    server_reflection_request::MessageRequest, server_reflection_response::MessageResponse,
};

use crate::event_log::{ids, ids_over_http, of};

pub async fn channel(world: &World) -> Channel {
    channel_to(world.grpc()).await
}

async fn channel_to(address: String) -> Channel {
    Channel::from_shared(address).unwrap().connect().await.unwrap()
}

/// A request with a session.
pub fn with<T>(token: &str, message: T) -> Request<T> {
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
async fn both_doors_share_the_limits_of_a_session() {
    let world = World::start().await;
    let gateway = world.gateway_with("1/2".parse().unwrap()).await.unwrap();
    let mine = world.client().await.at(&format!("http://{}", gateway.http));
    let mut tasks = MangaTasksClient::new(channel_to(format!("http://{}", gateway.grpc)).await);
    let created = mine.create(STORIES[0].1, 1).await.unwrap();
    let cancel = || v1::CancelTaskRequest {
        task_id: created["task_id"].as_str().unwrap().to_owned(),
    };
    tasks.cancel_task(with(mine.token(), cancel())).await.unwrap();

    let refused = tasks.cancel_task(with(mine.token(), cancel())).await.unwrap_err();
    assert_eq!(refused.code(), Code::ResourceExhausted, "{refused}");
    for hint in ["retry-after", "grpc-retry-pushback-ms"] {
        let wait: u64 = refused
            .metadata()
            .get(hint)
            .unwrap()
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!(wait > 0);
    }
    let read = v1::ListTasksRequest::default();
    tasks.list_tasks(with(mine.token(), read)).await.unwrap();
    let other = world.client().await;
    let theirs = tasks
        .cancel_task(with(other.token(), cancel()))
        .await
        .unwrap_err();
    assert_eq!(
        theirs.code(),
        Code::NotFound,
        "another session has a bucket of its own"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn it_serves_while_what_it_stands_on_does() {
    let mut world = World::start().await;
    let mut health = HealthClient::new(channel(&world).await);
    let of = |service: &str| HealthCheckRequest {
        service: service.to_owned(),
    };
    for service in ["", "mangakai.v1.MangaTasks", "mangakai.v1.EventLog"] {
        let healthy = health.check(of(service)).await.unwrap();
        assert_eq!(healthy.into_inner().status(), ServingStatus::Serving);
    }
    let unknown = health.check(of("mangakai.v1.Nothing")).await.unwrap_err();
    assert_eq!(unknown.code(), Code::NotFound);

    let mut changes = health.watch(of("")).await.unwrap().into_inner();
    let mut next = async || changes.next().await.unwrap().unwrap().status();
    assert_eq!(next().await, ServingStatus::Serving);
    world.stack().postgres.kill();
    assert_eq!(next().await, ServingStatus::NotServing);
    world.stack().postgres.start_again().await.unwrap();
    assert_eq!(next().await, ServingStatus::Serving);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_tells_what_it_can() {
    let world = World::start().await;
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
