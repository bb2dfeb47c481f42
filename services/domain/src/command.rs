//! What people and workers ask for. Everything a decision needs is in the command: time and limits included.

use mangakai_events::v1::{BookFile, Cost, Failure, Image, Lineage, Priority, Reference, Sealed, Style};
use uuid::Uuid;

use crate::{Edition, SessionId, Submission};

/// A wish about one task.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Begin a task.
    CreateTask(Box<CreateTask>),
    /// Stop before the next provider call.
    CancelTask {
        /// For the log.
        reason: String,
    },
    /// Do again what failed, with a fresh budget of attempts.
    RetryTask,
    /// Draw one panel anew; older versions stay.
    RedrawPanel {
        /// From 1.
        panel: u32,
        /// What should be different.
        instruction: Option<Sealed>,
        /// A picture to go by.
        reference: Option<Reference>,
    },
    /// Show another drawn version.
    SelectPanelVersion {
        /// From 1.
        panel: u32,
        /// From 1.
        version: u32,
    },
    /// Replace the script, if it is still the revision that was read.
    EditScript(EditScript),
    /// Bind the panels shown now into a book.
    RequestBook(Edition),
    /// Make everything personal unreadable, for ever.
    EraseTask,
    /// A person has looked at a held task and lets it go on.
    ApproveTask(Review),
    /// A person has looked at a held task and refuses it; the user is told why.
    RejectTask(Review),

    /// Take the lease on writing the script.
    StartScript(StartAttempt),
    /// The script is written.
    RecordScript(Box<RecordScript>),
    /// A call brought a part of the script, or one to be corrected: another attempt goes on.
    NoteScriptCall {
        /// The attempt that made it.
        attempt: u32,
        /// What it cost.
        cost: Cost,
    },
    /// An attempt at the script failed.
    FailScript(FailAttempt),
    /// Take the lease on drawing a panel version.
    StartPanel {
        /// What is to be drawn.
        target: PanelVersion,
        /// The lease asked for.
        start: StartAttempt,
    },
    /// The provider took the request and gave it an id.
    NotePanelSubmitted {
        /// What is being drawn.
        target: PanelVersion,
        /// The attempt that holds the lease.
        attempt: u32,
        /// The request.
        submission: Submission,
    },
    /// A panel version is drawn and its picture stored.
    RecordPanel(Box<RecordPanel>),
    /// An attempt at a panel version failed.
    FailPanel {
        /// What was to be drawn.
        target: PanelVersion,
        /// How it failed.
        failed: FailAttempt,
    },
    /// A book is bound and its files stored.
    RecordBook {
        /// From 1.
        book: u32,
        /// At least one.
        files: Vec<BookFile>,
        /// Time the binding took.
        elapsed_ms: u64,
    },
    /// A book could not be bound.
    FailBook {
        /// From 1.
        book: u32,
        /// Why; `retryable` leaves it owed.
        failure: Failure,
    },
    /// Moderation: a person must look.
    HoldTask(Suspicion),
    /// The key and everything stored of an erased task are destroyed.
    RecordShredding {
        /// [`crate::MangaTask::accounts_after_erasure`] as the work began.
        accounts: u32,
        /// Objects deleted.
        objects: u64,
    },
    /// Close an attempt whose deadline has passed.
    ExpireAttempt {
        /// Whose attempt.
        work: Work,
        /// The sweeper's clock.
        now_unix_ms: i64,
    },
}

/// A story handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateTask {
    /// The owner.
    pub session: SessionId,
    /// The story, sealed.
    pub story: Sealed,
    /// Its length in Unicode scalar values.
    pub story_chars: u32,
    /// 1 to [`crate::MAX_PANELS`].
    pub panels: u32,
    /// BCP 47, empty: told from the text.
    pub language: String,
    /// `rtl`, `ltr`, `webtoon`, empty: by language.
    pub reading_direction: String,
    /// The look.
    pub style: Style,
    /// Which queue.
    pub priority: Priority,
    /// Page template.
    pub template: Option<Reference>,
    /// Pictures to go by.
    pub references: Vec<Reference>,
    /// See `TaskCreated.request_hmac`.
    pub request_hmac: String,
    /// A person must look before anything is done.
    pub suspicion: Option<Suspicion>,
}

/// What a person who looked at a held task has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who looked.
    pub by: String,
    /// Why so.
    pub reason: String,
}

/// What is not to go on before a person has looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspicion {
    /// `story`, `script` or `panel_{n}`
    pub stage: String,
    /// What was found, by stable names; nothing personal.
    pub reasons: Vec<String>,
}

/// A script changed by a person.
#[derive(Clone, Debug, PartialEq)]
pub struct EditScript {
    /// The revision it was made from.
    pub base_revision: u32,
    /// The whole script, sealed.
    pub script: Sealed,
    /// Panels of the edited script.
    pub panels: u32,
    /// Panels whose scene changed.
    pub outdated_panels: Vec<u32>,
    /// Panels of which only the words changed.
    pub relettered_panels: Vec<u32>,
}

/// A lease asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct StartAttempt {
    /// The job at hand.
    pub job: Uuid,
    /// Place in the queue of the message that brought it.
    pub queue_message: u64,
    /// Which delivery of that message, from 1.
    pub delivery: u64,
    /// The worker's clock.
    pub now_unix_ms: i64,
    /// Until when the result will be there.
    pub deadline_unix_ms: i64,
    /// The most the attempt is expected to cost, in millionths of a US dollar; 0: it is free.
    pub estimate_micros: u64,
}

/// How an attempt failed.
#[derive(Clone, Debug, PartialEq)]
pub struct FailAttempt {
    /// Its number.
    pub attempt: u32,
    /// Why.
    pub failure: Failure,
    /// What it cost all the same.
    pub cost: Cost,
    /// It is what became of the request that the attempt took up; else that one stays open, and its cost untold.
    pub ends_request: bool,
}

/// A script written by an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordScript {
    /// The attempt that wrote it.
    pub attempt: u32,
    /// JSON of the script, sealed.
    pub script: Sealed,
    /// Panels in it.
    pub panels: u32,
    /// Language told from the text.
    pub language: String,
    /// Reading direction decided on.
    pub reading_direction: String,
    /// What it cost.
    pub cost: Cost,
    /// Where it came from.
    pub lineage: Lineage,
    /// Time the writing took.
    pub elapsed_ms: u64,
}

/// A picture drawn by an attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordPanel {
    /// What it shows.
    pub target: PanelVersion,
    /// The attempt that holds the lease.
    pub attempt: u32,
    /// The earlier attempt that drew it and never told: its cost is told now.
    pub resumed: Option<u32>,
    /// Where it is stored.
    pub image: Image,
    /// Where it came from.
    pub lineage: Lineage,
    /// What it cost.
    pub cost: Cost,
    /// Time the drawing took.
    pub elapsed_ms: u64,
    /// Revision of the script it was drawn from.
    pub revision: u32,
}

/// One version of one panel, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PanelVersion {
    /// Number of the panel.
    pub panel: u32,
    /// Number of the version.
    pub version: u32,
}

/// A piece of work that attempts are made at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Work {
    /// Writing the script.
    Script,
    /// Drawing a panel version.
    Panel(PanelVersion),
}
