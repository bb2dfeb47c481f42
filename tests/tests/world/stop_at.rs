//! A worker that comes to a point between two steps and gets no further.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use futures::future::BoxFuture;
use mangakai_e2e::client::PATIENCE;
use mangakai_generator::{Faults, Point};
use tokio::sync::Notify;

/// The first job of a kind that comes to a point stays there.
#[derive(Debug)]
pub struct StopAt {
    kind: &'static str,
    point: Point,
    stopped: AtomicBool,
    reached: Notify,
    woken: Notify,
}

impl StopAt {
    pub fn new(kind: &'static str, point: Point) -> Arc<StopAt> {
        Arc::new(StopAt {
            kind,
            point,
            stopped: AtomicBool::new(false),
            reached: Notify::new(),
            woken: Notify::new(),
        })
    }

    /// Waits until a job stays there.
    pub async fn reached(&self) {
        let reached = tokio::time::timeout(PATIENCE, self.reached.notified()).await;
        assert!(reached.is_ok(), "{} never came to {:?}", self.kind, self.point);
    }

    /// Lets the job go on.
    pub fn wake(&self) {
        self.woken.notify_one();
    }
}

impl Faults for StopAt {
    fn reach(&self, kind: &'static str, point: Point) -> BoxFuture<'_, ()> {
        if kind == self.kind && point == self.point && !self.stopped.swap(true, Ordering::SeqCst) {
            self.reached.notify_one();
            return Box::pin(self.woken.notified());
        }
        Box::pin(std::future::ready(()))
    }
}
