//! A whole system on real NATS, Postgres and S3, with ports and folders of its own: what the end-to-end tests live in.

use std::{
    net::SocketAddr,
    sync::{Arc, LazyLock},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use async_nats::jetstream;
use futures::TryStreamExt;
use jiff::Timestamp;
use mangakai::{
    cap::Cap,
    roles::{self, Listening, Role},
    services::Services,
    settings::{BackendSettings, ProviderSettings, ServeSettings},
    up,
};
use mangakai_events::{Event, LogEvent, subjects};
use mangakai_gateway::{RateLimit, Tokens};
use mangakai_generator::{
    BuiltinDirector, BuiltinIllustrator, Director, Faults, Generator, GeneratorConfig, Illustrator, NoFaults,
};
use mangakai_local::Stack;
use mangakai_projections::PROJECTIONS;
use mangakai_runtime::{Metrics, Shutdown};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::client::{Client, PATIENCE};

/// Real input: language and text.
pub const STORIES: &[(&str, &str)] = &[
    ("en", include_str!("../stories/lantern.en.txt")),
    ("ja", include_str!("../stories/rooftop.ja.txt")),
    ("zh", include_str!("../stories/stray-puppy.zh.txt")),
];

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(20);
const OPERATOR_TOKEN: &str = "the-operator";
/// Of this process: its worlds are measured together.
static METRICS: LazyLock<Metrics> = LazyLock::new(|| match mangakai_runtime::init_metrics() {
    Ok(metrics) => metrics,
    Err(error) => panic!("nothing can be measured: {error}"),
});

/// Who plans and draws, how long things take, where it breaks.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Who plans.
    pub director: Arc<dyn Director>,
    /// Who draws.
    pub illustrator: Arc<dyn Illustrator>,
    /// Where a role stops for ever.
    pub faults: Arc<dyn Faults>,
    /// Times and slots.
    pub config: GeneratorConfig,
    /// A job without a sign of life goes to another worker after so long.
    pub ack_wait_seconds: u64,
    /// Who works.
    pub working: &'static [Role],
    /// How the gateway serves, unless as ever.
    pub serve: Option<ServeSettings>,
}

impl Default for Cast {
    fn default() -> Self {
        Cast {
            director: Arc::new(BuiltinDirector),
            illustrator: Arc::new(BuiltinIllustrator),
            faults: Arc::new(NoFaults),
            config: GeneratorConfig {
                sweep_every: Duration::from_millis(200),
                ..GeneratorConfig::default()
            },
            ack_wait_seconds: 60,
            working: &WORKING,
            serve: None,
        }
    }
}

/// Roles that a test may crash and start again.
const WORKING: [Role; 3] = [Role::Dispatcher, Role::Director, Role::Illustrator];

/// A running system.
pub struct World {
    stack: Stack,
    services: Services,
    backend: BackendSettings,
    serve: ServeSettings,
    listening: Listening,
    shutdown: Shutdown,
    workers: Vec<(Role, JoinHandle<()>)>,
    cast: Cast,
    _data: TempDir,
}

impl World {
    /// The system as it is.
    pub async fn start() -> World {
        World::with(Cast::default()).await
    }

    /// The system with another cast. Panics when it does not start: then no test can say anything.
    pub async fn with(cast: Cast) -> World {
        match World::try_with(cast).await {
            Ok(world) => world,
            Err(error) => panic!("the world does not start: {error:#}"),
        }
    }

    async fn try_with(cast: Cast) -> anyhow::Result<World> {
        let data = tempfile::tempdir()?;
        let stack = Stack::start(data.path()).await?;
        let backend = up::backend(&stack);
        let serve = match &cast.serve {
            Some(serve) => serve.clone(),
            None => serve_settings(cast.ack_wait_seconds)?,
        };
        let services = Services::connect(&backend, &serve).await?;
        let shutdown = Shutdown::new();
        let listening = roles::start(
            &[Role::Gateway, Role::Projector],
            &services,
            &backend,
            &serve,
            Some(METRICS.clone()),
            &shutdown,
        )
        .await?;
        let listening = listening.context("no gateway")?;
        let workers = Vec::new();
        let mut world = World {
            stack,
            services,
            backend,
            serve,
            listening,
            shutdown,
            workers,
            cast,
            _data: data,
        };
        for role in world.cast.working {
            world.start_role(*role).await?;
        }
        Ok(world)
    }

    /// Starts a working role with the faults of the cast.
    async fn start_role(&mut self, role: Role) -> anyhow::Result<()> {
        let faults = self.cast.faults.clone();
        self.start_role_with(role, faults).await
    }

