//! All three servers over one data folder.

use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
};

use mangakai_runtime::Secret;
use nix::{
    errno::Errno,
    fcntl::{Flock, FlockArg},
};

use crate::{
    LocalError, Nats, Postgres, S3,
    files::{at, private_folder, secret},
    home::close,
};

/// The file whose lock says that a data folder is in use.
const LOCK: &str = "lock";

/// A data folder that is ours until this is dropped: one process at a time uses it.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    _lock: Flock<File>,
}

impl DataFolder {
    /// Makes the folder if it is missing, closed to others, and locks it.
    ///
    /// # Errors
    /// [`LocalError::Locked`] when another process uses it.
    pub fn lock(data: &Path) -> Result<DataFolder, LocalError> {
        at(data, std::fs::create_dir_all(data))?;
        let path = at(data, data.canonicalize())?;
        let is_ours = path.join(LOCK).exists() || at(&path, path.read_dir())?.next().is_none();
        let lock = lock(&path)?;
        if is_ours {
            close(&path)?;
        }
        Ok(DataFolder { path, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Everything MangakAI stands on, running.
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
    _folder: DataFolder,
}

impl Stack {
    /// Locks a data folder and starts all servers at once over it, on free ports.
    pub async fn start(data: &Path) -> Result<Stack, LocalError> {
        Stack::start_in(DataFolder::lock(data)?).await
    }

    /// Starts all servers over a folder that is locked already.
    pub async fn start_in(folder: DataFolder) -> Result<Stack, LocalError> {
        let data = folder.path();
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
            _folder: folder,
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
