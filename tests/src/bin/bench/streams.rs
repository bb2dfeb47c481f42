//! A thousand open event streams: how late an event comes, and what a stream costs, beside an axum handler that
//! broadcasts as many bytes to as many.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, ensure};
use axum::{
    Router,
    extract::State,
    response::sse::{Event, Sse},
    routing,
};
use futures::{Stream, StreamExt};
use jiff::Timestamp;
use mangakai::{services::Services, up};
use mangakai_domain::{Command, MangaTask, PanelVersion, StartAttempt};
use mangakai_e2e::{
    client::Client,
    world::{STORIES, serve_settings},
};
use mangakai_local::Stack;
use mangakai_log::{CommandContext, Origin, Retry};
use mangakai_runtime::{new_id, now};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::{broadcast, mpsc},
};
use tokio_stream::wrappers::{BroadcastStream, errors::BroadcastStreamRecvError};
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use crate::{
    load::{ms, quantile},
    process::{Process, resident},
    report::Report,
};

const STREAMS: usize = 1000;
/// The same viewers over many tasks, and all at one.
const TASKS: [usize; 2] = [100, 1];
/// Panels of a task: each gives one event.
const PANELS: u32 = 100;
/// Events that are timed.
const EVENTS: usize = 100;
/// Between two events: a viewer's screen could not show more.
const PACE: Duration = Duration::from_millis(100);
const TARGET: Duration = Duration::from_millis(50);
const TARGET_BYTES: u64 = 30 * 1024;
/// Of one event as JSON, for the handler that passes on.
const EVENT_BYTES: usize = 600;
/// The first event of every stream.
const READY: &str = "event: snapshot";

pub async fn run(report: &mut Report) -> anyhow::Result<()> {
    let ceiling = ceiling().await?;
    let folder = tempfile::tempdir()?;
    let mut stack = Stack::start(folder.path()).await?;
    let services = Services::connect(&up::backend(&stack), &serve_settings(60)?).await?;
    let (gateway, http) = gateway(&stack).await?;
    for count in TASKS {
        let measured = measure(&services, &gateway, http, count).await?;
        let (p50, p99) = (quantile(&measured.late, 0.5), quantile(&measured.late, 0.99));
        report.target(
            format!("event to client, {STREAMS} streams over {count} tasks, p99"),
            ms(p99),
            format!("{} axum, broadcast to as many", ms(quantile(&ceiling, 0.99))),
            "under 50 ms",
            p99 < TARGET,
        );
        report.line("  p50", ms(p50), ms(quantile(&ceiling, 0.5)));
        report.target(
            "  memory of a stream",
            format!("{:.1} KiB", measured.bytes_each as f64 / 1024.0),
            "",
            "under 30 KiB",
            measured.bytes_each < TARGET_BYTES,
        );
    }
    gateway.stop().await?;
    stack.stop().await;
    Ok(())
}

/// What a thousand viewers saw.
struct Measured {
    /// Sorted: from the time of the command to the event in the hands of a viewer, for each event and viewer.
    late: Vec<Duration>,
    bytes_each: u64,
}

/// A process with everything but somebody who draws: the panels are begun by hand.
async fn gateway(stack: &Stack) -> anyhow::Result<(Process, SocketAddr)> {
    let (http, grpc) = (free_address().await?, free_address().await?);
    let settings = [
        ("MANGAKAI_NATS_URL", stack.nats.url()),
        ("MANGAKAI_NATS_MONITOR_URLS", stack.nats.monitor_url()),
        ("MANGAKAI_NATS_REPLICAS", "1".to_owned()),
        ("MANGAKAI_DATABASE_URL", stack.postgres.url()),
        ("MANGAKAI_S3_ENDPOINT", stack.s3.endpoint()),
        ("AWS_ACCESS_KEY_ID", stack.s3.access_key().to_owned()),
        ("AWS_SECRET_ACCESS_KEY", stack.s3.secret_key().to_owned()),
        ("MANGAKAI_MASTER_KEY", stack.master_key().to_owned()),
        ("MANGAKAI_TOKEN_KEY", stack.token_key().to_owned()),
        ("MANGAKAI_RATE_LIMIT", "off".to_owned()),
        ("MANGAKAI_HTTP_ADDR", http.to_string()),
        ("MANGAKAI_GRPC_ADDR", grpc.to_string()),
    ];
    let mut process = Process::start(
        &["run", "--roles", "gateway,projector,dispatcher,director"],
        &settings,
    )?;
    process.listens(http).await?;
    Ok((process, http))
}

/// Free now; nobody else on this machine looks for one.
async fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0").await?.local_addr()?)
}

