//! The calls of one script: each is made under an attempt of its own, so that the log never shows fewer attempts than there
//! were charged calls, and with money that budgets hold for it alone.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use futures::future::BoxFuture;
use mangakai_domain::{Command, Work};
use mangakai_events::v1::Cost;

use crate::{
    ScriptCalls, WorkError,
    at_hand::AtHand,
    budget,
    lease::{self, Granted},
};

/// The attempt at hand, replaced with every further call.
#[derive(Debug)]
pub struct Calls {
    job: AtHand,
    first: Granted,
    further: Mutex<Further>,
}

/// What came after the first call.
#[derive(Debug, Default)]
struct Further {
    /// The attempt of the last call, or of the one that was not made.
    granted: Option<Granted>,
    /// Why it was not made: it is how that attempt ends.
    refusal: Option<WorkError>,
}

impl Calls {
    pub fn new(job: &AtHand, granted: &Granted) -> Calls {
        Calls {
            job: job.clone(),
            first: granted.clone(),
            further: Mutex::default(),
        }
    }

    /// The attempt that the last call was made under, if it was not the first.
    pub fn granted(&self) -> Option<Granted> {
        self.further().granted.clone()
    }

    /// Why the last attempt called nobody, if no budget held money for it.
    pub fn refusal(&self) -> Option<WorkError> {
        self.further().refusal.clone()
    }

    fn further(&self) -> MutexGuard<'_, Further> {
        self.further.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn current(&self) -> Granted {
        self.granted().unwrap_or_else(|| self.first.clone())
    }

    /// Comes back when the attempt at hand is past its deadline.
    pub async fn overdue(&self) {
        loop {
            let until = self.current().until;
            tokio::time::sleep_until(until.into()).await;
            if self.current().until == until {
                return;
            }
        }
    }

    async fn go_on(&self, cost: Cost) -> Option<Instant> {
        if self.refusal().is_some() {
            return None;
        }
        let current = self.current();
        let note = Command::NoteScriptCall {
            attempt: current.attempt,
            cost,
        };
        if let Err(error) = current.execute(&self.job, note).await {
            tracing::warn!(task.id = %self.job.task, "No further call for task {}: {error}", self.job.task);
            return None;
        }
        let time = self.job.generator.config().script_deadline;
        let next = lease::take(&self.job, Work::Script, time).await.ok()?;
        self.further().granted = Some(next.clone());
        if let Err(refusal) = budget::reserve(&self.job, &next).await {
            self.further().refusal = Some(refusal);
            return None;
        }
        Some(next.call_until())
    }
}

impl ScriptCalls for Calls {
    fn another(&self, last: Cost) -> BoxFuture<'_, Option<Instant>> {
        Box::pin(self.go_on(last))
    }
}
