//! The binary as a process of its own, and what it takes of the machine.

use std::{
    collections::BTreeMap,
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::{
    net::TcpStream,
    process::{Child, Command},
};

const LOOK: Duration = Duration::from_millis(2);
const START_PATIENCE: Duration = Duration::from_secs(60);

/// `mangakai`, running.
pub struct Process(Child);

impl Process {
    /// Starts it from the folder where this program lies, with settings from the environment.
    pub fn start(arguments: &[&str], settings: &[(&str, String)]) -> anyhow::Result<Process> {
        let binary = std::env::current_exe()?.with_file_name("mangakai");
        let child = Command::new(&binary)
            .args(arguments)
            .envs(settings.iter().cloned())
            .env("MANGAKAI_LOG_LEVEL", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", binary.display()))?;
        Ok(Process(child))
    }

    /// Its id.
    pub fn id(&self) -> anyhow::Result<u32> {
        self.0.id().context("it has ended")
    }

    /// Waits until a file is there; how long that took.
    pub async fn wrote(&mut self, file: &Path) -> anyhow::Result<Duration> {
        let started = Instant::now();
        let mut look = tokio::time::interval(LOOK);
        while !file.exists() {
            look.tick().await;
            ensure!(self.0.try_wait()?.is_none(), "mangakai ended");
            ensure!(started.elapsed() < START_PATIENCE, "mangakai never became ready");
        }
        Ok(started.elapsed())
    }

    /// Waits until it takes connections at an address.
    pub async fn listens(&mut self, address: SocketAddr) -> anyhow::Result<()> {
        let started = Instant::now();
        let mut look = tokio::time::interval(LOOK);
        while TcpStream::connect(address).await.is_err() {
            look.tick().await;
            ensure!(self.0.try_wait()?.is_none(), "mangakai ended");
            ensure!(started.elapsed() < START_PATIENCE, "mangakai never listened");
        }
        Ok(())
    }

    /// Asks it to stop, as a supervisor would, and waits.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        kill(Pid::from_raw(self.id()? as i32), Signal::SIGTERM)?;
        self.0.wait().await?;
        Ok(())
    }
}

/// Resident memory of one process in bytes, as the kernel counts it.
pub fn resident(id: u32) -> anyhow::Result<u64> {
    sum(
        Path::new("/proc").join(id.to_string()).join("smaps_rollup"),
        "Rss:",
    )
}

/// Memory of a process and of all below it by name, in bytes: pages that several share are counted once, in shares.
pub fn by_name(root: u32) -> anyhow::Result<BTreeMap<String, u64>> {
    let mut parents = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let path = entry?.path();
        let Ok(stat) = fs::read_to_string(path.join("stat")) else {
            continue;
        };
        // The name stands in brackets and may hold anything.
        let (Some((head, name)), Some((_, tail))) = (
            stat.split_once(')').and_then(|(head, _)| head.split_once('(')),
            stat.rsplit_once(')'),
        ) else {
            continue;
        };
        let parent = tail
            .split_whitespace()
            .nth(1)
            .and_then(|id| id.parse::<u32>().ok());
        if let (Ok(id), Some(parent)) = (head.trim().parse::<u32>(), parent) {
            parents.insert(id, (parent, name.to_owned(), path));
        }
    }
    let mut memory = BTreeMap::new();
    for (id, (_, name, path)) in &parents {
        let mut above = *id;
        while let Some((parent, ..)) = parents.get(&above).filter(|_| above != root) {
            above = *parent;
        }
        if above == root {
            *memory.entry(name.clone()).or_default() += sum(path.join("smaps_rollup"), "Pss:")?;
        }
    }
    Ok(memory)
}

fn sum(file: PathBuf, field: &str) -> anyhow::Result<u64> {
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let line = text
        .lines()
        .find(|line| line.starts_with(field))
        .context("no such field")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    Ok(kilobytes * 1024)
}
