//! What was asked, what was answered and what is on the bill.

use serde::Serialize;

use crate::{Behaviour, Kind, Provider};

/// One call.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Place in the ledger, from 0.
    pub number: usize,
    /// Whom it went to.
    pub provider: Provider,
    /// What it was about.
    pub kind: Kind,
    /// The model, empty where the call names none.
    pub model: String,
    /// The id in the answer: `x-request-id`, the task's id, ...
    pub request_id: String,
    /// SHA-256 in hex of the prompt's words.
    pub prompt_sha256: String,
    /// Pictures that came along as references or mask.
    pub references: usize,
    /// How the fake behaved.
    pub behaviour: Behaviour,
    /// HTTP status of the answer.
    pub status: u16,
    /// Whether it is on the bill.
    pub charged: bool,
    /// What it cost, in millionths of a dollar.
    pub micros: u64,
    /// What became of the answer.
    pub answer: Answered,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// Not yet given.
    Open,
    /// Handed to the connection.
    Given,
    /// The client was gone before, or the fake broke the connection.
    Lost,
}

/// Sums over the calls of one provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Calls that a model works for.
    pub calls: usize,
    /// Those of them on the bill.
    pub charged: usize,
    /// The bill, in millionths of a dollar.
    pub micros: u64,
    /// Polls.
    pub polls: usize,
    /// Downloads.
    pub downloads: usize,
    /// Calls of a model that were under way at once, at most.
    pub most_at_once: usize,
}

/// All calls, in the order in which they arrived.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ledger {
    pub(crate) entries: Vec<Entry>,
    pub(crate) most_at_once: std::collections::BTreeMap<Provider, usize>,
}

impl Ledger {
    /// All calls, in the order in which they arrived.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The calls of one provider.
    pub fn of(&self, provider: Provider) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.provider == provider)
    }

    /// How many calls of one kind a provider got.
    #[must_use]
    pub fn count(&self, provider: Provider, kind: Kind) -> usize {
        self.of(provider).filter(|entry| entry.kind == kind).count()
    }

    /// The sums of one provider.
    #[must_use]
    pub fn totals(&self, provider: Provider) -> Totals {
        let mut totals = self.sum(self.of(provider));
        totals.most_at_once = self.most_at_once.get(&provider).copied().unwrap_or_default();
        totals
    }

    /// The sums of all; `most_at_once` is that of the busiest.
    #[must_use]
    pub fn grand_totals(&self) -> Totals {
        let mut totals = self.sum(self.entries.iter());
        totals.most_at_once = self.most_at_once.values().copied().max().unwrap_or_default();
        totals
    }

    /// The calls with this prompt (see [`prompt_hash`](crate::prompt_hash)).
    pub fn with_prompt<'a>(&'a self, prompt_sha256: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.prompt_sha256 == prompt_sha256)
    }

    fn sum<'a>(&self, entries: impl Iterator<Item = &'a Entry>) -> Totals {
        let mut totals = Totals::default();
        for entry in entries {
            totals.calls += usize::from(entry.kind.is_work());
            totals.charged += usize::from(entry.charged);
            totals.micros += entry.micros;
            totals.polls += usize::from(entry.kind == Kind::Poll);
            totals.downloads += usize::from(entry.kind == Kind::Download);
        }
        totals
    }

    /// Notes a call that begins, and how many are under way with it.
    pub(crate) fn open(&mut self, mut entry: Entry) -> usize {
        entry.number = self.entries.len();
        let provider = entry.provider;
        let counts = entry.kind.is_work();
        let number = entry.number;
        self.entries.push(entry);
        if counts {
            let open = |entry: &&Entry| entry.kind.is_work() && entry.answer == Answered::Open;
            let under_way = self.of(provider).filter(open).count();
            let most = self.most_at_once.entry(provider).or_default();
            *most = (*most).max(under_way);
        }
        number
    }
}
