//! From how attempts ended to what budgets are told. Pure.

use mangakai_events::{
    Event,
    v1::{Charged, Cost},
};

use super::AttemptId;
use crate::{PanelVersion, TaskId, Work};

/// What an attempt is to be settled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Which attempt.
    pub attempt: AttemptId,
    /// What it spent; what was held for it when nobody knows.
    pub micros: u64,
    /// Whether that is known.
    pub charged: Charged,
}

/// The end of an attempt, as an event tells it.
struct End {
    work: Work,
    attempt: u32,
    cost: Option<Cost>,
    estimate_micros: u64,
    /// The earlier attempt whose result it is, 0: its own.
    resumed: u32,
}

/// What the ends of attempts among a commit's events settle. Free attempts settle nothing: no budget knows them.
pub fn settlements(task: TaskId, events: &[Event]) -> Vec<Settlement> {
    events
        .iter()
        .filter_map(end_of)
        .flat_map(|end| end.settlements(task))
        .collect()
}

impl End {
    fn settlements(self, task: TaskId) -> Vec<Settlement> {
        let cost = self.cost.unwrap_or_default();
        if self.estimate_micros == 0 && cost.cost_micros == 0 {
            return Vec::new();
        }
        let of = |attempt, micros, charged| Settlement {
            attempt: AttemptId {
                task,
                work: self.work,
                attempt,
            },
            micros,
            charged,
        };
        match (self.resumed, cost.charged()) {
            (0, Charged::Perhaps) => {
                let most = cost.cost_micros.max(self.estimate_micros);
                vec![of(self.attempt, most, Charged::Perhaps)]
            }
            (0, charged) => vec![of(self.attempt, cost.cost_micros, charged)],
            // That nobody knows was said when the earlier attempt was lost.
            (_, Charged::Perhaps) => vec![of(self.attempt, 0, Charged::No)],
            // The earlier attempt paid for what this one found; this one did not call.
            (resumed, charged) => vec![
                of(resumed, cost.cost_micros, charged),
                of(self.attempt, 0, Charged::No),
            ],
        }
    }
}

fn end_of(event: &Event) -> Option<End> {
    let end = |work, attempt, cost, estimate_micros, resumed| {
        Some(End {
            work,
            attempt,
            cost,
            estimate_micros,
            resumed,
        })
    };
    let at = |panel, version| Work::Panel(PanelVersion { panel, version });
    match event {
        Event::ScriptWritten(e) => end(Work::Script, e.attempt, e.cost, e.estimate_micros, 0),
        Event::ScriptCallMade(e) => end(Work::Script, e.attempt, e.cost, e.estimate_micros, 0),
        Event::ScriptFailed(e) => end(Work::Script, e.attempt, e.cost, e.estimate_micros, 0),
        Event::ScriptAttemptExpired(e) => end(Work::Script, e.attempt, e.cost, e.estimate_micros, 0),
        Event::ScriptAttemptDiscarded(e) => end(Work::Script, e.attempt, e.cost, e.estimate_micros, 0),
        Event::PanelDrawn(e) => end(
            at(e.panel, e.version),
            e.attempt,
            e.cost,
            e.estimate_micros,
            e.resumed_attempt,
        ),
        Event::PanelFailed(e) => end(
            at(e.panel, e.version),
            e.attempt,
            e.cost,
            e.estimate_micros,
            e.resumed_attempt,
        ),
        Event::PanelAttemptExpired(e) => end(at(e.panel, e.version), e.attempt, e.cost, e.estimate_micros, 0),
        Event::PanelAttemptDiscarded(e) => {
            end(at(e.panel, e.version), e.attempt, e.cost, e.estimate_micros, 0)
        }
        Event::TaskCreated(_)
        | Event::ScriptStarted(_)
        | Event::ScriptEdited(_)
        | Event::PanelStarted(_)
        | Event::PanelSubmitted(_)
        | Event::PanelRedrawRequested(_)
        | Event::PanelVersionSelected(_)
        | Event::BookRequested(_)
        | Event::BookBound(_)
        | Event::BookFailed(_)
        | Event::TaskCompleted(_)
        | Event::TaskPartlyCompleted(_)
        | Event::TaskFailed(_)
        | Event::TaskCancelled(_)
        | Event::TaskRetried(_)
        | Event::TaskHeld(_)
        | Event::TaskApproved(_)
        | Event::TaskRejected(_)
        | Event::TaskErased(_)
        | Event::TaskShredded(_) => None,
    }
}
