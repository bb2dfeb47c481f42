//! Keys at rest: wrapped by the master key, in the Postgres schema `vault`.

use std::time::Duration;

use deadpool_postgres::{Client, Pool};
use moka::future::Cache;
use uuid::Uuid;

use crate::{
    DataKey, MasterKey, VaultError,
    aead::{KEY_BYTES, NONCE_BYTES, open, seal},
};

mod migrations {
    refinery::embed_migrations!("migrations");
}

/// How many opened keys a process keeps at most.
const CACHED_KEYS: u64 = 10_000;
/// How long an opened key is kept: an erasure in another process is noticed after that time.
const CACHED_FOR: Duration = Duration::from_secs(30);
/// The advisory lock under which one process at a time changes the schema: "vault" in ASCII.
const SCHEMA_LOCK: i64 = 0x76_61_75_6c_74;
/// Owner of the key that every master key is tried on at the start: the vault itself.
const VAULT: Uuid = Uuid::nil();

/// The local setting holds to the end of the statement's own transaction: an answer means that the key is on the disk,
/// whatever the server's default. A task in the ledger gets no second key.
const CREATE: &str = "INSERT INTO vault.task_keys (task_id, wrapped) \
     SELECT $1, $2 FROM set_config('synchronous_commit', 'on', true) \
     WHERE NOT EXISTS (SELECT FROM vault.erasures WHERE task_id = $1) ON CONFLICT DO NOTHING";
const READ: &str = "SELECT (SELECT wrapped FROM vault.task_keys WHERE task_id = $1), \
     EXISTS (SELECT FROM vault.erasures WHERE task_id = $1)";
const REPLAY: &str = "DELETE FROM vault.task_keys USING vault.erasures e WHERE task_keys.task_id = e.task_id";

/// The keys of all tasks. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    pool: Pool,
    master: MasterKey,
    /// None marks a key that this process destroyed: a reader that fetched it just before must not put it back.
    opened: Cache<Uuid, Option<DataKey>>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(***)")
    }
}

impl Vault {
    /// A vault over a pool; nothing is asked yet.
    pub fn new(pool: Pool, master: MasterKey) -> Vault {
        let opened = Cache::builder()
            .max_capacity(CACHED_KEYS)
            .time_to_live(CACHED_FOR)
            .build();
        Vault { pool, master, opened }
    }

    /// Brings the schema up to date, replays the ledger of erasures, and tries the master key: a wrong one is an error
    /// here, not at the first story.
    pub async fn migrate(&self) -> Result<(), VaultError> {
        let mut client = self.pool.get().await?;
        client
            .execute("SELECT pg_advisory_lock($1)", &[&SCHEMA_LOCK])
            .await?;
        let migrated = migrate_schema(&mut client).await;
        client
            .execute("SELECT pg_advisory_unlock($1)", &[&SCHEMA_LOCK])
            .await?;
        migrated?;
        // The pool may have a single connection.
        drop(client);
        self.replay_erasures().await?;
        self.create_key(VAULT).await?;
        Ok(())
    }

    /// Destroys every key that the ledger says was destroyed: to be called after a restore. How many there were.
    pub async fn replay_erasures(&self) -> Result<u64, VaultError> {
        let destroyed = self.pool.get().await?.execute(REPLAY, &[]).await?;
        self.opened.invalidate_all();
        Ok(destroyed)
    }

    /// Makes the key of a task, or returns the one it has: a repeat is harmless. An erased task gets no second key.
    pub async fn create_key(&self, task: Uuid) -> Result<DataKey, VaultError> {
        let secret: [u8; KEY_BYTES] = rand::random();
        let (nonce, wrapped) = seal(self.master.cipher(), task.as_bytes(), &secret);
        let client = self.pool.get().await?;
        let create = client.prepare_cached(CREATE).await?;
        if client
            .execute(&create, &[&task, &[nonce, wrapped].concat()])
            .await?
            == 1
        {
            return self.remember(task, DataKey::new(task, secret)).await;
        }
        drop(client);
        self.key(task).await
    }

    /// The key of a task.
    pub async fn key(&self, task: Uuid) -> Result<DataKey, VaultError> {
        if let Some(known) = self.opened.get(&task).await {
            return known.ok_or(VaultError::Erased(task));
        }
        let client = self.pool.get().await?;
        let read = client.prepare_cached(READ).await?;
        let row = client.query_one(&read, &[&task]).await?;
        drop(client);
        match (row.get::<_, Option<&[u8]>>(0), row.get(1)) {
            // The ledger counts: the key may have come back from a backup.
            (_, true) => Err(VaultError::Erased(task)),
            (None, false) => Err(VaultError::missing(task)),
            (Some(stored), false) => {
                let key = self
                    .unwrap_key(task, stored)
                    .ok_or(VaultError::WrongMasterKey(task))?;
                self.remember(task, key).await
            }
        }
    }

    /// Destroys the key of a task for ever and writes it into the ledger. Again: nothing to do.
    pub async fn destroy(&self, task: Uuid) -> Result<(), VaultError> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
        // Waits for keys that are being made, and lets none be made that does not see the ledger's new entry.
        transaction
            .batch_execute(
                "SET LOCAL synchronous_commit = on; LOCK TABLE vault.task_keys IN SHARE ROW EXCLUSIVE MODE",
            )
            .await?;
        transaction
            .execute(
                "INSERT INTO vault.erasures (task_id) VALUES ($1) ON CONFLICT DO NOTHING",
                &[&task],
            )
            .await?;
        transaction
            .execute("DELETE FROM vault.task_keys WHERE task_id = $1", &[&task])
            .await?;
        transaction.commit().await?;
        self.opened.insert(task, None).await;
        Ok(())
    }

    async fn remember(&self, task: Uuid, key: DataKey) -> Result<DataKey, VaultError> {
        let entry = self.opened.entry(task).or_insert(Some(key)).await;
        entry.into_value().ok_or(VaultError::Erased(task))
    }

    fn unwrap_key(&self, task: Uuid, stored: &[u8]) -> Option<DataKey> {
        let (nonce, wrapped) = stored.split_at_checked(NONCE_BYTES)?;
        let secret = open(self.master.cipher(), task.as_bytes(), nonce, wrapped)?;
        Some(DataKey::new(task, secret.try_into().ok()?))
    }
}

async fn migrate_schema(client: &mut Client) -> Result<(), VaultError> {
    client.batch_execute("CREATE SCHEMA IF NOT EXISTS vault").await?;
    let mut runner = migrations::migrations::runner();
    runner.set_migration_table_name("vault.migrations");
    runner.run_async(&mut ***client).await?;
    Ok(())
}
