//! Stopping in two steps: first finish what runs, then give up what has not finished.

use std::{
    future::Future,
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What a shell reports when a signal ended a program: 128 and the number of SIGINT.
const EXIT_BY_SIGNAL: i32 = 130;

/// Tells everybody to stop and knows when they have. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    finish: CancellationToken,
    give_up: CancellationToken,
    tracker: TaskTracker,
    failure: Arc<OnceLock<String>>,
}

impl Shutdown {
    /// Nobody has asked yet.
    pub fn new() -> Shutdown {
        Shutdown::default()
    }

    /// Cancelled when everybody should finish what they do and begin nothing more.
    pub fn token(&self) -> CancellationToken {
        self.finish.clone()
    }

    /// Cancelled when everybody should drop what they do.
    pub fn hard_token(&self) -> CancellationToken {
        self.give_up.clone()
    }

    /// Asks everybody to finish and stop.
    pub fn stop(&self) {
        self.finish.cancel();
    }

    /// Asks everybody to finish and stop, because something failed that nobody can go on without. The first reason is
    /// kept.
    pub fn fail(&self, reason: String) {
        tracing::error!("Stopping: {reason}");
        let _ = self.failure.set(reason);
        self.stop();
    }

    /// Why everybody was asked to stop, when it was a failure.
    pub fn failure(&self) -> Option<&str> {
        self.failure.get().map(String::as_str)
    }

    /// Asks everybody to stop at once.
    pub fn stop_now(&self) {
        self.finish.cancel();
        self.give_up.cancel();
    }

    /// Completes when somebody has asked to stop.
    pub async fn requested(&self) {
        self.finish.cancelled().await;
    }

    /// Runs a task that is waited for, and that is dropped at a hard stop: none is its answer then.
    pub fn spawn<F>(&self, task: F) -> tokio::task::JoinHandle<Option<F::Output>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let give_up = self.hard_token();
        self.tracker
            .spawn(async move { give_up.run_until_cancelled_owned(task).await })
    }

    /// Waits until every task has ended: those that have not after `patience`, or at a second signal, are dropped, and
    /// then the answer is false.
    pub async fn finished(&self, patience: Duration) -> bool {
        self.tracker.close();
        let all = async {
            tokio::select! {
                () = self.tracker.wait() => !self.give_up.is_cancelled(),
                () = self.give_up.cancelled() => false,
            }
        };
        let in_time = tokio::time::timeout(patience, all).await.unwrap_or(false);
        if !in_time {
            self.stop_now();
            self.tracker.wait().await;
        }
        in_time
    }

    /// At the first SIGTERM or SIGINT everybody is asked to finish, at the second to stop at once; the third ends the
    /// process.
    pub fn on_signals(&self) -> std::io::Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let shutdown = self.clone();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                if shutdown.give_up.is_cancelled() {
                    std::process::exit(EXIT_BY_SIGNAL);
                } else if shutdown.finish.is_cancelled() {
                    shutdown.stop_now();
                } else {
                    shutdown.stop();
                }
            }
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(5);

    #[tokio::test(start_paused = true)]
    async fn tasks_finish_before_the_end() {
        let shutdown = Shutdown::new();
        let stop = shutdown.token();
        let task = shutdown.spawn(async move {
            stop.cancelled().await;
            tokio::task::yield_now().await;
            "finished"
        });
        shutdown.stop();
        shutdown.requested().await;
        assert_eq!(shutdown.failure(), None);
        assert!(shutdown.finished(PATIENCE).await);
        assert_eq!(task.await.unwrap(), Some("finished"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_does_not_finish_is_dropped_when_patience_ends() {
        let shutdown = Shutdown::new();
        let task = shutdown.spawn(std::future::pending::<()>());
        shutdown.stop();
        assert!(!shutdown.finished(PATIENCE).await);
        assert!(shutdown.hard_token().is_cancelled());
        assert_eq!(task.await.unwrap(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_hard_stop_does_not_wait() {
        let shutdown = Shutdown::new();
        let task = shutdown.spawn(std::future::pending::<()>());
        shutdown.stop_now();
        assert!(!shutdown.finished(PATIENCE).await);
        assert_eq!(task.await.unwrap(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_failure_is_why_everybody_stops() {
        let shutdown = Shutdown::new();
        for reason in ["the cause", "a consequence"] {
            shutdown.clone().fail(reason.to_owned());
        }
        shutdown.requested().await;
        assert_eq!(shutdown.failure(), Some("the cause"));
    }
}
