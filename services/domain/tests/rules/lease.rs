//! One attempt at a time, each accounted for: the rules that keep charged calls within what the log shows.
//! Told of panels; the script's are the same and told where they differ in their end.

use mangakai_domain::{Command, Rejection, StartAttempt, Work};
use mangakai_events::{Event, v1::Fault};

use crate::facts::*;

const WORK: Work = Work::Panel(mangakai_domain::PanelVersion { panel: 1, version: 1 });

pub fn never_started() -> Rejection {
    Rejection::Invalid {
        field: "attempt",
        expected: "one that was started".into(),
    }
}

/// Attempts 1 to `n` failed, each as a retryable failure.
fn failed_attempts(n: u32) -> Vec<Event> {
    (1..=n)
        .flat_map(|attempt| [started(at(1, 1), attempt), failed(at(1, 1), attempt, true, false)])
        .collect()
}

#[test]
fn the_first_attempt_is_granted() {
    given([drawing(1)])
        .when(start(at(1, 1)))
        .then_expect_events(vec![started_by(at(1, 1), granted_to(1, JOB, 1, DEADLINE))]);
}

#[test]
fn an_open_attempt_keeps_others_out() {
    for (job, delivery) in [(JOB, 1), (OTHER_JOB, 1), (OTHER_JOB, 2)] {
        given([drawing(1), vec![started(at(1, 1), 1)]])
            .when(start_by(at(1, 1), job, delivery, DEADLINE))
            .then_expect_error(Rejection::Busy {
                deadline_unix_ms: DEADLINE,
            });
    }
}

#[test]
fn a_later_delivery_of_the_same_job_takes_the_lease_over() {
    given([drawing(1), vec![started(at(1, 1), 1)]])
        .when(start_by(at(1, 1), JOB, 2, NOW))
        .then_expect_events(vec![
            expired(at(1, 1), 1),
            started_by(at(1, 1), granted_to(2, JOB, 2, DEADLINE)),
        ]);
}

#[test]
fn another_message_for_the_same_job_does_not() {
    let Command::StartPanel { target, start: copy } = start_by(at(1, 1), JOB, 2, NOW) else {
        unreachable!("it starts a panel")
    };
    let start = StartAttempt {
        queue_message: MESSAGE + 1,
        ..copy
    };
    given([drawing(1), vec![started(at(1, 1), 1)]])
        .when(Command::StartPanel { target, start })
        .then_expect_error(Rejection::Busy {
            deadline_unix_ms: DEADLINE,
        });
}

#[test]
fn an_earlier_delivery_of_the_same_job_does_not() {
    given([
        drawing(1),
        vec![started_by(at(1, 1), granted_to(1, JOB, 3, DEADLINE))],
    ])
    .when(start_by(at(1, 1), JOB, 2, NOW))
    .then_expect_error(Rejection::Busy {
        deadline_unix_ms: DEADLINE,
    });
}

#[test]
fn after_the_deadline_anyone_takes_the_lease_over() {
    given([drawing(1), vec![started(at(1, 1), 1)]])
        .when(start_by(at(1, 1), OTHER_JOB, 1, TOO_LATE))
        .then_expect_events(vec![
            expired(at(1, 1), 1),
            started_by(at(1, 1), granted_to(2, OTHER_JOB, 1, TOO_LATE + DEADLINE - NOW)),
        ]);
}

#[test]
fn a_lease_ends_after_it_begins() {
    let start = StartAttempt {
        job: JOB,
        queue_message: MESSAGE,
        delivery: 1,
        now_unix_ms: NOW,
        deadline_unix_ms: NOW,
        estimate_micros: 0,
    };
    given([drawing(1)])
        .when(Command::StartPanel {
            target: at(1, 1),
            start,
        })
        .then_expect_error(Rejection::Invalid {
            field: "deadline_unix_ms",
            expected: "after now".into(),
        });
}

#[test]
fn attempts_at_different_versions_do_not_disturb_each_other() {
    let history = || {
        [
            drawing(2),
            vec![started(at(1, 1), 1), redraw_requested(at(1, 2), 0)],
        ]
    };
    given(history())
        .when(start(at(2, 1)))
        .then_expect_events(vec![started(at(2, 1), 1)]);
    given(history())
        .when(start(at(1, 2)))
        .then_expect_events(vec![started(at(1, 2), 1)]);
}

#[test]
fn attempt_numbers_are_never_used_twice() {
    given([drawing(1), failed_attempts(2)])
        .when(start_by(at(1, 1), JOB, 3, NOW))
        .then_expect_events(vec![started(at(1, 1), 3)]);
    given([one_of_two(), vec![retried(false, vec![2])]])
        .when(start_by(at(2, 1), JOB, 2, NOW))
        .then_expect_events(vec![started(at(2, 1), 2)]);
}

