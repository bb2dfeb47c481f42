//! The connection to the broker and the shape of the log on it.

use std::{sync::Arc, time::Duration};

use async_nats::{ConnectOptions, ServerAddr, connection::State, jetstream};
use mangakai_events::subjects::partition;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use uuid::Uuid;

use crate::{Jobs, LogConfig, LogError, Ticks, message::Stored, topology, turns::Turns};

/// Longest wait for the broker at start.
const CONNECT_PATIENCE: Duration = Duration::from_secs(20);
const PING_INTERVAL: Duration = Duration::from_secs(10);

/// The log. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Log(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: async_nats::Client,
    context: jetstream::Context,
    config: LogConfig,
    epoch: String,
    turns: Turns,
    ticks: Ticks,
}

impl Log {
    /// Connects, and creates the streams or compares them with what is wanted: a difference is refused.
    pub async fn connect(config: LogConfig) -> Result<Log, LogError> {
        if config.streams == 0 || !mangakai_events::subjects::PARTITIONS.is_multiple_of(config.streams) {
            return Err(LogError::Drift {
                what: "the number of log streams".to_owned(),
                wanted: "a divisor of 64".to_owned(),
                found: config.streams.to_string(),
            });
        }
        let (client, context) = Log::reach(&config).await?;
        let epoch = topology::ensure(&context, &config).await?;
        Ok(Log::over(client, context, config, epoch))
    }

    /// Connects to a log that is there, as it is laid out: for tools that look. Nothing is created.
    pub async fn open(nats_url: impl Into<String>) -> Result<Log, LogError> {
        let mut config = LogConfig::single(nats_url);
        let (client, context) = Log::reach(&config).await?;
        let (streams, replicas, epoch) = topology::find(&context).await?;
        (config.streams, config.replicas) = (streams, replicas);
        Ok(Log::over(client, context, config, epoch))
    }

    async fn reach(config: &LogConfig) -> Result<(async_nats::Client, jetstream::Context), LogError> {
        let servers: Result<Vec<ServerAddr>, _> =
            config.nats_url.split(',').map(|url| url.trim().parse()).collect();
        let servers = servers.map_err(|error| LogError::Refused {
            code: 0,
            description: error.to_string(),
        })?;
        let options = credentials(&servers)
            .name(&config.role)
            .retry_on_initial_connect()
            .max_reconnects(None)
            .reconnect_delay_callback(|tries| Duration::from_millis(20 << tries.min(6)))
            .ping_interval(PING_INTERVAL)
            .event_callback(async |event| {
                metrics::counter!("mangakai_nats_events_total", "event" => event_name(&event)).increment(1);
            });
        let connecting = tokio::time::timeout(CONNECT_PATIENCE, options.connect(servers)).await;
        let client = connecting
            .map_err(LogError::unavailable)?
            .map_err(LogError::unavailable)?;
        // A connection that is still being made answers nothing.
        tokio::time::timeout(CONNECT_PATIENCE, client.flush())
            .await
            .map_err(LogError::unavailable)?
            .map_err(LogError::unavailable)?;
        let context = jetstream::new(client.clone());
        Ok((client, context))
    }

    fn over(
        client: async_nats::Client,
        context: jetstream::Context,
        config: LogConfig,
        epoch: String,
    ) -> Log {
        Log(Arc::new(Inner {
            ticks: Ticks::new(client.clone()),
            client,
            context,
            config,
            epoch,
            turns: Turns::default(),
        }))
    }

    /// Number of streams the log is spread over.
    pub fn streams(&self) -> u32 {
        self.0.config.streams
    }

    /// The stream an aggregate lives in.
    pub fn stream_of(&self, id: Uuid) -> u32 {
        partition(id) % self.streams()
    }

    /// Tells this log from one that was created again: positions of another epoch are foreign.
    pub fn epoch(&self) -> &str {
        &self.0.epoch
    }

    /// The broker can be reached at this moment.
    pub fn is_connected(&self) -> bool {
        self.0.client.connection_state() == State::Connected
    }

