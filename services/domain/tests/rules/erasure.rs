//! After erasure nothing is kept but what attempts cost.

use mangakai_domain::{Command, Rejection, TaskStatus, Work};

use crate::facts::*;

fn everything() -> [Vec<mangakai_events::Event>; 7] {
    [
        vec![created(2)],
        vec![created(2), script_started(1)],
        drawing(2),
        two_drawn(),
        none_of_two(),
        vec![created(2), cancelled()],
        vec![created(2), held()],
    ]
}

#[test]
fn any_task_can_be_erased_once() {
    for history in everything() {
        given([history.clone()])
            .when(Command::EraseTask)
            .then_expect_events(vec![erased()]);
        given([history, vec![erased()]])
            .when(Command::EraseTask)
            .then_expect_events(vec![]);
    }
}

#[test]
fn an_unfinished_task_is_cancelled_by_it() {
    for history in everything() {
        let before = task([history.clone()]).status();
        let after = task([history, vec![erased()]]).status();
        assert_eq!(
            after,
            if before.is_final() {
                before
            } else {
                TaskStatus::Cancelled
            }
        );
    }
}

#[test]
fn an_erased_task_takes_no_more_commands() {
    let commands = || {
        [
            create(2),
            cancel(),
            Command::RetryTask,
            redraw(1),
            select(1, 1),
            edit(1, 2, vec![]),
            request_book(),
            approve(),
            reject(),
            hold(),
            start_script(),
            start(at(1, 1)),
            submit(at(1, 1), 1),
            record_book(1),
            fail_book(1, true),
        ]
    };
    for history in everything() {
        for command in commands() {
            given([history.clone(), vec![erased()]])
                .when(command)
                .then_expect_error(Rejection::Erased);
        }
    }
}

#[test]
fn of_an_open_attempt_only_the_cost_is_kept() {
    let open = || [drawing(1), vec![started(at(1, 1), 1), erased()]];
    let cost_kept = |cost| vec![discarded(at(1, 1), 1, "task_erased", cost)];
    given(open())
        .when(record(at(1, 1), 1))
        .then_expect_events(cost_kept(paid(40_000)));
    given(open())
        .when(fail(at(1, 1), 1, false))
        .then_expect_events(cost_kept(paid(10)));
    given(open())
        .when(expire(Work::Panel(at(1, 1)), TOO_LATE))
        .then_expect_events(vec![expired(at(1, 1), 1)]);
    given([vec![created(2), script_started(1), erased()]])
        .when(record_script(1, 2))
        .then_expect_events(vec![script_discarded(1, "task_erased", paid(300))]);
}

#[test]
fn its_shredding_is_recorded_once() {
    given([two_drawn()])
        .when(record_shredding(0))
        .then_expect_error(Rejection::NotOwed);
    given([two_drawn(), vec![erased()]])
        .when(record_shredding(0))
        .then_expect_events(vec![shredded(0)]);
    given([two_drawn(), vec![erased(), shredded(1)]])
        .when(record_shredding(0))
        .then_expect_events(vec![]);
}

#[test]
fn the_cost_is_kept_once() {
    given([
        drawing(1),
        vec![
            started(at(1, 1), 1),
            erased(),
            discarded(at(1, 1), 1, "task_erased", paid(1)),
        ],
    ])
    .when(record(at(1, 1), 1))
    .then_expect_events(vec![]);
}

#[test]
fn the_last_attempt_expires_without_failing_anything() {
    let attempts = (1..=4)
        .flat_map(|n| [started(at(1, 1), n), failed(at(1, 1), n, true, false)])
        .collect();
    given([drawing(1), attempts, vec![started(at(1, 1), 5), erased()]])
        .when(expire(Work::Panel(at(1, 1)), TOO_LATE))
        .then_expect_events(vec![expired(at(1, 1), 5)]);
}
