//! Read models that a runner cannot go on with: their tables are those of another build, or their rows those of another
//! log.

use deadpool_postgres::Pool;
use mangakai_log::Log;

use crate::{
    ProjectionError,
    generation::{self, State},
    limits,
    projection::Projection,
    rebuild,
    writer::limit_waiting,
};

/// Makes a read model one that this build can write from this log. Tables of another shape serve until their successors
/// are filled. Rows of another log give way at once: its tasks are none of this log's, and its positions would promise
/// that commits of this one are shown which nobody has read yet.
///
/// # Errors
/// [`ProjectionError::RebuildRunning`] while somebody else sees to it; the read model is as it was after every error.
pub async fn renew<P: Projection>(log: &Log, pool: &Pool) -> Result<(), ProjectionError> {
    if obstacle::<P>(&*pool.get().await?, log).await?.is_none() {
        return Ok(());
    }
    let mut owner = rebuild::lock::<P>(pool).await?;
    // Whoever held the lock until now may have done it.
    match obstacle::<P>(&owner, log).await? {
        None => Ok(()),
        Some(error @ ProjectionError::ForeignEpoch { .. }) => {
            tracing::warn!("{error}: it begins anew");
            let transaction = owner.transaction().await?;
            // Readers queue behind this.
            limit_waiting(&transaction, limits::WRITE_TIMEOUT, limits::SWITCH_LOCK_TIMEOUT).await?;
            rebuild::remove_leftover::<P>(&transaction).await?;
            let empty = generation::create::<P>(&transaction, State::Building).await?;
            generation::switch::<P>(&transaction, empty).await?;
            transaction.commit().await?;
            Ok(())
        }
        Some(error) => {
            tracing::warn!("{error}: it is built anew, the old rows serve until then");
            let report = rebuild::rebuild_one::<P>(owner, log, pool, |_| {}).await?;
            tracing::info!(
                "Projection {} is built anew from {} events in {:?}",
                report.name,
                report.events,
                report.elapsed
            );
            Ok(())
        }
    }
}

/// What keeps the generation that serves from being written; none when nothing does.
async fn obstacle<P: Projection>(
    client: &tokio_postgres::Client,
    log: &Log,
) -> Result<Option<ProjectionError>, ProjectionError> {
    let foreign = client
        .query_opt(
            "SELECT epoch FROM projection_positions JOIN projection_generations USING (name, generation) \
             WHERE name = $1 AND state = 'serving' AND epoch <> $2 LIMIT 1",
            &[&P::NAME, &log.epoch()],
        )
        .await?;
    if let Some(row) = foreign {
        return Ok(Some(ProjectionError::ForeignEpoch {
            name: P::NAME,
            found: row.get(0),
            expected: log.epoch().to_owned(),
        }));
    }
    match generation::serving::<P>(client).await {
        Ok(_) => Ok(None),
        Err(error @ ProjectionError::OtherShape { .. }) => Ok(Some(error)),
        Err(error) => Err(error),
    }
}
