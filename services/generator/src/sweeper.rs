//! What got stuck is set going again: attempts past their deadline are closed, owed work that was lost is queued again.
//! It learns of tasks by folding the log, and acts through commands, which the aggregate checks again.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use mangakai_domain::{Command, MangaTask, TaskId, Work, pending_jobs};
use mangakai_events::{Event, Recorded};
use mangakai_log::{CommandContext, ExecuteError, Feed, LogError, Origin, Retry};
use tokio_util::sync::CancellationToken;

use crate::{
    dispatcher,
    roles::Generator,
    watched::{Noted, Overdue, WatchList, Watched},
};

const BATCH: usize = 1000;
/// A stream that cannot be read is tried again after so long.
const BROKEN_PAUSE: Duration = Duration::from_secs(5);
const COMMAND_PATIENCE: Duration = Duration::from_secs(5);

/// One stream's unfinished tasks.
struct Sweeper {
    generator: Generator,
    stream: u32,
    watched: Mutex<WatchList>,
    /// Before the log was read to its end, what was done long ago looks undone.
    caught_up: AtomicBool,
}

/// Watches one stream of the log until asked to stop.
pub async fn sweep(generator: Generator, stream: u32, shutdown: CancellationToken) {
    let feed = generator.log().feed::<Event>(stream, 0);
    let sweeper = Sweeper {
        watched: Mutex::default(),
        caught_up: AtomicBool::new(false),
        generator,
        stream,
    };
    let working = async { tokio::join!(sweeper.read(feed), sweeper.act()) };
    shutdown.run_until_cancelled(working).await;
}

impl Sweeper {
    fn watched(&self) -> MutexGuard<'_, WatchList> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn read(&self, mut feed: Feed<Event>) {
        loop {
            match feed.next_batch(BATCH).await {
                Ok(commits) => {
                    for commit in commits {
                        self.note(&commit).await;
                    }
                    self.caught_up.fetch_or(feed.pending() == 0, Ordering::Relaxed);
                }
                Err(error) => {
                    tracing::error!("The sweeper cannot read on: {error}");
                    tokio::time::sleep(BROKEN_PAUSE).await;
                }
            }
        }
    }

    async fn note(&self, commit: &Recorded<Event>) {
        if self.watched().note(commit) == Noted::Done {
            return;
        }
        let id = TaskId(commit.aggregate_id);
        loop {
            match self.generator.log().load::<MangaTask>(id.0).await {
                Ok(loaded) => {
                    if let Some(watched) = Watched::from_history(&loaded.commits) {
                        self.watched().watch(id, watched);
                    }
                    return;
                }
                Err(error @ LogError::Unavailable(_)) => {
                    tracing::warn!("The sweeper waits: {error}");
                    tokio::time::sleep(BROKEN_PAUSE).await;
                }
                // One damaged task must not keep the others from being watched.
                Err(error) => {
                    tracing::error!(task.id = %id, "Task {id} is not watched: {error}");
                    return;
                }
            }
        }
    }

    async fn act(&self) {
        let config = self.generator.config();
        let patience = i64::try_from(config.redispatch_after.as_millis()).unwrap_or(i64::MAX);
        let mut clock = tokio::time::interval(config.sweep_every);
        loop {
            clock.tick().await;
            if !self.caught_up.load(Ordering::Relaxed) {
                continue;
            }
            let now = mangakai_runtime::now().as_millisecond();
            let overdue = self.watched().overdue(now, patience);
            let mut left = 0_u32;
            for work in overdue {
                let done = match work {
                    Overdue::Attempt(id, work) => self.expire(id, work, now).await,
                    Overdue::Jobs(id, dispatch) => self.queue_lost(id, dispatch, now).await,
                };
                left += u32::from(!done);
            }
            metrics::gauge!("mangakai_overdue_work", "stream" => self.stream.to_string()).set(left);
        }
    }

    /// Closes an attempt; false: it is still to be done.
    async fn expire(&self, id: TaskId, work: Work, now_unix_ms: i64) -> bool {
        let origin = self.watched().get(id).map(|watched| watched.origin.clone());
        let command_id = mangakai_runtime::new_id();
        let context = CommandContext {
            command_id,
            origin: origin.unwrap_or(Origin::request(command_id)),
            actor: "sweeper".to_owned(),
            time: mangakai_runtime::now(),
            retry: Retry::Until(Instant::now() + COMMAND_PATIENCE),
        };
        let command = Command::ExpireAttempt { work, now_unix_ms };
        match self
            .generator
            .log()
            .execute::<MangaTask>(id.0, command, context)
            .await
        {
            Ok(_) | Err(ExecuteError::Rejected(_)) => true,
            Err(error) => {
                tracing::warn!(task.id = %id, "An attempt of task {id} is not closed yet: {error}");
                false
            }
        }
    }

    /// Queues what a task owes unless it waits in the queue, however long; false: it is still to be done.
    async fn queue_lost(&self, id: TaskId, dispatch: u64, now_unix_ms: i64) -> bool {
        let Some(Watched { task, origin, .. }) = self.watched().get(id).cloned() else {
            return true;
        };
        let looked = async {
            if self.is_queued(id, &task).await? {
                return Ok(());
            }
            tracing::info!(task.id = %id, "Task {id} owes work that nobody does: queued again");
            dispatcher::queue(&self.generator, id, &task, dispatch, &origin).await
        };
        let looked: Result<(), LogError> = looked.await;
        match looked {
            Ok(()) => {
                self.watched().looked_after(id, now_unix_ms);
                true
            }
            Err(error) => {
                tracing::warn!(task.id = %id, "What task {id} owes is not queued yet: {error}");
                false
            }
        }
    }

    async fn is_queued(&self, id: TaskId, task: &MangaTask) -> Result<bool, LogError> {
        let jobs = self.generator.log().jobs();
        let pending = pending_jobs(task);
        let queues: BTreeSet<_> = pending
            .iter()
            .map(|job| (job.subject_kind(), job.priority_token()))
            .collect();
        for (kind, priority) in queues {
            if jobs.is_queued(kind, priority, id.0).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
