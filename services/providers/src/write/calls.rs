//! The account of the calls of one script.

use std::sync::{Mutex, PoisonError};

use super::Meter;
use crate::error::{Class, ProviderError, Spent};

/// Lets a call begin only when the paid one before it is noted.
pub struct Calls<'a> {
    meter: &'a dyn Meter,
    last: Mutex<Option<Spent>>,
}

impl<'a> Calls<'a> {
    pub fn new(meter: &'a dyn Meter) -> Calls<'a> {
        Calls {
            meter,
            last: Mutex::new(None),
        }
    }

    /// Before a call. One that cost nothing makes room for another; one that was paid for is noted first.
    pub async fn begin(&self) -> Result<(), ProviderError> {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last
            && !self.meter.another_call(last).await
        {
            return Err(ProviderError::new(Class::UnknownOutcome, "no_leave").spent(last));
        }
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    /// A call was paid for.
    pub fn paid(&self, spent: Spent) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(spent);
    }

    /// What the last call cost.
    pub fn last(&self) -> Spent {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .unwrap_or(Spent::NOTHING)
    }
}
