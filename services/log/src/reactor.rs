//! Acting on what happens: a durable reader whose progress the server keeps, never replayed.

use std::{future::Future, time::Duration};

use async_nats::{
    HeaderMap,
    jetstream::{
        self, AckKind,
        consumer::{AckPolicy, DeliverPolicy, PullConsumer, pull},
    },
};
use futures::StreamExt;
use mangakai_events::{LogEvent, Recorded};
use tokio_util::sync::CancellationToken;

use crate::{Log, LogError, Outcome, message, message::Stored, topology::DEAD_PREFIX};

const MAX_ACK_PENDING: i64 = 256;
/// Commits handled at the same time: reactions are idempotent and need no order.
const CONCURRENCY: usize = 16;
/// A commit that this build cannot read waits for one that can.
const UNREADABLE_PAUSE: Duration = Duration::from_secs(5);
const REBUILD_PAUSE: Duration = Duration::from_millis(200);
const DRAIN: Duration = Duration::from_millis(100);

/// A named reaction to one stream of the log.
#[derive(Debug)]
pub struct Reactor {
    log: Log,
    stream: u32,
    consumer: PullConsumer,
    name: String,
}

impl Log {
    /// The reactor of a name: its first start begins at the first commit ever.
    pub async fn reactor<E: LogEvent>(&self, name: &str, stream: u32) -> Result<Reactor, LogError> {
        let consumer = open::<E>(self, name, stream).await?;
        Ok(Reactor {
            log: self.clone(),
            stream,
            consumer,
            name: name.to_owned(),
        })
    }
}

async fn open<E: LogEvent>(log: &Log, name: &str, stream: u32) -> Result<PullConsumer, LogError> {
    let config = pull::Config {
        durable_name: Some(name.to_owned()),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ack_wait: log.config().reactor_ack_wait,
        max_ack_pending: MAX_ACK_PENDING,
        max_deliver: -1,
        filter_subject: format!("mk.log.v1.*.{}.>", E::AGGREGATE),
        ..pull::Config::default()
    };
    let stream = log
        .context()
        .get_stream_no_info(log.stream_name(stream))
        .await
        .map_err(LogError::unavailable)?;
    stream
        .create_consumer(config)
        .await
        .map_err(LogError::unavailable)
}

impl Reactor {
    /// Hands every commit to the handler until asked to stop; what was begun is finished.
    pub async fn run<E, F>(self, shutdown: CancellationToken, handler: impl Fn(Recorded<E>) -> F)
    where
        E: LogEvent,
        F: Future<Output = Outcome>,
    {
        let Reactor {
            log,
            stream,
            mut consumer,
            name,
        } = self;
        while !shutdown.is_cancelled() {
            // No more than can be handled at once: what waits here is delivered again late when this process ends.
            match consumer
                .stream()
                .max_messages_per_batch(CONCURRENCY)
                .messages()
                .await
            {
                Ok(messages) => {
                    let messages = messages.take_until(drained(&shutdown));
                    let handled = messages.filter_map(async |message| message.ok());
                    handled
                        .for_each_concurrent(CONCURRENCY, async |message| {
                            if shutdown.is_cancelled() {
                                give_back(&message).await;
                            } else {
                                react(&log, stream, &name, message, &handler).await;
                            }
                        })
                        .await;
                }
                Err(error) => tracing::warn!("The reactor {name} cannot read: {error}"),
            }
            if shutdown.is_cancelled() {
                return;
            }
            // The reader ended by itself: the consumer was deleted, or the broker is away.
            tokio::time::sleep(REBUILD_PAUSE).await;
            if let Ok(again) = open::<E>(&log, &name, stream).await {
                consumer = again;
            }
        }
    }
}

/// A moment after the wish to stop: what the broker has sent already is given back in it.
async fn drained(shutdown: &CancellationToken) {
    shutdown.cancelled().await;
    tokio::time::sleep(DRAIN).await;
}