    async fn start_role_with(&mut self, role: Role, faults: Arc<dyn Faults>) -> anyhow::Result<()> {
        let Cast {
            director,
            illustrator,
            config,
            ..
        } = self.cast.clone();
        let services = self.other_services().await?;
        let generator = services.generator_with(config, director, illustrator, faults);
        let running = tokio::spawn(work(role, generator, self.shutdown.token()));
        self.workers.push((role, running));
        Ok(())
    }

    /// Ends a role at once, in the middle of whatever it does, and starts it again without faults.
    pub async fn crash(&mut self, role: Role) -> anyhow::Result<()> {
        self.stop(role).await;
        self.start_role_with(role, Arc::new(NoFaults)).await
    }

    /// Ends a role at once, in the middle of whatever it does.
    pub async fn stop(&mut self, role: Role) {
        let (crashed, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.workers)
            .into_iter()
            .partition(|(r, _)| *r == role);
        self.workers = kept;
        for (_, running) in crashed {
            running.abort();
            // Gone for good before its successor comes.
            let _ = running.await;
        }
    }

    /// Waits until the dispatcher has read everything, then throws away every job that it queued.
    pub async fn empty_the_queue(&self) -> anyhow::Result<()> {
        let context = jetstream::new(async_nats::connect(self.stack.nats.url()).await?);
        let until = Instant::now() + PATIENCE;
        loop {
            let log = context.get_stream("MANGAKAI_LOG").await?;
            let dispatcher = log.consumer_info("dispatcher").await?;
            if dispatcher.num_pending == 0 && dispatcher.num_ack_pending == 0 {
                break;
            }
            ensure!(Instant::now() < until, "the dispatcher never came to the end");
        }
        let jobs = context.get_stream("MANGAKAI_JOBS").await?;
        let purged = jobs.purge().await?.purged;
        ensure!(purged > 0, "the queue was empty");
        Ok(())
    }

    /// A session at the gateway.
    pub async fn client(&self) -> Client {
        match Client::open(&self.http()).await {
            Ok(client) => client,
            Err(error) => panic!("no session: {error:#}"),
        }
    }

    /// A client that may read everything.
    pub async fn operator(&self) -> Client {
        self.client().await.with_token(OPERATOR_TOKEN)
    }

    /// The token of a session that was opened at some time.
    pub fn token_of(&self, opened: Timestamp) -> anyhow::Result<String> {
        let tokens = Tokens::new(self.backend.token_key.reveal().as_bytes(), None);
        Ok(tokens.issue(mangakai_runtime::new_id(), opened)?.token)
    }

    /// Base address of the HTTP API.
    pub fn http(&self) -> String {
        format!("http://{}", self.listening.http)
    }

    /// Where the HTTP API listens.
    pub fn http_address(&self) -> SocketAddr {
        self.listening.http
    }

    /// Base address of the gRPC API.
    pub fn grpc(&self) -> String {
        format!("http://{}", self.listening.grpc)
    }

    /// The rooms, connected.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// The rooms, connected anew, as another process would have them.
    pub async fn other_services(&self) -> anyhow::Result<Services> {
        Services::connect(&self.backend, &self.serve).await
    }

    /// Another gateway over the same servers; its base address.
    pub async fn second_gateway(&self) -> anyhow::Result<String> {
        let listening = self.gateway_with(self.serve.rate_limit).await?;
        Ok(format!("http://{}", listening.http))
    }

    /// Another gateway over the same servers, which limits how often one may write.
    pub async fn gateway_with(&self, rate_limit: RateLimit) -> anyhow::Result<Listening> {
        let serve = ServeSettings {
            rate_limit,
            ..self.serve.clone()
        };
        let services = Services::connect(&self.backend, &serve).await?;
        let metrics = Some(METRICS.clone());
        roles::start_gateway(&services, &self.backend, &serve, metrics, &self.shutdown).await
    }

    /// Position of the last commit.
    pub async fn log_position(&self) -> anyhow::Result<u64> {
        Ok(self.services.log.last_position(0).await?)
    }

    /// Waits until nothing is left to do: no job waits or runs, the dispatcher and the read models are at the end. As
    /// long as it gets less or other, that is waited for.
    pub async fn settle(&self) -> anyhow::Result<()> {
        let mut look = tokio::time::interval(LOOK);
        let (mut before, mut until) = (Vec::new(), Instant::now() + PATIENCE);
        let last = Instant::now() + 5 * PATIENCE;
        loop {
            look.tick().await;
            let busy = self.busy().await?;
            if busy.is_empty() {
                return Ok(());
            }
            if busy != before {
                until = Instant::now() + PATIENCE;
            }
            let now = Instant::now();
            ensure!(now < until && now < last, "never settled: {}", busy.join(", "));
            before = busy;
        }
    }

