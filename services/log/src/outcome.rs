//! What a handler answers, after its work.

use std::time::Duration;

/// The whole contract between a handler and its queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done for good: acknowledged.
    Done,
    /// Not now: delivered again after the delay.
    Retry(Duration),
    /// Never: kept among the dead letters with the reason.
    GiveUp(String),
}
