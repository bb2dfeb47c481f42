//! `audit verify`: the whole log, read again: every commit's hash recomputed, versions contiguous, hashes chained.

use std::collections::BTreeSet;

use anyhow::Context;
use mangakai_events::Event;
use mangakai_log::{Log, LogError};

use crate::exit::{Exit, Fatal};

/// Where the log is.
#[derive(Clone, Debug, clap::Args)]
pub struct AuditArgs {
    /// Broker; `nats` of an `endpoints.json` serves.
    #[arg(long, env = "MANGAKAI_NATS_URL", hide_env_values = true)]
    pub nats_url: String,
}

/// Reads everything and says what holds.
pub async fn verify(args: &AuditArgs) -> anyhow::Result<Exit> {
    let log = Log::open(&args.nats_url)
        .await
        .map_err(|error| Fatal::new(Exit::Unavailable, error.to_string()))?;
    let mut damaged = Vec::new();
    let (mut tasks, mut commits) = (0, 0);
    for stream in 0..log.streams() {
        let ids = task_ids(&log, stream, &mut damaged).await?;
        for id in ids {
            tasks += 1;
            match log.history::<Event>(id).await {
                Ok(history) => commits += history.len(),
                Err(error @ LogError::Unavailable(_)) => {
                    return Err(Fatal::new(Exit::Unavailable, error.to_string()).into());
                }
                Err(error) => damaged.push(error.to_string()),
            }
        }
    }
    for damage in &damaged {
        eprintln!("{damage}");
    }
    println!(
        "{tasks} tasks, {commits} commits verified, {} damaged (epoch {})",
        damaged.len(),
        log.epoch()
    );
    Ok(if damaged.is_empty() {
        Exit::Fine
    } else {
        Exit::Failed
    })
}

/// Every task that a stream holds commits of.
async fn task_ids(log: &Log, stream: u32, damaged: &mut Vec<String>) -> anyhow::Result<BTreeSet<uuid::Uuid>> {
    let end = log
        .last_position(stream)
        .await
        .context("the log cannot be read")?;
    let mut feed = log.feed::<Event>(stream, 0);
    let mut ids = BTreeSet::new();
    while feed.position() < end {
        match feed.next().await {
            Ok(commit) => {
                ids.insert(commit.aggregate_id);
            }
            Err(error) => {
                // A feed never goes past what it cannot read, and so neither do we.
                damaged.push(format!(
                    "stream {stream}: {error}; what follows was not looked at"
                ));
                break;
            }
        }
    }
    Ok(ids)
}
