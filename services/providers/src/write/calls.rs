//! The account of the calls of one script.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::Meter;
use crate::error::{Class, ProviderError, Spent};

/// Lets a call begin only when the paid one before it is noted.
pub struct Calls<'a> {
    meter: &'a dyn Meter,
    account: Mutex<Account>,
}

/// The call at hand.
#[derive(Clone, Copy)]
struct Account {
    /// What it cost, once it is paid for.
    paid: Option<Spent>,
    /// Until when it may last.
    until: Instant,
}

impl<'a> Calls<'a> {
    pub fn new(meter: &'a dyn Meter, until: Instant) -> Calls<'a> {
        Calls {
            meter,
            account: Mutex::new(Account { paid: None, until }),
        }
    }

    /// Before a call; until when it may last. One that cost nothing makes room for another; one that was paid for is
    /// noted first.
    pub async fn begin(&self) -> Result<Instant, ProviderError> {
        let Account { paid, until } = *self.account();
        let Some(last) = paid else { return Ok(until) };
        let Some(until) = self.meter.another_call(last).await else {
            return Err(ProviderError::new(Class::UnknownOutcome, "no_leave").spent(last));
        };
        *self.account() = Account { paid: None, until };
        Ok(until)
    }

    /// A call was paid for.
    pub fn paid(&self, spent: Spent) {
        self.account().paid = Some(spent);
    }

    /// What the call at hand cost.
    pub fn last(&self) -> Spent {
        self.account().paid.unwrap_or(Spent::NOTHING)
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
