//! Stopping in two steps: first finish what runs, then stop at once.

use std::{future::Future, time::Duration};

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Tells everybody to stop and knows when they have.
#[derive(Clone, Debug, Default)]
pub struct Shutdown {
    token: CancellationToken,
    tracker: TaskTracker,
}

impl Shutdown {
    /// Nobody has asked yet.
    pub fn new() -> Shutdown {
        Shutdown::default()
    }

    /// Cancelled when everybody should finish what they do and begin nothing more.
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }

    /// Asks everybody to stop.
    pub fn stop(&self) {
        self.token.cancel();
    }

    /// Completes when somebody has asked to stop.
    pub async fn requested(&self) {
        self.token.cancelled().await;
    }

    /// Runs a task that is waited for.
    pub fn spawn<F>(&self, task: F) -> tokio::task::JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.tracker.spawn(task)
    }

    /// Waits until every task has ended; false when some had not after `patience`.
    pub async fn finished(&self, patience: Duration) -> bool {
        self.tracker.close();
        tokio::time::timeout(patience, self.tracker.wait()).await.is_ok()
    }

    /// Asks to stop at the first SIGTERM or SIGINT, and ends the process at the second.
    pub fn on_signals(&self) -> std::io::Result<()> {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let token = self.token.clone();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                if token.is_cancelled() {
                    std::process::exit(130);
                }
                token.cancel();
            }
        });
        Ok(())
    }
}
