//! A worker that comes to a point between two steps and gets no further.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use futures::future::BoxFuture;
use mangakai_e2e::client::PATIENCE;
use mangakai_generator::{Faults, Point};
use tokio::sync::Notify;

/// The first job of a kind that comes to a point stays there, or the one that comes there after so many have passed.
#[derive(Debug)]
pub struct StopAt {
    kind: &'static str,
    point: Point,
    passing: AtomicU32,
    stopped: AtomicBool,
    reached: Notify,
    woken: Notify,
}

impl StopAt {
    pub fn new(kind: &'static str, point: Point) -> Arc<StopAt> {
        StopAt::after(0, kind, point)
    }

    pub fn after(passing: u32, kind: &'static str, point: Point) -> Arc<StopAt> {
        Arc::new(StopAt {
            kind,
            point,
            passing: AtomicU32::new(passing),
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
        let passes = |left: u32| left.checked_sub(1);
        if kind == self.kind
            && point == self.point
            && self
                .passing
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, passes)
                .is_err()
            && !self.stopped.swap(true, Ordering::SeqCst)
        {
            self.reached.notify_one();
            return Box::pin(self.woken.notified());
        }
        Box::pin(std::future::ready(()))
    }
}
