//! What just happened, for whoever watches: one reader per stream, and a slot per watched task that holds the newest
//! commit and the newest tick. A viewer that is slow finds the newest, and reads what it missed from the log.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::StreamExt;
use mangakai_events::{Event, Recorded};
use mangakai_log::{Log, LogError, Tick};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Pause before a commit that cannot be read is tried again.
const BROKEN_PAUSE: Duration = Duration::from_secs(5);
/// Pause before the ticks are subscribed to again.
const TICKS_PAUSE: Duration = Duration::from_secs(1);

type Commit = Arc<Recorded<Event>>;

/// The newest of a watched task.
#[derive(Debug)]
struct Slot {
    commit: watch::Sender<Option<Commit>>,
    tick: watch::Sender<Option<Tick>>,
}

/// A viewer's hold on a slot.
#[derive(Debug)]
pub struct Attached {
    commit: watch::Receiver<Option<Commit>>,
    tick: watch::Receiver<Option<Tick>>,
}

/// What a viewer hears.
#[derive(Debug)]
pub enum Heard {
    /// A commit; others may have come before it.
    Commit(Commit),
    /// Progress within a step.
    Tick(Tick),
}

impl Attached {
    /// The next thing that happens. For ever silent when the tail has ended.
    pub async fn heard(&mut self) -> Heard {
        loop {
            tokio::select! {
                biased;
                changed = self.commit.changed() => match changed {
                    Ok(()) => if let Some(commit) = self.commit.borrow_and_update().clone() { return Heard::Commit(commit) },
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
        if self.commit.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// The newest of every watched task.
#[derive(Clone, Debug, Default)]
pub struct Tail(Arc<Mutex<HashMap<Uuid, Slot>>>);

impl Tail {
    /// Follows every stream from its end, and the ticks, until asked to stop.
    pub async fn start(log: &Log, stopping: &CancellationToken) -> Result<Tail, LogError> {
        let tail = Tail::default();
        for stream in 0..log.streams() {
            let feed = log.feed::<Event>(stream, log.last_position(stream).await?);
            let (tail, stopping) = (tail.clone(), stopping.clone());
            tokio::spawn(async move { stopping.run_until_cancelled(tail.follow(feed)).await });
        }
        let (listening, log, stopping) = (tail.clone(), log.clone(), stopping.clone());
        tokio::spawn(async move { stopping.run_until_cancelled(listening.listen(log)).await });
        Ok(tail)
    }

    /// A hold on a task: everything from this moment on is heard, or found newer.
    pub fn attach(&self, task: Uuid) -> Attached {
        let mut slots = self.slots();
        let slot = slots.entry(task).or_insert_with(|| Slot {
            commit: watch::Sender::new(None),
            tick: watch::Sender::new(None),
        });
        Attached {
            commit: slot.commit.subscribe(),
            tick: slot.tick.subscribe(),
        }
    }

    async fn follow(&self, mut feed: mangakai_log::Feed<Event>) {
        loop {
            match feed.next().await {
                Ok(commit) => self.happened(commit),
                Err(error) => {
                    tracing::error!("The live tail stops here: {error}");
                    tokio::time::sleep(BROKEN_PAUSE).await;
                }
            }
        }
    }

    fn happened(&self, commit: Recorded<Event>) {
        let task = commit.aggregate_id;
        let mut slots = self.slots();
        let Some(slot) = slots.get(&task) else { return };
        if slot.commit.receiver_count() == 0 && slot.tick.receiver_count() == 0 {
            slots.remove(&task);
            return;
        }
        slot.commit.send_replace(Some(Arc::new(commit)));
    }

    async fn listen(&self, log: Log) {
        loop {
            if let Ok(ticks) = log.ticks().subscribe().await {
                let mut ticks = std::pin::pin!(ticks);
                while let Some((task, tick)) = ticks.next().await {
                    if let Some(slot) = self.slots().get(&task) {
                        slot.tick.send_replace(Some(tick));
                    }
                }
            }
            tokio::time::sleep(TICKS_PAUSE).await;
        }
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<Uuid, Slot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
