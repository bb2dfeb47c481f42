//! The lease: one attempt at a time, whoever holds it may call a provider, and whatever it cost is written down.
//! The same rules for the script and for a panel version.

use mangakai_events::{
    Event,
    v1::{self, Charged, Cost, Failure, Fault},
};

use super::{Decision, NOTHING_NEW};
use crate::{
    Attempt, AttemptOutcome, FailAttempt, Lease, MAX_ATTEMPTS, MangaTask, Rejection, StartAttempt,
    TaskStatus, Work,
};

/// Code of the failure of work whose attempts were all begun and lost.
const ATTEMPTS_USED_UP: &str = "attempts_used_up";
/// Why a result was discarded: its attempt had lost the lease.
const LEASE_LOST: &str = "lease_lost";
/// Why a result was discarded: nothing of the task may be kept.
const TASK_ERASED: &str = "task_erased";

/// Nothing was charged.
pub(super) const FREE: Cost = Cost {
    charged: Charged::No as i32,
    cost_micros: 0,
};

/// What an attempt may still say.
pub(super) enum Standing {
    /// It holds the lease: its result counts.
    Holds,
    /// Its result is discarded for the reason given; only its cost is kept.
    Lost(&'static str),
    /// It has said it: a repeat is heard and changes nothing.
    Accounted,
}

impl MangaTask {
    /// Grants the next attempt, closing one that was lost. Without an attempt left the work fails for good instead.
    pub(super) fn start(&self, work: Work, start: &StartAttempt) -> Decision {
        let lease = self.owed(work)?;
        let mut events = Vec::new();
        if let Some(open) = lease.open() {
            if !is_lost_to(open, start) {
                return Err(Rejection::Busy {
                    deadline_unix_ms: open.deadline_unix_ms,
                });
            }
            events.push(work.expired(open));
        }
        if is_used_up(lease) {
            events.push(used_up(work, lease));
            return Ok(self.settle(events));
        }
        if start.deadline_unix_ms <= start.now_unix_ms {
            let expected = "after now".to_owned();
            return Err(Rejection::Invalid {
                field: "deadline_unix_ms",
                expected,
            });
        }
        let takes_up = lease.open_request().map_or(0, |(attempt, _)| attempt);
        events.push(work.started(v1::Attempt {
            attempt: lease.last() + 1,
            job_id: start.job.to_string(),
            delivery: start.delivery,
            queue_message: start.queue_message,
            deadline_unix_ms: start.deadline_unix_ms,
            started_unix_ms: start.now_unix_ms,
            estimate_micros: if takes_up == 0 { start.estimate_micros } else { 0 },
            takes_up,
        }));
        Ok(events)
    }

    /// A failure of the lease holder; further attempts follow by themselves while the failure allows it and the
    /// budget lasts.
    pub(super) fn fail(&self, work: Work, failed: FailAttempt) -> Decision {
        let FailAttempt {
            attempt,
            failure,
            cost,
            ends_request,
        } = failed;
        let (standing, lease) = (self.standing(work, attempt)?, self.known_lease(work)?);
        let taken_up = lease.resumed(attempt);
        match standing {
            Standing::Holds => {
                let is_final = !failure.retryable || is_used_up(lease);
                let resumed = taken_up.filter(|_| ends_request);
                // It called nobody itself, and of the request nothing is known.
                let is_silent = taken_up.is_some() && !ends_request;
                let cost = if is_silent { FREE } else { cost };
                let cost = self.cost_untold(work, resumed, cost)?;
                let estimate = lease.estimate(resumed.unwrap_or(attempt));
                Ok(self.settle(vec![
                    work.failed(attempt, failure, is_final, cost, estimate, resumed),
                ]))
            }
            Standing::Lost(reason) => Ok(vec![self.discarded(work, attempt, reason, taken_up, cost)?]),
            Standing::Accounted => NOTHING_NEW,
        }
    }

    /// Closes an attempt whose deadline has passed.
    pub(super) fn expire(&self, work: Work, now_unix_ms: i64) -> Decision {
        let lease = self.known_lease(work)?;
        let Some(open) = lease.open().filter(|open| is_overdue(open, now_unix_ms)) else {
            return NOTHING_NEW;
        };
        let mut events = vec![work.expired(open)];
        if is_used_up(lease) && !self.erased {
            events.push(used_up(work, lease));
        }
        Ok(self.settle(events))
    }

