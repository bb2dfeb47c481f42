//! Settings and limits of the log.

use std::time::Duration;

/// The largest commit body, in bytes: a script of 100 panels fits, and with its headers it stays under the server's
/// `max_payload` of 1 MB.
pub const MAX_COMMIT_BYTES: usize = 900 * 1024;

/// How to reach the log and how it is laid out.
#[derive(Clone, Debug)]
pub struct LogConfig {
    /// `nats://host:port`, several separated by commas.
    pub nats_url: String,
    /// Streams that the 64 partitions are spread over; fixed when the log is created. A divisor of 64.
    pub streams: u32,
    /// Replicas of every stream: 1 on one machine, 3 on a cluster.
    pub replicas: usize,
    /// How long the server remembers commit ids. The optimistic check holds beyond it.
    pub duplicate_window: Duration,
    /// How long one publish may go unanswered.
    pub publish_timeout: Duration,
    /// A commit that a reactor did not settle for so long is handed to it again.
    pub reactor_ack_wait: Duration,
    /// The job queue.
    pub jobs: JobsConfig,
    /// Shown as the client's name to the server.
    pub role: String,
}

impl LogConfig {
    /// One stream, one replica, defaults for the rest.
    pub fn single(nats_url: impl Into<String>) -> LogConfig {
        LogConfig {
            nats_url: nats_url.into(),
            streams: 1,
            replicas: 1,
            duplicate_window: Duration::from_secs(120),
            publish_timeout: Duration::from_secs(5),
            reactor_ack_wait: Duration::from_secs(30),
            jobs: JobsConfig::default(),
            role: "mangakai".to_owned(),
        }
    }
}

/// Settings of the job queue.
#[derive(Clone, Debug)]
pub struct JobsConfig {
    /// A job unacknowledged for so long is delivered again; workers say "in progress" three times as often.
    pub ack_wait: Duration,
    /// Jobs of one kind and priority that all workers together may have at hand.
    pub max_ack_pending: i64,
    /// How long the queue remembers job ids.
    pub duplicate_window: Duration,
}

impl Default for JobsConfig {
    fn default() -> Self {
        JobsConfig {
            ack_wait: Duration::from_secs(20),
            max_ack_pending: 1000,
            duplicate_window: Duration::from_secs(30 * 60),
        }
    }
}
