//! A worker of the job queue: takes exactly as many jobs as it has free slots, says "in progress" while it works, and
//! acknowledges only when its handler says that the result is in the log.

use std::{future::Future, sync::Arc, time::Duration};

use async_nats::{
    Subscriber,
    header::NATS_MESSAGE_ID,
    jetstream::{self, AckKind, consumer::PullConsumer},
};
use bytes::Bytes;
use futures::{FutureExt, StreamExt};
use mangakai_events::subjects;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::timeout,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{Log, LogError, Origin, Outcome, reactor::settle};

/// Every so many pulls begin with the least urgent jobs, so that they are never starved.
const FLOOR_EVERY: u64 = 8;
/// Jobs whose delay is over make no sound; they are looked for so often.
const LOOK_EVERY: Duration = Duration::from_millis(500);
const BROKEN_PAUSE: Duration = Duration::from_millis(200);
/// A broker that is there answers a look for jobs at once. One that went away never does, and neither does the library.
const ANSWER_PATIENCE: Duration = Duration::from_secs(2);

/// A job at hand.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Its id.
    pub job_id: Uuid,
    /// Place of this message in the queue: another message for the same job has another.
    pub message: u64,
    /// Which delivery of this message, from 1.
    pub delivery: u64,
    /// Where the job comes from.
    pub origin: Origin,
    /// The job itself.
    pub body: Bytes,
}

/// Takes jobs of one kind.
pub struct Worker {
    log: Log,
    kind: String,
    consumers: Vec<PullConsumer>,
    /// Jobs pass by on their subject when they are queued: a wake-up, nothing more.
    queued: Subscriber,
    slots: Arc<Semaphore>,
    shutdown: CancellationToken,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Worker({})", self.kind)
    }
}

impl Worker {
    pub(crate) async fn new(
        log: Log,
        kind: &str,
        consumers: Vec<PullConsumer>,
        slots: usize,
        shutdown: CancellationToken,
    ) -> Result<Worker, LogError> {
        let queued = log
            .client()
            .subscribe(subjects::job_filter(kind, "*"))
            .await
            .map_err(LogError::unavailable)?;
        Ok(Worker {
            log,
            kind: kind.to_owned(),
            consumers,
            queued,
            slots: Arc::new(Semaphore::new(slots)),
            shutdown,
        })
    }

    /// Works until asked to stop; jobs at hand are finished first.
    pub async fn run<F>(mut self, handler: impl Fn(Delivery) -> F + Send + Sync + 'static)
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        let handler = Arc::new(handler);
        let mut running = JoinSet::new();
        let shutdown = self.shutdown.clone();
        let mut round = 0;
        while let Some(Some(permit)) = shutdown.run_until_cancelled(self.free_slot()).await {
            round += 1;
            // What was queued before this look is found by it; only what comes later is a reason to look again.
            while self.queued.next().now_or_never().flatten().is_some() {}
            let taken = self.take_jobs(permit, round).await;
            let none = taken.is_empty();
            for (message, permit) in taken {
                let work = work(self.log.clone(), self.kind.clone(), message, handler.clone());
                running.spawn(async move {
                    work.await;
                    drop(permit);
                });
            }
            while running.try_join_next().is_some() {}
            if none {
                self.until_woken(&shutdown).await;
            }
        }
        while running.join_next().await.is_some() {}
        // Acknowledgements must not stay in the buffer of a process that ends.
        if let Err(error) = self.log.flush().await {
            tracing::warn!("The last words of the {} worker may be lost: {error}", self.kind);
        }
    }

    async fn free_slot(&self) -> Option<OwnedSemaphorePermit> {
        self.slots.clone().acquire_owned().await.ok()
    }

    /// Jobs for the free slots, the most urgent first.
    async fn take_jobs(
        &self,
        first: OwnedSemaphorePermit,
        round: u64,
    ) -> Vec<(jetstream::Message, OwnedSemaphorePermit)> {
        let mut permits = vec![first];
        while let Ok(permit) = self.slots.clone().try_acquire_owned() {
            permits.push(permit);
        }
        let mut order: Vec<&PullConsumer> = self.consumers.iter().collect();
        if round.is_multiple_of(FLOOR_EVERY) {
            order.reverse();
        }
        let mut taken = Vec::new();
        for consumer in order {
            if permits.is_empty() {
                break;
            }
            let (messages, broken) = fetch(consumer, permits.len()).await;
            // Never more messages than permits.
            taken.extend(
                messages
                    .into_iter()
                    .map_while(|message| Some((message, permits.pop()?))),
            );
            if let Some(error) = broken {
                tracing::debug!("The {} worker cannot take jobs: {error}", self.kind);
                tokio::time::sleep(BROKEN_PAUSE).await;
                break;
            }
        }
        taken
    }

    async fn until_woken(&mut self, shutdown: &CancellationToken) {
        tokio::select! {
            _ = self.queued.next() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = shutdown.cancelled() => {}
        }
    }
}

/// What waits now, up to `free` jobs. A look that breaks off loses none of those that came before.
async fn fetch(consumer: &PullConsumer, free: usize) -> (Vec<jetstream::Message>, Option<LogError>) {
    let mut messages = Vec::new();
    let looking = async {
        let batch = consumer.fetch().max_messages(free).messages().await;
        let mut batch = batch.map_err(LogError::unavailable)?;
        while let Some(message) = timeout(ANSWER_PATIENCE, batch.next())
            .await
            .map_err(LogError::unavailable)?
        {
            messages.push(message.map_err(LogError::unavailable)?);
        }
        Ok(())
    };
    let looked: Result<(), LogError> = looking.await;
    (messages, looked.err())
}

/// One job from start to acknowledgement.
async fn work<F>(log: Log, kind: String, message: jetstream::Message, handler: Arc<impl Fn(Delivery) -> F>)
where
    F: Future<Output = Outcome>,
{
    let outcome = match delivery(&message) {
        Some(delivery) => {
            let handling = handler(delivery);
            keep_alive(&message, log.config().jobs.ack_wait / 3, handling).await
        }
        None => Outcome::GiveUp("the job has no id".to_owned()),
    };
    metrics::counter!("mangakai_jobs_total", "kind" => kind.clone(), "outcome" => name(&outcome))
        .increment(1);
    if let Err(error) = settle(&log, &kind, &message, outcome).await {
        // It will be delivered again; the log keeps that from doing harm.
        tracing::warn!("A {kind} job could not be settled: {error}");
    }
}

fn delivery(message: &jetstream::Message) -> Option<Delivery> {
    let headers = message.headers.as_ref()?;
    let job_id = headers.get(NATS_MESSAGE_ID)?.as_str().parse().ok()?;
    let info = message.info().ok()?;
    Some(Delivery {
        job_id,
        message: info.stream_sequence,
        delivery: u64::try_from(info.delivered).ok()?,
        origin: Origin::read(headers).unwrap_or(Origin::request(job_id)),
        body: message.payload.clone(),
    })
}

/// Says "in progress" as long as the work goes on.
async fn keep_alive(
    message: &jetstream::Message,
    every: Duration,
    work: impl Future<Output = Outcome>,
) -> Outcome {
    let mut work = std::pin::pin!(work);
    let mut clock = tokio::time::interval_at(tokio::time::Instant::now() + every, every);
    loop {
        tokio::select! {
            outcome = &mut work => return outcome,
            _ = clock.tick() => {
                if let Err(error) = message.ack_with(AckKind::Progress).await {
                    tracing::debug!("No sign of life could be given: {error}");
                }
            }
        }
    }
}

fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Retry(_) => "retry",
        Outcome::GiveUp(_) => "given_up",
    }
}
