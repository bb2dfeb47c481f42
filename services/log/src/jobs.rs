//! The job queue: slow work, handed out to whoever has a free slot. It can be emptied and rebuilt from the log.

use async_nats::{
    HeaderMap,
    jetstream::consumer::{AckPolicy, DeliverPolicy, PullConsumer, pull},
};
use mangakai_events::subjects;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{Log, LogError, Origin, Worker, topology::JOBS_STREAM};

/// Priorities, the most urgent first.
pub const PRIORITIES: [&str; 3] = ["high", "normal", "low"];

/// The queue. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Jobs {
    log: Log,
}

/// A job to be queued.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// What is to be done, as a token of its subject.
    pub kind: &'a str,
    /// One of [`PRIORITIES`].
    pub priority: &'a str,
    /// For which task.
    pub task: Uuid,
    /// The same for every repetition.
    pub id: Uuid,
    /// The job as it travels.
    pub body: Vec<u8>,
}

impl Jobs {
    pub(crate) fn new(log: Log) -> Jobs {
        Jobs { log }
    }

    /// Queues a job; the same id within the duplicate window is queued once.
    pub async fn publish(&self, job: NewJob<'_>, origin: &Origin) -> Result<(), LogError> {
        let mut headers = HeaderMap::new();
        headers.insert(async_nats::header::NATS_MESSAGE_ID, job.id.to_string());
        headers.insert(async_nats::header::NATS_EXPECTED_STREAM, JOBS_STREAM);
        origin.write(&mut headers);
        let subject = subjects::job(job.kind, job.priority, job.task);
        let sent = self
            .log
            .context()
            .publish_with_headers(subject, headers, job.body.into())
            .await;
        sent.map_err(LogError::unavailable)?
            .await
            .map_err(LogError::unavailable)?;
        Ok(())
    }

    /// Whether a job of this kind and priority waits or is worked on for a task.
    pub async fn is_queued(&self, kind: &str, priority: &str, task: Uuid) -> Result<bool, LogError> {
        let subject = subjects::job(kind, priority, task);
        let last = self.log.last_sequence(JOBS_STREAM, &subject).await?;
        Ok(last > 0)
    }

    /// A worker for one kind of job with so many slots.
    pub async fn worker(
        &self,
        kind: &str,
        slots: usize,
        shutdown: CancellationToken,
    ) -> Result<Worker, LogError> {
        let mut consumers = Vec::new();
        for priority in PRIORITIES {
            consumers.push(self.consumer(kind, priority).await?);
        }
        Worker::new(self.log.clone(), kind, consumers, slots, shutdown).await
    }

    /// The durable consumer of a kind and priority. No server-side backoff: it would override the ack wait.
    async fn consumer(&self, kind: &str, priority: &str) -> Result<PullConsumer, LogError> {
        let settings = &self.log.config().jobs;
        let config = pull::Config {
            durable_name: Some(format!("{kind}-{priority}")),
            deliver_policy: DeliverPolicy::All,
            ack_policy: AckPolicy::Explicit,
            ack_wait: settings.ack_wait,
            // A job is never given up by the broker: it would stay in the queue, unseen by everybody.
            max_deliver: -1,
            max_ack_pending: settings.max_ack_pending,
            filter_subject: subjects::job_filter(kind, priority),
            ..pull::Config::default()
        };
        let stream = self
            .log
            .context()
            .get_stream_no_info(JOBS_STREAM)
            .await
            .map_err(LogError::unavailable)?;
        stream
            .create_consumer(config)
            .await
            .map_err(LogError::unavailable)
    }
}
