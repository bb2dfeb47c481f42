//! What got stuck is set going again: attempts past their deadline are closed, owed work that nobody does is queued
//! again. It learns of tasks by folding the log, and acts through commands, which the aggregate checks again.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use cqrs_es::Aggregate;
use mangakai_domain::{Command, MangaTask, TaskId, Work};
use mangakai_events::{Event, Recorded};
use mangakai_log::{CommandContext, ExecuteError, Feed, LogError, Retry};
use tokio_util::sync::CancellationToken;

use crate::{
    dispatcher,
    roles::Generator,
    watched::{Overdue, WatchList},
};

const BATCH: usize = 1000;
/// A stream that cannot be read is tried again after so long.
const BROKEN_PAUSE: Duration = Duration::from_secs(5);
const COMMAND_PATIENCE: Duration = Duration::from_secs(5);

/// One stream's unfinished tasks.
struct Sweeper {
    generator: Generator,
    watched: Mutex<WatchList>,
}

/// Watches one stream of the log until asked to stop.
pub async fn sweep(generator: Generator, stream: u32, shutdown: CancellationToken) {
    let feed = generator.log().feed::<Event>(stream, 0);
    let sweeper = Sweeper {
        watched: Mutex::default(),
        generator,
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
            let read = match feed.next_batch(BATCH).await {
                Ok(commits) => self.note(commits).await,
                Err(error) => Err(error),
            };
            if let Err(error) = read {
                tracing::error!("The sweeper cannot read on: {error}");
                tokio::time::sleep(BROKEN_PAUSE).await;
            }
        }
    }

    async fn note(&self, commits: Vec<Recorded<Event>>) -> Result<(), LogError> {
        for commit in commits {
            let (id, at) = (TaskId(commit.aggregate_id), commit.time.as_millisecond());
            if commit.version == 1 {
                let mut task = MangaTask::default();
                commit.events.into_iter().for_each(|event| task.apply(event));
                self.watched().watch(id, task, at);
            } else if self.watched().knows(id) {
                self.watched().happened(id, commit.events, at);
            } else {
                // It wanted nothing before; what it wants now is in its whole history.
                let task = self.generator.log().load::<MangaTask>(id.0).await?.aggregate;
                self.watched().watch(id, task, at);
            }
        }
        Ok(())
    }

    async fn act(&self) {
        let config = self.generator.config();
        let patience = i64::try_from(config.redispatch_after.as_millis()).unwrap_or(i64::MAX);
        let mut clock = tokio::time::interval(config.sweep_every);
        loop {
            clock.tick().await;
            let now = mangakai_runtime::now().as_millisecond();
            let overdue = self.watched().overdue(now, patience);
            metrics::gauge!("mangakai_overdue_work").set(overdue.len() as f64);
            for work in overdue {
                match work {
                    Overdue::Attempt(id, work) => self.expire(id, work, now).await,
                    Overdue::Jobs(id, dispatch) => self.queue(id, dispatch).await,
                }
            }
        }
    }

    async fn expire(&self, id: TaskId, work: Work, now_unix_ms: i64) {
        let command_id = mangakai_runtime::new_id();
        let context = CommandContext {
            command_id,
            correlation_id: command_id,
            causation_id: None,
            actor: "sweeper".to_owned(),
            traceparent: None,
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
            Ok(_) | Err(ExecuteError::Rejected(_)) => {}
            Err(error) => tracing::warn!(task.id = %id, "An attempt of task {id} is not closed yet: {error}"),
        }
    }

    async fn queue(&self, id: TaskId, dispatch: u64) {
        let Some(task) = self.watched().task(id).cloned() else {
            return;
        };
        tracing::info!(task.id = %id, "Task {id} owes work that nobody does: queued again");
        if let Err(error) = dispatcher::queue(&self.generator, id, &task, dispatch).await {
            tracing::warn!(task.id = %id, "What task {id} owes is not queued yet: {error}");
        }
    }
}
