//! `audit verify`: the whole log, read again: every commit's hash recomputed, versions contiguous, hashes chained.

use std::collections::BTreeSet;

use anyhow::Context;
use mangakai_events::{BudgetEvent, Event, LogEvent};
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
    let (mut tasks, mut budgets) = (Verified::default(), Verified::default());
    for stream in 0..log.streams() {
        verify_kind::<Event>(&log, stream, &mut tasks, &mut damaged).await?;
        verify_kind::<BudgetEvent>(&log, stream, &mut budgets, &mut damaged).await?;
    }
    for damage in &damaged {
        eprintln!("{damage}");
    }
    println!(
        "{} tasks, {} budgets, {} commits verified, {} damaged (epoch {})",
        tasks.aggregates,
        budgets.aggregates,
        tasks.commits + budgets.commits,
        damaged.len(),
        log.epoch()
    );
    Ok(if damaged.is_empty() {
        Exit::Fine
    } else {
        Exit::Failed
    })
}

/// What was looked at.
#[derive(Default)]
struct Verified {
    aggregates: usize,
    commits: usize,
}

/// Every aggregate of a kind in a stream.
async fn verify_kind<E: LogEvent>(
    log: &Log,
    stream: u32,
    verified: &mut Verified,
    damaged: &mut Vec<String>,
) -> anyhow::Result<()> {
    for id in ids::<E>(log, stream, damaged).await? {
        verified.aggregates += 1;
        match log.history::<E>(id).await {
            Ok(history) => verified.commits += history.len(),
            Err(error @ LogError::Unavailable(_)) => {
                return Err(Fatal::new(Exit::Unavailable, error.to_string()).into());
            }
            Err(error) => damaged.push(error.to_string()),
        }
    }
    Ok(())
}

/// Every aggregate of a kind that a stream holds commits of.
async fn ids<E: LogEvent>(
    log: &Log,
    stream: u32,
    damaged: &mut Vec<String>,
) -> anyhow::Result<BTreeSet<uuid::Uuid>> {
    let end = log
        .last_position(stream)
        .await
        .context("the log cannot be read")?;
    let mut feed = log.feed::<E>(stream, 0);
    let mut ids = BTreeSet::new();
    loop {
        match feed.next_until(end).await {
            Ok(Some(commit)) => {
                ids.insert(commit.aggregate_id);
            }
            Ok(None) => break,
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
