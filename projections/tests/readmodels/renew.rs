//! Read models of another log or of another version of the program are made anew by the runner itself.

use mangakai_projections::{rebuild, status};

use crate::{
    life,
    world::{World, connect, task, until},
};

const PANELS: u32 = 3;

impl World {
    async fn begin(tasks: u32) -> World {
        let world = World::new(1).await;
        let runner = world.runner();
        world.append_all(lives(0..tasks)).await;
        world.settle().await;
        drop(runner);
        world
    }

    /// As if the serving tables had been made by a version that defined them otherwise.
    async fn make_foreign_shape(&self, name: &str) {
        self.set_shape(name, "of-old").await;
    }

    async fn set_shape(&self, name: &str, shape: &str) {
        let client = self.pool.get().await.unwrap();
        client
            .execute(
                "UPDATE projection_generations SET shape = $2 WHERE name = $1 AND state = 'serving'",
                &[&name, &shape],
            )
            .await
            .unwrap();
    }

    async fn shape(&self, name: &str) -> String {
        let client = self.pool.get().await.unwrap();
        client
            .query_one(
                "SELECT shape FROM projection_generations WHERE name = $1 AND state = 'serving'",
                &[&name],
            )
            .await
            .unwrap()
            .get(0)
    }

    async fn generation(&self, name: &str) -> u32 {
        let all = status(&self.pool, &self.log).await.unwrap();
        let mut serving = all
            .iter()
            .filter(|one| one.name == name && one.state == "serving");
        serving.next().unwrap().generation
    }
}

fn lives(numbers: std::ops::Range<u32>) -> Vec<(uuid::Uuid, Vec<Vec<mangakai_events::Event>>)> {
    numbers
        .map(|number| (task(number), life::of_task("s1", PANELS, number)))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_of_another_version_serve_until_their_successors_are_filled() {
    let world = World::begin(60).await;
    let (rows, shape) = (world.rows().await, world.shape("tasks").await);
    world.make_foreign_shape("tasks").await;
    let _runners = (world.runner(), world.runner());
    let queries = world.queries();
    until("the tables are ours", async || {
        let seen = queries.tasks("s1", None, 100, None).await.unwrap().len();
        assert_eq!(seen, 60, "readers saw rows that were not there yet");
        world.shape("tasks").await == shape
    })
    .await;
    assert_eq!(world.rows().await, rows);
    world.append_all(lives(60..61)).await;
    world.settle().await;
    assert!(queries.task(task(60)).await.unwrap().is_some());
    assert_eq!(world.generation("tasks").await, 2, "one of the two did it, once");
    assert_eq!(
        world.generation("sessions").await,
        1,
        "nothing was wrong with those"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runner_stands_by_when_another_version_has_taken_over() {
    let world = World::begin(5).await;
    let _runner = world.runner();
    world.append_all(lives(5..6)).await;
    world.settle().await;
    // What another version would do at its start.
    rebuild(&world.log, &world.pool, "tasks", |_| {}).await.unwrap();
    let shape = world.shape("tasks").await;
    world.make_foreign_shape("tasks").await;
    let shown = world.queries().position(0).await.unwrap();
    world.append_all(lives(6..10)).await;
    until("the other read model has read on", async || {
        world.queries().session("s1").await.unwrap().unwrap().tasks == 10
    })
    .await;
    assert_eq!(world.queries().position(0).await.unwrap(), shown);
    world.set_shape("tasks", &shape).await;
    world.settle().await;
    assert_eq!(
        world.generation("tasks").await,
        2,
        "two versions would rebuild in turns for ever"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_another_log_give_way() {
    let mut world = World::begin(30).await;
    let other = mangakai_local::Nats::start_unsafe(&world.folder.path().join("other"))
        .await
        .unwrap();
    world.log = connect(&other, 1).await;
    world.nats = other;
    world.append_all(lives(90..91)).await;
    let end = world.log.last_position(0).await.unwrap();
    let queries = world.queries();
    assert!(
        queries.position(0).await.unwrap() > end,
        "the old position would promise too much"
    );

    let _runners = (world.runner(), world.runner());
    world.settle().await;
    assert_eq!(queries.position(0).await.unwrap(), end);
    let tasks = queries.tasks("s1", None, 100, None).await.unwrap();
    assert_eq!(
        tasks.iter().map(|task| task.task_id).collect::<Vec<_>>(),
        [task(90)]
    );
    assert_eq!(queries.session("s1").await.unwrap().unwrap().tasks, 1);
}
