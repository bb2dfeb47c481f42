//! Two writers at once, without the lock that usually spares them the work: the position keeps them apart.

use deadpool_postgres::Object;
use mangakai_events::Event;

use crate::{
    ProjectionError, TaskModel, generation,
    projection::Projection,
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
        batch.commits.truncate(STEP);
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
