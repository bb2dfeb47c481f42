//! What an event says that a call cost.

use mangakai_events::{
    Event,
    v1::{Charged, Cost, Lineage},
};

/// A call that cost something, or perhaps did. One that was perhaps paid stays counted as such when its cost becomes known.
#[derive(Debug, PartialEq)]
pub struct Charge<'a> {
    /// `script` or `panel`
    pub work: &'static str,
    /// Who was called, where the event says so.
    pub lineage: Option<&'a Lineage>,
    pub cost: Told,
}

/// What is known of the cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub micros: u64,
    pub is_charged: bool,
    pub is_unknown: bool,
}

/// None: the event ends no attempt, or a free one.
pub fn charge(event: &Event) -> Option<Charge<'_>> {
    const SCRIPT: &str = "script";
    const PANEL: &str = "panel";
    let (work, lineage, cost, estimate) = match event {
        Event::ScriptWritten(e) => (SCRIPT, e.lineage.as_ref(), e.cost, e.estimate_micros),
        Event::ScriptCallMade(e) => (SCRIPT, None, e.cost, e.estimate_micros),
        Event::ScriptFailed(e) => (SCRIPT, None, e.cost, e.estimate_micros),
        Event::ScriptAttemptExpired(e) => (SCRIPT, None, e.cost, e.estimate_micros),
        Event::ScriptAttemptDiscarded(e) => (SCRIPT, None, e.cost, e.estimate_micros),
        Event::PanelDrawn(e) => (PANEL, e.lineage.as_ref(), e.cost, e.estimate_micros),
        // Said before, by the end of the attempt that had made the request.
        Event::PanelFailed(e) if e.resumed_attempt > 0 && perhaps(e.cost) => return None,
        Event::PanelFailed(e) => (PANEL, None, e.cost, e.estimate_micros),
        Event::PanelAttemptExpired(e) => (PANEL, None, e.cost, e.estimate_micros),
        Event::PanelAttemptDiscarded(e) => (PANEL, None, e.cost, e.estimate_micros),
        _ => return None,
    };
    let cost = told(cost?, estimate);
    (cost.micros > 0 || cost.is_charged || cost.is_unknown).then_some(Charge { work, lineage, cost })
}

fn perhaps(cost: Option<Cost>) -> bool {
    cost.unwrap_or_default().charged() == Charged::Perhaps
}

/// An attempt that is free was not charged, however it ended.
fn told(cost: Cost, estimate_micros: u64) -> Told {
    let charged = cost.charged();
    Told {
        micros: cost.cost_micros,
        is_charged: charged == Charged::Yes,
        is_unknown: charged == Charged::Perhaps && (estimate_micros > 0 || cost.cost_micros > 0),
    }
}

#[cfg(test)]
mod tests {
    use mangakai_events::v1;

    use super::*;

    fn failed(charged: Charged, cost_micros: u64, estimate_micros: u64) -> Event {
        Event::PanelFailed(v1::PanelFailed {
            cost: Some(Cost {
                charged: charged.into(),
                cost_micros,
            }),
            estimate_micros,
            ..v1::PanelFailed::default()
        })
    }

    #[test]
    fn what_was_charged_or_perhaps_was_is_a_cost() {
        for (event, is_charged, is_unknown) in [
            (failed(Charged::Yes, 7, 9), true, false),
            (failed(Charged::Perhaps, 0, 9), false, true),
            (failed(Charged::Perhaps, 7, 0), false, true),
        ] {
            let told = charge(&event).unwrap().cost;
            assert_eq!((told.is_charged, told.is_unknown), (is_charged, is_unknown));
        }
    }

    #[test]
    fn what_is_free_or_said_before_is_none() {
        let Event::PanelFailed(in_vain) = failed(Charged::Perhaps, 0, 9) else {
            unreachable!("a panel failed")
        };
        let said_before = Event::PanelFailed(v1::PanelFailed {
            resumed_attempt: 1,
            ..in_vain
        });
        for event in [
            failed(Charged::No, 0, 9),
            failed(Charged::Perhaps, 0, 0),
            said_before,
            Event::TaskCompleted(v1::TaskCompleted { drawn: 1 }),
        ] {
            assert_eq!(charge(&event), None);
        }
    }
}
