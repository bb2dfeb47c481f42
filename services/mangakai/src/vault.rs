//! `vault erase-again`: after the vault was restored from a backup, every key is destroyed that the log says was. The
//! vault's own ledger of erasures is no older than the keys beside it, so it cannot say what came after the backup.

use std::collections::BTreeSet;

use mangakai_events::Event;
use mangakai_log::Log;
use mangakai_projections::open_pool;
use mangakai_runtime::Secret;
use mangakai_vault::{MasterKey, Vault};
use uuid::Uuid;

use crate::{
    exit::{Exit, Fatal},
    services,
};

/// Where log and vault are.
#[derive(Clone, Debug, clap::Args)]
pub struct VaultArgs {
    /// Broker.
    #[arg(long, env = "MANGAKAI_NATS_URL", hide_env_values = true)]
    pub nats_url: String,
    /// Database.
    #[arg(long, env = "MANGAKAI_DATABASE_URL", hide_env_values = true)]
    pub database_url: Secret,
    /// Key that wraps the keys of tasks.
    #[arg(long, env = "MANGAKAI_MASTER_KEY", hide_env_values = true)]
    pub master_key: Secret,
}

/// Connects, and erases again.
pub async fn run(args: &VaultArgs) -> anyhow::Result<Exit> {
    let log = Log::open(&args.nats_url)
        .await
        .map_err(|error| Fatal::new(Exit::Unavailable, error.to_string()))?;
    let pool = open_pool(args.database_url.reveal(), services::POOL_SIZE)
        .map_err(|error| Fatal::new(Exit::Usage, error.to_string()))?;
    let master = MasterKey::parse(args.master_key.reveal())
        .map_err(|error| Fatal::new(Exit::Usage, format!("MANGAKAI_MASTER_KEY: {error}")))?;
    let erased = erase_again(&log, &Vault::new(pool, master)).await?;
    println!("{erased} erased tasks have no key");
    Ok(Exit::Fine)
}

/// Destroys the key of every task that was ever erased; how many there are.
///
/// # Errors
/// When the log cannot be read to its end or the vault does not answer: nothing is erased halfway, run it again.
pub async fn erase_again(log: &Log, vault: &Vault) -> anyhow::Result<usize> {
    let mut erased: BTreeSet<Uuid> = BTreeSet::new();
    for stream in 0..log.streams() {
        let end = log.last_position(stream).await?;
        let mut feed = log.feed::<Event>(stream, 0);
        while let Some(commit) = feed.next_until(end).await? {
            if commit
                .events
                .iter()
                .any(|event| matches!(event, Event::TaskErased(_)))
            {
                erased.insert(commit.aggregate_id);
            }
        }
    }
    for task in &erased {
        vault.destroy(*task).await?;
    }
    Ok(erased.len())
}