async fn measure(
    services: &Services,
    gateway: &Process,
    http: SocketAddr,
    count: usize,
) -> anyhow::Result<Measured> {
    let client = Client::open(&format!("http://{http}")).await?;
    let mut tasks = Vec::new();
    for _ in 0..count {
        let task = client.create(STORIES[0].1, PANELS).await?;
        tasks.push(task["task_id"].as_str().context("no id")?.parse::<Uuid>()?);
    }
    for task in &tasks {
        client.until(&task.to_string(), &["IMAGE_GENERATION"]).await?;
    }
    let before = resident(gateway.id()?)?;
    let (seen, mut all_seen) = mpsc::unbounded_channel();
    let mut viewers = Vec::new();
    for number in 0..STREAMS {
        let path = format!("/v1/tasks/{}/events", tasks[number % count]);
        viewers.push(view(http, &path, client.token(), seen.clone()).await?);
    }
    let bytes_each = resident(gateway.id()?)?.saturating_sub(before) / STREAMS as u64;
    let mut pace = tokio::time::interval(PACE);
    for number in 0..EVENTS {
        pace.tick().await;
        start_panel(services, tasks[number % count], (number / count) as u32 + 1).await?;
    }
    // Each event has as many viewers as its task.
    let mut late = Vec::new();
    while late.len() < EVENTS * STREAMS / count {
        late.push(all_seen.recv().await.context("no viewer is left")?);
    }
    late.sort_unstable();
    Ok(Measured { late, bytes_each })
}

async fn start_panel(services: &Services, task: Uuid, panel: u32) -> anyhow::Result<()> {
    let (command_id, time) = (new_id(), now());
    let start = StartAttempt {
        job: new_id(),
        queue_message: 1,
        delivery: 1,
        estimate_micros: 0,
        now_unix_ms: time.as_millisecond(),
        deadline_unix_ms: time.as_millisecond() + 600_000,
    };
    let context = CommandContext {
        command_id,
        origin: Origin::request(task),
        actor: "bench".to_owned(),
        time,
        retry: Retry::Person,
    };
    let target = PanelVersion { panel, version: 1 };
    services
        .log
        .execute::<MangaTask>(task, Command::StartPanel { target, start }, context)
        .await?;
    Ok(())
}

/// Opens a stream and waits for its first event, then says of each panel begun how long ago that was.
async fn view(
    http: SocketAddr,
    path: &str,
    token: &str,
    seen: mpsc::UnboundedSender<Duration>,
) -> anyhow::Result<AbortOnDropHandle<()>> {
    let mut stream = TcpStream::connect(http).await?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut reader = BufReader::with_capacity(8 * 1024, stream);
    let mut line = String::new();
    reader.read_line(&mut line).await?;
    ensure!(line.contains(" 200 "), "{line}");
    while !line.starts_with(READY) {
        line.clear();
        ensure!(reader.read_line(&mut line).await? > 0, "the stream ended");
    }
    Ok(AbortOnDropHandle::new(tokio::spawn(async move {
        line.clear();
        while reader.read_line(&mut line).await.is_ok_and(|read| read > 0) {
            if let Some(time) = panel_started_at(&line) {
                let _ = seen.send(now().duration_since(time).unsigned_abs());
            }
            line.clear();
        }
    })))
}

/// The time that a line of data gives for the beginning of a panel.
fn panel_started_at(line: &str) -> Option<Timestamp> {
    let (_, event) = line.split_once("\"type\":\"PanelStarted\"")?;
    let (_, rest) = event.split_once("\"time\":\"")?;
    rest.split_once('"')?.0.parse().ok()
}

/// The same viewers at a handler that does nothing but pass on a message of the same size.
async fn ceiling() -> anyhow::Result<Vec<Duration>> {
    let (sender, _) = broadcast::channel::<String>(16);
    let router = Router::new()
        .route("/", routing::get(pass_on))
        .with_state(sender.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let _server = AbortOnDropHandle::new(tokio::spawn(async move { axum::serve(listener, router).await }));
    let (seen, mut all_seen) = mpsc::unbounded_channel();
    let mut viewers = Vec::new();
    for _ in 0..STREAMS {
        viewers.push(view(address, "/", "none", seen.clone()).await?);
    }
    let mut pace = tokio::time::interval(PACE);
    let padding = "x".repeat(EVENT_BYTES);
    for _ in 0..EVENTS {
        pace.tick().await;
        sender.send(format!(
            "{{\"type\":\"PanelStarted\",\"time\":\"{}\",\"data\":\"{padding}\"}}",
            now()
        ))?;
    }
    let mut late = Vec::new();
    while late.len() < EVENTS * STREAMS {
        late.push(all_seen.recv().await.context("no viewer is left")?);
    }
    late.sort_unstable();
    Ok(late)
}

async fn pass_on(
    State(sender): State<broadcast::Sender<String>>,
) -> Sse<impl Stream<Item = Result<Event, BroadcastStreamRecvError>>> {
    let first = futures::stream::once(std::future::ready(Ok(Event::default().event("snapshot"))));
    let events = BroadcastStream::new(sender.subscribe());
    Sse::new(first.chain(events.map(|text| Ok(Event::default().data(text?)))))
}
