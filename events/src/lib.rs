//! The contract of MangakAI: what can happen, and how it is written in the log.
//!
//! Everything here is pure: generated event and job types, the codec between a [`Recorded`] commit and its bytes,
//! the one spelling of every subject and header, and the hash chain that makes the log tamper evident.

mod base64_text;
mod codec;
mod day;
pub mod headers;
mod names;
mod recorded;
pub mod subjects;

pub use codec::{CodecError, LogEvent, decode_job};
pub use day::day_of;
pub use recorded::{FIRST_PREV_HASH, HashedFields, Metadata, Recorded};

/// Events of a task, as generated from `proto/mangakai/events/v1`.
#[expect(missing_docs, reason = "generated; the protos carry the comments")]
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/mangakai.events.v1.rs"));
}

/// Work to be done, as generated from `proto/mangakai/jobs/v1`.
#[expect(missing_docs, reason = "generated; the protos carry the comments")]
pub mod jobs {
    include!(concat!(env!("OUT_DIR"), "/mangakai.jobs.v1.rs"));
}

/// One event of a budget.
pub use v1::budget_event::Kind as BudgetEvent;
/// One event of a task.
pub use v1::task_event::Kind as Event;

/// The protobuf descriptors of events and jobs (a `FileDescriptorSet`), for readers that decode by reflection.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));
