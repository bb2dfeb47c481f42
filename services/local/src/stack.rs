//! All three servers over one data folder.

use std::{
    fs::{File, OpenOptions},
    path::Path,
};

use mangakai_runtime::Secret;
use nix::{
    errno::Errno,
    fcntl::{Flock, FlockArg},
};

use crate::{
    LocalError, Nats, Postgres, S3,
    files::{at, private_folder, secret},
    home::open_for_passing,
};

/// The file whose lock says that a data folder is in use.
const LOCK: &str = "lock";

/// Everything MangakAI stands on, running. One process at a time uses a data folder.
#[derive(Debug)]
pub struct Stack {
    /// The broker.
    pub nats: Nats,
    /// The database.
    pub postgres: Postgres,
    /// The object store.
    pub s3: S3,
    master_key: Secret,
    token_key: Secret,
    _lock: Flock<File>,
}

impl Stack {
    /// Starts all servers at once, on free ports.
    pub async fn start(data: &Path) -> Result<Stack, LocalError> {
        at(data, std::fs::create_dir_all(data))?;
        let data = at(data, data.canonicalize())?;
        let is_ours = data.join(LOCK).exists() || at(&data, data.read_dir())?.next().is_none();
        let lock = lock(&data)?;
        if is_ours {
            open_for_passing(&data)?;
        }
        let keys = data.join("keys");
        private_folder(&keys)?;
        let master_key = secret(&keys.join("master"))?;
        let token_key = secret(&keys.join("token"))?;
        let (nats_folder, postgres_folder, s3_folder) =
            (data.join("nats"), data.join("postgres"), data.join("s3"));
        let (nats, postgres, s3) = tokio::try_join!(
            Nats::start(&nats_folder),
            Postgres::start(&postgres_folder),
            S3::start(&s3_folder)
        )?;
        Ok(Stack {
            nats,
            postgres,
            s3,
            master_key,
            token_key,
            _lock: lock,
        })
    }

    /// The key that wraps all data keys, made once and kept with the data.
    pub fn master_key(&self) -> &str {
        self.master_key.reveal()
    }

    /// The key that signs session tokens, made once and kept with the data.
    pub fn token_key(&self) -> &str {
        self.token_key.reveal()
    }

    /// Stops all servers in order: nothing is lost either way, but a clean stop starts faster.
    pub async fn stop(&mut self) {
        tokio::join!(self.nats.stop(), self.postgres.stop(), self.s3.stop());
    }
}

fn lock(data: &Path) -> Result<Flock<File>, LocalError> {
    let path = data.join(LOCK);
    let file = at(&path, OpenOptions::new().create(true).append(true).open(&path))?;
    Flock::lock(file, FlockArg::LockExclusiveNonblock).map_err(|(_, error)| match error {
        Errno::EWOULDBLOCK => LocalError::Locked {
            path: data.to_owned(),
        },
        other => LocalError::File {
            path,
            cause: other.into(),
        },
    })
}
