//! What a budget means for a task: what its attempts tell to budgets, and how it ends when one allows no more.

use mangakai_domain::{
    AttemptId, Command, FailAttempt, ScopeKind, Settlement, TaskId, TaskStatus, Work, exhausted, settlements,
};
use mangakai_events::{
    Event,
    v1::{self, Charged},
};
use uuid::Uuid;

use crate::facts::*;

const TASK: TaskId = TaskId(Uuid::from_u128(5));

fn settlement(work: Work, attempt: u32, micros: u64, charged: Charged) -> Settlement {
    Settlement {
        attempt: AttemptId {
            task: TASK,
            work,
            attempt,
        },
        micros,
        charged,
    }
}

#[test]
fn every_end_of_an_attempt_settles_what_it_spent() {
    let panel = Work::Panel(at(1, 1));
    for (event, expected) in [
        (script_written(2), settlement(Work::Script, 1, 300, Charged::Yes)),
        (script_call_made(1), settlement(Work::Script, 1, 20, Charged::Yes)),
        (
            script_failed(1, true, false),
            settlement(Work::Script, 1, 10, Charged::Yes),
        ),
        (
            script_discarded(1, "lease_lost", free()),
            settlement(Work::Script, 1, 0, Charged::No),
        ),
        (drawn(at(1, 1), 2), settlement(panel, 2, 40_000, Charged::Yes)),
        (
            failed(at(1, 1), 2, true, false),
            settlement(panel, 2, 10, Charged::Yes),
        ),
        (
            discarded(at(1, 1), 1, "lease_lost", paid(7)),
            settlement(panel, 1, 7, Charged::Yes),
        ),
    ] {
        assert_eq!(settlements(TASK, &[event]), [expected]);
    }
}

#[test]
fn what_nobody_knows_counts_in_full() {
    let panel = Work::Panel(at(1, 1));
    let unknown = settlement(panel, 1, ESTIMATE, Charged::Perhaps);
    assert_eq!(settlements(TASK, &[expired(at(1, 1), 1)]), [unknown]);
    // That all attempts are used up is no end of an attempt: what the last one did is as unknown as before.
    let both = [expired(at(1, 1), 1), all_attempts_used(at(1, 1), 1)];
    assert_eq!(settlements(TASK, &both), [unknown]);
}

#[test]
fn a_picture_left_behind_is_paid_by_the_attempt_that_made_it() {
    let panel = Work::Panel(at(1, 1));
    let resumed = drawn_resuming(at(1, 1), 2, 1, paid(40_000));
    assert_eq!(
        settlements(TASK, &[resumed]),
        [
            settlement(panel, 1, 40_000, Charged::Yes),
            settlement(panel, 2, 0, Charged::No)
        ]
    );
}

#[test]
fn a_request_taken_up_in_vain_is_settled_once_and_with_whoever_made_it() {
    let panel = Work::Panel(at(1, 1));
    let in_vain = |cost| {
        Event::PanelFailed(v1::PanelFailed {
            panel: 1,
            version: 1,
            attempt: 2,
            cost: Some(cost),
            estimate_micros: ESTIMATE,
            resumed_attempt: 1,
            ..Default::default()
        })
    };
    let own = settlement(panel, 2, 0, Charged::No);
    for (cost, micros, charged) in [(paid(7), 7, Charged::Yes), (free(), 0, Charged::No)] {
        assert_eq!(
            settlements(TASK, &[in_vain(cost)]),
            [settlement(panel, 1, micros, charged), own]
        );
    }
    // Nobody knows what it cost: that was said when the first attempt was lost.
    assert_eq!(settlements(TASK, &[in_vain(perhaps())]), [own]);
}

#[test]
fn free_attempts_settle_nothing() {
    let free_picture = Event::PanelDrawn(v1::PanelDrawn {
        panel: 1,
        version: 1,
        attempt: 1,
        cost: Some(free()),
        ..Default::default()
    });
    let lost = Event::PanelAttemptExpired(v1::PanelAttemptExpired {
        panel: 1,
        version: 1,
        attempt: 1,
        cost: Some(perhaps()),
        estimate_micros: 0,
    });
    assert_eq!(
        settlements(TASK, &[free_picture, lost, created(1), completed(1)]),
        []
    );
}

fn refused(panel: u32) -> Command {
    Command::FailPanel {
        target: at(panel, 1),
        failed: FailAttempt {
            attempt: 1,
            failure: exhausted(ScopeKind::Task),
            cost: free(),
            ends_request: false,
        },
    }
}

fn panel_refused(panel: u32) -> Event {
    Event::PanelFailed(v1::PanelFailed {
        panel,
        version: 1,
        attempt: 1,
        failure: Some(exhausted(ScopeKind::Task)),
        r#final: true,
        cost: Some(free()),
        estimate_micros: ESTIMATE,
        resumed_attempt: 0,
    })
}

fn out_of_money() -> Event {
    Event::TaskPartlyCompleted(v1::TaskPartlyCompleted {
        drawn: 1,
        failed: 1,
        failure: Some(exhausted(ScopeKind::Task)),
    })
}

#[test]
fn a_task_that_meets_its_cap_midway_is_partly_done_and_says_why() {
    given([drawing(2), draw(at(1, 1)), vec![started(at(2, 1), 1)]])
        .when(refused(2))
        .then_expect_events(vec![panel_refused(2), out_of_money()]);
}

#[test]
fn it_goes_on_where_it_stopped_once_somebody_asks_for_a_retry() {
    let stopped = || {
        [
            drawing(2),
            draw(at(1, 1)),
            vec![started(at(2, 1), 1), panel_refused(2), out_of_money()],
        ]
    };
    assert_eq!(task(stopped()).status(), TaskStatus::Partial);
    given(stopped())
        .when(Command::RetryTask)
        .then_expect_events(vec![retried(false, vec![2])]);
}

#[test]
fn a_task_that_meets_its_cap_before_its_first_picture_fails_for_that_reason() {
    given([drawing(1), vec![started(at(1, 1), 1)]])
        .when(refused(1))
        .then_expect_events(vec![panel_refused(1), task_failed(exhausted(ScopeKind::Task))]);
}
