//! Reading in order from a position, for ever: what projections and live tails stand on. A feed acknowledges nothing,
//! so reading it again changes nothing.

use std::{marker::PhantomData, time::Duration};

use async_nats::jetstream::consumer::{
    DeliverPolicy,
    pull::{Ordered, OrderedConfig},
};
use futures::{FutureExt, Stream, StreamExt};
use mangakai_events::{LogEvent, Recorded, subjects};

use crate::{Log, LogError, message, message::Stored};

/// Pause before a broken reader is made anew.
const REBUILD_PAUSE: Duration = Duration::from_millis(200);

/// The commits of one kind of aggregate in one stream, in order.
pub struct Feed<E> {
    log: Log,
    stream: u32,
    after: u64,
    reader: Option<Ordered>,
    pending: u64,
    events: PhantomData<E>,
}

impl<E> std::fmt::Debug for Feed<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Feed(stream {}, after {})", self.stream, self.after)
    }
}

impl Log {
    /// Reads a stream of the log from the position after `after`.
    pub fn feed<E: LogEvent>(&self, stream: u32, after: u64) -> Feed<E> {
        Feed {
            log: self.clone(),
            stream,
            after,
            reader: None,
            pending: 0,
            events: PhantomData,
        }
    }
}

impl<E: LogEvent> Feed<E> {
    /// The position up to which commits were handed out.
    pub fn position(&self) -> u64 {
        self.after
    }

    /// Commits that the stream still holds beyond what was handed out, as of the last one.
    pub fn pending(&self) -> u64 {
        self.pending
    }

    /// The next commit; waits for it. An error means that a stored commit cannot be read: asking again gives the same.
    pub async fn next(&mut self) -> Result<Recorded<E>, LogError> {
        loop {
            if let Some(commit) = self.step().await {
                return commit;
            }
        }
    }

    /// As [`Feed::next`], up to and including a position; none: nothing more of this kind is there up to it.
    pub async fn next_until(&mut self, end: u64) -> Result<Option<Recorded<E>>, LogError> {
        while self.after < end {
            if let Some(commit) = self.step().await {
                return commit.map(Some);
            }
        }
        Ok(None)
    }

    /// One message further; none: it is one of another kind of aggregate.
    async fn step(&mut self) -> Option<Result<Recorded<E>, LogError>> {
        let stored = self.next_stored().await;
        if stored.sequence <= self.after {
            return None;
        }
        if !subjects::is_of(&stored.subject, E::AGGREGATE) {
            self.after = stored.sequence;
            return None;
        }
        Some(self.decode(stored))
    }

    /// The next commits: waits until the stream goes on, then takes what is there, up to `max`. While the stream holds
    /// more than that, the batch is filled: a reader that is behind writes few large transactions. Without a commit when
    /// only other kinds of aggregates have moved: then it is the position alone that tells how far the stream is read.
    pub async fn next_batch(&mut self, max: usize) -> Result<Vec<Recorded<E>>, LogError> {
        let mut batch = Vec::new();
        let mut step = Some(self.step().await);
        while let Some(read) = step {
            match read {
                Some(Ok(commit)) => batch.push(commit),
                // What was read before the unreadable one is still good.
                Some(Err(_)) if !batch.is_empty() => break,
                Some(Err(error)) => return Err(error),
                None => {}
            }
            if batch.len() >= max {
                break;
            }
            step = if self.pending > 0 {
                Some(self.step().await)
            } else {
                self.step().now_or_never()
            };
        }
        Ok(batch)
    }

    /// The same as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Result<Recorded<E>, LogError>> {
        futures::stream::unfold(self, async |mut feed| {
            let commit = feed.next().await;
            Some((commit, feed))
        })
    }

    fn decode(&mut self, stored: Stored) -> Result<Recorded<E>, LogError> {
        match message::read(self.stream, &stored) {
            Ok((commit, _)) => {
                self.after = stored.sequence;
                Ok(commit)
            }
            Err(error) => {
                // Read again from here: a reader stops at what it cannot understand, it never skips.
                self.reader = None;
                Err(error)
            }
        }
    }

    async fn next_stored(&mut self) -> Stored {
        loop {
            let reader = match self.reader.take() {
                Some(reader) => reader,
                None => match open(&self.log, self.stream, self.after).await {
                    Ok(reader) => reader,
                    Err(error) => {
                        tracing::warn!("The reader of stream {} could not be made: {error}", self.stream);
                        tokio::time::sleep(REBUILD_PAUSE).await;
                        continue;
                    }
                },
            };
            // Kept in place while waiting, so that dropping this future loses nothing.
            let next = self.reader.insert(reader).next().await;
            match next {
                Some(Ok(received)) => {
                    if let Ok(info) = received.info() {
                        self.pending = info.pending;
                        let sequence = info.stream_sequence;
                        let (parts, _) = received.split();
                        let headers = parts.headers.unwrap_or_default();
                        return Stored {
                            subject: parts.subject.to_string(),
                            sequence,
                            headers,
                            body: parts.payload,
                        };
                    }
                }
                Some(Err(error)) => tracing::debug!("Reading stream {}: {error}", self.stream),
                None => {
                    self.reader = None;
                    tokio::time::sleep(REBUILD_PAUSE).await;
                }
            }
        }
    }
}

/// A reader of a stream from a position. Apart from [`Feed`], which holds a reader that cannot be shared while it waits.
async fn open(log: &Log, stream: u32, after: u64) -> Result<Ordered, LogError> {
    let stream = log.context().get_stream_no_info(log.stream_name(stream)).await;
    // No filter: matching every subject costs the broker half as much again as sending everything, and nearly everything
    // is wanted.
    let config = OrderedConfig {
        deliver_policy: DeliverPolicy::ByStartSequence {
            start_sequence: after + 1,
        },
        ..OrderedConfig::default()
    };
    let consumer = stream
        .map_err(LogError::unavailable)?
        .create_consumer(config)
        .await
        .map_err(LogError::unavailable)?;
    consumer.messages().await.map_err(LogError::unavailable)
}