#[test]
fn work_that_is_done_is_not_owed() {
    given([drawing(2), draw(at(1, 1))])
        .when(start(at(1, 1)))
        .then_expect_error(Rejection::NotOwed);
    given([drawing(2), lose(at(1, 1))])
        .when(start(at(1, 1)))
        .then_expect_error(Rejection::NotOwed);
    given([two_drawn()])
        .when(start(at(1, 1)))
        .then_expect_error(Rejection::NotOwed);
    given([drawing(2)])
        .when(start_script())
        .then_expect_error(Rejection::NotOwed);
    given([no_script()])
        .when(start_script())
        .then_expect_error(Rejection::NotOwed);
}

#[test]
fn unknown_work_cannot_be_begun() {
    given([vec![created(2)]])
        .when(start(at(1, 1)))
        .then_expect_error(Rejection::NoSuchPanel(1));
    given([drawing(2)])
        .when(start(at(3, 1)))
        .then_expect_error(Rejection::NoSuchPanel(3));
    given([drawing(2)])
        .when(start(at(1, 2)))
        .then_expect_error(Rejection::NoSuchVersion(at(1, 2)));
}

#[test]
fn the_fifth_failure_is_final_however_retryable() {
    given([drawing(1), failed_attempts(3), vec![started(at(1, 1), 4)]])
        .when(fail(at(1, 1), 4, true))
        .then_expect_events(vec![failed(at(1, 1), 4, true, false)]);
    given([drawing(1), failed_attempts(4), vec![started(at(1, 1), 5)]])
        .when(fail(at(1, 1), 5, true))
        .then_expect_events(vec![
            failed(at(1, 1), 5, true, true),
            no_panel_drawn(Fault::Provider),
        ]);
}

#[test]
fn a_failure_that_no_attempt_can_mend_is_final_at_once() {
    given([drawing(2), vec![started(at(1, 1), 1)]])
        .when(fail(at(1, 1), 1, false))
        .then_expect_events(vec![failed(at(1, 1), 1, false, true)]);
}

#[test]
fn after_five_attempts_no_lease_is_granted() {
    given([drawing(1), failed_attempts(4), vec![started(at(1, 1), 5)]])
        .when(start_by(at(1, 1), JOB, 6, NOW))
        .then_expect_events(vec![
            expired(at(1, 1), 5),
            all_attempts_used(at(1, 1), 5),
            no_panel_drawn(Fault::Us),
        ]);
}

#[test]
fn a_retry_grants_five_more() {
    let second_round = |n: u32| -> Vec<Event> {
        (6..6 + n)
            .flat_map(|attempt| [started(at(1, 1), attempt), failed(at(1, 1), attempt, true, false)])
            .collect()
    };
    let exhausted = || {
        let last = vec![
            started(at(1, 1), 5),
            failed(at(1, 1), 5, true, true),
            no_panel_drawn(Fault::Provider),
        ];
        [
            drawing(1),
            failed_attempts(4),
            last,
            vec![retried(false, vec![1])],
        ]
        .concat()
    };
    given([exhausted()])
        .when(start_by(at(1, 1), JOB, 6, NOW))
        .then_expect_events(vec![started(at(1, 1), 6)]);
    given([exhausted(), second_round(3), vec![started(at(1, 1), 9)]])
        .when(fail(at(1, 1), 9, true))
        .then_expect_events(vec![failed(at(1, 1), 9, true, false)]);
    given([exhausted(), second_round(4), vec![started(at(1, 1), 10)]])
        .when(fail(at(1, 1), 10, true))
        .then_expect_events(vec![
            failed(at(1, 1), 10, true, true),
            no_panel_drawn(Fault::Provider),
        ]);
}

#[test]
fn an_attempt_past_its_deadline_expires() {
    let open = || [drawing(1), vec![started(at(1, 1), 1)]];
    given(open())
        .when(expire(WORK, TOO_LATE))
        .then_expect_events(vec![expired(at(1, 1), 1)]);
    given(open())
        .when(expire(WORK, DEADLINE))
        .then_expect_events(vec![]);
}

