//! A task begins, is cancelled, is retried, reaches its milestones.

use mangakai_domain::{Command, Rejection};
use mangakai_events::v1::Fault;

use crate::facts::*;

#[test]
fn a_task_is_created_as_asked() {
    given_nothing()
        .when(create(5))
        .then_expect_events(vec![created(5)]);
}

#[test]
fn a_task_is_created_once() {
    given([vec![created(5)]])
        .when(create(5))
        .then_expect_error(Rejection::TaskExists);
}

#[test]
fn a_task_has_1_to_100_panels() {
    let refusal = || Rejection::Invalid {
        field: "panels",
        expected: "1 to 100".into(),
    };
    given_nothing().when(create(0)).then_expect_error(refusal());
    given_nothing().when(create(101)).then_expect_error(refusal());
    given_nothing()
        .when(create(1))
        .then_expect_events(vec![created(1)]);
    given_nothing()
        .when(create(100))
        .then_expect_events(vec![created(100)]);
}

#[test]
fn nothing_can_be_done_to_a_task_that_was_not_created() {
    let commands = [
        cancel(),
        Command::RetryTask,
        redraw(1),
        select(1, 1),
        edit(1, 1, vec![]),
        request_book(),
        Command::EraseTask,
        approve(),
        reject(),
        start_script(),
        record_script(1, 2),
        fail_script(1, true),
        start(at(1, 1)),
        submit(at(1, 1), 1),
        record(at(1, 1), 1),
        fail(at(1, 1), 1, true),
        record_book(1),
        fail_book(1, true),
        hold(),
        expire(mangakai_domain::Work::Script, TOO_LATE),
    ];
    for command in commands {
        given_nothing()
            .when(command)
            .then_expect_error(Rejection::NoSuchTask);
    }
}

#[test]
fn a_task_that_is_not_finished_can_be_cancelled() {
    let unfinished = [
        vec![created(2)],
        vec![created(2), script_started(1)],
        drawing(2),
        [drawing(2), vec![held()]].concat(),
    ];
    for history in unfinished {
        given([history])
            .when(cancel())
            .then_expect_events(vec![cancelled()]);
    }
}

#[test]
fn a_task_that_has_ended_cannot_be_cancelled() {
    for history in [two_drawn(), one_of_two(), none_of_two(), no_script()] {
        given([history])
            .when(cancel())
            .then_expect_error(Rejection::Ended);
    }
}

#[test]
fn cancelling_again_is_calm() {
    given([drawing(2), vec![cancelled()]])
        .when(cancel())
        .then_expect_events(vec![]);
}

#[test]
fn a_task_set_going_again_can_be_cancelled() {
    given([two_drawn(), vec![redraw_requested(at(1, 2), 1)]])
        .when(cancel())
        .then_expect_events(vec![cancelled()]);
}

#[test]
fn after_cancelling_nothing_more_is_begun() {
    given([vec![created(2), cancelled()]])
        .when(start_script())
        .then_expect_error(Rejection::Cancelled);
    let stopped = || [drawing(2), vec![cancelled()]];
    given(stopped())
        .when(start(at(1, 1)))
        .then_expect_error(Rejection::Cancelled);
    given(stopped())
        .when(redraw(1))
        .then_expect_error(Rejection::Cancelled);
    given(stopped())
        .when(Command::RetryTask)
        .then_expect_error(Rejection::Cancelled);
    given(stopped())
        .when(hold())
        .then_expect_error(Rejection::Cancelled);
}

#[test]
fn after_cancelling_the_result_of_an_open_attempt_is_recorded() {
    given([vec![created(2), script_started(1), cancelled()]])
        .when(record_script(1, 2))
        .then_expect_events(vec![script_written(2)]);
    let stopped = || [drawing(1), vec![started(at(1, 1), 1), cancelled()]];
    given(stopped())
        .when(record(at(1, 1), 1))
        .then_expect_events(vec![drawn(at(1, 1), 1)]);
    given(stopped())
        .when(fail(at(1, 1), 1, false))
        .then_expect_events(vec![failed(at(1, 1), 1, false, true)]);
}

#[test]
fn after_cancelling_an_open_attempt_still_expires() {
    let work = mangakai_domain::Work::Panel(at(1, 1));
    given([drawing(1), vec![started(at(1, 1), 1), cancelled()]])
        .when(expire(work, TOO_LATE))
        .then_expect_events(vec![expired(at(1, 1), 1)]);
}