    /// What is still going on.
    async fn busy(&self) -> anyhow::Result<Vec<String>> {
        let client = async_nats::connect(self.stack.nats.url()).await?;
        let context = jetstream::new(client);
        let mut busy = Vec::new();
        const REACTORS: [&str; 2] = ["dispatcher", "settler"];
        for (stream, only) in [("MANGAKAI_LOG", Some(REACTORS)), ("MANGAKAI_JOBS", None)] {
            let mut consumers = context.get_stream(stream).await?.consumers();
            while let Some(consumer) = consumers.try_next().await? {
                let waiting = consumer.num_pending + consumer.num_ack_pending as u64;
                if waiting > 0 && only.is_none_or(|only| only.contains(&consumer.name.as_str())) {
                    busy.push(format!("{} has {waiting}", consumer.name));
                }
            }
        }
        let end = self.log_position().await?;
        for projection in mangakai_projections::status(&self.services.pool, &self.services.log).await? {
            let at = projection.streams.first().map_or(0, |stream| stream.position);
            if at < end {
                busy.push(format!("{} is at {at} of {end}", projection.name));
            }
        }
        Ok(busy)
    }

    /// Puts a message into the log that nobody can read; its position.
    pub async fn damage_log(&self) -> anyhow::Result<u64> {
        let context = jetstream::new(async_nats::connect(self.stack.nats.url()).await?);
        let subject = subjects::aggregate(Event::AGGREGATE, mangakai_runtime::new_id());
        let accepted = context.publish(subject, "not a commit".into()).await?;
        Ok(accepted.await?.sequence)
    }

    /// How many messages were given up.
    pub async fn dead_letters(&self) -> anyhow::Result<u64> {
        let client = async_nats::connect(self.stack.nats.url()).await?;
        let stream = jetstream::new(client).get_stream("MANGAKAI_DEAD").await?;
        Ok(stream.cached_info().state.messages)
    }

    /// Every row of every read model, as text.
    pub async fn rows(&self) -> anyhow::Result<String> {
        let client = self.services.pool.get().await?;
        let mut all = String::new();
        for table in [
            "manga_tasks",
            "manga_panels",
            "user_sessions",
            "cost_tasks",
            "costs",
        ] {
            let rows = client
                .query(&format!("SELECT t::text FROM {table} t ORDER BY 1"), &[])
                .await?;
            for row in rows {
                all.push_str(&format!("{table}: {}\n", row.try_get::<_, String>(0)?));
            }
        }
        Ok(all)
    }

    /// The read models by name.
    pub fn projections(&self) -> &'static [&'static str] {
        &PROJECTIONS
    }

    /// Builds a read model anew while the old one serves.
    pub async fn rebuild(&self, name: &str) -> anyhow::Result<()> {
        mangakai_projections::rebuild(&self.services.log, &self.services.pool, name, |_| ()).await?;
        Ok(())
    }

    /// The servers, to be killed and started again.
    pub fn stack(&mut self) -> &mut Stack {
        &mut self.stack
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.shutdown.stop();
        for (_, running) in &self.workers {
            running.abort();
        }
    }
}

async fn work(role: Role, generator: Generator, stop: CancellationToken) {
    let worked = match role {
        Role::Dispatcher => generator.run_dispatcher(stop).await,
        Role::Director => generator.run_director(stop).await,
        Role::Illustrator => generator.run_illustrator(stop).await,
        Role::Gateway | Role::Projector => Ok(()),
    };
    if let Err(error) = worked {
        eprintln!("{role:?} ended: {error}");
    }
}

/// A gateway on free ports that limits nobody.
///
/// # Errors
/// None that a caller could meet: the rates are constant.
pub fn serve_settings(ack_wait_seconds: u64) -> anyhow::Result<ServeSettings> {
    let any_port = SocketAddr::from(([127, 0, 0, 1], 0));
    let rate_limit: RateLimit = "off".parse()?;
    Ok(ServeSettings {
        http_addr: any_port,
        grpc_addr: any_port,
        rate_limit,
        operator_token: Some(mangakai_runtime::Secret::new(OPERATOR_TOKEN)),
        log_streams: 1,
        panel_slots: None,
        panel_deadline_seconds: 600,
        ack_wait_seconds,
        allowed_origins: Vec::new(),
        trusted_proxies: 0,
        budget_task: Cap::OFF,
        budget_session_day: Cap::OFF,
        budget_system_day: Cap::OFF,
        prices: None,
        moderation: None,
        providers: ProviderSettings {
            // Whatever keys the environment of the tests holds.
            script_providers: Some(Vec::new()),
            picture_providers: Some(Vec::new()),
            ..ProviderSettings::default()
        },
    })
}
