//! `up`: the whole system on this machine, durable, until it is stopped.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context;
use mangakai_local::{DataFolder, Stack, write_private};
use mangakai_runtime::{Metrics, Secret, Shutdown};
use serde_json::json;

use crate::{
    exit::{self, Exit},
    roles::{self, Listening, Role, STOP_PATIENCE},
    services::Services,
    settings::{BackendSettings, ServeSettings},
};

const ENDPOINTS: &str = "endpoints.json";
const BUCKET: &str = "mangakai";

/// A whole system of our own.
pub struct Local {
    /// Its servers.
    pub stack: Stack,
    /// Its rooms.
    pub services: Services,
    /// Where it listens.
    pub listening: Listening,
    /// How its rooms reach its servers.
    pub backend: BackendSettings,
    endpoints: PathBuf,
    shutdown: Shutdown,
}

impl Local {
    /// Starts servers and roles over a data folder.
    pub async fn start(
        data: &Path,
        serve: &ServeSettings,
        metrics: Option<Metrics>,
        shutdown: &Shutdown,
    ) -> anyhow::Result<Local> {
        let folder = DataFolder::lock(data)?;
        let endpoints = folder.path().join(ENDPOINTS);
        // Left by a process that was killed: nothing listens there any more.
        unless_missing(fs::remove_file(&endpoints))
            .with_context(|| format!("{} cannot be removed", endpoints.display()))?;
        let stack = Stack::start_in(folder).await?;
        let backend = backend(&stack);
        let services = Services::connect(&backend, serve).await?;
        let listening = roles::start(&Role::ALL, &services, &backend, serve, metrics, shutdown).await?;
        let listening = listening.context("no gateway was started")?;
        if listening.ready(shutdown).await? {
            write_endpoints(&endpoints, &stack, &listening)?;
        }
        Ok(Local {
            stack,
            services,
            listening,
            backend,
            endpoints,
            shutdown: shutdown.clone(),
        })
    }

    /// Base address of the HTTP API.
    pub fn http(&self) -> String {
        format!("http://{}", self.listening.http)
    }

    /// Stops roles, then servers: no request is cut, no job is lost.
    pub async fn stop(mut self) {
        // Whoever looks for us must not find addresses of something that is going away.
        let _ = fs::remove_file(&self.endpoints);
        self.shutdown.stop();
        if !self.shutdown.finished(STOP_PATIENCE).await {
            tracing::warn!("Some work was not finished in time; it goes on at the next start");
        }
        self.stack.stop().await;
    }
}

/// How the rooms reach the servers of a local stack.
pub fn backend(stack: &Stack) -> BackendSettings {
    BackendSettings {
        nats_url: stack.nats.url(),
        nats_monitor_urls: vec![stack.nats.monitor_url()],
        nats_replicas: 1,
        unsafe_broker: false,
        database_url: Secret::new(stack.postgres.url()),
        s3_endpoint: Some(stack.s3.endpoint()),
        s3_bucket: BUCKET.to_owned(),
        s3_path_style: true,
        s3_region: "us-east-1".to_owned(),
        s3_access_key: Secret::new(stack.s3.access_key()),
        s3_secret_key: Secret::new(stack.s3.secret_key()),
        master_key: Secret::new(stack.master_key()),
        token_key: Secret::new(stack.token_key()),
    }
}

/// Written once everything is ready. Only for us: with these addresses the database and the log can be written.
fn write_endpoints(path: &Path, stack: &Stack, listening: &Listening) -> anyhow::Result<()> {
    let endpoints = json!({
        "http": format!("http://{}", listening.http),
        "grpc": format!("http://{}", listening.grpc),
        "nats": stack.nats.url(),
        "postgres": stack.postgres.url(),
        "s3": stack.s3.endpoint(),
    });
    Ok(write_private(path, &serde_json::to_string_pretty(&endpoints)?)?)
}

fn unless_missing(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Runs until asked to stop, or until a role fails.
pub async fn up(data: &Path, serve: &ServeSettings, metrics: Metrics) -> anyhow::Result<Exit> {
    let shutdown = Shutdown::new();
    shutdown.on_signals()?;
    let local = Local::start(data, serve, Some(metrics), &shutdown).await?;
    eprintln!("MangakAI is up. Everything is kept in {}.", data.display());
    eprintln!("  HTTP  http://{}  (docs: /docs)", local.listening.http);
    eprintln!("  gRPC  http://{}", local.listening.grpc);
    for line in local.services.providers.says() {
        eprintln!("  {line}");
    }
    eprintln!(
        "Try: mangakai draw STORY.txt --server http://{}",
        local.listening.http
    );
    shutdown.requested().await;
    local.stop().await;
    exit::of_shutdown(&shutdown)
}
