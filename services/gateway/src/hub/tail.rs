//! What just happened, for whoever watches: one reader per stream, and a slot per watched task that holds the last few
//! commits, told once for all viewers. A viewer that is slow finds a gap, and reads what it missed from the log.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::StreamExt;
use mangakai_events::{Event, Recorded};
use mangakai_log::{Feed, Log, LogError, Tick};
use mangakai_projections::TaskModel;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::slot::{Slot, Told};

/// Pause before a commit that cannot be read is tried again.
const BROKEN_PAUSE: Duration = Duration::from_secs(5);
/// Pause before the ticks are subscribed to again.
const TICKS_PAUSE: Duration = Duration::from_secs(1);

/// The slots of every watched task. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tail {
    epoch: Arc<str>,
    slots: Arc<Mutex<HashMap<Uuid, Slot>>>,
}

/// A viewer's hold on a slot, which goes with the last of them.
#[derive(Debug)]
pub struct Attached {
    tail: Tail,
    task: Uuid,
    head: watch::Receiver<u64>,
    tick: watch::Receiver<Option<Tick>>,
}

/// What a viewer hears.
#[derive(Debug)]
pub enum Heard {
    /// One commit or more.
    Commits,
    /// Progress within a step.
    Tick(Tick),
}

impl Attached {
    /// The next thing that happens. For ever silent when the tail has ended.
    pub async fn heard(&mut self) -> Heard {
        loop {
            tokio::select! {
                biased;
                changed = self.head.changed() => match changed {
                    Ok(()) => return Heard::Commits,
                    Err(_) => std::future::pending().await,
                },
                Ok(()) = self.tick.changed() => {
                    if let Some(tick) = self.tick.borrow_and_update().clone() { return Heard::Tick(tick) }
                }
            }
        }
    }

    /// Completes at the next commit.
    pub async fn changed(&mut self) {
        if self.head.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// The newest version of the task heard of; 0 when nothing happened since anybody watches.
    pub fn head(&mut self) -> u64 {
        *self.head.borrow_and_update()
    }

    /// The commits behind a version, if the slot still has all of them.
    pub fn behind(&self, version: u64) -> Option<Vec<Arc<Told>>> {
        self.tail
            .slots()
            .get(&self.task)
            .and_then(|slot| slot.behind(version))
    }

    /// Lets the slot tell what comes, from the state that the log gave.
    pub fn offer(&self, model: TaskModel) {
        if let Some(slot) = self.tail.slots().get_mut(&self.task) {
            slot.offer(model);
        }
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        let mut slots = self.tail.slots();
        if slots.get_mut(&self.task).is_some_and(Slot::leave) {
            slots.remove(&self.task);
        }
    }
}

impl Tail {
    /// Follows every stream from its end, and the ticks, until asked to stop.
    pub async fn start(log: &Log, stopping: &CancellationToken) -> Result<Tail, LogError> {
        let tail = Tail {
            epoch: log.epoch().into(),
            slots: Arc::default(),
        };
        for stream in 0..log.streams() {
            let feed = log.feed::<Event>(stream, log.last_position(stream).await?);
            let (tail, stopping) = (tail.clone(), stopping.clone());
            tokio::spawn(async move { stopping.run_until_cancelled(tail.follow(feed)).await });
        }
        let (listening, log, stopping) = (tail.clone(), log.clone(), stopping.clone());
        tokio::spawn(async move { stopping.run_until_cancelled(listening.listen(log)).await });
        Ok(tail)
    }

    /// A hold on a task: everything from this moment on is heard.
    pub fn attach(&self, task: Uuid) -> Attached {
        let (head, tick) = self.slots().entry(task).or_default().enter();
        Attached {
            tail: self.clone(),
            task,
            head,
            tick,
        }
    }

    async fn follow(&self, mut feed: Feed<Event>) {
        loop {
            match feed.next().await {
                Ok(commit) => self.happened(&commit),
                Err(error) => {
                    tracing::error!("The live tail stops here: {error}");
                    tokio::time::sleep(BROKEN_PAUSE).await;
                }
            }
        }
    }

    fn happened(&self, commit: &Recorded<Event>) {
        if let Some(slot) = self.slots().get_mut(&commit.aggregate_id) {
            slot.push(&self.epoch, commit);
        }
    }

    async fn listen(&self, log: Log) {
        loop {
            if let Ok(ticks) = log.ticks().subscribe().await {
                let mut ticks = std::pin::pin!(ticks);
                while let Some((task, tick)) = ticks.next().await {
                    if let Some(slot) = self.slots().get(&task) {
                        slot.tick(tick);
                    }
                }
            }
            tokio::time::sleep(TICKS_PAUSE).await;
        }
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<Uuid, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
