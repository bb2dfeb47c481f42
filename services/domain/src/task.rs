//! A task as its history left it.

use std::collections::BTreeMap;

use mangakai_events::{
    Event,
    v1::{Failure, Lineage, PanelDrawn, Priority, Reference, Sealed, Style, TaskCreated, TaskHeld},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Attempt, BookState, BookStatus, Edition, Lease, PanelState, PanelVersion, SessionId, TaskStatus,
    VersionState, Work,
};

/// One manga task: the aggregate. Made by folding events, read by everyone, changed by events alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MangaTask {
    pub(crate) request: Option<TaskCreated>,
    pub(crate) status: TaskStatus,
    pub(crate) script: Option<ScriptState>,
    pub(crate) script_lease: Lease,
    pub(crate) panels: BTreeMap<u32, PanelState>,
    pub(crate) books: BTreeMap<u32, BookState>,
    pub(crate) failure: Option<Failure>,
    pub(crate) cancel_reason: Option<String>,
    pub(crate) held: Option<TaskHeld>,
    pub(crate) approvals: u32,
    pub(crate) refusal: Option<String>,
    pub(crate) erased: bool,
    pub(crate) accounts_after_erasure: u32,
    pub(crate) shredded: Option<u32>,
    pub(crate) cost_micros: u64,
}

/// The script now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScriptState {
    /// JSON of the script, sealed.
    pub sealed: Sealed,
    /// Panels in it.
    pub panels: u32,
    /// 1, and one more with every edit.
    pub revision: u32,
    /// BCP 47, as told from the text.
    pub language: String,
    /// `rtl`, `ltr` or `webtoon`.
    pub reading_direction: String,
    /// Where its first revision came from.
    pub lineage: Lineage,
}

impl MangaTask {
    /// The task that a history makes.
    pub fn from_history(events: impl IntoIterator<Item = Event>) -> Self {
        let mut task = Self::default();
        events.into_iter().for_each(|event| task.remember(event));
        task
    }

    /// It was created; without that, everything else here is empty.
    pub fn exists(&self) -> bool {
        self.request.is_some()
    }

    /// What was asked for when it was created.
    pub fn request(&self) -> Option<&TaskCreated> {
        self.request.as_ref()
    }

    /// Where it stands.
    pub fn status(&self) -> TaskStatus {
        self.status
    }

    /// Whose it is; none: there is no such task.
    pub fn owner(&self) -> Option<SessionId> {
        self.request.as_ref()?.session_id.parse().ok()
    }

    /// The story, sealed.
    pub fn story(&self) -> Option<&Sealed> {
        self.request.as_ref()?.story.as_ref()
    }

    /// The look asked for.
    pub fn style(&self) -> Option<&Style> {
        self.request.as_ref()?.style.as_ref()
    }

    /// The page template.
    pub fn template(&self) -> Option<&Reference> {
        self.request.as_ref()?.template.as_ref()
    }

    /// Pictures to go by, for every panel.
    pub fn references(&self) -> &[Reference] {
        self.request.as_ref().map_or(&[], |request| &request.references)
    }

    /// Which queue its jobs wait in; normal unless another was asked for.
    pub fn priority(&self) -> Priority {
        match self.request.as_ref().map(TaskCreated::priority) {
            Some(Priority::High) => Priority::High,
            Some(Priority::Low) => Priority::Low,
            Some(Priority::Normal | Priority::Unspecified) | None => Priority::Normal,
        }
    }

    /// Fingerprint of the request: tells a repeat from another wish under the same idempotency key.
    pub fn request_hmac(&self) -> Option<&str> {
        self.request.as_ref().map(|request| request.request_hmac.as_str())
    }

    /// BCP 47: as told by the script, else as asked for, possibly empty.
    pub fn language(&self) -> &str {
        let asked = || self.request.as_ref().map_or("", |request| &request.language);
        self.script.as_ref().map_or_else(asked, |script| &script.language)
    }

    /// `rtl`, `ltr` or `webtoon`: as decided by the script, else as asked for, possibly empty.
    pub fn reading_direction(&self) -> &str {
        let asked = || {
            self.request
                .as_ref()
                .map_or("", |request| &request.reading_direction)
        };
        self.script
            .as_ref()
            .map_or_else(asked, |script| &script.reading_direction)
    }

    /// The script now.
    pub fn script(&self) -> Option<&ScriptState> {
        self.script.as_ref()
    }

    /// The panels by number; empty until there is a script.
    pub fn panels(&self) -> &BTreeMap<u32, PanelState> {
        &self.panels
    }

    /// One panel.
    pub fn panel(&self, panel: u32) -> Option<&PanelState> {
        self.panels.get(&panel)
    }

    /// One version of one panel: status, base version, instruction, reference, picture and attempts.
    pub fn version(&self, target: PanelVersion) -> Option<&VersionState> {
        self.panel(target.panel)?
            .versions
            .get(&target.version)
            .map(Box::as_ref)
    }

