//! Once a task is erased nothing of it can be read, and what was lost on the way is done all the same.

use std::time::{Duration, Instant};

use mangakai::{roles::Role, services::Services, vault::erase_again};
use mangakai_domain::{Command, MangaTask};
use mangakai_e2e::{
    client::{Client, PATIENCE},
    world::{Cast, STORIES, World},
};
use mangakai_generator::GeneratorConfig;
use mangakai_log::{CommandContext, Origin, Retry};
use mangakai_vault::VaultError;
use uuid::Uuid;

async fn erase(services: &Services, task: Uuid) {
    let command_id = mangakai_runtime::new_id();
    let context = CommandContext {
        command_id,
        origin: Origin::request(command_id),
        actor: "test".to_owned(),
        time: mangakai_runtime::now(),
        retry: Retry::Person,
    };
    services
        .log
        .execute::<MangaTask>(task, Command::EraseTask, context)
        .await
        .unwrap();
}

async fn shredded(services: &Services, task: Uuid) {
    let until = Instant::now() + PATIENCE;
    while !services
        .log
        .load::<MangaTask>(task)
        .await
        .unwrap()
        .aggregate
        .is_shredded()
    {
        assert!(Instant::now() < until, "never shredded");
        tokio::task::yield_now().await;
    }
}

async fn task(client: &Client) -> Uuid {
    let created = client.create(STORIES[0].1, 2).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    client.finished(id).await.unwrap();
    let book = client
        .get(&format!("/v1/tasks/{id}/export?format=pdf&wait=30"))
        .await
        .unwrap();
    book.error_for_status().unwrap();
    id.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn its_key_and_everything_stored_are_gone() {
    let world = World::start().await;
    let services = world.services();
    let task = task(&world.client().await).await;
    let prefix = format!("tasks/{task}/");
    erase(services, task).await;
    shredded(services, task).await;
    // Asked as another process would: this one may remember the key for some seconds.
    let elsewhere = world.other_services().await.unwrap();
    assert!(matches!(
        elsewhere.vault.key(task).await,
        Err(VaultError::Erased(_))
    ));
    assert_eq!(
        services.blobs.delete_prefix(&prefix).await.unwrap(),
        0,
        "nothing was left"
    );
    world.settle().await.unwrap();
    assert_eq!(world.dead_letters().await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_whose_job_was_lost_is_done_by_the_sweeper() {
    let config = GeneratorConfig {
        sweep_every: Duration::from_millis(50),
        redispatch_after: Duration::from_millis(300),
        ..GeneratorConfig::default()
    };
    let mut world = World::with(Cast {
        config,
        ..Cast::default()
    })
    .await;
    let task = task(&world.client().await).await;
    world.settle().await.unwrap();
    world.stop(Role::Illustrator).await;
    erase(world.services(), task).await;
    world.empty_the_queue().await.unwrap();
    world.crash(Role::Illustrator).await.unwrap();
    shredded(world.services(), task).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_vault_forgets_again_what_was_erased_after_its_backup() {
    let world = World::start().await;
    let services = world.services();
    let task = task(&world.client().await).await;
    let sql = async |statements: &str| {
        let client = services.pool.get().await.unwrap();
        client.batch_execute(statements).await.unwrap();
    };
    sql("CREATE TABLE backup AS SELECT * FROM vault.task_keys").await;
    erase(services, task).await;
    shredded(services, task).await;
    // The backup is older than the erasure, ledger and all.
    sql("TRUNCATE vault.task_keys, vault.erasures; INSERT INTO vault.task_keys SELECT * FROM backup").await;
    let restored = world.other_services().await.unwrap();
    assert!(restored.vault.key(task).await.is_ok(), "or nothing is shown");

    assert_eq!(erase_again(&restored.log, &restored.vault).await.unwrap(), 1);
    let elsewhere = world.other_services().await.unwrap();
    assert!(matches!(
        elsewhere.vault.key(task).await,
        Err(VaultError::Erased(_))
    ));
}
