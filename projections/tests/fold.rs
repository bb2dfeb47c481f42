//! The fold: from events to what readers see. No I/O.
#![expect(clippy::unwrap_used, reason = "a test fails where its ground is missing")]

use jiff::Timestamp;
use mangakai_events::{Event, Metadata, Recorded, v1};
use mangakai_projections::{TaskModel, state};
use uuid::Uuid;

#[path = "readmodels/life.rs"]
mod life;

use life::{created, panel_drawn, panel_failed, panel_started, redraw_requested, script_written};

fn commit(version: u64, events: Vec<Event>) -> Recorded<Event> {
    Recorded {
        aggregate_id: Uuid::from_u128(1),
        commit_id: Uuid::from_u128(u128::from(version)),
        stream: 0,
        position: version * 10,
        version,
        time: time(version),
        metadata: Metadata {
            command_id: Uuid::nil(),
            correlation_id: Uuid::nil(),
            causation_id: None,
            actor: "session:s1".to_owned(),
            traceparent: None,
        },
        hash: String::new(),
        events,
    }
}

fn time(second: u64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second as i64).unwrap()
}

fn folded(commits: Vec<Vec<Event>>) -> TaskModel {
    let mut model = TaskModel::default();
    for (version, events) in (1..).zip(commits) {
        model.fold(&commit(version, events));
    }
    model
}

fn drawing(panels: u32) -> Vec<Vec<Event>> {
    vec![vec![created("s1", panels)], vec![script_written(panels)]]
}

fn after(before: Vec<Vec<Event>>, more: Vec<Event>) -> TaskModel {
    folded(
        before
            .into_iter()
            .chain(more.into_iter().map(|event| vec![event]))
            .collect(),
    )
}

fn versions(model: &TaskModel, panel: u32) -> Vec<&str> {
    model
        .panel(panel)
        .unwrap()
        .versions
        .iter()
        .map(|version| version.status.as_str())
        .collect()
}

#[test]
fn a_new_task_waits() {
    let model = folded(vec![vec![created("s1", 4)]]);
    assert_eq!(
        (model.status.as_str(), model.progress, model.total_panels),
        (state::PENDING, 0, 4)
    );
    assert_eq!(
        (model.position, model.version, model.created_at),
        (10, 1, time(1))
    );
    assert_eq!(model.message, "Waiting to begin");
}

#[test]
fn a_whole_life_ends_complete() {
    let commits = life::of_task("s1", 5, 0);
    let mut model = TaskModel::default();
    let mut seen = Vec::new();
    for (version, events) in (1..).zip(commits) {
        model.fold(&commit(version, events));
        seen.push((model.progress, model.message.clone()));
    }
    assert!(
        seen.windows(2).all(|pair| pair[0].0 <= pair[1].0),
        "progress never goes back: {seen:?}"
    );
    assert!(seen.contains(&(10, "Writing the script".to_owned())));
    assert!(seen.contains(&(50, "Drawing panel 3 of 5".to_owned())));
    assert_eq!(seen.last(), Some(&(100, "All 5 panels are drawn".to_owned())));
    assert_eq!((model.status.as_str(), model.drawn_panels), (state::COMPLETED, 5));
    assert_eq!(model.completed_at, Some(model.updated_at));
    assert_eq!(model.cost_micros, 1000 + 5 * 40_000);
    assert_eq!(
        (model.language.as_str(), model.reading_direction.as_str()),
        ("en", "ltr")
    );
}

#[test]
fn a_commit_is_folded_once() {
    let once = folded(drawing(2));
    let mut twice = once.clone();
    twice.fold(&commit(2, vec![panel_started(1, 1, 1)]));
    assert_eq!(once, twice);
}

