//! The log: MangakAI's one truth, on NATS JetStream. The only room that names `async_nats`.
//!
//! [`Log::execute`] takes a command to an aggregate and one commit into the log. [`Feed`] reads in order from a position
//! (projections, live tails), [`Reactor`] acts on what happens and is never replayed, [`Jobs`] hands out slow work.

mod append;
mod broker;
mod config;
mod connection;
mod direct_get;
mod error;
mod execute;
mod feed;
mod history;
mod jobs;
mod kept;
mod message;
mod origin;
mod outcome;
mod reactor;
mod store;
mod ticks;
mod topology;
mod tries;
mod turns;
mod worker;

pub use broker::{UnsafeBroker, broker_safety};
pub use config::{JobsConfig, LogConfig, MAX_COMMIT_BYTES};
pub use connection::Log;
pub use error::{ExecuteError, LogError};
pub use execute::{CommandContext, Executed, Retry};
pub use feed::Feed;
pub use history::Loaded;
pub use jobs::{Jobs, NewJob};
pub use kept::Kept;
pub use origin::Origin;
pub use outcome::Outcome;
pub use reactor::Reactor;
pub use store::JetStreamStore;
pub use ticks::{Tick, Ticks};
pub use worker::{Delivery, Worker};
