//! The live tail: one feed per stream of the log per process, shared by every viewer. A viewer attaches first, then reads
//! the state, then drops what the state already shows; whatever it misses it reads from the stored log. A refresh, a
//! second tab and another gateway take the same path.

mod event_id;
mod owner;
mod resume;
mod slot;
mod tail;
mod watch;

use std::sync::Arc;

use mangakai_events::{Event, Recorded};
use mangakai_log::{Log, LogError};
use mangakai_projections::TaskModel;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use event_id::EventId;
pub use owner::Owner;
pub use resume::{Fact, slim, steps};
pub use watch::{Update, Watch};

use owner::Owners;
use resume::Start;
use tail::Tail;

/// Why a live tail cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The log is away or damaged.
    #[error(transparent)]
    Log(#[from] LogError),
    /// There is no such task.
    #[error("there is no such task")]
    NoSuchTask,
    /// What was seen is not of this task in this log: nobody can tell what follows it.
    #[error("the id is not of an event of this task; begin again without it")]
    NoSuchEvent,
}

/// The live tail of a process. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hub(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    log: Log,
    tail: Tail,
    owners: Owners,
    stopping: CancellationToken,
}

/// A page of a task's history.
#[derive(Clone, Debug)]
pub struct History {
    /// Events in order, each with the task as it was after it.
    pub facts: Vec<Fact>,
    /// There is more after the last one.
    pub more: bool,
}

impl Hub {
    /// Begins to follow the log from its end, until asked to stop.
    ///
    /// # Errors
    /// When the log does not answer.
    pub async fn start(log: Log, stopping: CancellationToken) -> Result<Hub, HubError> {
        let tail = Tail::start(&log, &stopping).await?;
        Ok(Hub(Arc::new(Inner {
            log,
            tail,
            owners: Owners::new(),
            stopping,
        })))
    }

    /// Whose task it is, by its first commit; none when there is no such task.
    ///
    /// # Errors
    /// When the log does not answer.
    pub async fn owner(&self, task: Uuid) -> Result<Option<Owner>, HubError> {
        Ok(self.0.owners.of(&self.0.log, task).await?)
    }

    /// Completes when something happens to a task after this call.
    pub fn changed(&self, task: Uuid) -> impl Future<Output = ()> + Send + use<> {
        let mut seen = self.0.tail.attach(task);
        async move { seen.changed().await }
    }

    /// Completes when the tail has read the stream of a task up to a position.
    pub async fn reached(&self, task: Uuid, position: u64) {
        self.0.tail.reached(self.0.log.stream_of(task), position).await;
    }

    /// Whether every live stream goes on.
    ///
    /// # Errors
    /// Which commit cannot be read, and why.
    pub fn health(&self) -> Result<(), String> {
        self.0.tail.stopped().map_or(Ok(()), Err)
    }

    /// Everything that happens to a task: from its state now, or from behind an event that was seen.
    ///
    /// # Errors
    /// When there is no such task, or the log does not answer.
    pub async fn watch(&self, task: Uuid, after: Option<&str>) -> Result<Watch, HubError> {
        self.begin(task, |history| Ok(resume::start(self.epoch(), history, after)))
            .await
    }

    /// The events of a task as [`Hub::history`] tells them, and those that follow.
    ///
    /// # Errors
    /// As [`Hub::history`].
    pub async fn follow(&self, task: Uuid, after: Option<&EventId>) -> Result<Watch, HubError> {
        self.begin(task, |history| {
            let seen = self.seen(history, after)?;
            let nothing = EventId::nothing(self.epoch());
            Ok(Start::After(seen.cloned().unwrap_or(nothing)))
        })
        .await
    }

    async fn begin(
        &self,
        task: Uuid,
        start: impl FnOnce(&[Recorded<Event>]) -> Result<Start, HubError>,
    ) -> Result<Watch, HubError> {
        // In this order: what happens between the two is heard of, and known from its version.
        let attached = self.0.tail.attach(task);
        let history = self.stored(task).await?;
        let start = start(&history)?;
        Ok(Watch::new(self.clone(), task, attached, &history, start))
    }

    /// The events of a task behind one that was seen; all from the start when none is given.
    ///
    /// # Errors
    /// When there is no such task, what was seen is not of it, or the log does not answer.
    pub async fn history(
        &self,
        task: Uuid,
        after: Option<&EventId>,
        limit: usize,
    ) -> Result<History, HubError> {
        let commits = self.stored(task).await?;
        let after = self.seen(&commits, after)?;
        // A commit has at least one event.
        let rest = resume::rest(self.0.log.epoch(), &commits, after, limit);
        let more = rest.more || rest.facts.len() > limit;
        let mut facts = rest.facts;
        facts.truncate(limit);
        Ok(History { facts, more })
    }

    /// A task before a version, with what [`steps`] needs to go on.
    ///
    /// # Errors
    /// When the log does not answer.
    pub async fn before(&self, task: Uuid, version: u64) -> Result<TaskModel, HubError> {
        let mut model = TaskModel::default();
        if version > 1 {
            let commits = self.stored(task).await?;
            let before = commits.iter().filter(|commit| commit.version < version);
            before.for_each(|commit| model.fold(commit));
            slim(&mut model);
        }
        Ok(model)
    }

    /// Tells this log from one that was created again.
    pub fn epoch(&self) -> &str {
        self.0.log.epoch()
    }

    fn seen<'a>(
        &self,
        history: &[Recorded<Event>],
        after: Option<&'a EventId>,
    ) -> Result<Option<&'a EventId>, HubError> {
        match after {
            Some(id) if !resume::is_known(self.epoch(), history, id) => Err(HubError::NoSuchEvent),
            after => Ok(after),
        }
    }

    async fn stored(&self, task: Uuid) -> Result<Vec<Recorded<Event>>, HubError> {
        let commits = self.0.log.history::<Event>(task).await?;
        if commits.is_empty() {
            Err(HubError::NoSuchTask)
        } else {
            Ok(commits)
        }
    }
}
