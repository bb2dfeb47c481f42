//! Keys at rest: wrapped by the master key, in the Postgres schema `vault`.

use std::time::Duration;

use deadpool_postgres::{Pool, PoolError};
use moka::future::Cache;
use uuid::Uuid;

use crate::{
    DataKey, MasterKey,
    master_key::{KEY_BYTES, NONCE_BYTES, open, seal},
};

mod migrations {
    refinery::embed_migrations!("migrations");
}

/// How many opened keys a process keeps at most, and for how long: an erasure elsewhere is noticed after that time.
const CACHED_KEYS: u64 = 10_000;
const CACHED_FOR: Duration = Duration::from_secs(30);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The task's key was destroyed, or never made.
    #[error("the key of task {0} is destroyed")]
    Erased(Uuid),
    /// The stored key does not open: another master key, or changed bytes.
    #[error("the key of task {0} does not open under this master key")]
    WrongMasterKey(Uuid),
    /// Postgres is away.
    #[error("the vault does not answer: {0}")]
    Unavailable(String),
    /// The schema could not be brought up to date.
    #[error("the vault's schema: {0}")]
    Migration(#[from] refinery::Error),
}

impl From<PoolError> for VaultError {
    fn from(error: PoolError) -> Self {
        VaultError::Unavailable(error.to_string())
    }
}

impl From<tokio_postgres::Error> for VaultError {
    fn from(error: tokio_postgres::Error) -> Self {
        let cause = std::error::Error::source(&error)
            .map(|cause| format!(": {cause}"))
            .unwrap_or_default();
        VaultError::Unavailable(format!("{error}{cause}"))
    }
}

/// The keys of all tasks. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    pool: Pool,
    master: MasterKey,
    opened: Cache<Uuid, DataKey>,
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

    /// Brings the schema up to date and replays the ledger of erasures.
    pub async fn migrate(&self) -> Result<(), VaultError> {
        let mut client = self.pool.get().await?;
        client.batch_execute("CREATE SCHEMA IF NOT EXISTS vault").await?;
        let mut runner = migrations::migrations::runner();
        runner.set_migration_table_name("vault.migrations");
        runner.run_async(&mut **client).await?;
        self.replay_erasures().await?;
        Ok(())
    }

    /// Destroys every key that the ledger says was destroyed: to be called after a restore. How many there were.
    pub async fn replay_erasures(&self) -> Result<u64, VaultError> {
        let client = self.pool.get().await?;
        let destroyed = client
            .execute(
                "DELETE FROM vault.task_keys USING vault.erasures e WHERE task_keys.task_id = e.task_id",
                &[],
            )
            .await?;
        self.opened.invalidate_all();
        Ok(destroyed)
    }

    /// Makes the key of a task, or returns the one it has: a repeat is harmless. An erased task gets no second key.
    pub async fn create_key(&self, task: Uuid) -> Result<DataKey, VaultError> {
        let secret: [u8; KEY_BYTES] = rand::random();
        let (nonce, wrapped) = seal(self.master.cipher(), task.as_bytes(), &secret);
        let client = self.pool.get().await?;
        let insert = client
            .prepare_cached(
                "INSERT INTO vault.task_keys (task_id, wrapped) SELECT $1, $2 \
                 WHERE NOT EXISTS (SELECT FROM vault.erasures WHERE task_id = $1) ON CONFLICT DO NOTHING",
            )
            .await?;
        if client
            .execute(&insert, &[&task, &[nonce, wrapped].concat()])
            .await?
            == 1
        {
            let key = DataKey::new(task, secret);
            self.opened.insert(task, key.clone()).await;
            return Ok(key);
        }
        drop(client);
        self.key(task).await
    }

    /// The key of a task.
    pub async fn key(&self, task: Uuid) -> Result<DataKey, VaultError> {
        if let Some(key) = self.opened.get(&task).await {
            return Ok(key);
        }
        let client = self.pool.get().await?;
        let select = client
            .prepare_cached("SELECT wrapped FROM vault.task_keys WHERE task_id = $1")
            .await?;
        let row = client
            .query_opt(&select, &[&task])
            .await?
            .ok_or(VaultError::Erased(task))?;
        let key = self
            .unwrap_key(task, row.get(0))
            .ok_or(VaultError::WrongMasterKey(task))?;
        self.opened.insert(task, key.clone()).await;
        Ok(key)
    }

    /// Destroys the key of a task for ever and writes it into the ledger. Again: nothing to do.
    pub async fn destroy(&self, task: Uuid) -> Result<(), VaultError> {
        let mut client = self.pool.get().await?;
        let transaction = client.transaction().await?;
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
        self.opened.invalidate(&task).await;
        Ok(())
    }

    fn unwrap_key(&self, task: Uuid, stored: &[u8]) -> Option<DataKey> {
        let (nonce, wrapped) = stored.split_at_checked(NONCE_BYTES)?;
        let secret = open(self.master.cipher(), task.as_bytes(), nonce, wrapped)?;
        Some(DataKey::new(task, secret.try_into().ok()?))
    }
}
