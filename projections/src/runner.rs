//! Keeps every read model up to date: one writer per projection and stream.

use std::time::Duration;

use deadpool_postgres::{ClientWrapper, Object, Pool};
use futures::future::BoxFuture;
use mangakai_log::Log;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    ProjectionError, costs::Costs, generation, limits, projection::Projection, renew::renew,
    sessions::Sessions, tasks::Tasks, writer::Writer,
};

/// Writes all read models. Several may run: one writes, the others stand by.
#[derive(Clone)]
pub struct Runner {
    log: Log,
    pool: Pool,
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Runner")
    }
}

impl Runner {
    /// A runner of every projection over every stream. Writers take connections of their own, made as the pool makes
    /// its own but not counted in its size.
    pub fn new(log: Log, pool: Pool) -> Runner {
        Runner { log, pool }
    }

    /// Runs until it is asked to stop; dropping it stops it at once, with nothing half written. Read models of another
    /// log, or of another version of this program, are made anew first. Whoever does that while this one runs has taken
    /// over: this one stands by.
    ///
    /// # Errors
    /// Only what somebody has to act on, see [`ProjectionError::is_fatal`]. Everything else is tried again.
    pub async fn run(&self, shutdown: CancellationToken) -> Result<(), ProjectionError> {
        tokio::try_join!(
            self.projecting::<Tasks>(&shutdown),
            self.projecting::<Sessions>(&shutdown),
            self.projecting::<Costs>(&shutdown)
        )?;
        Ok(())
    }

    /// On the heap: all of them together would not fit the stack of a thread.
    fn projecting<'a, P: Projection>(
        &'a self,
        shutdown: &'a CancellationToken,
    ) -> BoxFuture<'a, Result<(), ProjectionError>> {
        Box::pin(self.project::<P>(shutdown))
    }

    async fn project<P: Projection>(&self, shutdown: &CancellationToken) -> Result<(), ProjectionError> {
        while let Some(renewed) = shutdown
            .run_until_cancelled(renew::<P>(&self.log, &self.pool))
            .await
        {
            match renewed {
                Ok(()) => break,
                Err(error) if error.is_fatal() => return Err(error),
                Err(ProjectionError::RebuildRunning(_)) => rest(limits::STANDBY_PAUSE, shutdown).await,
                Err(error) => {
                    failed::<P>(&error);
                    rest(limits::STANDBY_PAUSE, shutdown).await;
                }
            }
        }
        let mut writers = JoinSet::new();
        for stream in 0..self.log.streams() {
            writers.spawn(keep::<P>(self.clone(), stream, shutdown.clone()));
        }
        while let Some(ended) = writers.join_next().await {
            // A panic ends one writer: the others must not go on as if it were there.
            ended.map_err(|panic| ProjectionError::Row(panic.to_string()))??;
        }
        Ok(())
    }
}

fn failed<P: Projection>(error: &ProjectionError) {
    tracing::warn!("Projection {} tries again soon: {error}", P::NAME);
    metrics::counter!("mangakai_projection_errors_total", "projection" => P::NAME).increment(1);
}

/// Writes one stream of one projection until asked to stop, over losses of any connection.
async fn keep<P: Projection>(
    runner: Runner,
    stream: u32,
    shutdown: CancellationToken,
) -> Result<(), ProjectionError> {
    let (first, longest) = limits::RETRY_PAUSES;
    let mut pause = first;
    while !shutdown.is_cancelled() {
        let mut wrote = false;
        match write_while_good::<P>(&runner, stream, &shutdown, &mut wrote).await {
            Ok(()) => pause = first,
            Err(error) if error.is_fatal() => return Err(error),
            Err(ProjectionError::Lost) => {
                tracing::info!(
                    "Projection {} of stream {stream}: somebody else wrote, reading its position again",
                    P::NAME
                );
                pause = first;
            }
            Err(error) => {
                failed::<P>(&error);
                rest(pause, &shutdown).await;
                pause = if wrote { first } else { (pause * 2).min(longest) };
            }
        }
    }
    Ok(())
}

async fn write_while_good<P: Projection>(
    runner: &Runner,
    stream: u32,
    shutdown: &CancellationToken,
    wrote: &mut bool,
) -> Result<(), ProjectionError> {
    let Some(mut client) = take_turn::<P>(&runner.pool, stream).await? else {
        rest(limits::STANDBY_PAUSE, shutdown).await;
        return Ok(());
    };
    let generation = generation::serving::<P>(&client).await?;
    let mut writer = Writer::begin::<P>(&client, &runner.log, generation, stream).await?;
    loop {
        let batch = tokio::select! {
            batch = writer.next() => batch?,
            () = shutdown.cancelled() => return Ok(()),
        };
        writer.write::<P>(&mut client, &batch).await?;
        *wrote = true;
    }
}

/// A connection that holds the lock of this stream for as long as it lives; none when another process has it. The lock
/// only spares idle work: what keeps two writers apart is the position.
async fn take_turn<P: Projection>(
    pool: &Pool,
    stream: u32,
) -> Result<Option<ClientWrapper>, ProjectionError> {
    let client = pool.get().await?;
    let lock = format!("mangakai/projections/{}/{stream}", P::NAME);
    let row = client
        .query_one("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", &[&lock])
        .await?;
    Ok(row.get::<_, bool>(0).then(|| Object::take(client)))
}

async fn rest(pause: Duration, shutdown: &CancellationToken) {
    tokio::select! {
        () = tokio::time::sleep(pause) => {}
        () = shutdown.cancelled() => {}
    }
}
