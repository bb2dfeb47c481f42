//! The rules of a budget. Every command may be repeated: what is granted or told already is not said again.

use mangakai_events::{
    BudgetEvent,
    v1::{BudgetCapSet, BudgetReleased, BudgetReserved, BudgetSettled, Charged},
};
use uuid::Uuid;

use super::{Budget, BudgetCommand, BudgetRejection, BudgetScope, Charge, Reserve};

type Decision = Result<Vec<BudgetEvent>, BudgetRejection>;

impl Budget {
    /// Judges a command. No events: it is granted already.
    ///
    /// # Errors
    /// A [`BudgetRejection`] when the rules refuse it; nothing has happened then.
    pub fn decide(&self, command: BudgetCommand) -> Decision {
        match command {
            BudgetCommand::Reserve(reserve) => self.reserve(&reserve),
            BudgetCommand::Settle {
                attempt,
                micros,
                charged,
            } => Ok(self.settle(attempt, micros, charged).into_iter().collect()),
            BudgetCommand::Release { attempt } => Ok(self.release(attempt).into_iter().collect()),
            BudgetCommand::SetCap { scope, cap_micros } => Ok(self.set_cap(&scope, cap_micros, true)),
        }
    }

    fn reserve(&self, reserve: &Reserve) -> Decision {
        let attempt = reserve.attempt.id();
        match self.attempts.get(&attempt) {
            Some(Charge::Held(_)) => return Ok(Vec::new()),
            Some(Charge::Spent { .. } | Charge::Released) => return Err(BudgetRejection::Over),
            None if reserve.micros == 0 => return Ok(Vec::new()),
            None => {}
        }
        let mut events = Vec::new();
        let mut cap = self.cap;
        if !self.pinned {
            events = self.set_cap(&reserve.scope, reserve.cap_micros, false);
            cap = reserve.cap_micros;
        }
        if let Some(cap) = cap {
            let committed = u128::from(self.spent) + u128::from(self.reserved);
            if committed + u128::from(reserve.micros) > u128::from(cap) {
                return Err(BudgetRejection::Exhausted {
                    asked: reserve.micros,
                    reserved: self.reserved,
                    spent: self.spent,
                    cap,
                });
            }
        }
        events.push(BudgetEvent::Reserved(BudgetReserved {
            attempt_id: attempt.to_string(),
            task_id: reserve.attempt.task.to_string(),
            work: reserve.attempt.work_text(),
            attempt: reserve.attempt.attempt,
            micros: reserve.micros,
        }));
        Ok(events)
    }

    /// What was spent counts, whether it was held here or not: money does not ask. An attempt that nothing was held for
    /// is remembered as ended too, or a late wish of its frozen worker would hold money that nobody gives back.
    fn settle(&self, attempt: Uuid, micros: u64, charged: Charged) -> Option<BudgetEvent> {
        let certain = charged != Charged::Perhaps;
        let replaced_micros = match self.attempts.get(&attempt) {
            None | Some(Charge::Held(_)) => 0,
            Some(Charge::Spent {
                micros,
                certain: false,
            }) if certain => *micros,
            Some(Charge::Spent { .. }) => return None,
            Some(Charge::Released) if micros == 0 => return None,
            Some(Charge::Released) => 0,
        };
        Some(BudgetEvent::Settled(BudgetSettled {
            attempt_id: attempt.to_string(),
            micros,
            charged: charged.into(),
            replaced_micros,
        }))
    }

    fn release(&self, attempt: Uuid) -> Option<BudgetEvent> {
        match self.attempts.get(&attempt) {
            Some(Charge::Held(_)) => Some(BudgetEvent::Released(BudgetReleased {
                attempt_id: attempt.to_string(),
            })),
            Some(Charge::Spent { .. } | Charge::Released) | None => None,
        }
    }

    fn set_cap(&self, scope: &BudgetScope, cap_micros: Option<u64>, pinned: bool) -> Vec<BudgetEvent> {
        if (self.cap, self.pinned) == (cap_micros, pinned) {
            return Vec::new();
        }
        vec![BudgetEvent::CapSet(BudgetCapSet {
            scope: scope.to_string(),
            cap_micros: cap_micros.unwrap_or_default(),
            unlimited: cap_micros.is_none(),
            pinned,
        })]
    }
}