    /// Panels of the script, or as many as were asked for while there is none.
    pub fn total_panels(&self) -> u32 {
        let asked = || self.request.as_ref().map_or(0, |request| request.panels);
        self.script.as_ref().map_or_else(asked, |script| script.panels)
    }

    /// Panels that have a picture.
    pub fn drawn_panels(&self) -> u32 {
        self.count_panels(PanelState::is_drawn)
    }

    /// The pictures shown, in the order of the panels.
    pub fn pictures(&self) -> impl Iterator<Item = &PanelDrawn> {
        self.panels.values().filter_map(PanelState::picture)
    }

    /// The books by number.
    pub fn books(&self) -> &BTreeMap<u32, BookState> {
        &self.books
    }

    /// One book.
    pub fn book(&self, book: u32) -> Option<&BookState> {
        self.books.get(&book)
    }

    /// The newest book of an edition that shows the script and the panels as they are now, and has not failed for good.
    pub fn current_book(&self, edition: &Edition) -> Option<(u32, &BookState)> {
        let shown = self.shown_versions();
        let current = |book: &BookState| {
            book.edition == *edition
                && book.revision == self.revision()
                && book.versions == shown
                && book.status != BookStatus::Failed
        };
        self.books
            .iter()
            .rfind(|(_, book)| current(book))
            .map(|(number, book)| (*number, book))
    }

    /// Every attempt at a piece of work; none: there is no such work.
    pub fn lease(&self, work: Work) -> Option<&Lease> {
        match work {
            Work::Script => Some(&self.script_lease),
            Work::Panel(target) => self.version(target).map(VersionState::lease),
        }
    }

    /// The attempt that holds the lease on a piece of work.
    pub fn open_attempt(&self, work: Work) -> Option<&Attempt> {
        self.lease(work)?.open()
    }

    /// The attempt that this very delivery of a job holds: a worker without it must not call a provider.
    pub fn granted(&self, work: Work, job: Uuid, delivery: u64) -> Option<&Attempt> {
        let theirs = |open: &&Attempt| open.delivery == delivery && open.job_id == job.to_string();
        self.open_attempt(work).filter(theirs)
    }

    /// Work whose open attempt is past its deadline, in any state of the task.
    pub fn overdue(&self, now_unix_ms: i64) -> Vec<Work> {
        let late = |open: &Attempt| now_unix_ms > open.deadline_unix_ms;
        self.leases()
            .filter(|(_, lease)| lease.open().is_some_and(late))
            .map(|(work, _)| work)
            .collect()
    }

    /// The latest deadline of an open attempt, in ms since 1970: until then something may still be stored.
    pub fn last_deadline_unix_ms(&self) -> Option<i64> {
        self.leases()
            .filter_map(|(_, lease)| lease.open())
            .map(|open| open.deadline_unix_ms)
            .max()
    }

    /// What all attempts cost so far, in millionths of a US dollar.
    pub fn cost_micros(&self) -> u64 {
        self.cost_micros
    }

    /// Why it failed, while it is failed.
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Why it was cancelled.
    pub fn cancel_reason(&self) -> Option<&str> {
        self.cancel_reason.as_deref()
    }

    /// What a person is to look at, while it is held.
    pub fn held(&self) -> Option<&TaskHeld> {
        self.held.as_ref()
    }

    /// A person has looked at it and let it go on.
    pub fn is_approved(&self) -> bool {
        self.approvals > 0
    }

    /// Why a person refused it.
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    /// Its key is destroyed, or about to be.
    pub fn is_erased(&self) -> bool {
        self.erased
    }

    /// Ends of attempts told since the erasure: each may have stored something that is to be shredded as well.
    pub fn accounts_after_erasure(&self) -> u32 {
        self.accounts_after_erasure
    }

    /// Everything that attempts told of may have stored is destroyed.
    pub fn is_shredded(&self) -> bool {
        self.shredded == Some(self.accounts_after_erasure)
    }

    /// Revision of the script, 0 before there is one.
    pub fn revision(&self) -> u32 {
        self.script.as_ref().map_or(0, |script| script.revision)
    }

    /// Per panel in order, the version shown; 0: none is drawn.
    pub fn shown_versions(&self) -> Vec<u32> {
        self.panels
            .values()
            .map(|panel| panel.shown().unwrap_or(0))
            .collect()
    }

    pub(crate) fn count_panels(&self, is_counted: impl Fn(&PanelState) -> bool) -> u32 {
        self.panels
            .values()
            .map(|panel| u32::from(is_counted(panel)))
            .sum()
    }

    pub(crate) fn versions(&self) -> impl Iterator<Item = (PanelVersion, &VersionState)> {
        self.panels.iter().flat_map(|(&panel, state)| {
            state
                .versions
                .iter()
                .map(move |(&version, state)| (PanelVersion { panel, version }, &**state))
        })
    }

    fn leases(&self) -> impl Iterator<Item = (Work, &Lease)> {
        let of_panels = self
            .versions()
            .map(|(target, version)| (Work::Panel(target), &version.lease));
        std::iter::once((Work::Script, &self.script_lease)).chain(of_panels)
    }
}