/// For the next process, without waiting until this one counts as gone.
async fn give_back(message: &jetstream::Message) {
    if let Err(error) = message.ack_with(AckKind::Nak(Some(DRAIN))).await {
        tracing::debug!("A message could not be given back: {error}");
    }
}

async fn react<E, F>(
    log: &Log,
    stream: u32,
    name: &str,
    received: jetstream::Message,
    handler: &impl Fn(Recorded<E>) -> F,
) where
    E: LogEvent,
    F: Future<Output = Outcome>,
{
    let Ok(info) = received.info() else { return };
    let stored = Stored {
        subject: received.subject.to_string(),
        sequence: info.stream_sequence,
        headers: received.headers.clone().unwrap_or_default(),
        body: received.payload.clone(),
    };
    let outcome = match message::read(stream, &stored) {
        Ok((commit, _)) => handler(commit).await,
        Err(error) => {
            tracing::error!("The reactor {name} stops at message {}: {error}", stored.sequence);
            Outcome::Retry(UNREADABLE_PAUSE)
        }
    };
    if let Err(error) = settle(log, name, &received, outcome).await {
        // It will be delivered again, and reactions may be repeated.
        tracing::warn!(
            "The reactor {name} could not settle message {}: {error}",
            stored.sequence
        );
    }
}

/// Tells the server what became of a message: acknowledged, later again, or dead with a reason.
pub(crate) async fn settle(
    log: &Log,
    consumer: &str,
    message: &jetstream::Message,
    outcome: Outcome,
) -> Result<(), LogError> {
    let ack = |kind| async move { message.ack_with(kind).await.map_err(LogError::unavailable) };
    match outcome {
        Outcome::Done => acknowledge(log, message).await,
        Outcome::Retry(after) => ack(AckKind::Nak(Some(after))).await,
        Outcome::GiveUp(reason) => {
            bury(log, consumer, message, &reason).await?;
            ack(AckKind::Term).await
        }
    }
}

/// Acknowledges and waits for the server's word. The library takes any answer for success, also "no such consumer".
async fn acknowledge(log: &Log, message: &jetstream::Message) -> Result<(), LogError> {
    let reply = message
        .reply
        .clone()
        .ok_or_else(|| LogError::unavailable("a message without a reply subject"))?;
    log.client()
        .request(reply, "+ACK".into())
        .await
        .map_err(LogError::unavailable)?;
    Ok(())
}

/// Keeps a message among the dead letters, with the reason.
async fn bury(log: &Log, consumer: &str, message: &jetstream::Message, reason: &str) -> Result<(), LogError> {
    metrics::counter!("mangakai_dead_letters_total", "consumer" => consumer.to_owned()).increment(1);
    tracing::error!("Giving up on {} in {consumer}: {reason}", message.subject);
    let mut headers = HeaderMap::new();
    for (name, values) in message.headers.iter().flat_map(HeaderMap::iter) {
        // The broker's own headers would be checked again, against the stream of the dead letters.
        if !name.to_string().starts_with("Nats-") {
            values
                .iter()
                .for_each(|value| headers.append(name.clone(), value.clone()));
        }
    }
    headers.insert("mk-reason", reason.replace(['\r', '\n'], " "));
    headers.insert("mk-subject", message.subject.as_str());
    headers.insert(
        async_nats::header::NATS_MESSAGE_ID,
        format!("{consumer}-{}", message.info().map_or(0, |i| i.stream_sequence)),
    );
    headers.insert(
        async_nats::header::NATS_EXPECTED_STREAM,
        crate::topology::DEAD_STREAM,
    );
    let sent = log
        .context()
        .publish_with_headers(
            format!("{DEAD_PREFIX}.{consumer}"),
            headers,
            message.payload.clone(),
        )
        .await;
    sent.map_err(LogError::unavailable)?
        .await
        .map_err(LogError::unavailable)?;
    Ok(())
}
