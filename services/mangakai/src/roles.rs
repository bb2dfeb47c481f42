//! The roles a process can play, and running several of them until asked to stop.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context;
use clap::ValueEnum;
use mangakai_gateway::{App, Deps, Gateway, GatewayConfig};
use mangakai_projections::Runner;
use mangakai_runtime::{Metrics, Shutdown};
use tokio::net::TcpListener;

use crate::{
    exit::{Exit, Fatal},
    prices,
    services::Services,
    settings::{BackendSettings, ServeSettings},
};

/// How long a process that was asked to stop may take to finish what it does.
pub const STOP_PATIENCE: Duration = Duration::from_secs(30);

/// How long a gateway may take to become ready, and how often it is asked.
const READY_PATIENCE: Duration = Duration::from_secs(30);
const READY_LOOK: Duration = Duration::from_millis(50);

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum Role {
    /// HTTP and gRPC.
    Gateway,
    /// Events to jobs, and watching over what is unfinished.
    Dispatcher,
    /// Writes scripts.
    Director,
    /// Draws panels and binds books.
    Illustrator,
    /// Keeps the read models.
    Projector,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] = [
        Role::Gateway,
        Role::Dispatcher,
        Role::Director,
        Role::Illustrator,
        Role::Projector,
    ];
}

/// A gateway that listens.
#[derive(Clone)]
pub struct Listening {
    /// Of the HTTP API.
    pub http: SocketAddr,
    /// Of the gRPC API.
    pub grpc: SocketAddr,
    app: App,
}

impl Listening {
    /// Waits until the gateway says that it is ready; false when it is asked to stop before.
    ///
    /// # Errors
    /// What it still waits for after [`READY_PATIENCE`].
    pub async fn ready(&self, shutdown: &Shutdown) -> anyhow::Result<bool> {
        let until = Instant::now() + READY_PATIENCE;
        let stopping = shutdown.token();
        loop {
            let Some(report) = stopping.run_until_cancelled(self.app.ready.report()).await else {
                return Ok(false);
            };
            if report.ready {
                return Ok(true);
            }
            if Instant::now() >= until {
                let wrong = report
                    .checks
                    .into_iter()
                    .filter_map(|(name, wrong)| Some((name, wrong?)));
                let wrong: Vec<_> = wrong.map(|(name, wrong)| format!("{name}: {wrong}")).collect();
                let message = format!("the gateway is not ready: {}", wrong.join(", "));
                return Err(Fatal::new(Exit::Unavailable, message).into());
            }
            let _ = stopping.run_until_cancelled(tokio::time::sleep(READY_LOOK)).await;
        }
    }
}

/// Starts roles; they stop with `shutdown`. The addresses, if a gateway is among them.
pub async fn start(
    roles: &[Role],
    services: &Services,
    backend: &BackendSettings,
    serve: &ServeSettings,
    metrics: Option<Metrics>,
    shutdown: &Shutdown,
) -> anyhow::Result<Option<Listening>> {
    let generator = services.generator(serve);
    if roles
        .iter()
        .any(|role| matches!(role, Role::Director | Role::Illustrator))
    {
        let [scripts, pictures] = services.providers.says();
        tracing::info!("{scripts}; {pictures}");
    }
    let mut listening = None;
    for role in roles {
        let (generator, token) = (generator.clone(), shutdown.token());
        match role {
            Role::Gateway => {
                listening = Some(start_gateway(services, backend, serve, metrics.clone(), shutdown).await?)
            }
            Role::Dispatcher => supervise(shutdown, "dispatcher", async move {
                Ok(generator.run_dispatcher(token).await?)
            }),
            Role::Director => supervise(shutdown, "director", async move {
                Ok(generator.run_director(token).await?)
            }),
            Role::Illustrator => supervise(shutdown, "illustrator", async move {
                Ok(generator.run_illustrator(token).await?)
            }),
            Role::Projector => {
                let runner = Runner::new(services.log.clone(), services.pool.clone());
                supervise(shutdown, "projector", async move { Ok(runner.run(token).await?) });
            }
        }
    }
    Ok(listening)
}

