//! Rebuilding: the same rows, while the old ones serve.

use mangakai_events::Event;
use mangakai_projections::{PROJECTIONS, ProjectionError, rebuild, status};

use crate::{
    life,
    world::{World, task},
};

const PANELS: u32 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_gives_the_same_rows_byte_for_byte() {
    let world = World::new(2).await;
    let _runner = world.runner();
    let tasks = (0..40)
        .map(|number| (task(number), life::of_task("s1", PANELS, number)))
        .collect();
    world.append_all(tasks).await;
    world.settle().await;
    let before = world.rows().await;
    assert!(before.len() > 40 * PANELS as usize);
    for name in PROJECTIONS {
        let mut seen = 0;
        let report = rebuild(&world.log, &world.pool, name, |progress| seen = progress.commits)
            .await
            .unwrap();
        assert_eq!((report.generation, report.commits), (2, seen));
        assert!(report.events > report.commits);
    }
    assert_eq!(world.rows().await, before);
    let status = status(&world.pool, &world.log).await.unwrap();
    assert!(
        status
            .iter()
            .all(|projection| projection.state == "serving" && projection.generation == 2)
    );

    world.append(task(40), &life::of_task("s1", PANELS, 0)).await;
    world.settle().await;
    assert!(
        world.queries().task(task(40)).await.unwrap().is_some(),
        "the runner moved over to the new rows"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_never_see_older_rows_while_rebuilding_under_load() {
    let world = World::new(1).await;
    let _runner = world.runner();
    world
        .append_all(
            (0..20)
                .map(|number| (task(number), life::of_task("s1", PANELS, number)))
                .collect(),
        )
        .await;
    world.settle().await;
    let writing = world.append_all(
        (20..140)
            .map(|number| (task(number), life::of_task("s1", PANELS, number)))
            .collect(),
    );
    // A task of its own: a switch that is not driven on would keep readers out.
    let (log, pool) = (world.log.clone(), world.pool.clone());
    let rebuilding = tokio::spawn(async move {
        for _ in 0..3 {
            rebuild(&log, &pool, "tasks", |_| {}).await.unwrap();
        }
    });
    let work = async { tokio::join!(writing, rebuilding).1.unwrap() };
    tokio::pin!(work);
    let (mut position, mut count, mut reads) = (0, 0, 0);
    let queries = world.queries();
    let mut looks = tokio::time::interval(std::time::Duration::from_millis(2));
    loop {
        tokio::select! {
            _ = &mut work => break,
            _ = looks.tick() => {
                let now = queries.position(0).await.unwrap();
                let tasks = queries.tasks("s1", None, 1000, None).await.unwrap().len();
                assert!(now >= position, "the position went back from {position} to {now}");
                assert!(tasks >= count, "tasks went from {count} to {tasks}");
                (position, count, reads) = (now, tasks, reads + 1);
            }
        }
    }
    assert!(reads > 10, "only {reads} reads");
    world.settle().await;
    let before = world.rows().await;
    rebuild(&world.log, &world.pool, "tasks", |_| {}).await.unwrap();
    assert_eq!(world.rows().await, before);
}

/// Many large commits must not be in memory at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_is_bounded_in_bytes() {
    const STORY_BYTES: u64 = 600 * 1024;
    const MOST_BYTES: u64 = 16 * 1024 * 1024;
    let world = World::new(1).await;
    let mut created = life::created("s1", 1);
    if let Event::TaskCreated(created) = &mut created {
        created.story.as_mut().unwrap().ciphertext = vec![7; STORY_BYTES as usize];
    }
    let tasks = (0..60).map(|number| (task(number), vec![vec![created.clone()]]));
    world.append_all(tasks.collect()).await;
    let mut steps = vec![0];
    rebuild(&world.log, &world.pool, "tasks", |progress| {
        steps.push(progress.commits)
    })
    .await
    .unwrap();
    assert_eq!(steps.last(), Some(&60));
    let largest = steps.windows(2).map(|step| step[1] - step[0]).max().unwrap();
    assert!(largest > 1 && largest * STORY_BYTES < MOST_BYTES, "{steps:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_that_died_is_begun_again_and_only_one_runs() {
    let world = World::new(1).await;
    world
        .append_all(
            (0..50)
                .map(|number| (task(number), life::of_task("s1", PANELS, number)))
                .collect(),
        )
        .await;
    {
        let dying = rebuild(&world.log, &world.pool, "tasks", |_| {});
        tokio::pin!(dying);
        // Half way: the tables exist, the rebuild does not go on.
        let mut looks = tokio::time::interval(std::time::Duration::from_millis(1));
        loop {
            tokio::select! {
                done = &mut dying => { done.unwrap(); break }
                _ = looks.tick() => {
                    let building = status(&world.pool, &world.log).await.unwrap();
                    if building.iter().any(|projection| projection.state == "building") {
                        let second = rebuild(&world.log, &world.pool, "tasks", |_| {}).await;
                        assert!(matches!(second, Err(ProjectionError::RebuildRunning(_))), "{second:?}");
                        break;
                    }
                }
            }
        }
    }
    // The lock ends with the connection of the dead one.
    crate::world::until("the rebuild is possible again", async || {
        rebuild(&world.log, &world.pool, "tasks", |_| {}).await.is_ok()
    })
    .await;
    assert_eq!(
        world.queries().tasks("s1", None, 100, None).await.unwrap().len(),
        50
    );
    assert!(
        status(&world.pool, &world.log)
            .await
            .unwrap()
            .iter()
            .all(|projection| projection.state == "serving")
    );
    let unknown = rebuild(&world.log, &world.pool, "panels", |_| {}).await;
    assert!(matches!(unknown, Err(ProjectionError::UnknownProjection { .. })));
}
