//! A book: the panels as they were shown when it was asked for, bound into files.

use mangakai_events::v1::{BookFile, Failure};
use serde::{Deserialize, Serialize};

/// What a book is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edition {
    /// `pdf`, `png`, `cbz`, `zip`, `epub`, `webtoon`, ...
    pub format: String,
    /// `a5`, `b5`, `a4`; empty: `a5`.
    #[serde(default)]
    pub paper: String,
    /// Printed beyond the trimmed edge.
    #[serde(default)]
    pub bleed: bool,
}

/// One book of a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BookState {
    pub(crate) edition: Edition,
    pub(crate) revision: u32,
    pub(crate) versions: Vec<u32>,
    pub(crate) status: BookStatus,
    pub(crate) files: Vec<BookFile>,
    pub(crate) failures: u32,
    pub(crate) failure: Option<Failure>,
}

/// Where a book stands.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum BookStatus {
    /// Owed.
    #[default]
    Requested,
    /// Its files are stored.
    Bound,
    /// It failed for good; the same book may be asked for again.
    Failed,
}

impl BookState {
    /// What it is to be.
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// Revision of the script it is made from.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// Per panel in order, the version it shows; 0: none was drawn.
    pub fn versions(&self) -> &[u32] {
        &self.versions
    }

    /// Where it stands.
    pub fn status(&self) -> BookStatus {
        self.status
    }

    /// Its files, once bound.
    pub fn files(&self) -> &[BookFile] {
        &self.files
    }

    /// How often binding it failed.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Why binding it failed the last time.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }
}
