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

/// The slots of every watched task, and how far each stream is read. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Tail {
    epoch: Arc<str>,
    slots: Arc<Mutex<HashMap<Uuid, Slot>>>,
    streams: Arc<[watch::Sender<Reading>]>,
}

/// How far a stream is read.
#[derive(Debug, Default)]
struct Reading {
    position: u64,
    /// Why it goes no further.
    stopped: Option<String>,
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
    fn new(epoch: &str, streams: u32) -> Tail {
        Tail {
            epoch: epoch.into(),
            slots: Arc::default(),
            streams: (0..streams).map(|_| watch::Sender::default()).collect(),
        }
    }

    /// Follows every stream from its end, and the ticks, until asked to stop.
    pub async fn start(log: &Log, stopping: &CancellationToken) -> Result<Tail, LogError> {
        let tail = Tail::new(log.epoch(), log.streams());
        for (stream, reading) in (0..).zip(&*tail.streams) {
            let end = log.last_position(stream).await?;
            reading.send_modify(|reading| reading.position = end);
            measure(stream, false);
            let feed = log.feed::<Event>(stream, end);
            let (tail, stopping) = (tail.clone(), stopping.clone());
            tokio::spawn(async move { stopping.run_until_cancelled(tail.follow(stream, feed)).await });
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

    /// Completes when a stream is read up to a position.
    pub async fn reached(&self, stream: u32, position: u64) {
        let reading = self.streams.get(stream as usize).map(watch::Sender::subscribe);
        let reached = async {
            reading?
                .wait_for(|reading| reading.position >= position)
                .await
                .ok()
                .map(drop)
        };
        if reached.await.is_none() {
            std::future::pending().await
        }
    }

    /// Why a stream is read no further, and its viewers hear nothing more.
    pub fn stopped(&self) -> Option<String> {
        self.streams
            .iter()
            .find_map(|reading| reading.borrow().stopped.clone())
    }

    async fn follow(&self, stream: u32, mut feed: Feed<Event>) {
        loop {
            let read = feed.next().await;
            if let Ok(commit) = &read {
                self.happened(commit);
            }
            self.note(stream, read.as_ref().map(|commit| commit.position));
            if let Err(error) = read {
                tracing::error!("The live tail stops here: {error}");
                tokio::time::sleep(BROKEN_PAUSE).await;
            }
        }
    }

    fn note(&self, stream: u32, read: Result<u64, &LogError>) {
        let Some(reading) = self.streams.get(stream as usize) else {
            return;
        };
        let position = read.unwrap_or_else(|_| reading.borrow().position);
        let stopped = read.err().map(ToString::to_string);
        let is_stopped = stopped.is_some();
        let before = reading.send_replace(Reading { position, stopped });
        if before.stopped.is_some() != is_stopped {
            measure(stream, is_stopped);
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

fn measure(stream: u32, is_stopped: bool) {
    metrics::gauge!("mangakai_live_tail_stopped", "stream" => stream.to_string()).set(f64::from(is_stopped));
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt;

    #[test]
    fn who_waits_for_a_position_is_woken_there() {
        let tail = Tail::new("e", 2);
        let mut waiting = std::pin::pin!(tail.reached(1, 7));
        tail.note(0, Ok(9));
        tail.note(1, Ok(6));
        assert!(waiting.as_mut().now_or_never().is_none());
        tail.note(1, Ok(8));
        assert!(waiting.now_or_never().is_some());
        assert!(tail.reached(1, 3).now_or_never().is_some());
    }

    #[test]
    fn a_stream_that_cannot_be_read_is_told_until_it_can() {
        let tail = Tail::new("e", 2);
        assert_eq!(tail.stopped(), None);
        tail.note(1, Err(&LogError::Unavailable("why".to_owned())));
        assert!(tail.stopped().is_some_and(|words| words.contains("why")));
        tail.note(1, Ok(1));
        assert_eq!(tail.stopped(), None);
    }
}
