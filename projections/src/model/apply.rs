//! What each event changes. Remembers, never judges.

use jiff::Timestamp;
use mangakai_events::{
    Event,
    v1::{
        BookFailed, BookRequested, Cost, Failure, Priority, ScriptEdited, ScriptWritten, TaskCreated,
        TaskRetried,
    },
};

use super::{BookModel, PanelModel, TaskModel, VersionModel, state};

/// Code of the error of a task that a person refused.
const REJECTED: &str = "rejected";

impl TaskModel {
    pub(super) fn remember(&mut self, event: &Event, at: Timestamp) {
        let at = to_the_microsecond(at);
        self.updated_at = at;
        match event {
            Event::TaskCreated(e) => self.created(e, at),
            Event::ScriptStarted(_) => self.advance(state::PENDING, state::SCENE_GENERATION),
            Event::ScriptWritten(e) => self.script_written(e, at),
            Event::ScriptFailed(e) => self.pay(e.cost.as_ref()),
            Event::ScriptCallMade(e) => self.pay(e.cost.as_ref()),
            Event::ScriptEdited(e) => self.script_edited(e),
            Event::ScriptAttemptExpired(e) => self.pay(e.cost.as_ref()),
            Event::ScriptAttemptDiscarded(e) => self.pay(e.cost.as_ref()),
            Event::TaskCompleted(_) => self.end(state::COMPLETED, None, at),
            Event::TaskPartlyCompleted(e) => self.end(state::PARTIAL, e.failure.clone(), at),
            Event::TaskFailed(e) => self.end(state::FAILED, e.failure.clone(), at),
            Event::TaskCancelled(_) => self.end(state::CANCELLED, None, at),
            Event::TaskRetried(e) => self.retried(e),
            Event::TaskHeld(_) => self.go_on(state::HELD),
            Event::TaskApproved(_) => self.go_on(self.running()),
            Event::TaskRejected(e) => {
                let failure = Failure {
                    code: REJECTED.to_owned(),
                    message: e.reason.clone(),
                    ..Failure::default()
                };
                self.end(state::FAILED, Some(failure), at);
            }
            Event::TaskErased(_) => self.erase(at),
            // What it destroyed is shown no more since the erasure.
            Event::TaskShredded(_) => {}
            Event::BookRequested(e) => self.book_requested(e),
            Event::BookBound(e) => {
                if let Some(book) = self.book_mut(e.book) {
                    book.files.clone_from(&e.files);
                    book.status = state::BOUND.to_owned();
                    book.error = None;
                }
            }
            Event::BookFailed(e) => self.book_failed(e),
            Event::PanelStarted(_)
            | Event::PanelSubmitted(_)
            | Event::PanelDrawn(_)
            | Event::PanelFailed(_)
            | Event::PanelAttemptExpired(_)
            | Event::PanelAttemptDiscarded(_)
            | Event::PanelRedrawRequested(_)
            | Event::PanelVersionSelected(_) => self.remember_panel(event, at),
        }
    }

    fn remember_panel(&mut self, event: &Event, at: Timestamp) {
        let number = match event {
            Event::PanelStarted(e) => {
                let attempt = e.attempt.as_ref().map_or(0, |attempt| attempt.attempt);
                self.version_mut(e.panel, e.version, at).start(attempt);
                e.panel
            }
            Event::PanelDrawn(e) => {
                self.panel_mut(e.panel).drawn(e, at);
                self.pay_for(e.panel, e.version, e.cost.as_ref(), at);
                e.panel
            }
            Event::PanelFailed(e) => {
                self.version_mut(e.panel, e.version, at).failed(e);
                self.pay_for(e.panel, e.version, e.cost.as_ref(), at);
                e.panel
            }
            Event::PanelAttemptExpired(e) => {
                self.version_mut(e.panel, e.version, at).close(e.attempt);
                self.pay_for(e.panel, e.version, e.cost.as_ref(), at);
                e.panel
            }
            Event::PanelAttemptDiscarded(e) => {
                self.pay_for(e.panel, e.version, e.cost.as_ref(), at);
                e.panel
            }
            Event::PanelRedrawRequested(e) => {
                let version = self.version_mut(e.panel, e.version, at);
                version.base_version = e.base_version;
                version.instruction.clone_from(&e.instruction);
                version.reference.clone_from(&e.reference);
                if self.is_final() {
                    self.go_on(state::IMAGE_GENERATION);
                }
                e.panel
            }
            Event::PanelVersionSelected(e) => {
                self.panel_mut(e.panel).version = e.version;
                e.panel
            }
            _ => return,
        };
        self.panel_mut(number).settle();
        self.count_drawn();
    }

