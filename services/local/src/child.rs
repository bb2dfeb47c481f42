//! A server as a child process: in a process group of its own, so that Ctrl-C reaches us first, and tethered, so that
//! it does not outlive us.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use nix::sys::signal::Signal;

use crate::{
    LocalError,
    family::{children_of, send},
    files::at,
    tether,
};

/// How often a condition that no event announces is looked at.
pub const POLL: Duration = Duration::from_millis(10);
/// How many lines of a server's log an error quotes.
const QUOTED_LINES: usize = 5;

/// A running server.
#[derive(Debug)]
pub struct Server {
    name: &'static str,
    child: Child,
    pid_file: PathBuf,
    log_file: PathBuf,
}

/// Where the pid of a server is written.
pub fn pid_file(name: &str, folder: &Path) -> PathBuf {
    folder.join(format!("{name}.pid"))
}

impl Server {
    /// Starts a command; its output goes to `<folder>/<name>.log`, its pid to `<folder>/<name>.pid`.
    pub fn spawn(name: &'static str, folder: &Path, mut command: Command) -> Result<Server, LocalError> {
        let log_file = folder.join(format!("{name}.log"));
        let pid_file = pid_file(name, folder);
        let log = at(&log_file, File::create(&log_file))?;
        let errors = at(&log_file, log.try_clone())?;
        command
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .process_group(0);
        let child = tether::spawn(command).map_err(|cause| LocalError::System {
            what: "starting a server",
            cause,
        })?;
        let server = Server {
            name,
            child,
            pid_file,
            log_file,
        };
        at(
            &server.pid_file,
            fs::write(&server.pid_file, server.child.id().to_string()),
        )?;
        Ok(server)
    }

    /// Waits until `ready` says so; an error when the server ended before, or time is up.
    pub async fn until_ready(
        &mut self,
        patience: Duration,
        mut ready: impl AsyncFnMut() -> bool,
    ) -> Result<(), LocalError> {
        let until = Instant::now() + patience;
        loop {
            if self.has_ended() || Instant::now() > until {
                return Err(self.not_started());
            }
            if ready().await {
                return Ok(());
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// The process is gone.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)) | Err(_))
    }

    fn pid(&self) -> i32 {
        // Linux numbers processes below 2^22.
        i32::try_from(self.child.id()).unwrap_or(i32::MAX)
    }

    /// Freezes the server and its children: connections stay, nothing answers.
    pub fn pause(&self) {
        send(self.pid(), Signal::SIGSTOP);
        // Only now can it make no further children.
        for child in children_of(self.pid()) {
            send(child, Signal::SIGSTOP);
        }
    }

    /// Lets a frozen server go on.
    pub fn resume(&self) {
        for child in children_of(self.pid()) {
            send(child, Signal::SIGCONT);
        }
        send(self.pid(), Signal::SIGCONT);
    }

    /// Asks the server to end and waits; kills it when it takes too long.
    pub async fn stop(&mut self, signal: Signal, patience: Duration) {
        self.resume();
        if !self.has_ended() {
            send(self.pid(), signal);
        }
        let until = Instant::now() + patience;
        while !self.has_ended() && Instant::now() < until {
            tokio::time::sleep(POLL).await;
        }
        self.kill();
    }

    /// Ends the server and its children at once, as a crash of the machine would.
    pub fn kill(&mut self) {
        if !self.has_ended() {
            // Stopped first, so that it neither makes nor mourns children meanwhile.
            send(self.pid(), Signal::SIGSTOP);
            for pid in children_of(self.pid()) {
                send(pid, Signal::SIGKILL);
            }
            send(self.pid(), Signal::SIGKILL);
            let _ = self.child.wait();
        }
        let _ = fs::remove_file(&self.pid_file);
    }

    fn not_started(&self) -> LocalError {
        let log = fs::read(&self.log_file).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<_> = log.lines().collect();
        let detail = lines[lines.len().saturating_sub(QUOTED_LINES)..].join(" | ");
        LocalError::NotStarted {
            server: self.name,
            detail,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
