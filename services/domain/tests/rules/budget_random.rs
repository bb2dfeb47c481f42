//! Whatever is asked of a budget, in whatever order.

use std::collections::BTreeMap;

use mangakai_domain::{Budget, BudgetCommand};
use mangakai_events::{BudgetEvent, v1::Charged};
use proptest::prelude::*;

use crate::budget::{release, reserve, set_cap, settle};

const CAP: u64 = 100;

/// A wish of one of six attempts; `micros` within what it asked for.
fn command() -> impl Strategy<Value = BudgetCommand> {
    let (number, micros) = (|| 1..7_u32, || 0..60_u64);
    prop_oneof![
        4 => (number(), micros()).prop_map(|(number, micros)| reserve(number, micros, Some(CAP))),
        3 => number().prop_map(|number| settle(number, 0, Charged::Yes)),
        2 => number().prop_map(|number| settle(number, u64::MAX, Charged::Perhaps)),
        1 => number().prop_map(release),
    ]
}

/// What attempts may spend: nothing once they gave it back.
fn note(held: &mut BTreeMap<String, u64>, events: &[BudgetEvent]) {
    for event in events {
        match event {
            BudgetEvent::Reserved(e) => held.insert(e.attempt_id.clone(), e.micros),
            BudgetEvent::Released(e) => held.insert(e.attempt_id.clone(), 0),
            BudgetEvent::CapSet(_) | BudgetEvent::Settled(_) => None,
        };
    }
}

/// An attempt never spends more than it asked for: the amounts of settlements are put within what is held.
fn within_what_is_held(command: BudgetCommand, held: &BTreeMap<String, u64>, share: u64) -> BudgetCommand {
    match command {
        BudgetCommand::Settle {
            attempt,
            micros,
            charged,
        } => {
            let held = held.get(&attempt.to_string()).copied().unwrap_or_default();
            let micros = if micros == u64::MAX {
                held
            } else {
                held * share / 100
            };
            BudgetCommand::Settle {
                attempt,
                micros,
                charged,
            }
        }
        other => other,
    }
}

proptest! {
    #[test]
    fn no_order_of_wishes_goes_beyond_the_cap(
        commands in prop::collection::vec((command(), 0..=100_u64), 1..80)
    ) {
        let mut history: Vec<BudgetEvent> = Vec::new();
        let mut held = BTreeMap::new();
        for (command, share) in commands {
            let budget = Budget::from_history(history.clone());
            let command = within_what_is_held(command, &held, share);
            let Ok(events) = budget.decide(command.clone()) else { continue };
            note(&mut held, &events);
            history.extend(events);
            let after = Budget::from_history(history.clone());
            prop_assert!(after.reserved_micros() + after.spent_micros() <= CAP);
            // Said again, it changes nothing more.
            let again = after.decide(command).unwrap_or_default();
            prop_assert_eq!(again, vec![]);
        }
    }

    #[test]
    fn what_is_spent_is_the_sum_of_the_last_settlements(
        commands in prop::collection::vec((command(), 0..=100_u64), 1..80)
    ) {
        let mut budget = Budget::default();
        let mut history = Vec::new();
        let (mut last, mut held, mut running) = (BTreeMap::new(), BTreeMap::new(), 0_u64);
        for (command, share) in commands {
            let events = budget.decide(within_what_is_held(command, &held, share)).unwrap_or_default();
            for event in events {
                note(&mut held, std::slice::from_ref(&event));
                if let BudgetEvent::Settled(e) = &event {
                    last.insert(e.attempt_id.clone(), e.micros);
                    running = running + e.micros - e.replaced_micros;
                }
                history.push(event);
            }
            budget = Budget::from_history(history.clone());
        }
        prop_assert_eq!(budget.spent_micros(), last.values().sum::<u64>());
        prop_assert_eq!(budget.spent_micros(), running);
    }

    #[test]
    fn a_cap_below_what_is_spent_allows_nothing_and_breaks_nothing(cap in 0..100_u64, micros in 1..50_u64) {
        let history = [reserve(1, 80, None), settle(1, 80, Charged::Yes), set_cap(Some(cap))];
        let mut budget = Budget::default();
        let mut events = Vec::new();
        for command in history {
            events.extend(budget.decide(command).unwrap_or_default());
            budget = Budget::from_history(events.clone());
        }
        let allowed = budget.decide(reserve(2, micros, None)).is_ok();
        prop_assert_eq!(allowed, 80 + micros <= cap);
    }
}
