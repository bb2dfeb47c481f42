//! What the fake remembers, and the one lock around it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::ledger::{Answered, Ledger};
use crate::limits::URL_LIFE;
use crate::scenario::Scenarios;
use crate::specs::Specs;
use crate::{Behaviour, Provider, Step};

/// A request that an official schema or a provider's rules forbid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Whom it went to.
    pub provider: Provider,
    /// e.g. `POST /v1/images/edits`.
    pub request: String,
    /// What is wrong with it.
    pub sentence: String,
}

/// The server's memory, shared by its connections.
#[derive(Debug)]
pub(crate) struct Fake {
    state: Mutex<State>,
    /// `http://127.0.0.1:port`.
    pub(crate) root: String,
    pub(crate) specs: Option<&'static Specs>,
    /// Counts changes of the ledger, for those who wait for one.
    pub(crate) changes: watch::Sender<u64>,
    /// Counts releases of held calls.
    pub(crate) releases: watch::Sender<u64>,
    pub(crate) closing: CancellationToken,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) scenarios: Scenarios,
    pub(crate) ledger: Ledger,
    pub(crate) violations: Vec<Violation>,
    /// Ids given out so far, per provider.
    pub(crate) ids: BTreeMap<Provider, u64>,
    pub(crate) tasks: HashMap<String, Task>,
    pub(crate) files: HashMap<String, File>,
    pub(crate) uploads: HashMap<String, Bytes>,
}

/// Work that goes on after its submission was answered.
#[derive(Clone, Debug)]
pub(crate) struct Task {
    pub(crate) provider: Provider,
    pub(crate) model: String,
    pub(crate) steps: Vec<Step>,
    pub(crate) polls: usize,
    /// The result in the provider's words, shown once it has succeeded.
    pub(crate) result: Value,
}

/// A picture under an address of the fake.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) provider: Provider,
    pub(crate) mime: &'static str,
    pub(crate) bytes: Bytes,
    pub(crate) expires: Instant,
}

/// Says what becomes of an answer; dropped before it is given, the client is gone.
#[derive(Debug)]
pub(crate) struct Ticket {
    pub(crate) fake: Arc<Fake>,
    pub(crate) number: usize,
    pub(crate) given: bool,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let answer = if self.given {
            Answered::Given
        } else {
            Answered::Lost
        };
        self.fake.change(|state| {
            if let Some(entry) = state.ledger.entries.get_mut(self.number) {
                entry.answer = answer;
            }
        });
    }
}

impl Fake {
    pub(crate) fn new(root: String, specs: Option<&'static Specs>) -> Self {
        Self {
            state: Mutex::default(),
            root,
            specs,
            changes: watch::Sender::new(0),
            releases: watch::Sender::new(0),
            closing: CancellationToken::new(),
        }
    }

    /// The memory, for a moment. A test that panicked meanwhile left it whole: every change is one statement.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the memory and tells those who wait.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = change(&mut self.state());
        self.changes.send_modify(|count| *count += 1);
        changed
    }

    /// The address of a provider's stand-in, without a base path.
    pub(crate) fn origin(&self, provider: Provider) -> String {
        format!("{}/{}", self.root, provider.name())
    }

    pub(crate) fn violate(&self, provider: Provider, request: String, sentence: String) {
        self.change(|state| {
            state.violations.push(Violation {
                provider,
                request,
                sentence,
            });
        });
    }

    /// Serves `bytes` under an address that is good for as long as `behaviour` lets it.
    pub(crate) fn publish(
        &self,
        provider: Provider,
        behaviour: &Behaviour,
        mime: &'static str,
        bytes: Bytes,
    ) -> String {
        let life = match behaviour {
            Behaviour::UrlExpires { after_ms } => std::time::Duration::from_millis(*after_ms),
            _ => URL_LIFE,
        };
        let extension = mime.rsplit('/').next().unwrap_or("bin");
        self.change(|state| {
            let name = format!("{}-{}.{extension}", provider.name(), state.files.len() + 1);
            let file = File {
                provider,
                mime,
                bytes,
                expires: Instant::now() + life,
            };
            state.files.insert(name.clone(), file);
            format!(
                "{}/files/{name}?Expires={}&Signature=fake",
                self.root,
                life.as_secs()
            )
        })
    }

    pub(crate) fn keep_task(&self, id: &str, task: Task) {
        self.change(|state| state.tasks.insert(id.to_owned(), task));
    }

    /// What one more poll of a task sees: its state and the task.
    pub(crate) fn poll(&self, provider: Provider, id: &str) -> Option<(Step, Task)> {
        self.change(|state| {
            let task = state.tasks.get_mut(id).filter(|task| task.provider == provider)?;
            let last = task.steps.len().saturating_sub(1);
            let step = task
                .steps
                .get(task.polls.min(last))
                .copied()
                .unwrap_or(Step::Unknown);
            task.polls += 1;
            Some((step, task.clone()))
        })
    }

    /// A task without a poll: its result, its cancellation.
    pub(crate) fn task(&self, provider: Provider, id: &str) -> Option<Task> {
        let state = self.state();
        state
            .tasks
            .get(id)
            .filter(|task| task.provider == provider)
            .cloned()
    }
}
