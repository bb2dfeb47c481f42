//! Read models: rows in Postgres, folded from the log, that can be thrown away and built anew at any time.
//!
//! [`Runner`] keeps them up to date: it reads each stream of the log, folds a batch in memory and writes rows and position
//! in one transaction. [`rebuild`] fills new tables while the old ones serve, and switches. [`Queries`] is what the API
//! asks, [`TaskModel`] the answer: the same fold shows a task straight from its history.

#[cfg(test)]
extern crate self as mangakai_projections;

#[cfg(test)]
mod contention;
mod costs;
mod error;
mod generation;
#[cfg(test)]
#[path = "../tests/readmodels/life.rs"]
mod life;
mod limits;
mod migrate;
mod model;
mod pool;
mod position;
mod projection;
mod queries;
mod rebuild;
mod renew;
mod runner;
mod sessions;
mod status;
mod tasks;
mod time;
#[cfg(test)]
#[path = "../tests/readmodels/world.rs"]
#[expect(dead_code, reason = "the integration tests use the rest")]
mod world;
mod writer;

pub use deadpool_postgres::{Object as Connection, Pool};
pub use error::ProjectionError;
pub use migrate::migrate;
pub use model::{BookModel, PanelModel, TaskModel, VersionModel, state};
pub use pool::open_pool;
pub use queries::{CostSum, Cursor, Queries, SessionCosts, SessionModel};
pub use rebuild::{PROJECTIONS, RebuildProgress, RebuildReport, rebuild};
pub use runner::Runner;
pub use status::{ProjectionStatus, StreamStatus, status};
