//! The session kept between calls, one per server, in the user's configuration folder.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::Context;
use mangakai_local::write_private;

fn file() -> Option<PathBuf> {
    let folder = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from);
    let folder = folder.or_else(|| Some(std::env::home_dir()?.join(".config")))?;
    Some(folder.join("mangakai/sessions.json"))
}

fn all() -> BTreeMap<String, String> {
    let text = file()
        .and_then(|file| fs::read_to_string(file).ok())
        .unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// The token of a server.
pub fn kept(server: &str) -> Option<String> {
    all().remove(server)
}

/// Keeps a token; only the user can read it.
pub fn keep(server: &str, token: &str) -> anyhow::Result<()> {
    let Some(file) = file() else { return Ok(()) };
    let mut sessions = all();
    sessions.insert(server.to_owned(), token.to_owned());
    let folder = file.parent().context("the sessions file has no folder")?;
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    Ok(write_private(&file, &serde_json::to_string_pretty(&sessions)?)?)
}
