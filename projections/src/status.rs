//! How far every read model is.

use deadpool_postgres::Pool;
use mangakai_log::Log;
use serde::Serialize;

use crate::ProjectionError;

/// One generation of one projection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProjectionStatus {
    /// Its name.
    pub name: String,
    /// Its generation.
    pub generation: u32,
    /// `serving` or `building`.
    pub state: String,
    /// By stream.
    pub streams: Vec<StreamStatus>,
}

/// One stream of the log, as one generation has read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StreamStatus {
    /// Number of the stream.
    pub stream: u32,
    /// Position up to which rows are written.
    pub position: u64,
    /// Commits that are not shown yet.
    pub lag: u64,
    /// The position belongs to another log: a runner begins anew.
    pub foreign: bool,
}

/// Every generation there is, by name and number.
///
/// # Errors
/// When the database or the log is away.
pub async fn status(pool: &Pool, log: &Log) -> Result<Vec<ProjectionStatus>, ProjectionError> {
    let mut ends = Vec::new();
    for stream in 0..log.streams() {
        ends.push(log.last_position(stream).await?);
    }
    let client = pool.get().await?;
    let rows = client
        .query(
            "SELECT name, generation, state, stream, epoch, position FROM projection_generations \
             LEFT JOIN projection_positions USING (name, generation) ORDER BY name, generation, stream",
            &[],
        )
        .await?;
    let mut all: Vec<ProjectionStatus> = Vec::new();
    for row in rows {
        let (name, generation): (String, i32) = (row.try_get(0)?, row.try_get(1)?);
        let generation = generation as u32;
        if all
            .last()
            .is_none_or(|last| (&last.name, last.generation) != (&name, generation))
        {
            all.push(ProjectionStatus {
                name,
                generation,
                state: row.try_get(2)?,
                streams: Vec::new(),
            });
        }
        let (Some(stream), Some(last)) = (row.try_get::<_, Option<i32>>(3)?, all.last_mut()) else {
            continue;
        };
        let position = row.try_get::<_, i64>(5)? as u64;
        let foreign = row.try_get::<_, &str>(4)? != log.epoch();
        let end = ends.get(stream as usize).copied().unwrap_or_default();
        last.streams.push(StreamStatus {
            stream: stream as u32,
            position,
            lag: end.saturating_sub(position),
            foreign,
        });
    }
    Ok(all)
}