    /// Sequence of the last message of a stream; 0 when it is empty.
    pub async fn last_position(&self, stream: u32) -> Result<u64, LogError> {
        let name = self.stream_name(stream);
        let stream = self
            .0
            .context
            .get_stream(name)
            .await
            .map_err(LogError::unavailable)?;
        Ok(stream.cached_info().state.last_sequence)
    }

    /// The job queue.
    pub fn jobs(&self) -> Jobs {
        Jobs::new(self.clone())
    }

    /// Progress within a step.
    pub fn ticks(&self) -> &Ticks {
        &self.0.ticks
    }

    /// Sends what is still buffered, for a process that ends.
    pub async fn flush(&self) -> Result<(), LogError> {
        self.0.client.flush().await.map_err(LogError::unavailable)
    }

    pub(crate) fn client(&self) -> &async_nats::Client {
        &self.0.client
    }

    pub(crate) fn context(&self) -> &jetstream::Context {
        &self.0.context
    }

    pub(crate) fn config(&self) -> &LogConfig {
        &self.0.config
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.0.turns
    }

    pub(crate) fn stream_name(&self, stream: u32) -> String {
        topology::log_stream_name(&self.0.config, stream)
    }

    /// Sequence of the last message of a subject, as the leader knows it; 0 when there is none.
    pub(crate) async fn last_sequence(&self, stream: &str, subject: &str) -> Result<u64, LogError> {
        let request = serde_json::json!({ "last_by_subj": subject }).to_string();
        let last = self.stored_message(stream, request).await?;
        Ok(last.map_or(0, |message| message.sequence))
    }

    /// One message by the leader's own read (`STREAM.MSG.GET`); none when nothing matches the request.
    pub(crate) async fn stored_message(
        &self,
        stream: &str,
        request: String,
    ) -> Result<Option<Stored>, LogError> {
        let answer = self
            .0
            .client
            .request(format!("$JS.API.STREAM.MSG.GET.{stream}"), request.into())
            .await;
        let answer: MessageAnswer = serde_json::from_slice(&answer.map_err(LogError::unavailable)?.payload)
            .map_err(LogError::unavailable)?;
        match (answer.message, answer.error) {
            (Some(message), _) => message.decode().map(Some),
            (None, Some(error)) if error.code == 404 => Ok(None),
            (None, error) => Err(LogError::Unavailable(
                error.map(|error| error.description).unwrap_or_default(),
            )),
        }
    }
}

/// The user and password that the first address names; the library itself passes over them.
fn credentials(servers: &[ServerAddr]) -> ConnectOptions {
    let named = servers
        .iter()
        .find_map(|server| Some((server.username()?, server.password()?)));
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    match named {
        Some((user, password)) => ConnectOptions::with_user_and_password(plain(user), plain(password)),
        None => ConnectOptions::new(),
    }
}

#[derive(Deserialize)]
struct MessageAnswer {
    message: Option<StoredText>,
    error: Option<ApiError>,
}

#[derive(Deserialize)]
struct ApiError {
    code: u64,
    #[serde(default)]
    description: String,
}

#[derive(Deserialize)]
struct StoredText {
    subject: String,
    seq: u64,
    #[serde(default)]
    hdrs: String,
    #[serde(default)]
    data: String,
}

impl StoredText {
    fn decode(self) -> Result<Stored, LogError> {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let body = STANDARD.decode(&self.data).map_err(LogError::unavailable)?;
        let header_text = String::from_utf8(STANDARD.decode(&self.hdrs).map_err(LogError::unavailable)?);
        let mut headers = async_nats::HeaderMap::new();
        for (name, value) in header_text
            .map_err(LogError::unavailable)?
            .lines()
            .filter_map(|line| line.split_once(':'))
        {
            headers.append(name, value.trim());
        }
        Ok(Stored {
            subject: self.subject,
            sequence: self.seq,
            headers,
            body: body.into(),
        })
    }
}

fn event_name(event: &async_nats::Event) -> &'static str {
    match event {
        async_nats::Event::Connected => "connected",
        async_nats::Event::Disconnected => "disconnected",
        async_nats::Event::LameDuckMode => "lame_duck",
        async_nats::Event::SlowConsumer(_) => "slow_consumer",
        async_nats::Event::ServerError(_) => "server_error",
        async_nats::Event::ClientError(_) => "client_error",
        _ => "other",
    }
}
