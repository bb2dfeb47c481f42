//! The runner: nothing lost, nothing twice, whatever dies.

use mangakai_events::Event;
use mangakai_projections::{Cursor, TaskModel, migrate, state};

use crate::{
    life,
    world::{World, task, until},
};

const PANELS: u32 = 5;

/// What the rows must say, straight from the log.
async fn folded(world: &World, number: u32) -> TaskModel {
    let mut model = TaskModel::default();
    for commit in world.log.history::<Event>(task(number)).await.unwrap() {
        model.fold(&commit);
    }
    model
}

pub async fn assert_rows_are_the_log(world: &World, tasks: u32) {
    for number in 0..tasks {
        let stored = world.queries().task(task(number)).await.unwrap().unwrap();
        assert_eq!(stored, folded(world, number).await);
    }
    let session = world.queries().session("s1").await.unwrap().unwrap();
    assert_eq!(session.tasks, u64::from(tasks));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_are_what_the_log_says() {
    let world = World::new(2).await;
    let _runner = world.runner();
    for number in 0..10 {
        world
            .append(task(number), &life::of_task("s1", PANELS, number))
            .await;
    }
    world.settle().await;
    assert_rows_are_the_log(&world, 10).await;
    let erased = world.queries().task(task(2)).await.unwrap().unwrap();
    assert!(erased.erased && erased.story.is_none() && erased.script.is_none());
    assert_eq!(world.queries().task(task(99)).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_go_from_the_newest_on() {
    let world = World::new(1).await;
    let _runner = world.runner();
    for number in 0..7 {
        let session = if number == 6 { "s2" } else { "s1" };
        world
            .append(task(number), &life::of_task(session, 1, number))
            .await;
    }
    world.settle().await;
    let queries = world.queries();
    let all = queries.tasks("s1", None, 100, None).await.unwrap();
    assert_eq!(all.len(), 6);
    let mut paged: Vec<TaskModel> = Vec::new();
    loop {
        let before = paged.last().map(|task| Cursor {
            created_at: task.created_at,
            task_id: task.task_id,
        });
        let page = queries.tasks("s1", None, 4, before).await.unwrap();
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert_eq!(paged, all);
    let partial = queries
        .tasks("s1", Some(state::PARTIAL), 100, None)
        .await
        .unwrap();
    assert_eq!(
        partial.iter().map(|task| task.task_id).collect::<Vec<_>>(),
        [task(4)]
    );
}

/// Connections are cut at random moments, and with them the locks: writers die in the middle of transactions and take
/// turns all the time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_runners_whose_connections_die_lose_nothing_and_write_nothing_twice() {
    let world = World::new(2).await;
    let _runners = (world.runner(), world.runner());
    let killer = {
        let pool = world.pool.clone();
        tokio::spawn(async move {
            let mut pauses = tokio::time::interval(std::time::Duration::from_millis(40));
            loop {
                pauses.tick().await;
                let client = pool.get().await.unwrap();
                let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                    WHERE pid <> pg_backend_pid() AND application_name = 'mangakai-projections' AND random() < 0.2";
                let _ = client.query(cut, &[]).await;
            }
        })
    };
    let tasks = (0..120)
        .map(|number| (task(number), life::of_task("s1", PANELS, number)))
        .collect();
    world.append_all(tasks).await;
    killer.abort();
    world.settle().await;
    assert_rows_are_the_log(&world, 120).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runner_dropped_between_and_within_batches_is_continued() {
    let world = World::new(1).await;
    let mut tasks = 0;
    for _ in 0..12 {
        let runner = world.runner();
        let before = world.queries().position(0).await.unwrap();
        for number in tasks..tasks + 4 {
            world
                .append(task(number), &life::of_task("s1", PANELS, number))
                .await;
        }
        tasks += 4;
        until("something new is written", async || {
            world.queries().position(0).await.unwrap() > before
        })
        .await;
        drop(runner);
    }
    let _runner = world.runner();
    world.settle().await;
    assert_rows_are_the_log(&world, tasks).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restarted_database_is_waited_for() {
    let mut world = World::new(1).await;
    let _runner = world.runner();
    world.append(task(0), &life::of_task("s1", PANELS, 0)).await;
    world.settle().await;
    world.postgres.kill();
    world.append(task(1), &life::of_task("s1", PANELS, 1)).await;
    world.postgres.start_again().await.unwrap();
    world.settle().await;
    assert_rows_are_the_log(&world, 2).await;
}

/// A process that starts behind a long migration waits for it, longer than any reader would.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_migration_waits_for_another() {
    let world = World::new(1).await;
    let holder = world.pool.get().await.unwrap();
    let lock = "SELECT pg_advisory_lock(hashtextextended('mangakai/projections/migrate', 0))";
    holder.batch_execute(lock).await.unwrap();
    let pool = world.pool.clone();
    let migrating = tokio::spawn(async move { migrate(&pool).await });
    until("it has waited for longer than a reader may", async || {
        let waiting = "SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
            AND query LIKE '%pg_advisory_lock%' AND now() - query_start > interval '5500 ms'";
        let row = holder.query_one(waiting, &[]).await.unwrap();
        row.get::<_, bool>(0) || migrating.is_finished()
    })
    .await;
    assert!(!migrating.is_finished());
    let unlock = lock.replace("pg_advisory_lock", "pg_advisory_unlock");
    holder.batch_execute(&unlock).await.unwrap();
    migrating.await.unwrap().unwrap();
}
