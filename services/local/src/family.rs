//! Processes as `/proc` tells of them.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::child::POLL;

/// How long a leftover server may take to end before it is killed.
const LEFTOVER_PATIENCE: Duration = Duration::from_secs(5);

/// The children of a process.
pub fn children_of(parent: i32) -> Vec<i32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    pids.filter(|pid| parent_of(*pid) == Some(parent)).collect()
}

/// Sends a signal; a process that is gone already needs none.
pub fn send(pid: i32, signal: Signal) {
    let _ = kill(Pid::from_raw(pid), signal);
}

fn parent_of(pid: i32) -> Option<i32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field, the name in parentheses, may hold anything: the state and the parent follow the last of them.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// A server that a killed predecessor left behind.
pub struct Leftover<'a> {
    /// Files whose first line may be its pid.
    pub pid_files: &'a [PathBuf],
    /// Its program's file name.
    pub program: &'a str,
    /// An argument that tells it from the servers of other data folders.
    pub argument: &'a Path,
    /// Asks it to end.
    pub signal: Signal,
}

impl Leftover<'_> {
    /// Ends it, if it still runs, and waits until it is gone.
    pub async fn end(&self) {
        for file in self.pid_files {
            let text = fs::read_to_string(file).unwrap_or_default();
            if let Some(pid) = text
                .lines()
                .next()
                .and_then(|line| line.trim().parse::<i32>().ok())
            {
                self.end_process(pid).await;
            }
        }
    }

    async fn end_process(&self, pid: i32) {
        if self.is(pid) {
            tracing::info!(
                "ending the {} that an earlier run left behind (process {pid})",
                self.program
            );
            // It may be frozen, and would not hear the other signal.
            send(pid, Signal::SIGCONT);
            send(pid, self.signal);
        }
        let until = Instant::now() + LEFTOVER_PATIENCE;
        while self.is(pid) {
            if Instant::now() > until {
                send(pid, Signal::SIGKILL);
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// The number may belong to another process by now, so the command line decides.
    fn is(&self, pid: i32) -> bool {
        let command_line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let mut words = command_line
            .split(|byte| *byte == 0)
            .map(|word| PathBuf::from(&*String::from_utf8_lossy(word)));
        words
            .next()
            .is_some_and(|first| first.file_name().is_some_and(|name| name == self.program))
            && words.any(|word| word == self.argument)
    }
}
