//! A worker that dies between the money and the picture: nothing stays held, nothing that was perhaps spent is forgotten.

use mangakai::roles::Role;
use mangakai_e2e::world::{Cast, STORIES, World};
use mangakai_generator::Point;

use crate::{
    budget::{NO_CAPS, budget, scopes},
    priced::{PICTURE, SCRIPT, cast},
    stop_at::StopAt,
};

/// A worker dies at a point; what the budgets then say was spent.
async fn spent_after_a_death_at(point: Point) -> (u64, u64) {
    let (cast, priced) = cast(NO_CAPS);
    let faults = StopAt::new("draw_panel", point);
    let mut world = Box::pin(World::with(Cast {
        faults: faults.clone(),
        ack_wait_seconds: 1,
        ..cast
    }))
    .await;
    let client = world.client().await;
    let created = client.create(STORIES[0].1, 1).await.unwrap();
    faults.reached().await;
    world.crash(Role::Illustrator).await.unwrap();
    let task = client
        .finished(created["task_id"].as_str().unwrap())
        .await
        .unwrap();
    assert_eq!(task["status"], "COMPLETED", "{task:#}");
    world.settle().await.unwrap();
    let mut spent = Vec::new();
    for scope in scopes(&task) {
        let budget = budget(&world, &scope).await;
        assert_eq!(
            budget.reserved_micros(),
            0,
            "nothing is held for the dead: {scope}"
        );
        spent.push(budget.spent_micros() - SCRIPT);
    }
    assert!(spent.iter().all(|of_scope| *of_scope == spent[0]), "{spent:?}");
    (spent[0], priced.pictures())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_worker_may_have_spent_counts_in_full() {
    let (spent, calls) = Box::pin(spent_after_a_death_at(Point::AfterReserve)).await;
    assert_eq!(
        (spent, calls),
        (2 * PICTURE, 1),
        "nobody knows that it had not called yet"
    );
    let (spent, calls) = Box::pin(spent_after_a_death_at(Point::AfterCall)).await;
    assert_eq!((spent, calls), (2 * PICTURE, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_a_dead_worker_left_is_paid_once() {
    let (spent, calls) = Box::pin(spent_after_a_death_at(Point::AfterReceipt)).await;
    assert_eq!((spent, calls), (PICTURE, 1));
}