#[test]
fn a_version_goes_through_its_states() {
    let started = after(drawing(1), vec![panel_started(1, 1, 1)]);
    assert_eq!(versions(&started, 1), [state::DRAWING]);
    assert_eq!(started.panel(1).unwrap().versions[0].attempts, 1);
    let expired = v1::PanelAttemptExpired {
        panel: 1,
        version: 1,
        attempt: 1,
        ..v1::PanelAttemptExpired::default()
    };
    let expired = after(
        drawing(1),
        vec![panel_started(1, 1, 1), Event::PanelAttemptExpired(expired)],
    );
    assert_eq!(versions(&expired, 1), [state::PENDING]);
    let failed = after(drawing(1), vec![panel_started(1, 1, 1), panel_failed(1, 1, 1)]);
    assert_eq!(versions(&failed, 1), [state::FAILED]);
    assert_eq!(
        failed.panel(1).unwrap().versions[0].error.as_ref().unwrap().code,
        "provider_refused"
    );
    let drawn = after(drawing(1), vec![panel_started(1, 1, 1), panel_drawn(1, 1, 1)]);
    assert_eq!((versions(&drawn, 1), drawn.drawn_panels), (vec![state::DRAWN], 1));
}

#[test]
fn an_attempt_that_lost_its_lease_changes_nothing_but_the_cost() {
    let discarded = Event::PanelAttemptDiscarded(v1::PanelAttemptDiscarded {
        panel: 1,
        version: 1,
        attempt: 1,
        reason: "late".to_owned(),
        cost: Some(v1::Cost {
            charged: v1::Charged::Yes.into(),
            cost_micros: 7,
        }),
        ..v1::PanelAttemptDiscarded::default()
    });
    let before = after(drawing(1), vec![panel_started(1, 1, 1), panel_started(1, 1, 2)]);
    let model = after(
        drawing(1),
        vec![panel_started(1, 1, 1), panel_started(1, 1, 2), discarded],
    );
    assert_eq!(versions(&model, 1), [state::DRAWING]);
    assert_eq!(model.cost_micros, before.cost_micros + 7);
    assert_eq!(model.panel(1).unwrap().versions[0].cost_micros, 7);
}

#[test]
fn the_newest_picture_or_the_one_chosen_is_shown() {
    let first = vec![panel_drawn(1, 1, 1), redraw_requested(1, 2)];
    assert_eq!(after(drawing(1), first.clone()).panel(1).unwrap().version, 1);
    let second = [first, vec![panel_drawn(1, 2, 1)]].concat();
    assert_eq!(after(drawing(1), second.clone()).panel(1).unwrap().version, 2);
    let select = Event::PanelVersionSelected(v1::PanelVersionSelected { panel: 1, version: 1 });
    let chosen = [second, vec![select]].concat();
    assert_eq!(after(drawing(1), chosen.clone()).panel(1).unwrap().version, 1);
    let third = [chosen, vec![redraw_requested(1, 3), panel_drawn(1, 3, 1)]].concat();
    let model = after(drawing(1), third);
    assert_eq!((model.panel(1).unwrap().version, model.drawn_panels), (3, 1));
}

#[test]
fn a_redraw_sets_a_finished_task_going_and_a_failed_one_hides_no_picture() {
    let done = vec![
        panel_drawn(1, 1, 1),
        Event::TaskCompleted(v1::TaskCompleted { drawn: 1 }),
    ];
    let redrawing = [done, vec![redraw_requested(1, 2)]].concat();
    let model = after(drawing(1), redrawing.clone());
    assert_eq!(
        (model.status.as_str(), model.completed_at),
        (state::IMAGE_GENERATION, None)
    );
    assert_eq!(model.panel(1).unwrap().status, state::PENDING);
    let model = after(drawing(1), [redrawing, vec![panel_failed(1, 2, 1)]].concat());
    assert_eq!(
        (
            model.panel(1).unwrap().status.as_str(),
            model.panel(1).unwrap().version
        ),
        (state::DRAWN, 1)
    );
    assert_eq!(versions(&model, 1), [state::DRAWN, state::FAILED]);
}

#[test]
fn a_retry_forgets_the_failure() {
    let failure = Some(v1::Failure {
        code: "all_panels_failed".to_owned(),
        ..v1::Failure::default()
    });
    let failed = vec![
        panel_failed(1, 1, 1),
        Event::TaskFailed(v1::TaskFailed { failure }),
    ];
    let model = after(drawing(1), failed.clone());
    assert_eq!(
        (model.status.as_str(), model.error.is_some(), model.progress),
        (state::FAILED, true, 100)
    );
    let retried = Event::TaskRetried(v1::TaskRetried {
        script: false,
        panels: vec![1],
    });
    let model = after(drawing(1), [failed, vec![retried]].concat());
    assert_eq!(
        (model.status.as_str(), model.error, model.progress),
        (state::IMAGE_GENERATION, None, 20)
    );
}

