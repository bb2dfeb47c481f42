//! A task as readers see it, folded from its commits. Sealed text stays sealed.

mod apply;
mod panel;
mod telling;

use jiff::Timestamp;
use mangakai_events::{
    Event, Recorded,
    v1::{BookFile, Failure, Image, Lineage, Reference, Sealed, Style},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names of the states of tasks, panels and books, as they are stored and shown.
pub mod state {
    /// Nobody has begun.
    pub const PENDING: &str = "PENDING";
    /// The script is being written.
    pub const SCENE_GENERATION: &str = "SCENE_GENERATION";
    /// Panels are being drawn.
    pub const IMAGE_GENERATION: &str = "IMAGE_GENERATION";
    /// Every panel has a picture.
    pub const COMPLETED: &str = "COMPLETED";
    /// Some panels have a picture, some failed.
    pub const PARTIAL: &str = "PARTIAL";
    /// Failed for good: a task without a picture, a version, a book.
    pub const FAILED: &str = "FAILED";
    /// Stopped on request.
    pub const CANCELLED: &str = "CANCELLED";
    /// Waits for a person.
    pub const HELD: &str = "HELD";
    /// An attempt at the version is open.
    pub const DRAWING: &str = "DRAWING";
    /// The version has a picture.
    pub const DRAWN: &str = "DRAWN";
    /// The book is owed.
    pub const REQUESTED: &str = "REQUESTED";
    /// The book's files are stored.
    pub const BOUND: &str = "BOUND";

    /// Whether a task in this state does nothing more by itself.
    pub fn is_final(status: &str) -> bool {
        matches!(status, COMPLETED | PARTIAL | FAILED | CANCELLED)
    }
}

/// One task. Times are kept to the microsecond, as Postgres keeps them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskModel {
    /// The task.
    pub task_id: Uuid,
    /// Its owner.
    pub session_id: String,
    /// One of [`state`]; empty before the first commit.
    pub status: String,
    /// One English sentence about where it stands.
    pub message: String,
    /// Percent, 0 to 100.
    pub progress: u32,
    /// BCP 47; empty until told from the text.
    pub language: String,
    /// `rtl`, `ltr`, `webtoon`; empty until decided.
    pub reading_direction: String,
    /// `high`, `normal` or `low`.
    pub priority: String,
    /// The look asked for.
    pub style: Style,
    /// The story; none once erased.
    pub story: Option<Sealed>,
    /// Unicode scalar values of the story.
    pub story_chars: u32,
    /// The script, once written; none once erased.
    pub script: Option<Sealed>,
    /// 0: no script yet.
    pub script_revision: u32,
    /// Panels asked for, then those of the script.
    pub total_panels: u32,
    /// Panels that have a picture.
    pub drawn_panels: u32,
    /// By number; empty before the script.
    pub panels: Vec<PanelModel>,
    /// By number.
    pub books: Vec<BookModel>,
    /// Why it failed.
    pub error: Option<Failure>,
    /// What all attempts cost, in millionths of a US dollar.
    pub cost_micros: u64,
    /// Position of its last commit in its stream of the log.
    pub position: u64,
    /// Number of its commits.
    pub version: u64,
    /// When it was created.
    pub created_at: Timestamp,
    /// When something last happened.
    pub updated_at: Timestamp,
    /// When it ended; none while it runs.
    pub completed_at: Option<Timestamp>,
    /// Its text cannot be read any more.
    pub erased: bool,
    /// Tells a repeated request from another one, see `TaskCreated.request_hmac`.
    pub request_hmac: String,
}

/// One panel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PanelModel {
    /// From 1.
    pub panel: u32,
    /// State of its newest work; `DRAWN` when that has ended and any version has a picture.
    pub status: String,
    /// The version shown, 0: none has a picture.
    pub version: u32,
    /// The scene was edited after the picture shown was drawn.
    pub outdated: bool,
    /// Revision of the script in which its scene was last edited, 0: never.
    pub scene_revision: u32,
    /// By number.
    pub versions: Vec<VersionModel>,
}

/// One version of a panel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct VersionModel {
    /// From 1.
    pub version: u32,
    /// `PENDING`, `DRAWING`, `DRAWN` or `FAILED`.
    pub status: String,
    /// The picture.
    pub image: Option<Image>,
    /// Where the picture came from.
    pub lineage: Option<Lineage>,
    /// What all attempts cost, in millionths of a US dollar.
    pub cost_micros: u64,
    /// Time the drawing took.
    pub elapsed_ms: u64,
    /// What should be different; none once erased.
    pub instruction: Option<Sealed>,
    /// A picture to go by.
    pub reference: Option<Reference>,
    /// Why it failed for good.
    pub error: Option<Failure>,
    /// Attempts begun.
    pub attempts: u32,
    /// The attempt under way.
    pub open_attempt: Option<u32>,
    /// The version it starts from, 0: from nothing.
    pub base_version: u32,
    /// Revision of the script that the picture shows, 0: no picture.
    pub script_revision: u32,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// One book.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BookModel {
    /// From 1.
    pub book: u32,
    /// `pdf`, `png`, `cbz`, ...
    pub format: String,
    /// `a5`, `b5`, `a4`; empty: `a5`.
    #[serde(default)]
    pub paper: String,
    /// Printed beyond the trimmed edge.
    #[serde(default)]
    pub bleed: bool,
    /// Revision of the script it is made from.
    pub revision: u32,
    /// Per panel in order, the version it shows; 0: none was drawn.
    pub versions: Vec<u32>,
    /// Its files, once bound.
    pub files: Vec<BookFile>,
    /// Why it failed for good.
    pub error: Option<Failure>,
    /// `REQUESTED`, `BOUND` or `FAILED`.
    pub status: String,
}

impl TaskModel {
    /// The state after a commit. One that is folded already changes nothing.
    pub fn fold(&mut self, commit: &Recorded<Event>) {
        if commit.version <= self.version {
            return;
        }
        self.enter(commit);
        for event in &commit.events {
            self.remember(event, commit.time);
        }
        self.tell();
    }

    /// The state after one event of a commit, for readers that show every step: [`TaskModel::enter`] comes first.
    pub fn apply(&mut self, event: &Event, at: Timestamp) {
        self.remember(event, at);
        self.tell();
    }

    /// Notes which commit is being folded.
    pub fn enter(&mut self, commit: &Recorded<Event>) {
        self.task_id = commit.aggregate_id;
        self.position = commit.position;
        self.version = commit.version;
    }

    /// Nothing more happens by itself.
    pub fn is_final(&self) -> bool {
        state::is_final(&self.status)
    }

    /// One panel by its number.
    pub fn panel(&self, number: u32) -> Option<&PanelModel> {
        self.panels
            .binary_search_by_key(&number, |panel| panel.panel)
            .ok()
            .map(|index| &self.panels[index])
    }

    /// One book by its number.
    pub fn book(&self, number: u32) -> Option<&BookModel> {
        self.books.iter().find(|book| book.book == number)
    }
}

impl PanelModel {
    /// The version shown.
    pub fn shown(&self) -> Option<&VersionModel> {
        self.version_numbered(self.version)
    }

    /// One version by its number.
    pub fn version_numbered(&self, number: u32) -> Option<&VersionModel> {
        self.versions.iter().find(|version| version.version == number)
    }
}
