//! nats-server with JetStream that syncs every write.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use nix::sys::signal::Signal;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    LocalError,
    child::{Server, pid_file},
    family::Leftover,
    files::{at, private_folder},
    ports::{PORT_TRIES, free_port},
    programs, tether,
};

const START_PATIENCE: Duration = Duration::from_secs(30);
const STOP_PATIENCE: Duration = Duration::from_secs(10);

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
        let mut nats = Nats::on_free_ports(folder, sync)?;
        nats.end_leftover().await;
        for _ in 1..PORT_TRIES {
            match nats.start_again().await {
                Err(LocalError::NotStarted { .. }) => {
                    (nats.port, nats.monitor_port) = (free_port()?, free_port()?);
                }
                result => return result.map(|()| nats),
            }
        }
        nats.start_again().await?;
        Ok(nats)
    }

    /// Three servers that form a cluster, for streams with three replicas.
    pub async fn start_cluster(folder: &Path) -> Result<[Nats; 3], LocalError> {
        for attempt in 1..PORT_TRIES {
            match Nats::cluster_in(&folder.join(format!("cluster{attempt}"))).await {
                Err(LocalError::NotStarted { .. }) => {}
                result => return result,
            }
        }
        Nats::cluster_in(&folder.join("cluster")).await
    }

    /// In a folder of its own: what a start on other ports left there tells of other servers.
    async fn cluster_in(folder: &Path) -> Result<[Nats; 3], LocalError> {
        let routes = [free_port()?, free_port()?, free_port()?];
        let all = routes.map(|port| format!("nats://127.0.0.1:{port}")).join(", ");
        let node = |index: usize| -> Result<Nats, LocalError> {
            let mut nats = Nats::on_free_ports(&folder.join(format!("node{index}")), "always")?;
            let route = routes[index];
            nats.cluster =
                format!("cluster {{ name: local, listen: \"127.0.0.1:{route}\", routes: [{all}] }}\n");
            Ok(nats)
        };
        let [mut a, mut b, mut c] = [node(0)?, node(1)?, node(2)?];
        // Readiness of a node means a working cluster, so they start together.
        tokio::try_join!(a.start_again(), b.start_again(), c.start_again())?;
        Ok([a, b, c])
    }

    fn on_free_ports(folder: &Path, sync: &'static str) -> Result<Nats, LocalError> {
        private_folder(folder)?;
        let folder = at(folder, folder.canonicalize())?;
        let (port, monitor_port) = (free_port()?, free_port()?);
        Ok(Nats {
            folder,
            port,
            monitor_port,
            cluster: String::new(),
            sync,
            server: None,
        })
    }

    async fn end_leftover(&self) {
        let pid_files = [pid_file("nats", &self.folder)];
        let argument = self.config_file();
        Leftover {
            pid_files: &pid_files,
            program: "nats-server",
            argument: &argument,
            signal: Signal::SIGTERM,
        }
        .end()
        .await;
    }

    /// Starts the server again on the same ports and data, after a stop or a kill.
    pub async fn start_again(&mut self) -> Result<(), LocalError> {
        let config = self.config_file();
        at(&config, std::fs::write(&config, self.config()))?;
        // A kill loses nothing, and also ends a server that is frozen.
        let mut command = tether::command(&programs::find_nats()?, "KILL");
        command.arg("-c").arg(&config);
        let mut server = Server::spawn("nats", &self.folder, command)?;
        let monitor = self.monitor_port;
        server
            .until_ready(START_PATIENCE, async || is_healthy(monitor).await)
            .await?;
        self.server = Some(server);
        Ok(())
    }

    fn config_file(&self) -> PathBuf {
        self.folder.join("nats.conf")
    }

    fn config(&self) -> String {
        let Nats {
            folder,
            port,
            monitor_port,
            cluster,
            sync,
            ..
        } = self;
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
        self.server = None;
    }

    /// Freezes the server: connections stay, nothing answers.
    pub fn pause(&self) {
        self.server.iter().for_each(Server::pause);
    }

    /// Lets a frozen server go on.
    pub fn resume(&self) {
        self.server.iter().for_each(Server::resume);
    }

    /// Ends the server in order.
    pub async fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.stop(Signal::SIGTERM, STOP_PATIENCE).await;
        }
    }
}

/// The monitoring endpoint answers 200: JetStream is up and, in a cluster, has a leader.
async fn is_healthy(monitor_port: u16) -> bool {
    let ask = async {
        let mut socket = TcpStream::connect(("127.0.0.1", monitor_port)).await?;
        socket
            .write_all(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            .await?;
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    let answer = tokio::time::timeout(Duration::from_secs(2), ask).await;
    matches!(answer, Ok(Ok(answer)) if answer.starts_with(b"HTTP/1.0 200"))
}
