//! Writes `proto/wire.lock` after the protos were extended; refuses when something was taken away.

use std::{collections::BTreeSet, fs};

use anyhow::ensure;
use mangakai_e2e::wire;

fn main() -> anyhow::Result<()> {
    let now = wire::lines()?;
    let lock: BTreeSet<String> = fs::read_to_string(wire::LOCK_FILE)
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect();
    let broken = wire::broken(&lock, &now);
    ensure!(
        broken.is_empty(),
        "removed, renumbered or retyped:\n{}",
        broken.join("\n")
    );
    let text: String = now.iter().map(|line| format!("{line}\n")).collect();
    fs::write(wire::LOCK_FILE, text)?;
    println!("{} lines in {}", now.len(), wire::LOCK_FILE);
    Ok(())
}