#[test]
fn a_changed_scene_marks_its_picture_until_it_is_drawn_again() {
    let edited = Event::ScriptEdited(v1::ScriptEdited {
        revision: 2,
        outdated_panels: vec![1],
        ..v1::ScriptEdited::default()
    });
    let before = vec![panel_drawn(1, 1, 1), panel_drawn(2, 1, 1), edited];
    let model = after(drawing(2), before.clone());
    assert_eq!(
        (model.panel(1).unwrap().outdated, model.panel(2).unwrap().outdated),
        (true, false)
    );
    let Event::PanelDrawn(mut newer) = panel_drawn(1, 2, 1) else {
        panic!("drawn")
    };
    newer.revision = 2;
    let model = after(
        drawing(2),
        [before, vec![redraw_requested(1, 2), Event::PanelDrawn(newer)]].concat(),
    );
    assert!(!model.panel(1).unwrap().outdated);
}

#[test]
fn a_cancelled_task_stays_cancelled_whatever_still_comes_in() {
    let cancelled = Event::TaskCancelled(v1::TaskCancelled {
        reason: "asked".to_owned(),
    });
    let model = after(
        vec![vec![created("s1", 2)]],
        vec![cancelled, script_written(2), panel_drawn(1, 1, 1)],
    );
    assert_eq!(
        (model.status.as_str(), model.drawn_panels, model.progress),
        (state::CANCELLED, 1, 100)
    );
}

#[test]
fn an_erased_task_holds_no_text() {
    let more = vec![
        panel_drawn(1, 1, 1),
        redraw_requested(1, 2),
        Event::TaskErased(v1::TaskErased {}),
    ];
    let model = after(drawing(1), more);
    assert!(model.erased && model.is_final());
    let text = serde_json::to_string(&model).unwrap();
    assert!(!text.contains("ciphertext"), "{text}");
}

#[test]
fn a_held_task_goes_on_where_it_was() {
    let held = Event::TaskHeld(v1::TaskHeld {
        stage: "story".to_owned(),
        reasons: vec![],
    });
    let approved = Event::TaskApproved(v1::TaskApproved::default());
    assert_eq!(after(drawing(1), vec![held.clone()]).status, state::HELD);
    assert_eq!(
        after(drawing(1), vec![held.clone(), approved.clone()]).status,
        state::IMAGE_GENERATION
    );
    let created = vec![vec![created("s1", 1)]];
    assert_eq!(
        after(created.clone(), vec![held.clone(), approved]).status,
        state::PENDING
    );
    let rejected = Event::TaskRejected(v1::TaskRejected {
        reason: "not for us".to_owned(),
        ..v1::TaskRejected::default()
    });
    let model = after(created, vec![held, rejected]);
    assert_eq!(
        (model.status.as_str(), model.message.as_str()),
        (state::FAILED, "Failed: not for us")
    );
}

#[test]
fn a_book_is_owed_bound_or_failed() {
    let requested = Event::BookRequested(v1::BookRequested {
        book: 1,
        format: "pdf".to_owned(),
        ..v1::BookRequested::default()
    });
    let failed = |is_final| {
        Event::BookFailed(v1::BookFailed {
            book: 1,
            failure: None,
            r#final: is_final,
        })
    };
    let bound = Event::BookBound(v1::BookBound {
        book: 1,
        files: vec![v1::BookFile::default()],
        elapsed_ms: 1,
    });
    let status = |more: Vec<Event>| after(drawing(1), more).book(1).unwrap().status.clone();
    assert_eq!(status(vec![requested.clone(), failed(false)]), state::REQUESTED);
    assert_eq!(status(vec![requested.clone(), failed(true)]), state::FAILED);
    assert_eq!(status(vec![requested, bound]), state::BOUND);
}
