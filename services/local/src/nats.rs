//! nats-server with JetStream that syncs every write.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use nix::sys::signal::Signal;

use crate::{
    LocalError,
    child::{Server, end_leftover, free_port},
    files::{at, private_folder},
    programs,
};

const START_PATIENCE: Duration = Duration::from_secs(30);
const STOP_PATIENCE: Duration = Duration::from_secs(10);
/// Another process may take a port between our look and the server's start.
const PORT_TRIES: usize = 5;

/// A nats-server of our own.
#[derive(Debug)]
pub struct Nats {
    folder: PathBuf,
    port: u16,
    monitor_port: u16,
    cluster: String,
    sync: &'static str,
    server: Option<Server>,
}

impl Nats {
    /// Starts a server whose data lies in `folder`, on free ports of the loopback interface.
    pub async fn start(folder: &Path) -> Result<Nats, LocalError> {
        Nats::start_with(folder, "always").await
    }

    /// A server that acknowledges before it syncs: what readiness must refuse.
    pub async fn start_unsafe(folder: &Path) -> Result<Nats, LocalError> {
        Nats::start_with(folder, "2m").await
    }

    async fn start_with(folder: &Path, sync: &'static str) -> Result<Nats, LocalError> {
        private_folder(folder)?;
        end_leftover("nats", folder, "nats-server", Signal::SIGTERM).await;
        let mut tries = 0;
        loop {
            tries += 1;
            let (port, monitor_port) = (free_port()?, free_port()?);
            let cluster = String::new();
            let mut nats = Nats { folder: folder.to_owned(), port, monitor_port, cluster, sync, server: None };
            match nats.start_again().await {
                Err(LocalError::NotStarted { .. }) if tries < PORT_TRIES => {}
                result => return result.map(|()| nats),
            }
        }
    }

    /// Three servers that form a cluster, for streams with three replicas.
    pub async fn start_cluster(folder: &Path) -> Result<[Nats; 3], LocalError> {
        let routes = [free_port()?, free_port()?, free_port()?];
        let mut servers = Vec::new();
        for (index, route) in routes.iter().enumerate() {
            let folder = folder.join(format!("node{index}"));
            private_folder(&folder)?;
            let all = routes.map(|port| format!("nats://127.0.0.1:{port}")).join(", ");
            let cluster = format!("cluster {{ name: local, listen: \"127.0.0.1:{route}\", routes: [{all}] }}\n");
            servers.push(Nats { folder, port: free_port()?, monitor_port: free_port()?, cluster, sync: "always", server: None });
        }
        let [mut a, mut b, mut c] = <[Nats; 3]>::try_from(servers).map_err(|_| LocalError::NotStarted {
            server: "nats",
            detail: "a cluster has three nodes".to_owned(),
        })?;
        // Readiness of a node means a working cluster, so they start together.
        tokio::try_join!(a.start_again(), b.start_again(), c.start_again())?;
        Ok([a, b, c])
    }

    /// Starts the server again on the same ports and data, after a stop or a kill.
    pub async fn start_again(&mut self) -> Result<(), LocalError> {
        let config = self.folder.join("nats.conf");
        at(&config, std::fs::write(&config, self.config()))?;
        let mut command = Command::new(programs::find("nats-server")?);
        command.arg("-c").arg(&config);
        let mut server = Server::spawn("nats", &self.folder, command)?;
        let health = format!("http://127.0.0.1:{}/healthz", self.monitor_port);
        server.until_ready(START_PATIENCE, async || is_healthy(&health).await).await?;
        self.server = Some(server);
        Ok(())
    }

    fn config(&self) -> String {
        let Nats { folder, port, monitor_port, cluster, sync, .. } = self;
        format!(
            "listen: \"127.0.0.1:{port}\"\nhttp: \"127.0.0.1:{monitor_port}\"\nserver_name: \"local-{port}\"\nmax_payload: 1MB\n\
             jetstream {{ store_dir: \"{}\", sync_interval: {sync} }}\n{cluster}",
            folder.join("jetstream").display()
        )
    }

    /// Address for clients.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Address of the monitoring endpoint.
    pub fn monitor_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.monitor_port)
    }

    /// Ends the server at once, as a crash would.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill();
        }
    }

    /// Freezes the server: connections stay, nothing answers.
    pub fn pause(&self) {
        self.signal(Signal::SIGSTOP);
    }

    /// Lets a frozen server go on.
    pub fn resume(&self) {
        self.signal(Signal::SIGCONT);
    }

    fn signal(&self, signal: Signal) {
        if let Some(server) = &self.server {
            server.signal(signal);
        }
    }

    /// Ends the server in order.
    pub async fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.stop(Signal::SIGTERM, STOP_PATIENCE).await;
        }
    }
}

async fn is_healthy(url: &str) -> bool {
    matches!(reqwest::get(url).await, Ok(answer) if answer.status().is_success())
}
