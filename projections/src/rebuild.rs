//! Building a read model anew beside the one that serves, and the switch to it.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use deadpool_postgres::{ClientWrapper, Object, Pool, Transaction};
use futures::future::try_join_all;
use mangakai_log::Log;
use serde::Serialize;
use tokio::sync::mpsc;
use tokio_postgres::error::SqlState;

use crate::{
    ProjectionError,
    costs::Costs,
    generation::{self, Generation, State},
    limits,
    position::{self, Step},
    projection::Projection,
    sessions::Sessions,
    tasks::Tasks,
    writer::{Writer, Written, limit_waiting, next_batch, store},
};

/// The names that can be rebuilt.
pub const PROJECTIONS: [&str; 3] = [Tasks::NAME, Sessions::NAME, Costs::NAME];

/// What has been written so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RebuildProgress {
    /// Commits folded.
    pub commits: u64,
    /// Their events.
    pub events: u64,
    /// Commits that the log held when the rebuild began.
    pub total: u64,
}

/// A rebuild that is done: its rows serve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RebuildReport {
    /// Name of the projection.
    pub name: String,
    /// The generation that serves now.
    pub generation: u32,
    /// Commits folded.
    pub commits: u64,
    /// Their events.
    pub events: u64,
    /// Time it took.
    pub elapsed: Duration,
}

/// Fills new tables from the whole log while the old ones serve and move on, then switches in one transaction. May run
/// beside any number of runners, and again after a crash.
///
/// # Errors
/// When there is no such projection, when somebody rebuilds it already, or when database or log are away; the old
/// tables serve as before.
pub async fn rebuild(
    log: &Log,
    pool: &Pool,
    name: &str,
    progress: impl FnMut(RebuildProgress),
) -> Result<RebuildReport, ProjectionError> {
    match name {
        Tasks::NAME => rebuild_one::<Tasks>(lock::<Tasks>(pool).await?, log, pool, progress).await,
        Sessions::NAME => rebuild_one::<Sessions>(lock::<Sessions>(pool).await?, log, pool, progress).await,
        Costs::NAME => rebuild_one::<Costs>(lock::<Costs>(pool).await?, log, pool, progress).await,
        _ => Err(ProjectionError::UnknownProjection {
            name: name.to_owned(),
            known: PROJECTIONS.join(", "),
        }),
    }
}

/// A connection that holds the lock of whoever replaces a generation, for as long as it lives.
///
/// # Errors
/// [`ProjectionError::RebuildRunning`] when somebody else holds it.
pub async fn lock<P: Projection>(pool: &Pool) -> Result<ClientWrapper, ProjectionError> {
    // Detached from the pool: the lock ends with the connection, whatever happens.
    let owner = Object::take(pool.get().await?);
    let lock = format!("mangakai/projections/rebuild/{}", P::NAME);
    let row = owner
        .query_one("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", &[&lock])
        .await?;
    if row.get::<_, bool>(0) {
        Ok(owner)
    } else {
        Err(ProjectionError::RebuildRunning(P::NAME))
    }
}

