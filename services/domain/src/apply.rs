//! What each event changes. Here is remembered, never judged: a rule in this file would break old histories on the
//! day it changed.

use mangakai_events::{
    Event,
    v1::{
        BookBound, BookFailed, BookRequested, Cost, PanelFailed, PanelRedrawRequested, PanelSubmitted,
        ScriptEdited, ScriptStarted, ScriptWritten, TaskCancelled, TaskFailed, TaskHeld, TaskRejected,
        TaskRetried,
    },
};

use crate::{
    BookState, BookStatus, Edition, Lease, MangaTask, PanelState, ScriptState, Submission, TaskStatus,
    VersionState,
};

impl MangaTask {
    /// The task after one more event.
    pub(crate) fn remember(&mut self, event: Event) {
        self.add_cost(&event);
        match event {
            Event::TaskCreated(e) => self.request = Some(e),
            Event::TaskCompleted(_) => self.status = TaskStatus::Completed,
            Event::TaskPartlyCompleted(_) => self.status = TaskStatus::Partial,
            Event::TaskFailed(e) => self.failed(e),
            Event::TaskCancelled(e) => self.cancelled(e),
            Event::TaskRetried(e) => self.retried(e),
            Event::TaskHeld(e) => self.hold_for(e),
            Event::TaskApproved(_) => self.approved(),
            Event::TaskRejected(e) => self.rejected(e),
            Event::TaskErased(_) => self.erased(),
            Event::TaskShredded(e) => self.shredded = Some(e.accounts),

            Event::ScriptStarted(e) => self.script_started(e),
            Event::ScriptWritten(e) => self.script_written(e),
            Event::ScriptFailed(e) => self.script_lease.fail(e.attempt, e.failure, e.r#final),
            Event::ScriptCallMade(e) => self.script_lease.go_on(e.attempt),
            Event::ScriptEdited(e) => self.script_edited(e),
            Event::ScriptAttemptExpired(e) => self.script_lease.expire(e.attempt),
            Event::ScriptAttemptDiscarded(e) => self.script_lease.discard(e.attempt, e.cost),

            Event::PanelStarted(e) => self.lease_mut(e.panel, e.version).begin(e.attempt),
            Event::PanelSubmitted(e) => self.panel_submitted(e),
            Event::PanelDrawn(e) => self.panel_mut(e.panel).drawn(e),
            Event::PanelFailed(e) => self.panel_failed(e),
            Event::PanelAttemptExpired(e) => self.lease_mut(e.panel, e.version).expire(e.attempt),
            Event::PanelAttemptDiscarded(e) => {
                self.lease_mut(e.panel, e.version).discard(e.attempt, e.cost);
            }
            Event::PanelRedrawRequested(e) => self.redraw_requested(e),
            Event::PanelVersionSelected(e) => self.panel_mut(e.panel).selected = Some(e.version),

            Event::BookRequested(e) => self.book_requested(e),
            Event::BookBound(e) => self.book_bound(e),
            Event::BookFailed(e) => self.book_failed(e),
        }
    }

    fn failed(&mut self, event: TaskFailed) {
        self.status = TaskStatus::Failed;
        self.failure = event.failure;
    }

    fn cancelled(&mut self, event: TaskCancelled) {
        self.status = TaskStatus::Cancelled;
        self.cancel_reason = Some(event.reason);
        self.held = None;
    }

    fn hold_for(&mut self, event: TaskHeld) {
        self.status = TaskStatus::Held;
        self.held = Some(event);
    }

    fn approved(&mut self) {
        self.held = None;
        self.approvals = self.approvals.saturating_add(1);
        self.status = self.status_by_work();
    }

    fn rejected(&mut self, event: TaskRejected) {
        self.status = TaskStatus::Failed;
        self.refusal = Some(event.reason);
        self.held = None;
    }

    fn retried(&mut self, event: TaskRetried) {
        if event.script {
            self.script_lease.retry();
        }
        for panel in event.panels {
            self.panel_mut(panel).retry();
        }
        self.resume();
    }

    fn erased(&mut self) {
        self.erased = true;
        self.held = None;
        if !self.status.is_final() {
            self.status = TaskStatus::Cancelled;
        }
    }

    fn script_started(&mut self, event: ScriptStarted) {
        self.script_lease.begin(event.attempt);
        self.move_on(TaskStatus::SceneGeneration);
    }

    fn script_written(&mut self, event: ScriptWritten) {
        self.script_lease.account(event.attempt);
        for panel in 1..=event.panels {
            self.version_mut(panel, 1);
        }
        self.script = Some(ScriptState {
            sealed: event.script.unwrap_or_default(),
            panels: event.panels,
            revision: event.revision,
            language: event.language,
            reading_direction: event.reading_direction,
            lineage: event.lineage.unwrap_or_default(),
        });
        self.move_on(TaskStatus::ImageGeneration);
    }

    fn script_edited(&mut self, event: ScriptEdited) {
        let script = self.script.get_or_insert_default();
        script.sealed = event.script.unwrap_or_default();
        script.revision = event.revision;
        for panel in event.outdated_panels {
            self.panel_mut(panel).scene_revision = event.revision;
        }
        for panel in event.relettered_panels {
            self.panel_mut(panel).words_revision = event.revision;
        }
    }

    fn panel_submitted(&mut self, event: PanelSubmitted) {
        let submission = Submission {
            provider: event.provider,
            provider_task_id: event.provider_task_id,
            lineage: event.lineage.unwrap_or_default(),
        };
        self.lease_mut(event.panel, event.version)
            .submit(event.attempt, submission);
    }

    /// A request taken up ends with the attempt that tells what became of it, and so does the account of whoever made it
    /// unless nobody knows what it cost.
    fn panel_failed(&mut self, event: PanelFailed) {
        let lease = self.lease_mut(event.panel, event.version);
        lease.end_request(event.resumed_attempt);
        lease.discard(event.resumed_attempt, event.cost);
        lease.fail(event.attempt, event.failure, event.r#final);
    }

    fn redraw_requested(&mut self, event: PanelRedrawRequested) {
        let version = self.version_mut(event.panel, event.version);
        version.base_version = event.base_version;
        version.instruction = event.instruction;
        version.reference = event.reference;
        self.resume();
    }

    fn book_requested(&mut self, event: BookRequested) {
        let book = BookState {
            edition: Edition {
                format: event.format,
                paper: event.paper,
                bleed: event.bleed,
            },
            revision: event.revision,
            versions: event.versions,
            ..BookState::default()
        };
        self.books.insert(event.book, book);
    }

    fn book_bound(&mut self, event: BookBound) {
        let book = self.books.entry(event.book).or_default();
        book.status = BookStatus::Bound;
        book.files = event.files;
    }

    fn book_failed(&mut self, event: BookFailed) {
        let book = self.books.entry(event.book).or_default();
        book.failures = book.failures.saturating_add(1);
        book.failure = event.failure;
        if event.r#final {
            book.status = BookStatus::Failed;
        }
    }

    /// A finished task is set going again.
    fn resume(&mut self) {
        self.failure = None;
        self.status = self.status_by_work();
    }

    /// Progress shows only on a running task: what arrives at a held or an ended one leaves its status alone.
    fn move_on(&mut self, status: TaskStatus) {
        if self.status.is_running() {
            self.status = status;
        }
    }

    /// Where a running task stands.
    fn status_by_work(&self) -> TaskStatus {
        if self.script.is_some() {
            TaskStatus::ImageGeneration
        } else if self.script_lease.open().is_some() {
            TaskStatus::SceneGeneration
        } else {
            TaskStatus::Pending
        }
    }

    fn panel_mut(&mut self, panel: u32) -> &mut PanelState {
        self.panels.entry(panel).or_default()
    }

    fn version_mut(&mut self, panel: u32, version: u32) -> &mut VersionState {
        self.panel_mut(panel).versions.entry(version).or_default()
    }

    fn lease_mut(&mut self, panel: u32, version: u32) -> &mut Lease {
        &mut self.version_mut(panel, version).lease
    }

    fn add_cost(&mut self, event: &Event) {
        let cost = cost_of(event).map_or(0, |cost| cost.cost_micros);
        self.cost_micros = self.cost_micros.saturating_add(cost);
        if self.erased && cost_of(event).is_some() {
            self.accounts_after_erasure = self.accounts_after_erasure.saturating_add(1);
        }
    }
}

/// What an event says an attempt cost: every event that ends an attempt does.
fn cost_of(event: &Event) -> Option<&Cost> {
    match event {
        Event::ScriptWritten(e) => e.cost.as_ref(),
        Event::ScriptFailed(e) => e.cost.as_ref(),
        Event::ScriptCallMade(e) => e.cost.as_ref(),
        Event::ScriptAttemptExpired(e) => e.cost.as_ref(),
        Event::ScriptAttemptDiscarded(e) => e.cost.as_ref(),
        Event::PanelDrawn(e) => e.cost.as_ref(),
        Event::PanelFailed(e) => e.cost.as_ref(),
        Event::PanelAttemptExpired(e) => e.cost.as_ref(),
        Event::PanelAttemptDiscarded(e) => e.cost.as_ref(),
        Event::TaskCreated(_)
        | Event::ScriptStarted(_)
        | Event::ScriptEdited(_)
        | Event::PanelStarted(_)
        | Event::PanelSubmitted(_)
        | Event::PanelRedrawRequested(_)
        | Event::PanelVersionSelected(_)
        | Event::BookRequested(_)
        | Event::BookBound(_)
        | Event::BookFailed(_)
        | Event::TaskCompleted(_)
        | Event::TaskPartlyCompleted(_)
        | Event::TaskFailed(_)
        | Event::TaskCancelled(_)
        | Event::TaskRetried(_)
        | Event::TaskHeld(_)
        | Event::TaskApproved(_)
        | Event::TaskRejected(_)
        | Event::TaskErased(_)
        | Event::TaskShredded(_) => None,
    }
}