/// Starts a gateway on its own listeners.
pub async fn start_gateway(
    services: &Services,
    backend: &BackendSettings,
    serve: &ServeSettings,
    metrics: Option<Metrics>,
    shutdown: &Shutdown,
) -> anyhow::Result<Listening> {
    let http = TcpListener::bind(serve.http_addr)
        .await
        .with_context(|| format!("cannot listen on {}", serve.http_addr))?;
    let grpc = TcpListener::bind(serve.grpc_addr)
        .await
        .with_context(|| format!("cannot listen on {}", serve.grpc_addr))?;
    let addresses = (http.local_addr()?, grpc.local_addr()?);
    let config = GatewayConfig {
        operator_token: serve.operator_token.clone(),
        rate_limit: serve.rate_limit,
        allowed_origins: serve.allowed_origins.clone(),
        trusted_proxies: serve.trusted_proxies,
        nats_monitor_urls: backend.nats_monitor_urls.clone(),
        unsafe_broker: backend.unsafe_broker,
        caps: serve.caps(),
        prices: Arc::new(
            serve
                .price_list()?
                .unwrap_or_else(|| prices::price_list(&services.providers)),
        ),
        moderation: serve.word_list()?.map(Arc::new),
        ..GatewayConfig::new(backend.token_key.clone())
    };
    let Services {
        log,
        vault,
        blobs,
        queries,
        ..
    } = services.clone();
    let gateway = Gateway::build(
        config,
        Deps {
            log,
            queries,
            blobs,
            vault,
            metrics,
        },
        shutdown.token(),
    )
    .await?;
    let listening = Listening {
        http: addresses.0,
        grpc: addresses.1,
        app: gateway.app().clone(),
    };
    supervise(
        shutdown,
        "gateway",
        async move { Ok(gateway.run(http, grpc).await?) },
    );
    Ok(listening)
}

/// A role that ends before anybody asked it to takes the process down, and says why: a supervisor starts it again, and
/// half a process would only look alive.
fn supervise(
    shutdown: &Shutdown,
    role: &'static str,
    work: impl Future<Output = anyhow::Result<()>> + Send + 'static,
) {
    let mourning = Mourning(shutdown.clone(), role);
    shutdown.spawn(async move {
        let Mourning(shutdown, role) = &mourning;
        match work.await {
            Err(error) => shutdown.fail(format!("the {role} ended: {error:#}")),
            Ok(()) if !shutdown.token().is_cancelled() => {
                shutdown.fail(format!("the {role} ended by itself"))
            }
            Ok(()) => {}
        }
    });
}

/// Held by a role: a panic passes no line after it, but drops what it held.
struct Mourning(Shutdown, &'static str);

impl Drop for Mourning {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail(format!("the {} panicked", self.1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn reason(work: impl Future<Output = anyhow::Result<()>> + Send + 'static) -> Option<String> {
        let shutdown = Shutdown::new();
        supervise(&shutdown, "projector", work);
        shutdown.requested().await;
        assert!(shutdown.finished(STOP_PATIENCE).await);
        shutdown.failure().map(str::to_owned)
    }

    #[tokio::test]
    async fn whatever_ends_a_role_ends_the_process_and_is_told() {
        let failed = reason(async { Err(anyhow::anyhow!("no tables").context("reading")) }).await;
        assert_eq!(failed.unwrap(), "the projector ended: reading: no tables");
        let ended = reason(async { Ok(()) }).await;
        assert_eq!(ended.unwrap(), "the projector ended by itself");
        let panicked = reason(async { panic!("a defect") }).await;
        assert_eq!(panicked.unwrap(), "the projector panicked");
    }

    #[tokio::test]
    async fn a_role_that_ends_when_it_is_asked_to_has_not_failed() {
        let shutdown = Shutdown::new();
        let stop = shutdown.token();
        supervise(&shutdown, "projector", async move {
            stop.cancelled().await;
            Ok(())
        });
        shutdown.stop();
        assert!(shutdown.finished(STOP_PATIENCE).await);
        assert_eq!(shutdown.failure(), None);
    }
}
