//! Who may work on something, and who did: the memory behind "the log is the lease".

use std::collections::BTreeMap;

use mangakai_events::v1::{self, Charged, Cost, Failure, Lineage};
use serde::{Deserialize, Serialize};

/// Every attempt at one piece of work (the script, or one version of a panel).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lease {
    round: u32,
    attempts: BTreeMap<u32, Attempt>,
    failure: Option<Failure>,
}

/// One attempt: the right of one delivery of a job to work until a deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// From 1; rises over the life of the work and is never used twice, as it is part of picture keys.
    pub number: u32,
    /// The job that was granted it, as text.
    pub job_id: String,
    /// Place in the queue of the message that brought the job.
    pub queue_message: u64,
    /// Which delivery of that message.
    pub delivery: u64,
    /// When it is lost unless its result is there, in ms since 1970.
    pub deadline_unix_ms: i64,
    /// The round it counts in, see [`Lease::round`].
    pub round: u32,
    /// When it began, in ms since 1970.
    pub started_unix_ms: i64,
    /// The most it was expected to cost, in millionths of a US dollar; 0: it is free.
    pub estimate_micros: u64,
    /// What became of it.
    pub outcome: AttemptOutcome,
    /// What the provider was asked, if the provider gave it an id.
    pub submission: Option<Submission>,
    /// A later attempt that took its request up told what became of it.
    pub request_ended: bool,
    /// The earlier attempt whose request it takes up, 0: none. Such an attempt calls nobody and holds no money.
    pub takes_up: u32,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttemptOutcome {
    /// It holds the lease.
    Open,
    /// It lost the lease at its deadline; what it cost is not known yet.
    Expired,
    /// Its result, its failure or its cost is in the log: nothing more is expected of it.
    Accounted,
    /// As accounted, and it did what it was for: another one goes on, at the expense of no budget of attempts.
    Continued,
}

/// A request that a provider took: a later attempt resumes it instead of paying again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// Who draws.
    pub provider: String,
    /// Their id of the request.
    pub provider_task_id: String,
    /// What the picture comes from.
    pub lineage: Lineage,
}

impl Lease {
    /// How often the work was retried after it had failed for good: the budget of attempts counts within a round.
    pub fn round(&self) -> u32 {
        self.round
    }

    /// Every attempt by its number.
    pub fn attempts(&self) -> &BTreeMap<u32, Attempt> {
        &self.attempts
    }

    /// The attempt that holds the lease.
    pub fn open(&self) -> Option<&Attempt> {
        self.attempts
            .values()
            .rfind(|attempt| attempt.outcome == AttemptOutcome::Open)
    }

    /// Why the work failed for good, until it is retried.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Attempts begun in this round, without those that another one goes on from.
    pub fn used(&self) -> u32 {
        let this_round =
            |attempt: &&Attempt| attempt.round == self.round && attempt.outcome != AttemptOutcome::Continued;
        self.attempts.values().filter(this_round).map(|_| 1).sum()
    }

    /// Number of the last attempt, 0 before the first.
    pub fn last(&self) -> u32 {
        self.attempts.last_key_value().map_or(0, |(number, _)| *number)
    }

    /// The newest request at a provider whose end is not in the log, and the attempt that made it.
    pub fn open_request(&self) -> Option<(u32, &Submission)> {
        let untold = |outcome| matches!(outcome, AttemptOutcome::Open | AttemptOutcome::Expired);
        let mut newest = self.attempts.values().rev();
        newest.find_map(|attempt| {
            let open = untold(attempt.outcome) && !attempt.request_ended;
            Some((attempt.number, attempt.submission.as_ref().filter(|_| open)?))
        })
    }

    /// The request that an attempt takes up.
    pub fn taken_up(&self, attempt: u32) -> Option<&Submission> {
        self.attempts.get(&self.resumed(attempt)?)?.submission.as_ref()
    }

    /// The earlier attempt whose request an attempt takes up: what comes of it is that one's to pay.
    pub fn resumed(&self, attempt: u32) -> Option<u32> {
        let taking = self.attempts.get(&attempt)?;
        (taking.takes_up > 0).then_some(taking.takes_up)
    }

    /// What budgets hold for an attempt, in millionths of a US dollar.
    pub fn estimate(&self, attempt: u32) -> u64 {
        self.attempts
            .get(&attempt)
            .map_or(0, |attempt| attempt.estimate_micros)
    }

    pub(crate) fn begin(&mut self, granted: Option<v1::Attempt>) {
        let granted = granted.unwrap_or_default();
        let attempt = Attempt {
            number: granted.attempt,
            job_id: granted.job_id,
            queue_message: granted.queue_message,
            delivery: granted.delivery,
            deadline_unix_ms: granted.deadline_unix_ms,
            round: self.round,
            started_unix_ms: granted.started_unix_ms,
            estimate_micros: granted.estimate_micros,
            outcome: AttemptOutcome::Open,
            submission: None,
            request_ended: false,
            takes_up: granted.takes_up,
        };
        self.attempts.insert(attempt.number, attempt);
    }

    pub(crate) fn submit(&mut self, attempt: u32, submission: Submission) {
        if let Some(attempt) = self.attempts.get_mut(&attempt) {
            attempt.submission = Some(submission);
        }
    }

    /// Nobody is to take the request of an attempt up any more.
    pub(crate) fn end_request(&mut self, attempt: u32) {
        if let Some(attempt) = self.attempts.get_mut(&attempt) {
            attempt.request_ended = true;
        }
    }

    /// An attempt without the lease has told its end: there is nothing more to hear of it, unless it does not know itself
    /// what it cost.
    pub(crate) fn discard(&mut self, attempt: u32, cost: Option<Cost>) {
        if cost.unwrap_or_default().charged() != Charged::Perhaps {
            self.account(attempt);
        }
    }

    /// The attempt has told its result, its failure or its cost.
    pub(crate) fn account(&mut self, attempt: u32) {
        self.conclude(attempt, AttemptOutcome::Accounted);
    }

    /// The attempt has told its cost, and another one goes on.
    pub(crate) fn go_on(&mut self, attempt: u32) {
        self.conclude(attempt, AttemptOutcome::Continued);
    }

    pub(crate) fn expire(&mut self, attempt: u32) {
        self.conclude(attempt, AttemptOutcome::Expired);
    }

    /// An attempt failed. One that had expired before is not thereby accounted for: its cost may still become known.
    pub(crate) fn fail(&mut self, attempt: u32, failure: Option<Failure>, for_good: bool) {
        if self.open().is_some_and(|open| open.number == attempt) {
            self.account(attempt);
        }
        if for_good {
            self.failure = Some(failure.unwrap_or_default());
        }
    }

    /// A fresh budget of attempts.
    pub(crate) fn retry(&mut self) {
        self.round = self.round.saturating_add(1);
        self.failure = None;
    }

    fn conclude(&mut self, attempt: u32, outcome: AttemptOutcome) {
        if let Some(attempt) = self.attempts.get_mut(&attempt) {
            attempt.outcome = outcome;
        }
    }
}
