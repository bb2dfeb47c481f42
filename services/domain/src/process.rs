//! From what happened to what is to be done: the jobs that a task owes.

use mangakai_events::{
    Event,
    jobs::{BindBook, DrawPanel, Job, ShredTask, WriteScript, job::Kind},
    v1::Priority,
};
use uuid::Uuid;

use crate::{BookStatus, MangaTask, PanelVersion, VersionStatus, Work};

/// A job that a task owes and nobody is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PendingJob {
    /// What is to be done.
    pub kind: Kind,
    /// Which queue it waits in.
    pub priority: Priority,
    /// Rises whenever the same work is wanted anew by somebody's decision (a retry, an approval), so that its job
    /// gets another id and no queue takes it for a repeat.
    pub round: u32,
}

impl PendingJob {
    /// Id of the job, the same whoever computes it: uuid v5 of the task and
    /// `<kind>/<panel or book>/<version>/<round>/<dispatch>`. Dispatch 0 is the dispatcher's, higher ones the sweeper's.
    pub fn job_id(&self, task: Uuid, dispatch: u64) -> Uuid {
        let (kind, round) = (self.subject_kind(), self.round);
        let (number, version) = match self.kind {
            Kind::DrawPanel(DrawPanel { panel, version }) => (panel, version),
            Kind::BindBook(BindBook { book }) => (book, 0),
            Kind::WriteScript(WriteScript {}) | Kind::ShredTask(ShredTask {}) => (0, 0),
        };
        Uuid::new_v5(
            &task,
            format!("{kind}/{number}/{version}/{round}/{dispatch}").as_bytes(),
        )
    }

    /// The kind as a token of the job's subject: `write_script`, `draw_panel`, `bind_book`, `shred_task`.
    pub fn subject_kind(&self) -> &'static str {
        self.kind.into()
    }

    /// The priority as a token of the job's subject: `high`, `normal`, `low`.
    pub fn priority_token(&self) -> &'static str {
        match self.priority {
            Priority::High => "high",
            Priority::Normal | Priority::Unspecified => "normal",
            Priority::Low => "low",
        }
    }

    /// The job as it travels.
    pub fn to_job(&self, task: Uuid) -> Job {
        Job {
            task_id: task.to_string(),
            kind: Some(self.kind),
        }
    }

    /// The work that an attempt of this job is made at; none: it needs no lease.
    pub fn work(&self) -> Option<Work> {
        Work::of_job(self.kind)
    }
}

impl Work {
    /// The work that an attempt of such a job is made at; none: it needs no lease.
    pub fn of_job(kind: Kind) -> Option<Self> {
        match kind {
            Kind::WriteScript(WriteScript {}) => Some(Self::Script),
            Kind::DrawPanel(DrawPanel { panel, version }) => {
                Some(Self::Panel(PanelVersion { panel, version }))
            }
            Kind::BindBook(BindBook { .. }) | Kind::ShredTask(ShredTask {}) => None,
        }
    }
}

/// Every job that the task owes and no open attempt is at, in the order of the work.
///
/// An erased task owes its shredding, and owes it anew whenever a late attempt is accounted for: it may have stored
/// something.
pub fn pending_jobs(task: &MangaTask) -> Vec<PendingJob> {
    let job = |kind, round| PendingJob {
        kind,
        priority: task.priority(),
        round,
    };
    let mut jobs = Vec::new();
    if task.erased {
        if !task.is_shredded() {
            jobs.push(job(Kind::ShredTask(ShredTask {}), task.accounts_after_erasure));
        }
        return jobs;
    }
    if task.owes_script() {
        jobs.push(job(
            Kind::WriteScript(WriteScript {}),
            task.approvals + task.script_lease.round(),
        ));
    }
    if task.status.is_running() {
        for (PanelVersion { panel, version }, state) in task.versions() {
            if state.status() == VersionStatus::Pending {
                jobs.push(job(
                    Kind::DrawPanel(DrawPanel { panel, version }),
                    task.approvals + state.lease.round(),
                ));
            }
        }
    }
    if task.refusal.is_none() {
        let owed = task
            .books
            .iter()
            .filter(|(_, book)| book.status == BookStatus::Requested);
        jobs.extend(owed.map(|(&book, _)| job(Kind::BindBook(BindBook { book }), 0)));
    }
    jobs
}

impl MangaTask {
    fn owes_script(&self) -> bool {
        self.exists()
            && self.status.is_running()
            && self.script.is_none()
            && self.script_lease.failure().is_none()
            && self.script_lease.open().is_none()
    }
}

/// Whether an event can make a job due: after it, [`pending_jobs`] is worth asking.
pub fn may_owe(event: &Event) -> bool {
    match event {
        Event::TaskCreated(_)
        | Event::TaskRetried(_)
        | Event::TaskApproved(_)
        | Event::TaskErased(_)
        | Event::ScriptWritten(_)
        | Event::ScriptCallMade(_)
        | Event::ScriptAttemptExpired(_)
        | Event::PanelAttemptExpired(_)
        | Event::PanelRedrawRequested(_)
        | Event::BookRequested(_) => true,
        // On an erased task only: what the late attempt stored is to be shredded as well.
        Event::ScriptAttemptDiscarded(_) | Event::PanelAttemptDiscarded(_) => true,
        Event::ScriptFailed(e) => !e.r#final,
        Event::PanelFailed(e) => !e.r#final,
        Event::BookFailed(e) => !e.r#final,
        Event::ScriptStarted(_)
        | Event::ScriptEdited(_)
        | Event::PanelStarted(_)
        | Event::PanelSubmitted(_)
        | Event::PanelDrawn(_)
        | Event::PanelVersionSelected(_)
        | Event::BookBound(_)
        | Event::TaskCompleted(_)
        | Event::TaskPartlyCompleted(_)
        | Event::TaskFailed(_)
        | Event::TaskCancelled(_)
        | Event::TaskHeld(_)
        | Event::TaskRejected(_)
        | Event::TaskShredded(_) => false,
    }
}
