//! How fast a rebuild is; run with `--ignored --nocapture`, and `--release` for numbers that mean something.

use crate::{
    life,
    world::{World, task},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn rebuild_events_per_second() {
    const TASKS: u32 = 8000;
    let world = World::new(1).await;
    let tasks = (0..TASKS)
        .map(|number| (task(number), life::of_task("s1", 5, number)))
        .collect();
    world.append_all(tasks).await;
    for round in 0..3 {
        for name in mangakai_projections::PROJECTIONS {
            let report = mangakai_projections::rebuild(&world.log, &world.pool, name, |_| {})
                .await
                .unwrap();
            let pace = report.events as f64 / report.elapsed.as_secs_f64();
            println!(
                "round {round}: {name}: {} commits, {} events in {:.2?}: {pace:.0} events/s",
                report.commits, report.events, report.elapsed
            );
        }
    }
}
