//! A Postgres cluster of our own, made at the first start.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::Signal,
    unistd::{User, geteuid},
};
use tokio_postgres::NoTls;

use crate::{
    LocalError,
    child::{POLL, Server, end_leftover, free_port},
    files::{at, private_folder, secret, write_private},
    programs,
};

const START_PATIENCE: Duration = Duration::from_secs(30);
const STOP_PATIENCE: Duration = Duration::from_secs(15);
const USER: &str = "mangakai";
const DATABASE: &str = "mangakai";
/// Whom Postgres runs as when we are root, which it refuses to be.
const SYSTEM_USER: &str = "postgres";

/// A Postgres of our own.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    cluster: PathBuf,
    run_as: Option<User>,
    port: u16,
    password: String,
    server: Option<Server>,
}

impl Postgres {
    /// Starts a server whose data lies in `folder` (or, when root's folders keep the server's user out, in a folder of
    /// `/var/tmp` that `folder` names), on a free port of the loopback interface.
    pub async fn start(folder: &Path) -> Result<Postgres, LocalError> {
        private_folder(folder)?;
        let password = secret(&folder.join("password"))?;
        let run_as = if geteuid().is_root() { Some(system_user()?) } else { None };
        let home = home(folder, run_as.as_ref())?;
        end_leftover("postgres", folder, "postgres", Signal::SIGINT).await;
        let mut postgres =
            Postgres { folder: folder.to_owned(), cluster: home.join("cluster"), run_as, port: 0, password, server: None };
        if !postgres.cluster.join("PG_VERSION").exists() {
            postgres.init(&home).await?;
        }
        postgres.port = free_port()?;
        postgres.start_again().await?;
        Ok(postgres)
    }

    async fn init(&self, home: &Path) -> Result<(), LocalError> {
        // A half-made cluster of an interrupted start is made anew.
        let _ = fs::remove_dir_all(&self.cluster);
        let password_file = home.join("initial-password");
        write_private(&password_file, &self.password)?;
        self.give_away(&password_file)?;
        let mut command = self.command("initdb")?;
        command.arg("-D").arg(&self.cluster).args(["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]);
        command.args(["-U", USER]).arg("--pwfile").arg(&password_file);
        let output = tokio::process::Command::from(command).stdin(Stdio::null()).output().await;
        let output = output.map_err(|cause| LocalError::System { what: "running initdb", cause })?;
        let _ = fs::remove_file(&password_file);
        if output.status.success() {
            return Ok(());
        }
        let _ = fs::remove_dir_all(&self.cluster);
        Err(LocalError::NotStarted { server: "initdb", detail: String::from_utf8_lossy(&output.stderr).trim().to_owned() })
    }

    /// Starts the server again on the same port and data, after a stop or a kill. Orphans of a killed server hold its
    /// memory for a moment, so an early end is tried again.
    pub async fn start_again(&mut self) -> Result<(), LocalError> {
        let until = Instant::now() + START_PATIENCE;
        loop {
            match self.start_once().await {
                Ok(server) => {
                    self.server = Some(server);
                    return self.ensure_database().await;
                }
                Err(error) if Instant::now() > until => return Err(error),
                Err(_) => tokio::time::sleep(POLL * 10).await,
            }
        }
    }

    async fn start_once(&self) -> Result<Server, LocalError> {
        let mut command = self.command("postgres")?;
        command.arg("-D").arg(&self.cluster).arg("-p").arg(self.port.to_string());
        for setting in [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", "shared_buffers=32MB", "max_connections=100",
            "max_wal_size=1GB", "logging_collector=off", "log_min_messages=warning",
        ] {
            command.args(["-c", setting]);
        }
        let mut server = Server::spawn("postgres", &self.folder, command)?;
        let url = self.url_of("postgres");
        server.until_ready(START_PATIENCE, async || connect(&url).await.is_some()).await?;
        Ok(server)
    }

    async fn ensure_database(&self) -> Result<(), LocalError> {
        if connect(&self.url()).await.is_some() {
            return Ok(());
        }
        let failed = |detail: String| LocalError::NotStarted { server: "postgres", detail };
        let client = connect(&self.url_of("postgres")).await.ok_or_else(|| failed("it does not answer".to_owned()))?;
        client.batch_execute(&format!("CREATE DATABASE {DATABASE}")).await.map_err(|error| failed(error.to_string()))
    }

    /// Address for clients, password included.
    pub fn url(&self) -> String {
        self.url_of(DATABASE)
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://{USER}:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    /// Ends the server at once, as a crash would.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill();
        }
    }

    /// Ends the server in order, clients or not.
    pub async fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.stop(Signal::SIGINT, STOP_PATIENCE).await;
        }
    }

    fn command(&self, program: &'static str) -> Result<Command, LocalError> {
        let mut command = Command::new(programs::find(program)?);
        command.current_dir("/");
        if let Some(user) = &self.run_as {
            command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
        }
        Ok(command)
    }

    fn give_away(&self, path: &Path) -> Result<(), LocalError> {
        match &self.run_as {
            Some(user) => at(path, chown(path, Some(user.uid.as_raw()), Some(user.gid.as_raw()))),
            None => Ok(()),
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A kill would leave the server's children to notice by themselves; a fast shutdown takes them along.
        if let Some(server) = &self.server {
            server.signal(Signal::SIGQUIT);
        }
    }
}

fn system_user() -> Result<User, LocalError> {
    User::from_name(SYSTEM_USER).ok().flatten().ok_or(LocalError::NotStarted {
        server: "postgres",
        detail: format!("it refuses to run as root, and there is no user {SYSTEM_USER}"),
    })
}

/// The folder that holds the cluster: owned by whom Postgres runs as, and reachable for them.
fn home(folder: &Path, run_as: Option<&User>) -> Result<PathBuf, LocalError> {
    let folder = at(folder, folder.canonicalize())?;
    let Some(user) = run_as else { return Ok(folder) };
    let others_pass = |path: &Path| fs::metadata(path).is_ok_and(|folder| folder.mode() & 0o001 != 0);
    let reachable = folder.parent().is_none_or(|parent| parent.ancestors().all(others_pass));
    let home = if reachable {
        folder
    } else {
        let name: String = folder.to_string_lossy().chars().map(|c| if c == '/' { '-' } else { c }).collect();
        let elsewhere = Path::new("/var/tmp").join(format!("mangakai{name}"));
        tracing::info!("Postgres runs as {SYSTEM_USER}, who cannot reach {}: its data lies in {}", folder.display(), elsewhere.display());
        private_folder(&elsewhere)?;
        elsewhere
    };
    at(&home, chown(&home, Some(user.uid.as_raw()), Some(user.gid.as_raw())))?;
    Ok(home)
}

async fn connect(url: &str) -> Option<tokio_postgres::Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.ok()?;
    // Ends with the client.
    tokio::spawn(connection);
    Some(client)
}
