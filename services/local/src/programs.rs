//! Where the servers' programs are.

use std::path::{Path, PathBuf};

use crate::LocalError;

/// A program by name: `.local/bin` of the working folder or a folder above it, then PATH, then Debian's Postgres folders.
pub fn find(program: &'static str) -> Result<PathBuf, LocalError> {
    local_bins().chain(path_folders()).chain(debian_postgres()).map(|folder| folder.join(program)).find(|path| path.is_file()).ok_or(
        LocalError::MissingProgram { program },
    )
}

fn local_bins() -> impl Iterator<Item = PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    here.ancestors().map(|folder| folder.join(".local/bin")).collect::<Vec<_>>().into_iter()
}

fn path_folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}

/// `/usr/lib/postgresql/<version>/bin`, the newest version first.
fn debian_postgres() -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(Path::new("/usr/lib/postgresql")).into_iter().flatten().flatten();
    let mut versions: Vec<_> = entries.map(|entry| entry.path()).collect();
    versions.sort_by_key(|path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    versions.into_iter().rev().map(|version| version.join("bin"))
}
