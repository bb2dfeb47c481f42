//! A script of several calls: each is made under an attempt of its own, and none of them counts as one that failed.

use mangakai_domain::{MAX_ATTEMPTS, Work, pending_jobs};
use mangakai_events::{Event, v1};

use crate::facts::*;

/// Attempts 1 to `n` each made a call that another one followed.
fn calls(n: u32) -> Vec<Event> {
    (1..=n)
        .flat_map(|attempt| [script_started(attempt), script_call_made(attempt)])
        .collect()
}

#[test]
fn a_call_is_noted_with_its_cost_and_frees_the_lease() {
    given([vec![created(3), script_started(1)]])
        .when(note_call(1))
        .then_expect_events(vec![script_call_made(1)]);
    let task = task([vec![created(3)], calls(1)]);
    assert_eq!(task.cost_micros(), 20);
    assert_eq!(task.open_attempt(Work::Script), None);
    assert_eq!(
        pending_jobs(&task).len(),
        1,
        "should its worker die, another one goes on"
    );
}

#[test]
fn any_number_of_calls_leaves_the_attempts_untouched() {
    let many = calls(3 * MAX_ATTEMPTS);
    given([vec![created(3)], many.clone()])
        .when(start_script())
        .then_expect_events(vec![Event::ScriptStarted(v1::ScriptStarted {
            attempt: Some(granted_to(3 * MAX_ATTEMPTS + 1, JOB, 1, DEADLINE)),
        })]);
    assert_eq!(
        task([vec![created(3)], many]).lease(Work::Script).unwrap().used(),
        0
    );
}

#[test]
fn a_call_is_noted_once_and_only_by_whoever_holds_the_lease() {
    given([vec![created(3)], calls(1)])
        .when(note_call(1))
        .then_expect_events(vec![]);
    given([vec![created(3), script_started(1), script_expired(1)]])
        .when(note_call(1))
        .then_expect_events(vec![script_discarded(1, "lease_lost", paid(20))]);
}

#[test]
fn what_a_worker_tells_after_its_call_was_noted_changes_nothing() {
    given([vec![created(3)], calls(1)])
        .when(fail_script(1, true))
        .then_expect_events(vec![]);
}
