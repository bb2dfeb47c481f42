//! What can go wrong with read models.

use mangakai_log::LogError;
use uuid::Uuid;

/// A read model could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ProjectionError {
    /// Postgres is away, too slow, or refuses.
    #[error("the read models' database: {0}")]
    Database(#[from] tokio_postgres::Error),
    /// No connection could be had.
    #[error("no connection to the read models' database: {0}")]
    Pool(#[from] deadpool_postgres::PoolError),
    /// The address of the database is not understood.
    #[error("the read models' database cannot be set up: {0}")]
    Setup(String),
    /// The tables could not be made.
    #[error("the read models' tables could not be migrated: {0}")]
    Migration(#[from] refinery::Error),
    /// The log is away or damaged.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The rows were made from another log: its positions mean nothing here.
    #[error("projection {name} was made from log {found}, this is log {expected}")]
    ForeignEpoch {
        /// Which projection.
        name: &'static str,
        /// Epoch that the rows belong to.
        found: String,
        /// Epoch of the log at hand.
        expected: String,
    },
    /// The tables are defined otherwise than in this version of the program.
    #[error("the tables of projection {name} were made by another version of this program")]
    OtherShape {
        /// Which projection.
        name: &'static str,
    },
    /// The rows do not continue with the commit at hand.
    #[error("task {task} is at version {version}, the commit at hand makes version {commit}")]
    Gap {
        /// Which task.
        task: Uuid,
        /// Its version in the rows.
        version: u64,
        /// Version of the commit.
        commit: u64,
    },
    /// A stored row cannot be read.
    #[error("a row of the read model cannot be read: {0}")]
    Row(String),
    /// Another writer moved the position: nothing of this batch was written.
    #[error("another writer is at work on this read model")]
    Lost,
    /// Somebody rebuilds this projection already.
    #[error("projection {0} is being rebuilt by somebody else")]
    RebuildRunning(&'static str),
    /// No projection of that name.
    #[error("there is no projection '{name}', only {known}")]
    UnknownProjection {
        /// As asked.
        name: String,
        /// The names there are.
        known: String,
    },
}

impl ProjectionError {
    /// Trying again does not help: somebody has to act.
    pub fn is_fatal(&self) -> bool {
        matches!(
            self,
            Self::ForeignEpoch { .. } | Self::Gap { .. } | Self::Migration(_)
        )
    }
}
