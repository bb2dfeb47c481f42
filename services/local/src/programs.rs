//! Where the servers' programs are.

use std::{
    iter,
    path::{Path, PathBuf},
    process::Command,
};

use crate::LocalError;

/// Older servers know neither `sync_interval` nor the filters of our consumers.
const NATS_FLOOR: (u32, u32) = (2, 12);

/// A program by name: `.local/bin` of the working folder or one above it, then PATH, then Debian's Postgres folders, then
/// `.local/bin` above our own program.
pub fn find(program: &'static str) -> Result<PathBuf, LocalError> {
    candidates(program)
        .next()
        .ok_or(LocalError::MissingProgram { program })
}

/// A nats-server that is new enough.
pub fn find_nats() -> Result<PathBuf, LocalError> {
    let is_recent = |path: &PathBuf| nats_version(path).is_some_and(|version| version >= NATS_FLOOR);
    candidates("nats-server")
        .find(is_recent)
        .ok_or(LocalError::MissingProgram {
            program: "nats-server 2.12 or newer",
        })
}

fn candidates(program: &'static str) -> impl Iterator<Item = PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    let ours = std::env::current_exe().unwrap_or_default();
    let folders = local_bins(&here)
        .chain(path_folders())
        .chain(debian_postgres())
        .chain(local_bins(&ours));
    folders
        .map(move |folder| folder.join(program))
        .filter(|path| path.is_file())
}

fn local_bins(start: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    start
        .ancestors()
        .map(|folder| folder.join(".local/bin"))
        .collect::<Vec<_>>()
        .into_iter()
}

fn path_folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}

/// `/usr/lib/postgresql/<version>/bin`, the newest version first.
fn debian_postgres() -> impl Iterator<Item = PathBuf> {
    iter::once("/usr/lib/postgresql").flat_map(|folder| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let mut versions: Vec<_> = entries.map(|entry| entry.path()).collect();
        versions.sort_by_key(|path| {
            path.file_name()
                .and_then(|name| name.to_str()?.parse::<u32>().ok())
        });
        versions.into_iter().rev().map(|version| version.join("bin"))
    })
}

/// Major and minor version, from `nats-server: v2.15.1`.
fn nats_version(program: &Path) -> Option<(u32, u32)> {
    let answer = Command::new(program).arg("--version").output().ok()?;
    version_in(&String::from_utf8_lossy(&answer.stdout))
}

fn version_in(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().rsplit_once('v')?.1.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(version_in("nats-server: v2.15.1\n").unwrap() >= NATS_FLOOR);
        assert!(version_in("nats-server: v2.9.10\n").unwrap() < NATS_FLOOR);
        assert_eq!(version_in("no server"), None);
    }
}
