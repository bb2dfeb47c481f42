//! A read model made anew, beside reading the same messages raw and copying the same rows.

use std::time::{Duration, Instant};

use anyhow::Context;
use async_nats::jetstream::{self, consumer::pull::OrderedConfig};
use bytes::Bytes;
use cqrs_es::{Aggregate, event_sink::EventSink};
use futures::{SinkExt, StreamExt, TryStreamExt, pin_mut};
use mangakai_e2e::world::{STORIES, World};
use mangakai_events::Event;
use mangakai_local::{Nats, Postgres};
use mangakai_log::{CommandContext, Log, LogConfig, Origin, Retry};
use mangakai_projections::{Pool, ProjectionStatus, Runner, migrate, open_pool, rebuild, status};
use mangakai_runtime::{new_id, now};
use serde::{Deserialize, Serialize};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use uuid::Uuid;

use crate::report::Report;

const TASKS: u64 = 15_000;
const WRITERS: usize = 64;
const TARGET: f64 = 100_000.0;
const PROJECTION: &str = "tasks";
const LOOK: Duration = Duration::from_millis(50);

pub async fn run(report: &mut Report) -> anyhow::Result<()> {
    let history = real_history().await?;
    let folder = tempfile::tempdir()?;
    // Only the filling depends on how the server syncs, and nothing here is to be kept.
    let mut nats = Nats::start_unsafe(&folder.path().join("nats")).await?;
    let mut postgres = Postgres::start(&folder.path().join("postgres")).await?;
    let log = Log::connect(LogConfig::single(nats.url())).await?;
    let pool = open_pool(&postgres.url(), 8)?;
    migrate(&pool).await?;
    fill(&log, &history).await?;
    serve(&log, &pool).await?;

    let read = read_raw(&nats).await?;
    let copy = copy_raw(&pool).await?;
    let rebuilt = rebuild(&log, &pool, PROJECTION, |_| ()).await?;
    let ours = rebuilt.events as f64 / rebuilt.elapsed.as_secs_f64();
    let ceiling = rebuilt.events as f64 / (read + copy).as_secs_f64();
    report.target(
        format!("rebuild of {PROJECTION}, {} events", rebuilt.events),
        format!("{ours:.0} events/s"),
        format!(
            "{ceiling:.0}/s raw read, then COPY ({:.0} %)",
            ours / ceiling * 100.0
        ),
        "100,000/s",
        ours >= TARGET,
    );
    nats.stop().await;
    postgres.stop().await;
    Ok(())
}

/// The commits of a task as it really was.
async fn real_history() -> anyhow::Result<Vec<Vec<Event>>> {
    let world = World::start().await;
    let client = world.client().await;
    let created = client.create(STORIES[0].1, 5).await?;
    client
        .finished(created["task_id"].as_str().context("no id")?)
        .await?;
    let mut feed = world.services().log.feed::<Event>(0, 0);
    let mut commits = Vec::new();
    while feed.position() < world.log_position().await? {
        commits.push(feed.next().await?.events);
    }
    Ok(commits)
}

/// The same history under many ids, in ten sessions a hundred tasks.
async fn fill(log: &Log, history: &[Vec<Event>]) -> anyhow::Result<()> {
    let write = |number: u64| {
        let (log, mut history) = (log.clone(), history.to_vec());
        if let Some(Event::TaskCreated(created)) = history.first_mut().and_then(|commit| commit.first_mut()) {
            created.session_id = Uuid::from_u64_pair(1, number / 10).to_string();
        }
        tokio::spawn(async move { append(&log, new_id(), history).await })
    };
    let mut writing = futures::stream::iter(0..TASKS)
        .map(write)
        .buffer_unordered(WRITERS);
    while let Some(written) = writing.next().await {
        written??;
    }
    Ok(())
}

async fn append(log: &Log, task: Uuid, history: Vec<Vec<Event>>) -> anyhow::Result<()> {
    for events in history {
        let command_id = new_id();
        let context = CommandContext {
            command_id,
            origin: Origin::request(task),
            actor: "bench".to_owned(),
            time: now(),
            retry: Retry::Person,
        };
        log.execute::<Told>(task, events, context).await?;
    }
    Ok(())
}

/// An aggregate without rules: says what it is told.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Told;

impl Aggregate for Told {
    const TYPE: &'static str = "task";
    type Command = Vec<Event>;
    type Event = Event;
    type Error = std::convert::Infallible;
    type Services = ();

    async fn handle(
        &mut self,
        events: Vec<Event>,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), std::convert::Infallible> {
        for event in events {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, _: Event) {}
}

/// Until the read models show everything.
async fn serve(log: &Log, pool: &Pool) -> anyhow::Result<()> {
    let runner = Runner::new(log.clone(), pool.clone());
    let _running = AbortOnDropHandle::new(tokio::spawn(
        async move { runner.run(CancellationToken::new()).await },
    ));
    let mut look = tokio::time::interval(LOOK);
    loop {
        look.tick().await;
        let all = status(pool, log).await?;
        let is_level = |one: &ProjectionStatus| {
            let mut streams = one.streams.iter();
            streams.len() > 0 && streams.all(|stream| stream.lag == 0)
        };
        if !all.is_empty() && all.iter().all(is_level) {
            return Ok(());
        }
    }
}

/// Every message once, looked at by nobody.
async fn read_raw(nats: &Nats) -> anyhow::Result<Duration> {
    let context = jetstream::new(async_nats::connect(nats.url()).await?);
    let stream = context.get_stream("MANGAKAI_LOG").await?;
    let total = stream.cached_info().state.messages;
    let started = Instant::now();
    let consumer = stream.create_consumer(OrderedConfig::default()).await?;
    let mut messages = consumer.messages().await?;
    for _ in 0..total {
        messages.next().await.context("the log ended early")??;
    }
    Ok(started.elapsed())
}

/// The rows of the read model as bytes, into tables of the same columns without an index.
async fn copy_raw(pool: &Pool) -> anyhow::Result<Duration> {
    let client = pool.get().await?;
    let mut all = Duration::ZERO;
    for table in ["manga_tasks", "manga_panels"] {
        client
            .batch_execute(&format!("CREATE TABLE raw_{table} (LIKE {table})"))
            .await?;
        let out = client
            .copy_out(&format!("COPY (SELECT * FROM {table}) TO STDOUT (FORMAT BINARY)"))
            .await?;
        let rows: Vec<Bytes> = out.try_collect().await?;
        let started = Instant::now();
        let sink = client
            .copy_in(&format!("COPY raw_{table} FROM STDIN (FORMAT BINARY)"))
            .await?;
        pin_mut!(sink);
        for chunk in rows {
            sink.feed(chunk).await?;
        }
        sink.close().await?;
        all += started.elapsed();
        client.batch_execute(&format!("DROP TABLE raw_{table}")).await?;
    }
    Ok(all)
}
