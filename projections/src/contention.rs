//! Two writers at once, without the lock that usually spares them the work: the position keeps them apart. And a writer
//! that is ahead of the rebuild that wants to switch.

use deadpool_postgres::Object;
use mangakai_events::Event;

use crate::{
    ProjectionError, TaskModel,
    generation::{self, State},
    limits, position,
    projection::Projection,
    rebuild::{Switch, switch},
    sessions::Sessions,
    tasks::Tasks,
    world::{World, task},
    writer::Writer,
};

const TASKS: u32 = 20;
/// Commits of one transaction.
const STEP: usize = 10;

/// Writes until the position is reached, a step at a time; how often the other one was faster. The rest of a cut batch
/// is read again from the position that is stored then.
async fn write_all<P: Projection>(world: &World, target: u64) -> u32 {
    let mut lost = 0;
    loop {
        let mut client = Object::take(world.pool.get().await.unwrap());
        let generation = generation::serving::<P>(&client).await.unwrap();
        let mut writer = Writer::begin::<P>(&client, &world.log, generation, 0)
            .await
            .unwrap();
        if writer.position() >= target {
            return lost;
        }
        let mut batch = writer.next().await.unwrap();
        if batch.commits.len() > STEP {
            batch.commits.truncate(STEP);
            batch.to = batch.commits[STEP - 1].position;
        }
        match writer.write::<P>(&mut client, &batch).await {
            Ok(_) => {}
            Err(ProjectionError::Lost) => lost += 1,
            Err(error) => panic!("{error}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_that_race_write_every_commit_once() {
    let world = World::new(1).await;
    let life = |number| (task(number), crate::life::of_task("s1", 2, number));
    world.append_all((0..TASKS).map(life).collect()).await;
    let target = world.log.last_position(0).await.unwrap();
    let (one, two) = tokio::join!(
        write_all::<Tasks>(&world, target),
        write_all::<Tasks>(&world, target)
    );
    let (three, four) = tokio::join!(
        write_all::<Sessions>(&world, target),
        write_all::<Sessions>(&world, target)
    );
    assert!(
        one + two > 0 && three + four > 0,
        "they never met: {one} {two} {three} {four}"
    );
    for number in 0..TASKS {
        let mut model = TaskModel::default();
        for commit in world.log.history::<Event>(task(number)).await.unwrap() {
            model.fold(&commit);
        }
        assert_eq!(world.queries().task(task(number)).await.unwrap().unwrap(), model);
    }
    assert_eq!(
        world.queries().session("s1").await.unwrap().unwrap().tasks,
        u64::from(TASKS)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_switch_that_was_overtaken_writes_the_rest_itself() {
    let world = World::new(2).await;
    let life = |number| (task(number), crate::life::of_task("s1", 2, number));
    world.append_all((0..TASKS).map(life).collect()).await;
    let runner = world.runner();
    world.settle().await;
    drop(runner);
    let before = world.rows().await;

    // Nothing is in the new rows, everything in the old ones.
    let mut client = Object::take(world.pool.get().await.unwrap());
    let transaction = client.transaction().await.unwrap();
    let building = generation::create::<Tasks>(&transaction, State::Building)
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    for stream in 0..2 {
        position::begin::<Tasks>(&client, &world.log, building, stream)
            .await
            .unwrap();
    }
    let switched = switch::<Tasks>(&mut client, &world.log, building).await.unwrap();
    let mut all = 0;
    for stream in 0..2 {
        all += world.log.last_position(stream).await.unwrap();
    }
    assert!(all < limits::SWITCH_REST);
    assert!(matches!(switched, Switch::Done(written) if written.commits == all));
    assert_eq!(generation::serving::<Tasks>(&client).await.unwrap(), building);
    assert_eq!(world.rows().await, before);
}
