//! A held task begins nothing and loses nothing.

use mangakai_domain::{Command, Rejection, TaskStatus, pending_jobs};
use mangakai_events::v1::Fault;

use crate::facts::*;

#[test]
fn an_unfinished_task_can_be_held() {
    for history in [vec![created(2)], vec![created(2), script_started(1)], drawing(2)] {
        given([history]).when(hold()).then_expect_events(vec![held()]);
    }
    given([drawing(2), vec![held()]])
        .when(hold())
        .then_expect_events(vec![]);
}

#[test]
fn a_finished_task_cannot_be_held() {
    for history in [two_drawn(), one_of_two(), none_of_two()] {
        given([history]).when(hold()).then_expect_error(Rejection::Ended);
    }
}

#[test]
fn nothing_is_begun_on_a_held_task() {
    given([vec![created(2), held()]])
        .when(start_script())
        .then_expect_error(Rejection::Held);
    given([drawing(2), vec![held()]])
        .when(start(at(1, 1)))
        .then_expect_error(Rejection::Held);
    given([drawing(2), vec![held()]])
        .when(redraw(1))
        .then_expect_error(Rejection::Held);
    given([drawing(2), lose(at(1, 1)), vec![held()]])
        .when(Command::RetryTask)
        .then_expect_error(Rejection::Held);
}

#[test]
fn what_was_begun_before_is_recorded_without_a_milestone() {
    given([vec![created(2), script_started(1), held()]])
        .when(record_script(1, 2))
        .then_expect_events(vec![script_written(2)]);
    given([vec![created(2), script_started(1), held()]])
        .when(fail_script(1, false))
        .then_expect_events(vec![script_failed(1, false, true)]);
    let open = || [drawing(1), vec![started(at(1, 1), 1), held()]];
    given(open())
        .when(record(at(1, 1), 1))
        .then_expect_events(vec![drawn(at(1, 1), 1)]);
    given(open())
        .when(fail(at(1, 1), 1, false))
        .then_expect_events(vec![failed(at(1, 1), 1, false, true)]);
    assert_eq!(
        task([open().concat(), vec![drawn(at(1, 1), 1)]]).status(),
        TaskStatus::Held
    );
}

#[test]
fn an_approved_task_goes_on_where_it_was() {
    given([drawing(2), vec![held()]])
        .when(approve())
        .then_expect_events(vec![approved()]);
    let status = |history| task([history, vec![held(), approved()]]).status();
    assert_eq!(status(vec![created(2)]), TaskStatus::Pending);
    assert_eq!(
        status(vec![created(2), script_started(1)]),
        TaskStatus::SceneGeneration
    );
    assert_eq!(status(drawing(2)), TaskStatus::ImageGeneration);
}

#[test]
fn an_approved_task_with_nothing_left_to_do_ends_at_once() {
    given([drawing(1), vec![started(at(1, 1), 1), held(), drawn(at(1, 1), 1)]])
        .when(approve())
        .then_expect_events(vec![approved(), completed(1)]);
    given([
        drawing(1),
        vec![started(at(1, 1), 1), held(), failed(at(1, 1), 1, false, true)],
    ])
    .when(approve())
    .then_expect_events(vec![approved(), no_panel_drawn(Fault::Provider)]);
    given([vec![
        created(2),
        script_started(1),
        held(),
        script_failed(1, false, true),
    ]])
    .when(approve())
    .then_expect_events(vec![approved(), task_failed(failure(false))]);
}

#[test]
fn a_rejected_task_is_failed_and_stays_so() {
    given([drawing(2), vec![held()]])
        .when(reject())
        .then_expect_events(vec![rejected()]);
    let refused = || {
        [
            drawing(2),
            draw(at(1, 1)),
            lose(at(2, 1)),
            vec![held(), rejected()],
        ]
    };
    assert_eq!(task(refused()).status(), TaskStatus::Failed);
    given(refused())
        .when(Command::RetryTask)
        .then_expect_error(Rejection::Ended);
    given(refused())
        .when(redraw(1))
        .then_expect_error(Rejection::Ended);
    given(refused())
        .when(request_book())
        .then_expect_error(Rejection::Ended);
    given([drawing(2), vec![held(), rejected()]])
        .when(start(at(1, 1)))
        .then_expect_error(Rejection::NotOwed);
}

#[test]
fn what_was_begun_before_a_rejection_is_still_accounted_for() {
    given([drawing(1), vec![started(at(1, 1), 1), held(), rejected()]])
        .when(record(at(1, 1), 1))
        .then_expect_events(vec![drawn(at(1, 1), 1)]);
}

#[test]
fn only_a_held_task_is_judged() {
    for history in [
        drawing(2),
        two_drawn(),
        vec![created(2), cancelled()],
        vec![created(2), held(), approved()],
    ] {
        given([history.clone()])
            .when(approve())
            .then_expect_error(Rejection::NotHeld);
        given([history])
            .when(reject())
            .then_expect_error(Rejection::NotHeld);
    }
}

#[test]
fn a_suspicious_story_waits_from_its_first_moment() {
    let Command::CreateTask(request) = create(2) else {
        unreachable!("it creates a task")
    };
    let suspicious = mangakai_domain::CreateTask {
        suspicion: Some(suspicion()),
        ..*request
    };
    given_nothing()
        .when(Command::CreateTask(Box::new(suspicious)))
        .then_expect_events(vec![created(2), held()]);
    assert!(pending_jobs(&task([vec![created(2), held()]])).is_empty());
    assert!(!pending_jobs(&task([vec![created(2), held(), approved()]])).is_empty());
}
