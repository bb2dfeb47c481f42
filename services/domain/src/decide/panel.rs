//! Panels are drawn, drawn anew, and chosen from.

use mangakai_events::{
    Event,
    v1::{Cost, PanelDrawn, PanelRedrawRequested, PanelSubmitted, PanelVersionSelected, Reference, Sealed},
};

use super::{
    Decision, NOTHING_NEW,
    attempt::{FREE, Standing},
};
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
        let estimate_micros = self.known_lease(work)?.estimate(attempt);
        match self.standing(work, attempt)? {
            Standing::Holds => Ok(self.settle(vec![Event::PanelDrawn(PanelDrawn {
                panel: target.panel,
                version: target.version,
                attempt,
                image: Some(drawn.image),
                lineage: Some(drawn.lineage),
                cost: Some(self.cost_untold(work, drawn.resumed, cost)?),
                elapsed_ms: drawn.elapsed_ms,
                revision: drawn.revision,
                resumed_attempt: drawn.resumed.unwrap_or_default(),
                estimate_micros,
            })])),
            Standing::Lost(reason) => {
                // What an earlier attempt made is still that one's to tell.
                let cost = if drawn.resumed.is_some() { FREE } else { cost };
                Ok(vec![work.discarded(attempt, reason, cost, estimate_micros)])
            }
            Standing::Accounted => NOTHING_NEW,
        }
    }

    /// The cost of a result, unless the attempt that made it has told it meanwhile.
    fn cost_untold(&self, work: Work, resumed: Option<u32>, cost: Cost) -> Result<Cost, Rejection> {
        let Some(resumed) = resumed else { return Ok(cost) };
        Ok(match self.standing(work, resumed)? {
            Standing::Accounted => FREE,
            Standing::Holds | Standing::Lost(_) => cost,
        })
    }

    /// Only the lease holder's request is one to be resumed.
    pub(super) fn note_submitted(
        &self,
        target: PanelVersion,
        attempt: u32,
        provider: String,
        provider_task_id: String,
    ) -> Decision {
        let work = Work::Panel(target);
        let (Standing::Holds, Some(open)) = (self.standing(work, attempt)?, self.open_attempt(work)) else {
            return Err(Rejection::NotOwed);
        };
        let submission = Submission {
            provider,
            provider_task_id,
        };
        if open.submission.as_ref() == Some(&submission) {
            return NOTHING_NEW;
        }
        let (
            PanelVersion { panel, version },
            Submission {
                provider,
                provider_task_id,
            },
        ) = (target, submission);
        Ok(vec![Event::PanelSubmitted(PanelSubmitted {
            panel,
            version,
            attempt,
            provider,
            provider_task_id,
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