#[test]
fn the_last_panel_drawn_completes_the_task() {
    given([drawing(2), draw(at(1, 1)), vec![started(at(2, 1), 1)]])
        .when(record(at(2, 1), 1))
        .then_expect_events(vec![drawn(at(2, 1), 1), completed(2)]);
}

#[test]
fn a_panel_drawn_while_others_are_not_settled_completes_nothing() {
    given([drawing(2), vec![started(at(1, 1), 1)]])
        .when(record(at(1, 1), 1))
        .then_expect_events(vec![drawn(at(1, 1), 1)]);
    given([drawing(2), vec![started(at(1, 1), 1), started(at(2, 1), 1)]])
        .when(record(at(1, 1), 1))
        .then_expect_events(vec![drawn(at(1, 1), 1)]);
}

#[test]
fn some_drawn_and_some_failed_is_partial() {
    given([drawing(2), draw(at(1, 1)), vec![started(at(2, 1), 1)]])
        .when(fail(at(2, 1), 1, false))
        .then_expect_events(vec![failed(at(2, 1), 1, false, true), partly_completed(1, 1)]);
    given([drawing(2), lose(at(1, 1)), vec![started(at(2, 1), 1)]])
        .when(record(at(2, 1), 1))
        .then_expect_events(vec![drawn(at(2, 1), 1), partly_completed(1, 1)]);
}

#[test]
fn none_drawn_is_failed() {
    given([drawing(2), lose(at(1, 1)), vec![started(at(2, 1), 1)]])
        .when(fail(at(2, 1), 1, false))
        .then_expect_events(vec![
            failed(at(2, 1), 1, false, true),
            no_panel_drawn(Fault::Provider),
        ]);
}

#[test]
fn only_failed_panels_are_retried() {
    given([one_of_two()])
        .when(Command::RetryTask)
        .then_expect_events(vec![retried(false, vec![2])]);
    given([none_of_two()])
        .when(Command::RetryTask)
        .then_expect_events(vec![retried(false, vec![1, 2])]);
}

#[test]
fn a_failed_script_is_retried() {
    given([no_script()])
        .when(Command::RetryTask)
        .then_expect_events(vec![retried(true, vec![])]);
}

#[test]
fn a_failed_redraw_of_a_completed_task_is_retried() {
    let redrawn = vec![
        redraw_requested(at(1, 2), 1),
        started(at(1, 2), 1),
        failed(at(1, 2), 1, false, true),
        completed(2),
    ];
    given([two_drawn(), redrawn])
        .when(Command::RetryTask)
        .then_expect_events(vec![retried(false, vec![1])]);
}

#[test]
fn a_panel_that_failed_is_retried_while_others_are_drawn() {
    given([drawing(2), lose(at(1, 1)), vec![started(at(2, 1), 1)]])
        .when(Command::RetryTask)
        .then_expect_events(vec![retried(false, vec![1])]);
}

#[test]
fn without_a_failure_there_is_nothing_to_retry() {
    let unfailed = [
        vec![created(2)],
        drawing(2),
        two_drawn(),
        [
            drawing(1),
            vec![started(at(1, 1), 1), failed(at(1, 1), 1, true, false)],
        ]
        .concat(),
        [one_of_two(), vec![retried(false, vec![2])]].concat(),
        [one_of_two(), vec![redraw_requested(at(2, 2), 0)]].concat(),
    ];
    for history in unfailed {
        given([history])
            .when(Command::RetryTask)
            .then_expect_error(Rejection::NothingToRetry);
    }
}

#[test]
fn a_retried_panel_can_complete_the_task() {
    given([one_of_two(), vec![retried(false, vec![2]), started(at(2, 1), 2)]])
        .when(record(at(2, 1), 2))
        .then_expect_events(vec![drawn(at(2, 1), 2), completed(2)]);
}

#[test]
fn a_retry_that_fails_again_ends_the_task_again() {
    given([
        none_of_two(),
        vec![
            retried(false, vec![1, 2]),
            started(at(1, 1), 2),
            failed(at(1, 1), 2, false, true),
            started(at(2, 1), 2),
        ],
    ])
    .when(fail(at(2, 1), 2, false))
    .then_expect_events(vec![
        failed(at(2, 1), 2, false, true),
        no_panel_drawn(Fault::Provider),
    ]);
}
