//! A budget: what attempts may spend, hold and have spent. The rules see to it that what is held and spent together
//! never grows beyond the cap.

mod attempt;
mod caps;
mod decide;
mod exhausted;
mod scope;
mod settlement;

use std::collections::BTreeMap;

use cqrs_es::{Aggregate, event_sink::EventSink};
use mangakai_events::{
    BudgetEvent,
    v1::{BudgetCapSet, BudgetReleased, BudgetReserved, BudgetSettled, Charged},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use attempt::AttemptId;
pub use caps::BudgetCaps;
pub use exhausted::{BUDGET_CODES, exhausted};
pub use scope::{BudgetScope, ScopeKind};
pub use settlement::{Settlement, settlements};

/// One budget: the aggregate. Amounts are millionths of a US dollar.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    cap: Option<u64>,
    pinned: bool,
    reserved: u64,
    spent: u64,
    attempts: BTreeMap<Uuid, Charge>,
}

/// What a budget knows of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Charge {
    /// It may spend so much.
    Held(u64),
    /// It spent so much; not certain: nobody knows, it counts in full.
    Spent { micros: u64, certain: bool },
    /// It will not call.
    Released,
}

/// A wish about one budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BudgetCommand {
    /// Hold money for an attempt before it calls.
    Reserve(Reserve),
    /// An attempt has ended.
    Settle {
        /// [`AttemptId::id`]
        attempt: Uuid,
        /// What it spent; what it may have spent when nobody knows.
        micros: u64,
        /// Whether that is known.
        charged: Charged,
    },
    /// An attempt will not call.
    Release {
        /// [`AttemptId::id`]
        attempt: Uuid,
    },
    /// An operator sets the cap of this budget alone, above or below what the configuration says.
    SetCap {
        /// Which budget it is.
        scope: BudgetScope,
        /// None: no cap.
        cap_micros: Option<u64>,
    },
}

/// Money asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserve {
    /// Which budget it is.
    pub scope: BudgetScope,
    /// Who will spend it.
    pub attempt: AttemptId,
    /// How much at most.
    pub micros: u64,
    /// The cap by configuration, unless an operator set another; none: no cap.
    pub cap_micros: Option<u64>,
}

/// A budget command that the rules refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BudgetRejection {
    /// The cap does not allow it.
    #[error("{asked} were asked for, {spent} are spent and {reserved} held of {cap} micro-dollars")]
    Exhausted {
        /// Asked for.
        asked: u64,
        /// Held by open attempts.
        reserved: u64,
        /// Spent.
        spent: u64,
        /// The cap.
        cap: u64,
    },
    /// The attempt has ended: it must not call any more.
    #[error("the attempt has ended")]
    Over,
}

impl Budget {
    /// The budget that a history makes.
    pub fn from_history(events: impl IntoIterator<Item = BudgetEvent>) -> Self {
        let mut budget = Self::default();
        events.into_iter().for_each(|event| budget.remember(event));
        budget
    }

    /// No more may be held and spent together; none: no cap.
    pub fn cap_micros(&self) -> Option<u64> {
        self.cap
    }

    /// The cap was set by an operator, and the configuration no longer changes it.
    pub fn is_pinned(&self) -> bool {
        self.pinned
    }

    /// Held for open attempts.
    pub fn reserved_micros(&self) -> u64 {
        self.reserved
    }

    /// Spent, and perhaps spent.
    pub fn spent_micros(&self) -> u64 {
        self.spent
    }

    /// What may still be held, were the cap that of the configuration unless an operator set another; none: anything.
    pub fn left_micros(&self, configured: Option<u64>) -> Option<u64> {
        let cap = if self.pinned { self.cap } else { configured };
        cap.map(|cap| cap.saturating_sub(self.spent.saturating_add(self.reserved)))
    }

    fn remember(&mut self, event: BudgetEvent) {
        match event {
            BudgetEvent::CapSet(BudgetCapSet {
                cap_micros,
                unlimited,
                pinned,
                ..
            }) => {
                self.cap = (!unlimited).then_some(cap_micros);
                self.pinned = pinned;
            }
            BudgetEvent::Reserved(BudgetReserved {
                attempt_id, micros, ..
            }) => self.note(&attempt_id, Charge::Held(micros)),
            BudgetEvent::Settled(BudgetSettled {
                attempt_id,
                micros,
                charged,
                ..
            }) => {
                let certain = charged != i32::from(Charged::Perhaps);
                self.note(&attempt_id, Charge::Spent { micros, certain });
            }
            BudgetEvent::Released(BudgetReleased { attempt_id }) => self.note(&attempt_id, Charge::Released),
        }
    }

    /// What is now known of an attempt takes the place of what was known before.
    fn note(&mut self, attempt: &str, charge: Charge) {
        let Ok(attempt) = attempt.parse() else { return };
        match self.attempts.insert(attempt, charge) {
            Some(Charge::Held(micros)) => self.reserved = self.reserved.saturating_sub(micros),
            Some(Charge::Spent { micros, .. }) => self.spent = self.spent.saturating_sub(micros),
            Some(Charge::Released) | None => {}
        }
        match charge {
            Charge::Held(micros) => self.reserved = self.reserved.saturating_add(micros),
            Charge::Spent { micros, .. } => self.spent = self.spent.saturating_add(micros),
            Charge::Released => {}
        }
    }
}

impl Aggregate for Budget {
    const TYPE: &'static str = "budget";
    type Command = BudgetCommand;
    type Event = BudgetEvent;
    type Error = BudgetRejection;
    type Services = ();

    async fn handle(
        &mut self,
        command: BudgetCommand,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), BudgetRejection> {
        for event in self.decide(command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: BudgetEvent) {
        self.remember(event);
    }
}
