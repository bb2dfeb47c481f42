//! A server as a child process, in a process group of its own so that Ctrl-C reaches us first, and with a pid file so
//! that what a killed predecessor left behind can be ended.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{LocalError, files::at};

/// How often a condition that no event announces is looked at.
pub const POLL: Duration = Duration::from_millis(10);

/// A running server.
#[derive(Debug)]
pub struct Server {
    name: &'static str,
    child: Child,
    pid_file: PathBuf,
    log_file: PathBuf,
}

impl Server {
    /// Starts a command; its output goes to `<folder>/<name>.log`, its pid to `<folder>/<name>.pid`.
    pub fn spawn(name: &'static str, folder: &Path, mut command: Command) -> Result<Server, LocalError> {
        let log_file = folder.join(format!("{name}.log"));
        let pid_file = folder.join(format!("{name}.pid"));
        let log = at(&log_file, File::create(&log_file))?;
        let errors = at(&log_file, log.try_clone())?;
        command.stdin(Stdio::null()).stdout(log).stderr(errors).process_group(0);
        let child = command.spawn().map_err(|cause| LocalError::System { what: "starting a server", cause })?;
        at(&pid_file, fs::write(&pid_file, child.id().to_string()))?;
        Ok(Server { name, child, pid_file, log_file })
    }

    /// Waits until `ready` says so; an error when the server ended before, or time is up.
    pub async fn until_ready(&mut self, patience: Duration, mut ready: impl AsyncFnMut() -> bool) -> Result<(), LocalError> {
        let until = Instant::now() + patience;
        loop {
            if ready().await {
                return Ok(());
            }
            if self.has_ended() || Instant::now() > until {
                return Err(self.not_started());
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// The process is gone.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)) | Err(_))
    }

    /// Sends a signal to the server itself.
    pub fn signal(&self, signal: Signal) {
        if let Ok(pid) = i32::try_from(self.child.id()) {
            // It may be gone already, and then there is nothing to do.
            let _ = kill(Pid::from_raw(pid), signal);
        }
    }

    /// Asks the server to end and waits; kills it when it takes too long.
    pub async fn stop(&mut self, signal: Signal, patience: Duration) {
        self.signal(signal);
        let until = Instant::now() + patience;
        while !self.has_ended() && Instant::now() < until {
            tokio::time::sleep(POLL).await;
        }
        self.kill();
    }

    /// Ends the server at once, as a crash would.
    pub fn kill(&mut self) {
        self.signal(Signal::SIGKILL);
        let _ = self.child.wait();
        let _ = fs::remove_file(&self.pid_file);
    }

    fn not_started(&self) -> LocalError {
        let log = fs::read_to_string(&self.log_file).unwrap_or_default();
        let tail: Vec<_> = log.lines().rev().take(5).collect();
        LocalError::NotStarted { server: self.name, detail: tail.into_iter().rev().collect::<Vec<_>>().join(" | ") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !self.has_ended() {
            self.kill();
        }
    }
}

/// Ends the server that a killed predecessor left behind: the process of the pid file, if it still runs this program.
pub async fn end_leftover(name: &'static str, folder: &Path, program: &str, signal: Signal) {
    let pid_file = folder.join(format!("{name}.pid"));
    let Some(pid) = fs::read_to_string(&pid_file).ok().and_then(|text| text.trim().parse::<i32>().ok()) else { return };
    let until = Instant::now() + Duration::from_secs(5);
    while runs(pid, program) {
        let signal = if Instant::now() < until { signal } else { Signal::SIGKILL };
        let _ = kill(Pid::from_raw(pid), signal);
        tokio::time::sleep(POLL).await;
    }
    let _ = fs::remove_file(&pid_file);
}

fn runs(pid: i32, program: &str) -> bool {
    let command_line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let first = command_line.split(|byte| *byte == 0).next().unwrap_or_default();
    Path::new(&*String::from_utf8_lossy(first)).file_name().is_some_and(|name| name == program)
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16, LocalError> {
    let bound = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    bound.map(|address| address.port()).map_err(|cause| LocalError::System { what: "looking for a free port", cause })
}
