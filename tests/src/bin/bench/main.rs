//! What the system does on this machine, each figure beside the ceiling that was measured in the same run.
//!
//! `make bench` runs everything; `make bench ONLY="commits streams"` runs some. Absolute figures do not travel from one
//! machine to another, shares do.

mod commits;
mod footprint;
mod load;
mod overhead;
mod posts;
mod process;
mod rebuild;
mod report;
mod streams;
mod studio;

use anyhow::{bail, ensure};
use report::Report;

const BENCHES: [&str; 7] = [
    "studio",
    "commits",
    "posts",
    "overhead",
    "rebuild",
    "streams",
    "footprint",
];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut wanted: Vec<String> = std::env::args().skip(1).collect();
    if wanted.is_empty() {
        wanted = BENCHES.map(str::to_owned).to_vec();
    }
    if let Some(unknown) = wanted.iter().find(|name| !BENCHES.contains(&name.as_str())) {
        bail!("there is no bench {unknown}, only {}", BENCHES.join(", "));
    }
    ensure!(
        !cfg!(debug_assertions),
        "figures of a debug build say nothing: use `make bench`"
    );
    let mut report = Report::begin();
    for name in &wanted {
        match name.as_str() {
            "studio" => studio::run(&mut report)?,
            "commits" => commits::run(&mut report).await?,
            "posts" => posts::run(&mut report).await?,
            "overhead" => overhead::run(&mut report).await?,
            "rebuild" => rebuild::run(&mut report).await?,
            "streams" => streams::run(&mut report).await?,
            _ => footprint::run(&mut report).await?,
        }
    }
    report.end();
    Ok(())
}
