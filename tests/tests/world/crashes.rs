//! A role dies between any two steps, and the task still ends right: nothing is lost, nothing is called twice without a
//! start in the log.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures::future::BoxFuture;
use mangakai::roles::Role;
use mangakai_e2e::world::{Cast, STORIES, World};
use mangakai_generator::{
    BuiltinIllustrator, Drawing, GeneratorConfig, Illustrator, PanelBrief, Point, WorkError,
};
use serde_json::Value;

use crate::stop_at::StopAt;

/// Draws as the built-in artist does and counts how often it was asked.
#[derive(Debug, Default)]
struct Counting {
    calls: AtomicU32,
}

impl Illustrator for Counting {
    fn draw(&self, brief: PanelBrief) -> BoxFuture<'_, Result<Drawing, WorkError>> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        BuiltinIllustrator.draw(brief)
    }
}

const BEFORE_AND_AFTER_THE_WORK: [Point; 3] = [Point::BeforeStart, Point::AfterStart, Point::AfterCall];
const PANELS: u32 = 3;

/// Every place where a job can be cut.
fn places() -> Vec<(Role, &'static str, Point)> {
    let dispatch =
        [Point::BeforeDispatch, Point::AfterDispatch].map(|point| (Role::Dispatcher, "dispatch", point));
    let script = BEFORE_AND_AFTER_THE_WORK.into_iter().chain([Point::AfterRecord]);
    let script = script.map(|point| (Role::Director, "write_script", point));
    let stored = [Point::AfterUpload, Point::AfterReceipt, Point::AfterRecord];
    let panel = BEFORE_AND_AFTER_THE_WORK.into_iter().chain(stored);
    let panel = panel.map(|point| (Role::Illustrator, "draw_panel", point));
    dispatch.into_iter().chain(script).chain(panel).collect()
}

/// A world in which the first job of a kind that comes to a point stops there, and its successors come soon.
async fn world_that_stops_at(kind: &'static str, point: Point) -> (World, Arc<StopAt>, Arc<Counting>) {
    let faults = StopAt::new(kind, point);
    let illustrator = Arc::new(Counting::default());
    let config = GeneratorConfig {
        retry_base: Duration::from_millis(50),
        ..Cast::default().config
    };
    let cast = Cast {
        faults: faults.clone(),
        illustrator: illustrator.clone(),
        config,
        ack_wait_seconds: 1,
        ..Cast::default()
    };
    (World::with(cast).await, faults, illustrator)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_any_two_steps_is_survived() {
    for (role, kind, point) in places() {
        let (mut world, faults, illustrator) = world_that_stops_at(kind, point).await;
        let client = world.client().await;
        let created = client.create(STORIES[0].1, PANELS).await.unwrap();
        let id = created["task_id"].as_str().unwrap();
        faults.reached().await;
        world.crash(role).await.unwrap();

        let task = client.finished(id).await.unwrap();
        assert_eq!(
            task["status"], "COMPLETED",
            "after a crash at {kind} {point:?}: {task:#}"
        );
        world.settle().await.unwrap();
        assert_eq!(world.dead_letters().await.unwrap(), 0);
        let history = client.history(id).await.unwrap();
        let count = |name: &str| history.iter().filter(|event| event["type"] == name).count() as u32;
        let calls = illustrator.calls.load(Ordering::SeqCst);
        assert!(
            calls <= count("PanelStarted"),
            "{calls} calls at {kind} {point:?}"
        );
        assert_eq!(
            (
                count("ScriptWritten"),
                count("PanelDrawn"),
                count("TaskCompleted")
            ),
            (1, PANELS, 1)
        );
        assert_ends(&history, point);
    }
}

/// Every attempt that was started came to an end that the log tells, and what was stored was not paid for again.
fn assert_ends(history: &[Value], point: Point) {
    let of = |names: &[&str]| {
        history
            .iter()
            .filter(|event| names.iter().any(|name| event["type"] == *name))
            .count()
    };
    assert_eq!(
        of(&["PanelStarted"]),
        of(&["PanelDrawn", "PanelFailed", "PanelAttemptExpired"]),
        "{point:?}"
    );
    assert_eq!(
        of(&["ScriptStarted"]),
        of(&["ScriptWritten", "ScriptFailed", "ScriptAttemptExpired"]),
        "{point:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_was_stored_is_not_drawn_again() {
    let (mut world, faults, illustrator) = world_that_stops_at("draw_panel", Point::AfterReceipt).await;
    let client = world.client().await;
    let created = client.create(STORIES[2].1, 1).await.unwrap();
    let id = created["task_id"].as_str().unwrap();
    faults.reached().await;
    world.crash(Role::Illustrator).await.unwrap();
    assert_eq!(client.finished(id).await.unwrap()["status"], "COMPLETED");
    assert_eq!(illustrator.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_binder_that_dies_between_any_two_steps_still_leaves_a_book() {
    let points = BEFORE_AND_AFTER_THE_WORK
        .into_iter()
        .filter(|point| *point != Point::AfterStart);
    for point in points.chain([Point::AfterUpload, Point::AfterRecord]) {
        let (mut world, faults, _) = world_that_stops_at("bind_book", point).await;
        let client = world.client().await;
        let created = client.create(STORIES[1].1, 2).await.unwrap();
        let id = created["task_id"].as_str().unwrap();
        client.finished(id).await.unwrap();
        let path = format!("/v1/tasks/{id}/export?format=pdf&wait=30");
        let (book, ()) = tokio::join!(client.get(&path), async {
            faults.reached().await;
            world.crash(Role::Illustrator).await.unwrap();
        });
        let book = book.unwrap().error_for_status().unwrap().bytes().await.unwrap();
        assert!(book.starts_with(b"%PDF"), "{point:?}");
        world.settle().await.unwrap();
        let history = client.history(id).await.unwrap();
        let count = |name: &str| history.iter().filter(|event| event["type"] == name).count();
        assert_eq!((count("BookRequested"), count("BookBound")), (1, 1), "{point:?}");
    }
}
