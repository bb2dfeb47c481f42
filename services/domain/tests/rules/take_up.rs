//! What a dead worker left at a provider or in the store: who takes it up, and whose money it was.

use mangakai_domain::{Command, FailAttempt, Rejection, Work};
use mangakai_events::{Event, v1};

use crate::{facts::*, lease::never_started};

#[test]
fn a_picture_left_behind_costs_once_whoever_tells_first() {
    let lost = || vec![started(at(1, 1), 1), expired(at(1, 1), 1), started(at(1, 1), 2)];
    let resumed_by_second = |cost| drawn_resuming(at(1, 1), 2, 1, cost);
    // The second attempt tells: the first has nothing to add.
    given([drawing(1), lost()])
        .when(record_resumed(at(1, 1), 2, 1))
        .then_expect_events(vec![resumed_by_second(paid(40_000)), completed(1)]);
    given([
        drawing(1),
        lost(),
        vec![resumed_by_second(paid(40_000)), completed(1)],
    ])
    .when(record(at(1, 1), 1))
    .then_expect_events(vec![]);
    // The first tells before: the second adds nothing.
    let told = discarded(at(1, 1), 1, "lease_lost", paid(40_000));
    given([drawing(1), lost(), vec![told]])
        .when(record_resumed(at(1, 1), 2, 1))
        .then_expect_events(vec![resumed_by_second(free()), completed(1)]);
    // The second has lost its lease as well: the cost is still the first one's to tell.
    given([drawing(1), lost(), vec![expired(at(1, 1), 2)]])
        .when(record_resumed(at(1, 1), 2, 1))
        .then_expect_events(vec![discarded(at(1, 1), 2, "lease_lost", free())]);
}

#[test]
fn who_takes_up_a_request_holds_no_money_and_calls_nobody() {
    let lost = || vec![started(at(1, 1), 1), submitted(at(1, 1), 1), expired(at(1, 1), 1)];
    let taken_up = || [lost(), vec![started_taking_up(at(1, 1), 2, 1)]].concat();
    given([drawing(1), lost()])
        .when(start_by(at(1, 1), JOB, 2, NOW))
        .then_expect_events(vec![started_taking_up(at(1, 1), 2, 1)]);
    given([drawing(1), taken_up()])
        .when(expire(Work::Panel(at(1, 1)), TOO_LATE))
        .then_expect_events(vec![expired_taking_up(at(1, 1), 2)]);
    // What comes of it is the first attempt's to pay, be it a picture, one left behind, or nothing.
    let resumed = || vec![drawn_resuming(at(1, 1), 2, 1, paid(40_000)), completed(1)];
    given([drawing(1), taken_up()])
        .when(record(at(1, 1), 2))
        .then_expect_events(resumed());
    given([
        drawing(1),
        taken_up(),
        vec![expired_taking_up(at(1, 1), 2), started_taking_up(at(1, 1), 3, 1)],
    ])
    .when(record_resumed(at(1, 1), 3, 2))
    .then_expect_events(vec![drawn_resuming(at(1, 1), 3, 1, paid(40_000)), completed(1)]);
    let in_vain = || failed_resuming(at(1, 1), 2, 1, true, false);
    given([drawing(1), taken_up()])
        .when(fail(at(1, 1), 2, true))
        .then_expect_events(vec![in_vain()]);
    // After that nothing is open: the next attempt asks anew, with money of its own.
    given([drawing(1), taken_up(), vec![in_vain()]])
        .when(start_by(at(1, 1), JOB, 3, NOW))
        .then_expect_events(vec![started(at(1, 1), 3)]);
}

#[test]
fn a_failure_of_ones_own_leaves_the_request_to_the_next() {
    let target = at(1, 1);
    let lost = || vec![started(target, 1), submitted(target, 1), expired(target, 1)];
    let taken_up = || [lost(), vec![started_taking_up(target, 2, 1)]].concat();
    let own = Event::PanelFailed(v1::PanelFailed {
        panel: 1,
        version: 1,
        attempt: 2,
        failure: Some(failure(true)),
        cost: Some(free()),
        ..Default::default()
    });
    let failed = FailAttempt {
        attempt: 2,
        failure: failure(true),
        cost: paid(10),
        ends_request: false,
    };
    given([drawing(1), taken_up()])
        .when(Command::FailPanel { target, failed })
        .then_expect_events(vec![own.clone()]);
    given([drawing(1), taken_up(), vec![own]])
        .when(start_by(target, JOB, 3, NOW))
        .then_expect_events(vec![started_taking_up(target, 3, 1)]);
}

#[test]
fn what_is_not_known_for_certain_may_still_be_told() {
    let target = at(1, 1);
    let lost = vec![started(target, 1), submitted(target, 1), expired(target, 1)];
    let unsure = discarded(target, 1, "lease_lost", perhaps());
    given([drawing(1), lost, vec![started_taking_up(target, 2, 1), unsure]])
        .when(fail(target, 2, true))
        .then_expect_events(vec![failed_resuming(target, 2, 1, true, false)]);
}

#[test]
fn a_request_at_a_provider_is_noted_once() {
    let open = || [drawing(1), vec![started(at(1, 1), 1)]];
    given(open())
        .when(submit(at(1, 1), 1))
        .then_expect_events(vec![submitted(at(1, 1), 1)]);
    given([open().concat(), vec![submitted(at(1, 1), 1)]])
        .when(submit(at(1, 1), 1))
        .then_expect_events(vec![]);
}

#[test]
fn only_the_lease_holder_notes_a_request() {
    given([drawing(1), vec![started(at(1, 1), 1), expired(at(1, 1), 1)]])
        .when(submit(at(1, 1), 1))
        .then_expect_error(Rejection::NotOwed);
    given([two_drawn()])
        .when(submit(at(1, 1), 1))
        .then_expect_error(Rejection::NotOwed);
    given([drawing(1)])
        .when(submit(at(1, 1), 1))
        .then_expect_error(never_started());
}