    fn created(&mut self, event: &TaskCreated, at: Timestamp) {
        self.session_id.clone_from(&event.session_id);
        self.story.clone_from(&event.story);
        self.story_chars = event.story_chars;
        self.total_panels = event.panels;
        self.language.clone_from(&event.language);
        self.reading_direction.clone_from(&event.reading_direction);
        self.style = event.style.clone().unwrap_or_default();
        self.priority = match event.priority() {
            Priority::High => "high",
            Priority::Low => "low",
            Priority::Normal | Priority::Unspecified => "normal",
        }
        .to_owned();
        self.request_hmac.clone_from(&event.request_hmac);
        self.created_at = at;
        self.go_on(state::PENDING);
    }

    fn script_written(&mut self, event: &ScriptWritten, at: Timestamp) {
        self.pay(event.cost.as_ref());
        self.script.clone_from(&event.script);
        self.script_revision = event.revision;
        self.language.clone_from(&event.language);
        self.reading_direction.clone_from(&event.reading_direction);
        self.total_panels = event.panels;
        for panel in 1..=event.panels {
            self.version_mut(panel, 1, at);
        }
        self.advance(state::PENDING, state::IMAGE_GENERATION);
        self.advance(state::SCENE_GENERATION, state::IMAGE_GENERATION);
    }

    fn script_edited(&mut self, event: &ScriptEdited) {
        self.script.clone_from(&event.script);
        self.script_revision = event.revision;
        for number in &event.outdated_panels {
            let panel = self.panel_mut(*number);
            panel.scene_revision = event.revision;
            panel.settle();
        }
    }

    fn retried(&mut self, event: &TaskRetried) {
        for number in &event.panels {
            let panel = self.panel_mut(*number);
            panel.retry();
            panel.settle();
        }
        self.go_on(if event.script {
            state::PENDING
        } else {
            state::IMAGE_GENERATION
        });
    }

    fn book_requested(&mut self, event: &BookRequested) {
        self.books.push(BookModel {
            book: event.book,
            format: event.format.clone(),
            paper: event.paper.clone(),
            bleed: event.bleed,
            revision: event.revision,
            versions: event.versions.clone(),
            status: state::REQUESTED.to_owned(),
            ..BookModel::default()
        });
    }

    fn book_failed(&mut self, event: &BookFailed) {
        if let (true, Some(book)) = (event.r#final, self.book_mut(event.book)) {
            book.status = state::FAILED.to_owned();
            book.error = Some(event.failure.clone().unwrap_or_default());
        }
    }

    fn erase(&mut self, at: Timestamp) {
        if !self.is_final() {
            self.end(state::CANCELLED, None, at);
        }
        self.erased = true;
        self.story = None;
        self.script = None;
        self.style.additional_notes = None;
        for version in self.panels.iter_mut().flat_map(|panel| &mut panel.versions) {
            version.instruction = None;
        }
    }

    /// The state of a task that is let go on.
    fn running(&self) -> &'static str {
        if self.script_revision > 0 {
            state::IMAGE_GENERATION
        } else {
            state::PENDING
        }
    }

    fn advance(&mut self, from: &str, to: &str) {
        if self.status == from {
            self.status = to.to_owned();
        }
    }

    fn go_on(&mut self, status: &str) {
        self.status = status.to_owned();
        self.error = None;
        self.completed_at = None;
    }

    fn end(&mut self, status: &str, error: Option<Failure>, at: Timestamp) {
        self.status = status.to_owned();
        self.error = error;
        self.completed_at = Some(at);
    }

    fn pay(&mut self, cost: Option<&Cost>) {
        self.cost_micros = self
            .cost_micros
            .saturating_add(cost.map_or(0, |cost| cost.cost_micros));
    }

    fn pay_for(&mut self, panel: u32, version: u32, cost: Option<&Cost>, at: Timestamp) {
        self.pay(cost);
        let version = self.version_mut(panel, version, at);
        version.cost_micros = version
            .cost_micros
            .saturating_add(cost.map_or(0, |cost| cost.cost_micros));
    }

    fn panel_mut(&mut self, number: u32) -> &mut PanelModel {
        let index = match self.panels.binary_search_by_key(&number, |panel| panel.panel) {
            Ok(index) => index,
            Err(index) => {
                self.panels.insert(index, PanelModel::numbered(number));
                index
            }
        };
        &mut self.panels[index]
    }

    fn version_mut(&mut self, panel: u32, version: u32, at: Timestamp) -> &mut VersionModel {
        self.panel_mut(panel).version_mut(version, at)
    }

    fn book_mut(&mut self, number: u32) -> Option<&mut BookModel> {
        self.books.iter_mut().find(|book| book.book == number)
    }
}

fn to_the_microsecond(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}
