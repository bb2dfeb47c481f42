//! Where a worker can be stopped between two steps: tests crash it there, production passes by.

use std::fmt::Debug;

use futures::future::BoxFuture;

/// A place between two steps of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Point {
    /// The job is at hand, nothing is in the log.
    BeforeStart,
    /// The attempt is in the log, nothing is called.
    AfterStart,
    /// Money is held for the call, nothing is called.
    AfterReserve,
    /// The call came back, nothing is stored.
    AfterCall,
    /// The picture or book is stored, its receipt is not.
    AfterUpload,
    /// Everything is stored, the result is not in the log.
    AfterReceipt,
    /// The result is in the log, the job is not acknowledged.
    AfterRecord,
    /// The dispatcher read a commit and queued nothing.
    BeforeDispatch,
    /// The dispatcher queued the jobs and did not acknowledge the commit.
    AfterDispatch,
}

/// Asked at every point; an answer that never comes is a crash.
pub trait Faults: Send + Sync + Debug {
    /// A job of this kind has come to a point.
    fn reach(&self, kind: &'static str, point: Point) -> BoxFuture<'_, ()>;
}

/// Production: nothing happens.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFaults;

impl Faults for NoFaults {
    fn reach(&self, _: &'static str, _: Point) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
