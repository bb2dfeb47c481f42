//! What a read model is: a pure fold between two pieces of I/O that the runner calls.

use std::future::Future;

use deadpool_postgres::Transaction;
use mangakai_events::{Event, Recorded};

use crate::ProjectionError;

/// A read model. A batch of commits is folded in memory before it is written, so the rows of a task that moved a hundred
/// times are written once. Rows hold nothing but what the commits say: a rebuild gives the same rows.
pub trait Projection: Send + Sync + 'static {
    /// Name for people and in the registry.
    const NAME: &'static str;
    /// Definition of its tables, without a schema.
    const TABLES: &'static str;
    /// Names of its tables: readers see them as views of the generation that serves.
    const VIEWS: &'static [&'static str];
    /// The rows that a batch touches.
    type Rows: Send;

    /// The rows that the commits will change, as they are stored.
    fn load(
        transaction: &Transaction<'_>,
        schema: &str,
        commits: &[Recorded<Event>],
    ) -> impl Future<Output = Result<Self::Rows, ProjectionError>> + Send;

    /// The rows after one more commit. Pure.
    ///
    /// # Errors
    /// When the rows do not continue with this commit.
    fn fold(rows: &mut Self::Rows, commit: &Recorded<Event>) -> Result<(), ProjectionError>;

    /// Stores the rows.
    fn write(
        transaction: &Transaction<'_>,
        schema: &str,
        rows: &Self::Rows,
    ) -> impl Future<Output = Result<(), ProjectionError>> + Send;
}
