//! Servers of our own, and histories written into their log.

use std::{convert::Infallible, future::Future, time::Duration};

use cqrs_es::{Aggregate, event_sink::EventSink};
use futures::{StreamExt, stream};
use mangakai_events::Event;
use mangakai_local::{Nats, Postgres};
use mangakai_log::{CommandContext, Log, LogConfig, Origin, Retry};
use mangakai_projections::{Pool, Queries, Runner, migrate, open_pool, status};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use uuid::Uuid;

/// Longest wait for something that is bound to happen.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct World {
    pub log: Log,
    pub pool: Pool,
    pub database_url: String,
    pub nats: Nats,
    pub postgres: Postgres,
    pub folder: TempDir,
}

impl World {
    pub async fn new(streams: u32) -> World {
        let folder = tempfile::tempdir().unwrap();
        let nats = Nats::start_unsafe(&folder.path().join("nats")).await.unwrap();
        let postgres = Postgres::start(&folder.path().join("postgres")).await.unwrap();
        let log = connect(&nats, streams).await;
        let database_url = postgres.url();
        let pool = open_pool(&database_url, 8).unwrap();
        migrate(&pool).await.unwrap();
        World {
            log,
            pool,
            database_url,
            nats,
            postgres,
            folder,
        }
    }

    pub fn queries(&self) -> Queries {
        Queries::new(self.pool.clone())
    }

    /// A runner as another process would have it; dropping the handle is a crash.
    pub fn runner(&self) -> AbortOnDropHandle<()> {
        let runner = Runner::new(self.log.clone(), open_pool(&self.database_url, 4).unwrap());
        AbortOnDropHandle::new(tokio::spawn(async move {
            runner.run(CancellationToken::new()).await.unwrap()
        }))
    }

    /// Writes the commits of one task.
    pub async fn append(&self, task: Uuid, commits: &[Vec<Event>]) {
        append(&self.log, task, commits).await;
    }

    /// Writes many tasks at once: `(task, commits)`.
    pub async fn append_all(&self, tasks: Vec<(Uuid, Vec<Vec<Event>>)>) {
        let write = |(task, commits): (Uuid, Vec<Vec<Event>>)| {
            let log = self.log.clone();
            tokio::spawn(async move { append(&log, task, &commits).await })
        };
        let mut writing = stream::iter(tasks).map(write).buffer_unordered(64);
        while let Some(written) = writing.next().await {
            written.unwrap();
        }
    }

    /// Waits until every serving read model shows the whole log.
    pub async fn settle(&self) {
        until("the read models reach the end of the log", async || {
            let all = status(&self.pool, &self.log).await.unwrap_or_default();
            let mut serving = all
                .iter()
                .filter(|projection| projection.state == "serving")
                .peekable();
            let streams = self.log.streams() as usize;
            serving.peek().is_some()
                && serving
                    .all(|p| p.streams.len() == streams && p.streams.iter().all(|s| s.lag == 0 && !s.foreign))
        })
        .await;
    }

    /// Every row of every read model as text, in order.
    pub async fn rows(&self) -> Vec<String> {
        let client = self.pool.get().await.unwrap();
        let mut rows = Vec::new();
        for query in [
            "SELECT t::text FROM manga_tasks t ORDER BY id",
            "SELECT p::text FROM manga_panels p ORDER BY task_id, panel_number, version",
            "SELECT s::text FROM user_sessions s ORDER BY id",
            "SELECT c::text FROM cost_tasks c ORDER BY task_id",
            "SELECT c::text FROM costs c ORDER BY task_id, day, work, provider, model",
        ] {
            rows.extend(
                client
                    .query(query, &[])
                    .await
                    .unwrap()
                    .iter()
                    .map(|row| row.get::<_, String>(0)),
            );
        }
        rows
    }
}

pub async fn connect(nats: &Nats, streams: u32) -> Log {
    Log::connect(LogConfig {
        streams,
        role: "test".to_owned(),
        ..LogConfig::single(nats.url())
    })
    .await
    .unwrap()
}

/// Waits for a condition, with a deadline.
pub async fn until<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    let mut looks = tokio::time::interval(Duration::from_millis(20));
    let reached = tokio::time::timeout(PATIENCE, async {
        while !condition().await {
            looks.tick().await;
        }
    });
    assert!(reached.await.is_ok(), "not in time: {what}");
}

/// Ids of tasks, the same in every run.
pub fn task(number: u32) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, &number.to_be_bytes())
}

async fn append(log: &Log, task: Uuid, commits: &[Vec<Event>]) {
    for (number, events) in commits.iter().enumerate() {
        let command_id = Uuid::new_v5(&task, &number.to_be_bytes());
        let Some(Event::TaskCreated(_)) = commits[0].first() else {
            panic!("a task begins with TaskCreated")
        };
        let context = CommandContext {
            command_id,
            origin: Origin::request(task),
            actor: "session:s1".to_owned(),
            time: format!("2026-01-02T03:04:{:02}.123456789Z", number % 60)
                .parse()
                .unwrap(),
            retry: Retry::Person,
        };
        log.execute::<Given>(task, events.clone(), context).await.unwrap();
    }
}

/// An aggregate without rules: says what it is told.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Given;

impl Aggregate for Given {
    const TYPE: &'static str = "task";
    type Command = Vec<Event>;
    type Event = Event;
    type Error = Infallible;
    type Services = ();

    async fn handle(
        &mut self,
        events: Vec<Event>,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), Infallible> {
        for event in events {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, _: Event) {}
}
