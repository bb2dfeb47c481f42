//! Panels are drawn, drawn anew, and chosen from.

use mangakai_events::{
    Event,
    v1::{PanelDrawn, PanelRedrawRequested, PanelSubmitted, PanelVersionSelected, Reference, Sealed},
};

use super::{Decision, NOTHING_NEW, attempt::Standing};
use crate::{MangaTask, PanelState, PanelVersion, RecordPanel, Rejection, Submission, VersionState, Work};

impl MangaTask {
    pub(super) fn record_panel(&self, drawn: RecordPanel) -> Decision {
        let RecordPanel {
            target,
            attempt,
            cost,
            ..
        } = drawn;
        let work = Work::Panel(target);
        let lease = self.known_lease(work)?;
        // A picture left behind may itself be of a request taken up.
        let resumed = lease.resumed(drawn.resumed.unwrap_or(attempt)).or(drawn.resumed);
        match self.standing(work, attempt)? {
            Standing::Holds => Ok(self.settle(vec![Event::PanelDrawn(PanelDrawn {
                panel: target.panel,
                version: target.version,
                attempt,
                image: Some(drawn.image),
                lineage: Some(drawn.lineage),
                cost: Some(self.cost_untold(work, resumed, cost)?),
                elapsed_ms: drawn.elapsed_ms,
                revision: drawn.revision,
                resumed_attempt: resumed.unwrap_or_default(),
                estimate_micros: lease.estimate(resumed.unwrap_or(attempt)),
            })])),
            Standing::Lost(reason) => Ok(vec![self.discarded(work, attempt, reason, resumed, cost)?]),
            Standing::Accounted => NOTHING_NEW,
        }
    }

    /// Only the lease holder's request is one to be resumed.
    pub(super) fn note_submitted(
        &self,
        target: PanelVersion,
        attempt: u32,
        submission: Submission,
    ) -> Decision {
        let work = Work::Panel(target);
        let (Standing::Holds, Some(open)) = (self.standing(work, attempt)?, self.open_attempt(work)) else {
            return Err(Rejection::NotOwed);
        };
        if open.submission.as_ref() == Some(&submission) {
            return NOTHING_NEW;
        }
        Ok(vec![Event::PanelSubmitted(PanelSubmitted {
            panel: target.panel,
            version: target.version,
            attempt,
            provider: submission.provider,
            provider_task_id: submission.provider_task_id,
            lineage: Some(submission.lineage),
        })])
    }

    /// Every redraw is another version; older ones stay.
    pub(super) fn redraw(
        &self,
        panel: u32,
        instruction: Option<Sealed>,
        reference: Option<Reference>,
    ) -> Decision {
        self.open_to_wishes()?;
        if self.script.is_none() {
            return Err(Rejection::NoScript);
        }
        let state = self.known_panel(panel)?;
        Ok(vec![Event::PanelRedrawRequested(PanelRedrawRequested {
            panel,
            version: state.newest() + 1,
            base_version: state.shown().unwrap_or(0),
            instruction,
            reference,
        })])
    }

    pub(super) fn select(&self, panel: u32, version: u32) -> Decision {
        let target = PanelVersion { panel, version };
        if self.known_version(target)?.drawn.is_none() {
            return Err(Rejection::NotDrawn(target));
        }
        if self.known_panel(panel)?.shown() == Some(version) {
            return NOTHING_NEW;
        }
        Ok(vec![Event::PanelVersionSelected(PanelVersionSelected {
            panel,
            version,
        })])
    }

    pub(super) fn known_panel(&self, panel: u32) -> Result<&PanelState, Rejection> {
        self.panel(panel).ok_or(Rejection::NoSuchPanel(panel))
    }

    pub(super) fn known_version(&self, target: PanelVersion) -> Result<&VersionState, Rejection> {
        let panel = self.known_panel(target.panel)?;
        panel
            .versions()
            .get(&target.version)
            .map(Box::as_ref)
            .ok_or(Rejection::NoSuchVersion(target))
    }
}
