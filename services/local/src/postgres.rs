//! A Postgres cluster of our own, made at the first start.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use mangakai_runtime::Secret;
use nix::{
    sys::signal::Signal,
    unistd::{User, syncfs},
};
use tokio_postgres::NoTls;

use crate::{
    LocalError,
    child::{POLL, Server, pid_file},
    family::Leftover,
    files::{at, private_folder, secret, write_private},
    home::{give, home, other_user},
    ports::free_port,
    programs, tether,
};

const START_PATIENCE: Duration = Duration::from_secs(30);
const STOP_PATIENCE: Duration = Duration::from_secs(15);
const USER: &str = "mangakai";
const DATABASE: &str = "mangakai";
/// Modest, for a laptop: the rest is Postgres' own choice, durability above all.
const SETTINGS: [&str; 7] = [
    "listen_addresses=127.0.0.1",
    // Clients come over TCP, as in a cluster; the path of a socket in a deep data folder would be too long.
    "unix_socket_directories=",
    "shared_buffers=32MB",
    // A projector has two for each stream of the log, of which there may be 64, a rebuild one, a process 16 more.
    "max_connections=300",
    "jit=off",
    "logging_collector=off",
    "log_min_messages=warning",
];

/// A Postgres of our own.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    cluster: PathBuf,
    run_as: Option<User>,
    port: u16,
    password: Secret,
    server: Option<Server>,
}

impl Postgres {
    /// Starts a server whose data lies in `folder`, on a free port of the loopback interface. Where Postgres must run as
    /// another user (we are root) who cannot get to `folder`, the cluster lies below `/var/lib/mangakai`.
    pub async fn start(folder: &Path) -> Result<Postgres, LocalError> {
        private_folder(folder)?;
        let folder = at(folder, folder.canonicalize())?;
        let password = secret(&folder.join("password"))?;
        let run_as = other_user()?;
        let home = home(&folder, run_as.as_ref())?;
        let mut postgres = Postgres {
            folder,
            cluster: home.join("cluster"),
            run_as,
            port: free_port()?,
            password,
            server: None,
        };
        postgres.end_leftover().await;
        if !postgres.made_mark().exists() {
            postgres.init(&home).await?;
        }
        postgres.start_within(START_PATIENCE, true).await?;
        postgres.ensure_database(DATABASE).await?;
        Ok(postgres)
    }

    /// Written when the cluster is wholly on the disk: one of an interrupted first start is made anew.
    fn made_mark(&self) -> PathBuf {
        self.cluster.join("made")
    }

    async fn init(&self, home: &Path) -> Result<(), LocalError> {
        let _ = fs::remove_dir_all(&self.cluster);
        let password_file = home.join("initial-password");
        write_private(&password_file, self.password.reveal())?;
        give(&password_file, self.run_as.as_ref())?;
        let mut command = self.as_user(Command::new(programs::find("initdb")?));
        // One sync of the file system below takes a fraction of the time of initdb's, file by file.
        command.arg("-D").arg(&self.cluster).args([
            "--no-sync",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
        ]);
        command.args(["-U", USER]).arg("--pwfile").arg(&password_file);
        let output = tokio::process::Command::from(command)
            .stdin(Stdio::null())
            .output()
            .await;
        let output = output.map_err(|cause| LocalError::System {
            what: "running initdb",
            cause,
        })?;
        let _ = fs::remove_file(&password_file);
        if !output.status.success() {
            let detail = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(LocalError::NotStarted {
                server: "initdb",
                detail,
            });
        }
        let cluster = at(&self.cluster, File::open(&self.cluster))?;
        at(&self.cluster, syncfs(&cluster).map_err(std::io::Error::from))?;
        write_private(&self.made_mark(), "")?;
        give(&self.made_mark(), self.run_as.as_ref())?;
        at(&self.cluster, cluster.sync_all())
    }

    async fn end_leftover(&self) {
        let pid_files = [
            pid_file("postgres", &self.folder),
            self.cluster.join("postmaster.pid"),
        ];
        Leftover {
            pid_files: &pid_files,
            program: "postgres",
            argument: &self.cluster,
            signal: Signal::SIGINT,
        }
        .end()
        .await;
    }

    /// Starts the server again on the same port and data, after a stop or a kill.
    pub async fn start_again(&mut self) -> Result<(), LocalError> {
        self.start_within(START_PATIENCE, false).await
    }

    /// A killed server's `postmaster.pid` and the orphans that hold its memory make starts fail for a moment, and another
    /// process may have taken the port: so an early end is tried again.
    async fn start_within(&mut self, patience: Duration, on_any_port: bool) -> Result<(), LocalError> {
        let until = Instant::now() + patience;
        loop {
            match self.start_once().await {
                Err(LocalError::NotStarted { .. }) if Instant::now() < until => {
                    tokio::time::sleep(POLL).await
                }
                started => return started.map(|server| self.server = Some(server)),
            }
            if on_any_port {
                self.port = free_port()?;
            }
        }
    }

    async fn start_once(&self) -> Result<Server, LocalError> {
        // When we are killed, it ends in order.
        let mut command = self.as_user(tether::command(&programs::find("postgres")?, "INT"));
        command
            .arg("-D")
            .arg(&self.cluster)
            .arg("-p")
            .arg(self.port.to_string());
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        let mut server = Server::spawn("postgres", &self.folder, command)?;
        let url = self.url_of("postgres");
        server
            .until_ready(START_PATIENCE, async || connect(&url).await.is_ok())
            .await?;
        Ok(server)
    }

    /// Makes a database unless there is one of this name, which must be an identifier; its address.
    pub async fn ensure_database(&self, name: &str) -> Result<String, LocalError> {
        let failed = |error: tokio_postgres::Error| LocalError::NotStarted {
            server: "postgres",
            detail: cause(&error),
        };
        let url = self.url_of(name);
        if connect(&url).await.is_err() {
            let client = connect(&self.url_of("postgres")).await.map_err(failed)?;
            client
                .batch_execute(&format!("CREATE DATABASE \"{}\"", name.replace('"', "")))
                .await
                .map_err(failed)?;
        }
        Ok(url)
    }

    /// Address for clients, password included.
    pub fn url(&self) -> String {
        self.url_of(DATABASE)
    }

    fn url_of(&self, database: &str) -> String {
        format!(
            "postgres://{USER}:{}@127.0.0.1:{}/{database}",
            self.password.reveal(),
            self.port
        )
    }

    /// Ends the server and its children at once, as a crash would.
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

    /// Ends the server in order, clients or not.
    pub async fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.stop(Signal::SIGINT, STOP_PATIENCE).await;
        }
    }

    fn as_user(&self, mut command: Command) -> Command {
        // That user may not be able to enter our working folder.
        command.current_dir("/");
        if let Some(user) = &self.run_as {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        command
    }
}

async fn connect(url: &str) -> Result<tokio_postgres::Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // Ends with the client.
    tokio::spawn(connection);
    Ok(client)
}

fn cause(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
}
