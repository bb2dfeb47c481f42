//! One projection, one generation, one stream: reading runs ahead while the batch before it is written.

use std::time::{Duration, Instant};

use deadpool_postgres::{ClientWrapper, Transaction};
use mangakai_events::{Event, Recorded};
use mangakai_log::{Feed, Log, LogError};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use crate::{
    ProjectionError,
    generation::Generation,
    limits,
    position::{self, Step},
    projection::Projection,
};

/// Commits read together.
pub struct Batch {
    pub commits: Vec<Recorded<Event>>,
    /// Commits that the stream holds beyond these.
    pub pending: u64,
    /// Position up to which the stream was read: beyond the last commit when others than tasks moved after it.
    pub to: u64,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written {
    pub commits: u64,
    pub events: u64,
}

/// Writes the rows of one stream into one generation, from where that stands.
pub struct Writer {
    log: Log,
    generation: Generation,
    stream: u32,
    position: u64,
    batches: mpsc::Receiver<Result<Batch, LogError>>,
    _reader: AbortOnDropHandle<()>,
}

impl Writer {
    /// Begins where the generation stands.
    pub async fn begin<P: Projection>(
        client: &ClientWrapper,
        log: &Log,
        generation: Generation,
        stream: u32,
    ) -> Result<Writer, ProjectionError> {
        let position = position::begin::<P>(client, log, generation, stream).await?;
        // One batch waits, one is being read: memory stays bounded.
        let (sender, batches) = mpsc::channel(1);
        let reader = tokio::spawn(read(log.feed(stream, position), sender));
        let _reader = AbortOnDropHandle::new(reader);
        Ok(Writer {
            log: log.clone(),
            generation,
            stream,
            position,
            batches,
            _reader,
        })
    }

    /// The position up to which rows are written.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The next batch, when it is there. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Batch, ProjectionError> {
        match self.batches.recv().await {
            Some(batch) => Ok(batch?),
            None => Err(LogError::Unavailable("the reader ended".to_owned()).into()),
        }
    }

    /// Rows and position in one transaction. After an error nothing may be concluded about this writer's position:
    /// begin anew.
    pub async fn write<P: Projection>(
        &mut self,
        client: &mut ClientWrapper,
        batch: &Batch,
    ) -> Result<Written, ProjectionError> {
        let started = Instant::now();
        if batch.to == self.position {
            return Ok(Written::default());
        }
        let step = Step {
            stream: self.stream,
            from: self.position,
            to: batch.to,
        };
        let transaction = client.transaction().await?;
        limit_waiting(&transaction, limits::WRITE_TIMEOUT, limits::WRITE_TIMEOUT).await?;
        let written = store::<P>(
            &transaction,
            self.log.epoch(),
            self.generation,
            step,
            &batch.commits,
        )
        .await?;
        transaction.commit().await?;
        self.position = step.to;
        self.measure::<P>(batch, written, started);
        Ok(written)
    }

    fn measure<P: Projection>(&self, batch: &Batch, written: Written, started: Instant) {
        let stream = self.stream.to_string();
        let labels = [("projection", P::NAME.to_owned()), ("stream", stream)];
        metrics::gauge!("mangakai_projection_lag_commits", &labels).set(batch.pending as f64);
        metrics::gauge!("mangakai_projection_position", &labels).set(self.position as f64);
        metrics::counter!("mangakai_projection_events_total", &labels).increment(written.events);
        metrics::histogram!("mangakai_projection_batch_commits", &labels).record(written.commits as f64);
        metrics::histogram!("mangakai_projection_write_seconds", &labels)
            .record(started.elapsed().as_secs_f64());
    }
}

/// Rows and position of some commits, as part of a transaction.
pub async fn store<P: Projection>(
    transaction: &Transaction<'_>,
    epoch: &str,
    generation: Generation,
    step: Step,
    commits: &[Recorded<Event>],
) -> Result<Written, ProjectionError> {
    position::advance::<P>(transaction, epoch, generation, step).await?;
    if commits.is_empty() {
        return Ok(Written::default());
    }
    let schema = generation.schema::<P>();
    let mut rows = P::load(transaction, &schema, commits).await?;
    let mut written = Written::default();
    for commit in commits {
        P::fold(&mut rows, commit)?;
        written.commits += 1;
        written.events += commit.events.len() as u64;
    }
    P::write(transaction, &schema, &rows).await?;
    Ok(written)
}

/// Limits how long a statement of a transaction may take, and how long it may wait for a lock or for us: others wait
/// behind it.
pub async fn limit_waiting(
    transaction: &Transaction<'_>,
    statement: Duration,
    lock: Duration,
) -> Result<(), ProjectionError> {
    let (statement, lock) = (statement.as_millis(), lock.as_millis());
    let timeouts = format!(
        "SET LOCAL statement_timeout = {statement}; SET LOCAL lock_timeout = {lock}; \
         SET LOCAL idle_in_transaction_session_timeout = {lock}"
    );
    Ok(transaction.batch_execute(&timeouts).await?)
}

/// Reads ahead; ends with the receiver or at what cannot be read.
async fn read(mut feed: Feed<Event>, batches: mpsc::Sender<Result<Batch, LogError>>) {
    loop {
        let batch = next_batch(&mut feed).await;
        let broken = batch.is_err();
        if batches.send(batch).await.is_err() || broken {
            return;
        }
    }
}

/// A large batch when behind, a small one when live. Read a few commits at a time, so that it ends soon after they have
/// too many bytes.
pub async fn next_batch(feed: &mut Feed<Event>) -> Result<Batch, LogError> {
    let (mut commits, mut bytes) = (Vec::new(), 0);
    while commits.len() < limits::BATCH && bytes < limits::BATCH_BYTES {
        match feed.next_batch(limits::BATCH_STEP).await {
            Ok(read) => {
                bytes += read
                    .iter()
                    .flat_map(|commit| &commit.events)
                    .map(Event::encoded_len)
                    .sum::<usize>();
                commits.extend(read);
            }
            // What was read before the unreadable one is still good.
            Err(_) if !commits.is_empty() => break,
            Err(error) => return Err(error),
        }
        if feed.pending() == 0 {
            break;
        }
    }
    Ok(Batch {
        commits,
        pending: feed.pending(),
        to: feed.position(),
    })
}
