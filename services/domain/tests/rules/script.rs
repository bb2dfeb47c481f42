//! The script is written under a lease, and edited against a revision.

use mangakai_domain::{Command, Rejection, Work};
use mangakai_events::Event;

use crate::facts::*;

fn failed_attempts(n: u32) -> Vec<Event> {
    let attempt = |attempt| [script_started(attempt), script_failed(attempt, true, false)];
    std::iter::once(created(2))
        .chain((1..=n).flat_map(attempt))
        .collect()
}

#[test]
fn writing_the_script_is_granted_once() {
    given([vec![created(2)]])
        .when(start_script())
        .then_expect_events(vec![script_started(1)]);
    given([vec![created(2), script_started(1)]])
        .when(Command::StartScript(lease(OTHER_JOB, 1, NOW)))
        .then_expect_error(Rejection::Busy {
            deadline_unix_ms: DEADLINE,
        });
}

#[test]
fn a_lost_lease_on_the_script_is_taken_over() {
    given([vec![created(2), script_started(1)]])
        .when(Command::StartScript(lease(JOB, 2, NOW)))
        .then_expect_events(vec![script_expired(1), script_started(2)]);
}

#[test]
fn the_script_is_recorded_as_revision_1() {
    given([vec![created(2), script_started(1)]])
        .when(record_script(1, 3))
        .then_expect_events(vec![script_written(3)]);
}

#[test]
fn a_script_has_1_to_100_panels() {
    for panels in [0, 101] {
        given([vec![created(2), script_started(1)]])
            .when(record_script(1, panels))
            .then_expect_error(Rejection::Invalid {
                field: "panels",
                expected: "1 to 100".into(),
            });
    }
}

#[test]
fn the_script_of_a_lost_attempt_is_discarded() {
    given([vec![created(2), script_started(1), script_expired(1)]])
        .when(record_script(1, 2))
        .then_expect_events(vec![script_discarded(1, "lease_lost", paid(300))]);
    given([vec![
        created(2),
        script_started(1),
        script_expired(1),
        script_started(2),
    ]])
    .when(fail_script(1, false))
    .then_expect_events(vec![script_discarded(1, "lease_lost", paid(10))]);
}

#[test]
fn a_script_recorded_again_is_calm() {
    given([drawing(2)])
        .when(record_script(1, 2))
        .then_expect_events(vec![]);
    given([drawing(2)])
        .when(fail_script(1, true))
        .then_expect_events(vec![]);
}

#[test]
fn a_script_that_fails_for_good_fails_the_task() {
    given([vec![created(2), script_started(1)]])
        .when(fail_script(1, false))
        .then_expect_events(vec![script_failed(1, false, true), task_failed(failure(false))]);
    given([failed_attempts(4), vec![script_started(5)]])
        .when(fail_script(5, true))
        .then_expect_events(vec![script_failed(5, true, true), task_failed(failure(true))]);
}

#[test]
fn a_script_that_may_be_tried_again_does_not() {
    given([vec![created(2), script_started(1)]])
        .when(fail_script(1, true))
        .then_expect_events(vec![script_failed(1, true, false)]);
}

#[test]
fn five_scripts_that_never_came_fail_the_task() {
    let events = given([failed_attempts(4), vec![script_started(5)]])
        .when(expire(Work::Script, TOO_LATE))
        .inspect_result()
        .unwrap();
    let [expired, Event::ScriptFailed(given_up), task_failed_too] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(expired, &script_expired(5));
    assert_eq!(
        (given_up.attempt, given_up.r#final, given_up.failure.clone()),
        (5, true, Some(used_up()))
    );
    assert_eq!(task_failed_too, &task_failed(used_up()));
}

#[test]
fn an_edit_makes_the_next_revision() {
    given([drawing(2)])
        .when(edit(1, 2, vec![2]))
        .then_expect_events(vec![script_edited(2, vec![2])]);
    given([two_drawn(), vec![script_edited(2, vec![])]])
        .when(edit(2, 2, vec![]))
        .then_expect_events(vec![script_edited(3, vec![])]);
}

#[test]
fn an_edit_of_another_revision_is_refused() {
    for base in [0, 1, 3] {
        given([drawing(2), vec![script_edited(2, vec![])]])
            .when(edit(base, 2, vec![]))
            .then_expect_error(Rejection::RevisionConflict { base, actual: 2 });
    }
}

#[test]
fn an_edit_keeps_the_number_of_panels() {
    given([drawing(2)])
        .when(edit(1, 3, vec![]))
        .then_expect_error(Rejection::Invalid {
            field: "panels",
            expected: "2, as before".into(),
        });
}

#[test]
fn an_edit_names_panels_that_exist() {
    given([drawing(2)])
        .when(edit(1, 2, vec![3]))
        .then_expect_error(Rejection::NoSuchPanel(3));
}

#[test]
fn before_there_is_a_script_it_cannot_be_edited() {
    given([vec![created(2)]])
        .when(edit(0, 2, vec![]))
        .then_expect_error(Rejection::NoScript);
}
