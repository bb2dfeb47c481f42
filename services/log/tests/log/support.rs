//! What the log's tests share: a small aggregate of their own, real servers, and a proxy that loses answers.

use std::{sync::Arc, time::Duration};

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use mangakai_events::{CodecError, LogEvent, Recorded};
use mangakai_local::Nats;
use mangakai_log::{CommandContext, Loaded, Log, LogConfig, Origin, Retry};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
};
use uuid::Uuid;

/// Something was added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Added {
    pub amount: u64,
}

impl DomainEvent for Added {
    fn event_type(&self) -> String {
        "Added".to_owned()
    }
    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl LogEvent for Added {
    const AGGREGATE: &'static str = "counter";

    fn encode_commit(events: &[Self]) -> Vec<u8> {
        serde_json::to_vec(events).unwrap()
    }

    fn decode_commit(body: &[u8]) -> Result<Vec<Self>, CodecError> {
        serde_json::from_slice(body).map_err(|_| CodecError::UnknownKind { index: 0 })
    }
}

/// The sum of what was added; refuses zero.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Counter {
    pub total: u64,
}

/// Adds an amount, as so many events. As none: only asks, and is refused while nothing was added.
#[derive(Clone, Debug)]
pub struct Add {
    pub amount: u64,
    pub events: u64,
}

#[derive(Debug, PartialEq, thiserror::Error)]
#[error("nothing to add")]
pub struct NothingToAdd;

impl Aggregate for Counter {
    const TYPE: &'static str = "counter";
    type Command = Add;
    type Event = Added;
    type Error = NothingToAdd;
    type Services = ();

    async fn handle(&mut self, add: Add, (): &(), sink: &EventSink<Self>) -> Result<(), NothingToAdd> {
        if add.amount == 0 || (add.events == 0 && self.total == 0) {
            return Err(NothingToAdd);
        }
        for _ in 0..add.events {
            sink.write(Added { amount: add.amount }, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: Added) {
        self.total += event.amount;
    }
}

/// One of the amount.
pub fn add(amount: u64) -> Add {
    Add { amount, events: 1 }
}

/// A context with a command id of its own.
pub fn context() -> CommandContext {
    context_of(mangakai_runtime::new_id())
}

/// A context of a known command.
pub fn context_of(command_id: Uuid) -> CommandContext {
    CommandContext {
        command_id,
        origin: Origin::request(command_id),
        actor: "test".to_owned(),
        time: mangakai_runtime::now(),
        retry: Retry::Person,
    }
}

/// A context that goes on trying for a while.
pub fn patient() -> CommandContext {
    CommandContext {
        retry: Retry::Until(std::time::Instant::now() + Duration::from_secs(40)),
        ..context()
    }
}

/// A broker of one server or of three: their answers to the same mistake differ.
pub struct Broker {
    pub servers: Vec<Nats>,
    pub replicas: usize,
    _folder: TempDir,
}

impl Broker {
    pub async fn single() -> Broker {
        let folder = tempfile::tempdir().unwrap();
        let server = Nats::start(folder.path()).await.unwrap();
        Broker {
            servers: vec![server],
            replicas: 1,
            _folder: folder,
        }
    }

    pub async fn cluster() -> Broker {
        let folder = tempfile::tempdir().unwrap();
        let servers = Nats::start_cluster(folder.path()).await.unwrap();
        Broker {
            servers: servers.into(),
            replicas: 3,
            _folder: folder,
        }
    }

    pub fn config(&self) -> LogConfig {
        let urls: Vec<_> = self.servers.iter().map(Nats::url).collect();
        LogConfig {
            replicas: self.replicas,
            ..LogConfig::single(urls.join(","))
        }
    }

    /// A log on this broker; a young cluster may have no leader yet.
    pub async fn log(&self) -> Log {
        self.log_with(self.config()).await
    }

    pub async fn log_with(&self, config: LogConfig) -> Log {
        let until = std::time::Instant::now() + Duration::from_secs(30);
        loop {
            match Log::connect(config.clone()).await {
                Ok(log) => return log,
                Err(error) => assert!(std::time::Instant::now() < until, "{error}"),
            }
        }
    }
}

/// Loads as soon as there is a leader to ask.
pub async fn load(log: &Log, id: Uuid) -> Loaded<Counter> {
    let until = std::time::Instant::now() + Duration::from_secs(30);
    loop {
        match log.load(id).await {
            Ok(loaded) => return loaded,
            Err(error) => assert!(std::time::Instant::now() < until, "{error}"),
        }
    }
}

/// The history of an aggregate, as soon as somebody can tell it.
pub async fn history(log: &Log, id: Uuid) -> Vec<Recorded<Added>> {
    let until = std::time::Instant::now() + Duration::from_secs(30);
    loop {
        match log.history(id).await {
            Ok(history) => return history,
            Err(error) => assert!(std::time::Instant::now() < until, "{error}"),
        }
    }
}

/// Both kinds of broker, one after the other.
pub async fn on_both(test: impl AsyncFn(Broker)) {
    test(Broker::single().await).await;
    test(Broker::cluster().await).await;
}

/// Passes everything on, except that answers of the server to publishes are lost while told so.
pub struct LossyProxy {
    pub url: String,
    losing: Arc<std::sync::atomic::AtomicBool>,
    lost: Arc<Notify>,
}

impl LossyProxy {
    pub async fn start(target: &str) -> LossyProxy {
        let target = target.trim_start_matches("nats://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("nats://{}", listener.local_addr().unwrap());
        let losing = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let lost = Arc::new(Notify::new());
        let (flag, notify) = (losing.clone(), lost.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, target.clone(), flag.clone(), notify.clone()));
            }
        });
        LossyProxy { url, losing, lost }
    }

    /// From now on the next answer to a publish is lost, and the connection with it.
    pub fn lose_next_ack(&self) {
        self.losing.store(true, std::sync::atomic::Ordering::SeqCst);
    }

    /// Completes when an answer was lost.
    pub async fn lost(&self) {
        self.lost.notified().await;
    }
}

/// A publish acknowledgement as it passes by on the wire.
const ACK: &[u8] = b"{\"stream\":\"MANGAKAI_LOG\"";

async fn pass(
    client: TcpStream,
    target: String,
    losing: Arc<std::sync::atomic::AtomicBool>,
    lost: Arc<Notify>,
) {
    let Ok(server) = TcpStream::connect(target).await else {
        return;
    };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let upward = tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_server).await });
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read) = from_server.read(&mut buffer).await {
        let is_ack = buffer[..read].windows(ACK.len()).any(|window| window == ACK);
        if read == 0 || (is_ack && losing.swap(false, std::sync::atomic::Ordering::SeqCst)) {
            if read > 0 {
                lost.notify_one();
            }
            break;
        }
        if to_client.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    upward.abort();
}
