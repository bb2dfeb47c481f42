//! A budget holds money for attempts before they call and counts what they spent, never more than its cap together.

use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use mangakai_domain::{
    AttemptId, Budget, BudgetCommand, BudgetRejection, BudgetScope, Reserve, ScopeKind, TaskId, Work,
};
use mangakai_events::{
    BudgetEvent,
    v1::{BudgetCapSet, BudgetReleased, BudgetReserved, BudgetSettled, Charged},
};
use uuid::Uuid;

use crate::facts::{SESSION, at};

const TASK: TaskId = TaskId(Uuid::from_u128(5));
const CAP: u64 = 100;

pub fn system() -> BudgetScope {
    BudgetScope::System {
        day: "2026-01-02".into(),
    }
}

pub fn attempt(number: u32) -> AttemptId {
    AttemptId {
        task: TASK,
        work: Work::Panel(at(3, 1)),
        attempt: number,
    }
}

pub fn reserve(number: u32, micros: u64, cap_micros: Option<u64>) -> BudgetCommand {
    BudgetCommand::Reserve(Reserve {
        scope: system(),
        attempt: attempt(number),
        micros,
        cap_micros,
    })
}

pub fn settle(number: u32, micros: u64, charged: Charged) -> BudgetCommand {
    BudgetCommand::Settle {
        attempt: attempt(number).id(),
        micros,
        charged,
    }
}

pub fn release(number: u32) -> BudgetCommand {
    BudgetCommand::Release {
        attempt: attempt(number).id(),
    }
}

pub fn set_cap(cap_micros: Option<u64>) -> BudgetCommand {
    BudgetCommand::SetCap {
        scope: system(),
        cap_micros,
    }
}

fn capped(cap_micros: u64, pinned: bool) -> BudgetEvent {
    BudgetEvent::CapSet(BudgetCapSet {
        scope: "system/2026-01-02".into(),
        cap_micros,
        unlimited: false,
        pinned,
    })
}

fn reserved(number: u32, micros: u64) -> BudgetEvent {
    BudgetEvent::Reserved(BudgetReserved {
        attempt_id: attempt(number).id().to_string(),
        task_id: TASK.to_string(),
        work: "panel/3/1".into(),
        attempt: number,
        micros,
    })
}

fn settled(number: u32, micros: u64, charged: Charged, replaced_micros: u64) -> BudgetEvent {
    BudgetEvent::Settled(BudgetSettled {
        attempt_id: attempt(number).id().to_string(),
        micros,
        charged: charged.into(),
        replaced_micros,
    })
}

fn released(number: u32) -> BudgetEvent {
    BudgetEvent::Released(BudgetReleased {
        attempt_id: attempt(number).id().to_string(),
    })
}

fn given(history: Vec<BudgetEvent>) -> AggregateTestExecutor<Budget> {
    TestFramework::with(()).given(history)
}

fn exhausted(asked: u64, reserved: u64, spent: u64, cap: u64) -> BudgetRejection {
    BudgetRejection::Exhausted {
        asked,
        reserved,
        spent,
        cap,
    }
}

#[test]
fn the_first_wish_notes_the_cap_and_holds_the_money() {
    given(vec![])
        .when(reserve(1, 40, Some(CAP)))
        .then_expect_events(vec![capped(CAP, false), reserved(1, 40)]);
    given(vec![])
        .when(reserve(1, 40, None))
        .then_expect_events(vec![reserved(1, 40)]);
}

#[test]
fn what_is_held_and_spent_together_stays_below_the_cap() {
    let history = || {
        vec![
            capped(CAP, false),
            reserved(1, 40),
            settled(1, 30, Charged::Yes, 0),
            reserved(2, 50),
        ]
    };
    given(history())
        .when(reserve(3, 20, Some(CAP)))
        .then_expect_events(vec![reserved(3, 20)]);
    given(history())
        .when(reserve(3, 21, Some(CAP)))
        .then_expect_error(exhausted(21, 50, 30, CAP));
    given(history())
        .when(reserve(3, u64::MAX, Some(CAP)))
        .then_expect_error(exhausted(u64::MAX, 50, 30, CAP));
}

#[test]
fn a_free_attempt_touches_no_budget() {
    given(vec![])
        .when(reserve(1, 0, Some(CAP)))
        .then_expect_events(vec![]);
}

#[test]
fn the_second_wish_of_one_attempt_changes_nothing() {
    given(vec![capped(CAP, false), reserved(1, 90)])
        .when(reserve(1, 90, Some(CAP)))
        .then_expect_events(vec![]);
}

#[test]
fn an_attempt_that_has_ended_holds_nothing_more() {
    let ends = [
        settled(1, 0, Charged::No, 0),
        settled(1, 9, Charged::Perhaps, 0),
        released(1),
    ];
    for end in ends {
        given(vec![reserved(1, 10), end])
            .when(reserve(1, 10, None))
            .then_expect_error(BudgetRejection::Over);
    }
    // Settled before its frozen worker came to ask.
    given(vec![settled(1, 0, Charged::No, 0)])
        .when(reserve(1, 10, None))
        .then_expect_error(BudgetRejection::Over);
}

