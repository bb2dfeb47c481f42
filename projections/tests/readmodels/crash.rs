//! A projector that dies between any two steps of a batch: nothing lost, nothing written twice.

use crate::{
    life,
    runner::assert_rows_are_the_log,
    world::{World, task, until},
};

const PANELS: u32 = 3;

/// Ends the connection of whoever comes to a step for the first time; the counter outlives the transaction.
const CRASH: &str = "CREATE SEQUENCE crashes; \
    CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
    IF nextval('crashes') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; \
    RETURN NULL; END $$";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_projector_that_dies_between_two_steps_is_continued() {
    let steps = [
        (
            "the position is moved",
            "TRIGGER crash AFTER UPDATE ON projection_positions",
        ),
        (
            "tasks are written",
            "TRIGGER crash AFTER INSERT OR UPDATE ON mangakai_tasks_1.manga_tasks",
        ),
        (
            "panels are written",
            "TRIGGER crash AFTER INSERT OR UPDATE ON mangakai_tasks_1.manga_panels",
        ),
        (
            "sessions are written",
            "TRIGGER crash AFTER INSERT OR UPDATE ON mangakai_sessions_1.user_sessions",
        ),
        (
            "all is written, nothing committed",
            "CONSTRAINT TRIGGER crash AFTER UPDATE ON projection_positions DEFERRABLE INITIALLY DEFERRED",
        ),
    ];
    let world = World::new(1).await;
    let client = world.pool.get().await.unwrap();
    let mut tasks = 0;
    for (step, trigger) in steps {
        let trigger = format!("{CRASH}; CREATE {trigger} FOR EACH ROW EXECUTE FUNCTION crash()");
        client.batch_execute(&trigger).await.unwrap();
        let runner = world.runner();
        let lives = (tasks..tasks + 4).map(|number| (task(number), life::of_task("s1", PANELS, number)));
        world.append_all(lives.collect()).await;
        tasks += 4;
        until(step, async || {
            let crashed = client.query_one("SELECT is_called FROM crashes", &[]).await;
            crashed.unwrap().get(0)
        })
        .await;
        // The process dies with its connection; another one goes on.
        drop(runner);
        let _runner = world.runner();
        world.settle().await;
        assert_rows_are_the_log(&world, tasks).await;
        let repair = "DROP FUNCTION crash CASCADE; DROP SEQUENCE crashes";
        client.batch_execute(repair).await.unwrap();
    }
}
