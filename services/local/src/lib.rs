//! The servers that MangakAI stands on, on one machine: nats-server and Postgres as child processes, an S3 endpoint in
//! this process. The same client code then serves a laptop and a cluster, and tests run against the real thing.

mod child;
mod durable_s3;
mod family;
mod files;
mod home;
mod nats;
mod ports;
mod postgres;
mod programs;
mod s3;
mod stack;
mod tether;

pub use files::write_private;
pub use nats::Nats;
pub use postgres::Postgres;
pub use s3::S3;
pub use stack::{DataFolder, Stack};

use std::{io, path::PathBuf};

/// Why a local server does not run.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// A program is not installed.
    #[error(
        "{program} was not found (looked in .local/bin, PATH and Debian's folders): run infra/local/install"
    )]
    MissingProgram {
        /// Its name.
        program: &'static str,
    },
    /// A file or folder could not be used.
    #[error("{}: {cause}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A secret is not what was once written: something else has cut or changed it.
    #[error("{} is damaged: restore it from a backup; what it protects is lost without it", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// Another process uses the data folder.
    #[error("{} is in use by another mangakai", path.display())]
    Locked {
        /// The data folder.
        path: PathBuf,
    },
    /// Every port that was tried is taken.
    #[error("there is no free port")]
    NoFreePort,
    /// A server ended or did not answer in time.
    #[error("{server} did not start: {detail}")]
    NotStarted {
        /// Its name.
        server: &'static str,
        /// The end of its log.
        detail: String,
    },
    /// The operating system refused.
    #[error("{what}: {cause}")]
    System {
        /// What was tried.
        what: &'static str,
        /// Why not.
        cause: io::Error,
    },
}
