//! Why the vault does not give a key.

use std::error::Error;

use uuid::Uuid;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The ledger says that the task's key was destroyed: nothing brings its text back.
    #[error("the key of task {0} is destroyed")]
    Erased(Uuid),
    /// The stored key does not open: another master key, or changed bytes.
    #[error("{} does not open under this master key", whose(.0))]
    WrongMasterKey(Uuid),
    /// Postgres is away, or lacks what the log says was there: later it may be different.
    #[error("the vault does not answer: {0}")]
    Unavailable(String),
    /// The schema could not be brought up to date.
    #[error("the vault's schema: {0}")]
    Migration(#[from] refinery::Error),
}

impl VaultError {
    /// No key, although none was destroyed: the vault is older than the log.
    pub(crate) fn missing(task: Uuid) -> VaultError {
        VaultError::Unavailable(format!(
            "task {task} has no key here, nor was one destroyed: is this an old backup?"
        ))
    }
}

fn whose(task: &Uuid) -> String {
    if task.is_nil() {
        "the vault".to_owned()
    } else {
        format!("the key of task {task}")
    }
}

impl From<deadpool_postgres::PoolError> for VaultError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        VaultError::Unavailable(with_cause(&error))
    }
}

impl From<tokio_postgres::Error> for VaultError {
    fn from(error: tokio_postgres::Error) -> Self {
        VaultError::Unavailable(with_cause(&error))
    }
}

fn with_cause(error: &dyn Error) -> String {
    error
        .source()
        .map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}