/// See [`rebuild`]; `owner` holds the lock.
pub async fn rebuild_one<P: Projection>(
    mut owner: ClientWrapper,
    log: &Log,
    pool: &Pool,
    mut progress: impl FnMut(RebuildProgress),
) -> Result<RebuildReport, ProjectionError> {
    let started = Instant::now();
    let transaction = owner.transaction().await?;
    limit_waiting(&transaction, limits::WRITE_TIMEOUT, limits::WRITE_TIMEOUT).await?;
    remove_leftover::<P>(&transaction).await?;
    let building = generation::create::<P>(&transaction, State::Building).await?;
    transaction.commit().await?;

    let mut targets = Vec::new();
    for stream in 0..log.streams() {
        targets.push(log.last_position(stream).await?);
    }
    let mut so_far = RebuildProgress {
        commits: 0,
        events: 0,
        total: targets.iter().sum(),
    };
    let mut busy = 0;
    let mut note = |written: Written| {
        so_far.commits += written.commits;
        so_far.events += written.events;
        progress(so_far);
    };
    loop {
        fill_all::<P>(log, pool, building, &targets, &mut note).await?;
        match switch::<P>(&mut owner, log, building).await {
            Ok(Switch::Done(rest)) => {
                note(rest);
                break;
            }
            Ok(Switch::FarBehind(further)) => targets = further,
            Err(error) if is_lock_timeout(&error) && busy < limits::SWITCH_TRIES => {
                busy += 1;
                tokio::time::sleep(limits::SWITCH_PAUSE).await;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(RebuildReport {
        name: P::NAME.to_owned(),
        generation: building.0 as u32,
        commits: so_far.commits,
        events: so_far.events,
        elapsed: started.elapsed(),
    })
}

/// Removes what a rebuild that died was filling.
pub async fn remove_leftover<P: Projection>(transaction: &Transaction<'_>) -> Result<(), ProjectionError> {
    match generation::find::<P>(transaction, State::Building).await? {
        Some(leftover) => generation::remove::<P>(transaction, leftover).await,
        None => Ok(()),
    }
}

/// Every stream up to its target.
async fn fill_all<P: Projection>(
    log: &Log,
    pool: &Pool,
    generation: Generation,
    targets: &[u64],
    mut written: impl FnMut(Written),
) -> Result<(), ProjectionError> {
    let (sender, mut steps) = mpsc::unbounded_channel();
    let fill = |(stream, target): (usize, &u64)| {
        fill::<P>(log, pool, generation, stream as u32, *target, sender.clone())
    };
    let filling = try_join_all(targets.iter().enumerate().map(fill));
    tokio::pin!(filling);
    loop {
        tokio::select! {
            Some(step) = steps.recv() => written(step),
            filled = &mut filling => {
                while let Ok(step) = steps.try_recv() {
                    written(step);
                }
                return filled.map(|_| ());
            }
        }
    }
}

async fn fill<P: Projection>(
    log: &Log,
    pool: &Pool,
    generation: Generation,
    stream: u32,
    target: u64,
    steps: mpsc::UnboundedSender<Written>,
) -> Result<(), ProjectionError> {
    let mut client = Object::take(pool.get().await?);
    if position::begin::<P>(&client, log, generation, stream).await? >= target {
        return Ok(());
    }
    let mut writer = Writer::begin::<P>(&client, log, generation, stream).await?;
    while writer.position() < target {
        let batch = writer.next().await?;
        // A rebuild that nobody watches any more goes on all the same.
        let _ = steps.send(writer.write::<P>(&mut client, &batch).await?);
    }
    Ok(())
}

/// How a switch went.
pub enum Switch {
    /// Readers see the new rows; so many were still written.
    Done(Written),
    /// Nothing was switched: the old rows are too far ahead, up to these positions.
    FarBehind(Vec<u64>),
}

/// Readers see the new rows from one moment on, never older ones than before: what the old generation has beyond the new
/// one is written here, while its writers wait, unless it is much. So a rebuild that reads faster than the log grows
/// comes to an end.
pub async fn switch<P: Projection>(
    client: &mut ClientWrapper,
    log: &Log,
    building: Generation,
) -> Result<Switch, ProjectionError> {
    let transaction = client.transaction().await?;
    limit_waiting(&transaction, limits::WRITE_TIMEOUT, limits::WRITE_TIMEOUT).await?;
    let (new, old) = lock_positions::<P>(&transaction, log, building).await?;
    let behind: u64 = new
        .iter()
        .zip(&old)
        .map(|(new, old)| old.saturating_sub(*new))
        .sum();
    if behind > limits::SWITCH_REST {
        return Ok(Switch::FarBehind(old));
    }
    let mut rest = Written::default();
    for (stream, (new, old)) in new.into_iter().zip(old).enumerate() {
        let written = catch_up::<P>(&transaction, log, building, stream as u32, new..old).await?;
        rest.commits += written.commits;
        rest.events += written.events;
    }
    // Readers queue behind what follows.
    limit_waiting(&transaction, limits::WRITE_TIMEOUT, limits::SWITCH_LOCK_TIMEOUT).await?;
    generation::switch::<P>(&transaction, building).await?;
    transaction.commit().await?;
    Ok(Switch::Done(rest))
}

/// Positions of the new and the old generation by stream. Locked: no writer moves on until the switch is done, and then
/// finds its generation gone.
async fn lock_positions<P: Projection>(
    transaction: &Transaction<'_>,
    log: &Log,
    building: Generation,
) -> Result<(Vec<u64>, Vec<u64>), ProjectionError> {
    let rows = transaction
        .query(
            "SELECT generation, stream, position FROM projection_positions \
             WHERE name = $1 AND epoch = $2 ORDER BY generation, stream FOR UPDATE",
            &[&P::NAME, &log.epoch()],
        )
        .await?;
    let mut new = vec![0_u64; log.streams() as usize];
    let mut old = new.clone();
    for row in rows {
        let positions = if row.get::<_, i32>(0) == building.0 {
            &mut new
        } else {
            &mut old
        };
        if let Some(position) = positions.get_mut(row.get::<_, i32>(1) as usize) {
            *position = row.get::<_, i64>(2) as u64;
        }
    }
    Ok((new, old))
}

/// Writes what a stream holds after the first of two positions, at least up to the second.
async fn catch_up<P: Projection>(
    transaction: &Transaction<'_>,
    log: &Log,
    generation: Generation,
    stream: u32,
    rest: Range<u64>,
) -> Result<Written, ProjectionError> {
    let mut all = Written::default();
    let mut feed = log.feed(stream, rest.start);
    while feed.position() < rest.end {
        let from = feed.position();
        let commits = next_batch(&mut feed).await?.commits;
        let to = feed.position();
        let step = Step { stream, from, to };
        let written = store::<P>(transaction, log.epoch(), generation, step, &commits).await?;
        all.commits += written.commits;
        all.events += written.events;
    }
    Ok(all)
}

/// Somebody reads for longer than others should wait behind us: the switch is tried again.
fn is_lock_timeout(error: &ProjectionError) -> bool {
    matches!(error, ProjectionError::Database(error) if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE))
}
