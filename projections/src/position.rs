//! How far a generation has read a stream: one row, moved only from the value that was read.

use deadpool_postgres::Transaction;
use mangakai_log::Log;

use crate::{ProjectionError, generation::Generation, projection::Projection};

/// Where the generation stands in a stream of this log, from now on at least 0.
///
/// # Errors
/// When it was filled from another log.
pub async fn begin<P: Projection>(
    client: &tokio_postgres::Client,
    log: &Log,
    generation: Generation,
    stream: u32,
) -> Result<u64, ProjectionError> {
    let stream = stream as i32;
    client
        .execute(
            "INSERT INTO projection_positions (name, generation, stream, epoch, position) VALUES ($1, $2, $3, $4, 0) \
             ON CONFLICT DO NOTHING",
            &[&P::NAME, &generation.0, &stream, &log.epoch()],
        )
        .await?;
    let row = client
        .query_one(
            "SELECT epoch, position FROM projection_positions WHERE name = $1 AND generation = $2 AND stream = $3",
            &[&P::NAME, &generation.0, &stream],
        )
        .await?;
    let found: String = row.get(0);
    if found != log.epoch() {
        return Err(ProjectionError::ForeignEpoch {
            name: P::NAME,
            found,
            expected: log.epoch().to_owned(),
        });
    }
    Ok(row.get::<_, i64>(1) as u64)
}

/// A step of a position.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Which stream.
    pub stream: u32,
    /// The position that was read.
    pub from: u64,
    /// The position of the last commit of the batch.
    pub to: u64,
}

/// Moves the position, unless somebody else has: whoever comes second waits here for the first one's transaction and
/// then finds another value.
///
/// # Errors
/// [`ProjectionError::Lost`] when the value is not the one that was read.
pub async fn advance<P: Projection>(
    transaction: &Transaction<'_>,
    epoch: &str,
    generation: Generation,
    step: Step,
) -> Result<(), ProjectionError> {
    let statement = transaction
        .prepare_cached(
            "UPDATE projection_positions SET position = $1 \
             WHERE name = $2 AND generation = $3 AND stream = $4 AND epoch = $5 AND position = $6",
        )
        .await?;
    let (from, to, stream) = (step.from as i64, step.to as i64, step.stream as i32);
    let moved = transaction
        .execute(
            &statement,
            &[&to, &P::NAME, &generation.0, &stream, &epoch, &from],
        )
        .await?;
    if moved == 1 {
        Ok(())
    } else {
        Err(ProjectionError::Lost)
    }
}
