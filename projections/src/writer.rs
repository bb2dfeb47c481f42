//! One projection, one generation, one stream: reading runs ahead while the batch before it is written.

use std::time::Instant;

use deadpool_postgres::ClientWrapper;
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
    schema: String,
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
        let schema = generation.schema::<P>();
        let _reader = AbortOnDropHandle::new(reader);
        Ok(Writer {
            log: log.clone(),
            generation,
            schema,
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
        let Some(last) = batch.commits.last() else {
            return Ok(Written::default());
        };
        let step = Step {
            stream: self.stream,
            from: self.position,
            to: last.position,
        };
        let transaction = client.transaction().await?;
        let limit = limits::WRITE_TIMEOUT.as_millis();
        let timeouts = format!(
            "SET LOCAL statement_timeout = {limit}; SET LOCAL lock_timeout = {limit}; \
             SET LOCAL idle_in_transaction_session_timeout = {limit}"
        );
        transaction.batch_execute(&timeouts).await?;
        position::advance::<P>(&transaction, self.log.epoch(), self.generation, step).await?;
        let mut rows = P::load(&transaction, &self.schema, &batch.commits).await?;
        for commit in &batch.commits {
            P::fold(&mut rows, commit)?;
        }
        P::write(&transaction, &self.schema, &rows).await?;
        transaction.commit().await?;
        self.position = step.to;
        let events = batch
            .commits
            .iter()
            .map(|commit| commit.events.len() as u64)
            .sum();
        let written = Written {
            commits: batch.commits.len() as u64,
            events,
        };
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

/// Large batches when behind, small ones when live; ends with the receiver or at what cannot be read.
async fn read(mut feed: Feed<Event>, batches: mpsc::Sender<Result<Batch, LogError>>) {
    loop {
        let batch = match feed.next_batch(limits::BATCH).await {
            Ok(commits) => Ok(Batch {
                commits,
                pending: feed.pending(),
            }),
            Err(error) => Err(error),
        };
        let broken = batch.is_err();
        if batches.send(batch).await.is_err() || broken {
            return;
        }
    }
}
