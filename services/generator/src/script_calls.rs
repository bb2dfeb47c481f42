//! The calls of one script: each is made under an attempt of its own, so that the log never shows fewer attempts than there
//! were charged calls.

use std::{
    sync::{Mutex, PoisonError},
    time::Instant,
};

use futures::future::BoxFuture;
use mangakai_domain::{Command, Work};
use mangakai_events::v1::Cost;

use crate::{
    ScriptCalls,
    at_hand::AtHand,
    lease::{self, Granted},
};

/// The attempt at hand, replaced with every further call.
#[derive(Debug)]
pub struct Calls {
    job: AtHand,
    first: Granted,
    next: Mutex<Option<Granted>>,
}

impl Calls {
    pub fn new(job: &AtHand, granted: &Granted) -> Calls {
        Calls {
            job: job.clone(),
            first: granted.clone(),
            next: Mutex::new(None),
        }
    }

    /// The attempt that the last call was made under, if it was not the first.
    pub fn granted(&self) -> Option<Granted> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner).clone()
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
        let until = next.call_until();
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(next);
        Some(until)
    }
}

impl ScriptCalls for Calls {
    fn another(&self, last: Cost) -> BoxFuture<'_, Option<Instant>> {
        Box::pin(self.go_on(last))
    }
}