#[test]
fn settling_counts_what_was_spent_once() {
    let history = vec![reserved(1, 40)];
    given(history.clone())
        .when(settle(1, 25, Charged::Yes))
        .then_expect_events(vec![settled(1, 25, Charged::Yes, 0)]);
    given([history, vec![settled(1, 25, Charged::Yes, 0)]].concat())
        .when(settle(1, 25, Charged::Yes))
        .then_expect_events(vec![]);
    let budget = Budget::from_history([reserved(1, 40), settled(1, 25, Charged::Yes, 0)]);
    assert_eq!((budget.reserved_micros(), budget.spent_micros()), (0, 25));
}

#[test]
fn what_was_perhaps_spent_counts_until_the_truth_is_told() {
    let unknown = vec![reserved(1, 40), settled(1, 40, Charged::Perhaps, 0)];
    assert_eq!(Budget::from_history(unknown.clone()).spent_micros(), 40);
    given(unknown.clone()).when(release(1)).then_expect_events(vec![]);
    given(unknown.clone())
        .when(settle(1, 40, Charged::Perhaps))
        .then_expect_events(vec![]);
    let truth = settled(1, 25, Charged::Yes, 40);
    given(unknown.clone())
        .when(settle(1, 25, Charged::Yes))
        .then_expect_events(vec![truth.clone()]);
    let told = [unknown, vec![truth]].concat();
    assert_eq!(Budget::from_history(told.clone()).spent_micros(), 25);
    given(told)
        .when(settle(1, 40, Charged::Perhaps))
        .then_expect_events(vec![]);
}

#[test]
fn money_that_was_spent_counts_also_when_it_was_not_held() {
    given(vec![])
        .when(settle(1, 25, Charged::Yes))
        .then_expect_events(vec![settled(1, 25, Charged::Yes, 0)]);
    given(vec![reserved(1, 25), released(1)])
        .when(settle(1, 25, Charged::Yes))
        .then_expect_events(vec![settled(1, 25, Charged::Yes, 0)]);
    given(vec![reserved(1, 25), released(1)])
        .when(settle(1, 0, Charged::No))
        .then_expect_events(vec![]);
}

#[test]
fn what_is_released_may_be_held_by_others() {
    given(vec![capped(CAP, false), reserved(1, 90)])
        .when(release(1))
        .then_expect_events(vec![released(1)]);
    given(vec![capped(CAP, false), reserved(1, 90), released(1)])
        .when(reserve(2, CAP, Some(CAP)))
        .then_expect_events(vec![reserved(2, CAP)]);
    given(vec![]).when(release(1)).then_expect_events(vec![]);
}

#[test]
fn another_configuration_is_another_cap_and_is_noted() {
    given(vec![capped(CAP, false), reserved(1, 90)])
        .when(reserve(2, 90, Some(200)))
        .then_expect_events(vec![capped(200, false), reserved(2, 90)]);
    given(vec![capped(CAP, false), reserved(1, 90)])
        .when(reserve(2, 1, Some(90)))
        .then_expect_error(exhausted(1, 90, 0, 90));
}

#[test]
fn an_operators_cap_outlasts_the_configuration() {
    given(vec![capped(CAP, false)])
        .when(set_cap(Some(500)))
        .then_expect_events(vec![capped(500, true)]);
    given(vec![capped(500, true)])
        .when(set_cap(Some(500)))
        .then_expect_events(vec![]);
    given(vec![capped(500, true), reserved(1, 400)])
        .when(reserve(2, 100, Some(CAP)))
        .then_expect_events(vec![reserved(2, 100)]);
    given(vec![capped(500, true), reserved(1, 400)])
        .when(reserve(2, 101, None))
        .then_expect_error(exhausted(101, 400, 0, 500));
    let budget = Budget::from_history([capped(500, true), reserved(1, 400)]);
    assert_eq!(budget.left_micros(Some(CAP)), Some(100));
    assert_eq!(Budget::default().left_micros(None), None);
}

#[test]
fn an_attempt_is_paid_from_the_budgets_of_its_day() {
    const NEW_YEAR: i64 = 1_767_225_600_000;
    let names = BudgetScope::of(TASK, SESSION, NEW_YEAR - 1).map(|scope| scope.to_string());
    let (task, session) = (TASK.to_string(), SESSION.to_string());
    assert_eq!(
        names,
        [
            format!("task/{task}"),
            format!("session/{session}/2025-12-31"),
            "system/2025-12-31".to_owned()
        ]
    );
    let kinds = BudgetScope::of(TASK, SESSION, NEW_YEAR).map(|scope| scope.kind());
    assert_eq!(kinds, [ScopeKind::Task, ScopeKind::Session, ScopeKind::System]);
    assert_ne!(
        BudgetScope::of(TASK, SESSION, NEW_YEAR)[2].id(),
        BudgetScope::of(TASK, SESSION, NEW_YEAR - 1)[2].id()
    );
}