#[test]
fn nothing_expires_where_nothing_is_open() {
    given([drawing(1)])
        .when(expire(WORK, TOO_LATE))
        .then_expect_events(vec![]);
    given([drawing(1), vec![started(at(1, 1), 1), expired(at(1, 1), 1)]])
        .when(expire(WORK, TOO_LATE))
        .then_expect_events(vec![]);
    given([two_drawn()])
        .when(expire(WORK, TOO_LATE))
        .then_expect_events(vec![]);
    given([vec![created(1)]])
        .when(expire(WORK, TOO_LATE))
        .then_expect_error(Rejection::NoSuchPanel(1));
}

#[test]
fn the_last_attempt_to_expire_fails_the_work() {
    given([
        drawing(2),
        draw(at(2, 1)),
        failed_attempts(4),
        vec![started(at(1, 1), 5)],
    ])
    .when(expire(WORK, TOO_LATE))
    .then_expect_events(vec![
        expired(at(1, 1), 5),
        all_attempts_used(at(1, 1), 5),
        partly_completed(1, 1),
    ]);
}

#[test]
fn a_result_in_time_counts_even_after_the_deadline_if_nobody_closed_the_attempt() {
    given([drawing(1), vec![started(at(1, 1), 1)]])
        .when(record(at(1, 1), 1))
        .then_expect_events(vec![drawn(at(1, 1), 1), completed(1)]);
}

#[test]
fn the_result_of_a_lost_attempt_is_discarded_and_its_cost_kept() {
    let lost = || [drawing(1), vec![started(at(1, 1), 1), expired(at(1, 1), 1)]];
    let cost_kept = |cost| vec![discarded(at(1, 1), 1, "lease_lost", cost)];
    given(lost())
        .when(record(at(1, 1), 1))
        .then_expect_events(cost_kept(paid(40_000)));
    given(lost())
        .when(fail(at(1, 1), 1, false))
        .then_expect_events(cost_kept(paid(10)));

    let taken_over = || [lost().concat(), vec![started(at(1, 1), 2)]];
    given(taken_over())
        .when(record(at(1, 1), 1))
        .then_expect_events(cost_kept(paid(40_000)));
    given(taken_over())
        .when(fail(at(1, 1), 1, true))
        .then_expect_events(cost_kept(paid(10)));

    let drawn_by_another = || [taken_over().concat(), vec![drawn(at(1, 1), 2), completed(1)]];
    given(drawn_by_another())
        .when(record(at(1, 1), 1))
        .then_expect_events(cost_kept(paid(40_000)));
}

#[test]
fn a_lost_attempt_does_not_end_the_one_that_took_over() {
    let history = [
        drawing(1),
        vec![started(at(1, 1), 1), expired(at(1, 1), 1), started(at(1, 1), 2)],
    ]
    .concat();
    given([history, vec![discarded(at(1, 1), 1, "lease_lost", paid(10))]])
        .when(record(at(1, 1), 2))
        .then_expect_events(vec![drawn(at(1, 1), 2), completed(1)]);
}

#[test]
fn a_lost_attempt_of_work_that_failed_for_good_is_still_accounted_for() {
    let given_up = vec![
        started(at(1, 1), 5),
        expired(at(1, 1), 5),
        all_attempts_used(at(1, 1), 5),
        no_panel_drawn(Fault::Us),
    ];
    given([drawing(1), failed_attempts(4), given_up])
        .when(record(at(1, 1), 5))
        .then_expect_events(vec![discarded(at(1, 1), 5, "lease_lost", paid(40_000))]);
}

#[test]
fn an_attempt_is_accounted_for_once() {
    let accounted = [
        [drawing(2), draw(at(1, 1))].concat(),
        [drawing(2), lose(at(1, 1))].concat(),
        [drawing(2), failed_attempts(1)].concat(),
        [
            drawing(2),
            vec![
                started(at(1, 1), 1),
                expired(at(1, 1), 1),
                discarded(at(1, 1), 1, "lease_lost", paid(1)),
            ],
        ]
        .concat(),
    ];
    for history in accounted {
        given([history.clone()])
            .when(record(at(1, 1), 1))
            .then_expect_events(vec![]);
        given([history])
            .when(fail(at(1, 1), 1, true))
            .then_expect_events(vec![]);
    }
}

#[test]
fn an_attempt_that_never_was_has_no_result() {
    given([drawing(1)])
        .when(record(at(1, 1), 1))
        .then_expect_error(never_started());
    given([drawing(1), vec![started(at(1, 1), 1)]])
        .when(record(at(1, 1), 2))
        .then_expect_error(never_started());
    given([drawing(1)])
        .when(fail(at(1, 1), 0, true))
        .then_expect_error(never_started());
    given([drawing(1)])
        .when(record(at(2, 1), 1))
        .then_expect_error(Rejection::NoSuchPanel(2));
}