    /// What an attempt that was started may still say.
    pub(super) fn standing(&self, work: Work, attempt: u32) -> Result<Standing, Rejection> {
        let never_started = || Rejection::Invalid {
            field: "attempt",
            expected: "one that was started".to_owned(),
        };
        let attempt = self
            .known_lease(work)?
            .attempts()
            .get(&attempt)
            .ok_or_else(never_started)?;
        Ok(match attempt.outcome {
            AttemptOutcome::Accounted | AttemptOutcome::Continued => Standing::Accounted,
            AttemptOutcome::Open | AttemptOutcome::Expired if self.erased => Standing::Lost(TASK_ERASED),
            AttemptOutcome::Open => Standing::Holds,
            AttemptOutcome::Expired => Standing::Lost(LEASE_LOST),
        })
    }

    /// The cost of a result or a failure, unless the earlier attempt whose it is has told it meanwhile.
    pub(super) fn cost_untold(
        &self,
        work: Work,
        resumed: Option<u32>,
        cost: Cost,
    ) -> Result<Cost, Rejection> {
        let Some(resumed) = resumed else { return Ok(cost) };
        Ok(match self.standing(work, resumed)? {
            Standing::Accounted => FREE,
            Standing::Holds | Standing::Lost(_) => cost,
        })
    }

    /// What an attempt that lost the lease tells is kept for its cost. That of an earlier attempt is still that one's to
    /// tell.
    pub(super) fn discarded(
        &self,
        work: Work,
        attempt: u32,
        reason: &str,
        resumed: Option<u32>,
        cost: Cost,
    ) -> Result<Event, Rejection> {
        let cost = if resumed.is_some() { FREE } else { cost };
        let estimate = self.known_lease(work)?.estimate(attempt);
        Ok(work.discarded(attempt, reason, cost, estimate))
    }

    pub(super) fn known_lease(&self, work: Work) -> Result<&Lease, Rejection> {
        match work {
            Work::Script => Ok(&self.script_lease),
            Work::Panel(target) => self.known_version(target).map(|version| &version.lease),
        }
    }

    /// The lease on work that is wanted now.
    fn owed(&self, work: Work) -> Result<&Lease, Rejection> {
        match self.status {
            TaskStatus::Held => return Err(Rejection::Held),
            TaskStatus::Cancelled => return Err(Rejection::Cancelled),
            TaskStatus::Completed | TaskStatus::Partial | TaskStatus::Failed => {
                return Err(Rejection::NotOwed);
            }
            TaskStatus::Pending | TaskStatus::SceneGeneration | TaskStatus::ImageGeneration => {}
        }
        let lease = self.known_lease(work)?;
        let is_done = match work {
            Work::Script => self.script.is_some(),
            Work::Panel(target) => self.known_version(target)?.drawn.is_some(),
        };
        if is_done || lease.failure().is_some() {
            Err(Rejection::NotOwed)
        } else {
            Ok(lease)
        }
    }
}

/// Only a later delivery of the same message proves that the earlier one is gone; anybody else, a copy of the job
/// included, waits for the deadline.
fn is_lost_to(open: &Attempt, start: &StartAttempt) -> bool {
    let same_message = open.job_id == start.job.to_string() && open.queue_message == start.queue_message;
    let is_redelivery = same_message && start.delivery > open.delivery;
    is_redelivery || is_overdue(open, start.now_unix_ms)
}

fn is_overdue(open: &Attempt, now_unix_ms: i64) -> bool {
    now_unix_ms > open.deadline_unix_ms
}

fn is_used_up(lease: &Lease) -> bool {
    lease.used() >= MAX_ATTEMPTS
}

/// The failure of the work as a whole; what its attempts cost is said by their own events.
fn used_up(work: Work, lease: &Lease) -> Event {
    let failure = Failure {
        code: ATTEMPTS_USED_UP.to_owned(),
        message: format!("None of {MAX_ATTEMPTS} attempts came to an end"),
        retryable: true,
        fault: Fault::Us.into(),
    };
    work.failed(lease.last(), failure, true, FREE, 0, None)
}
