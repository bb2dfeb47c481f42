//! The script is written and edited.

use mangakai_events::{
    Event,
    v1::{Cost, ScriptCallMade, ScriptEdited, ScriptWritten},
};

use super::{Decision, NOTHING_NEW, attempt::Standing, lifecycle::check_panels};
use crate::{EditScript, MangaTask, RecordScript, Rejection, Work};

/// Revision of a script as it was first written.
const FIRST_REVISION: u32 = 1;

impl MangaTask {
    pub(super) fn record_script(&self, written: RecordScript) -> Decision {
        let RecordScript { attempt, cost, .. } = written;
        let estimate_micros = self.script_lease.estimate(attempt);
        match self.standing(Work::Script, attempt)? {
            Standing::Holds => {
                check_panels(written.panels)?;
                Ok(vec![Event::ScriptWritten(ScriptWritten {
                    attempt,
                    script: Some(written.script),
                    panels: written.panels,
                    revision: FIRST_REVISION,
                    language: written.language,
                    reading_direction: written.reading_direction,
                    cost: Some(cost),
                    lineage: Some(written.lineage),
                    elapsed_ms: written.elapsed_ms,
                    estimate_micros,
                })])
            }
            Standing::Lost(reason) => Ok(vec![self.discarded(Work::Script, attempt, reason, None, cost)?]),
            Standing::Accounted => NOTHING_NEW,
        }
    }

    /// A call of several is paid for; the lease is free for the attempt that makes the next one.
    pub(super) fn note_script_call(&self, attempt: u32, cost: Cost) -> Decision {
        let estimate_micros = self.script_lease.estimate(attempt);
        match self.standing(Work::Script, attempt)? {
            Standing::Holds => Ok(vec![Event::ScriptCallMade(ScriptCallMade {
                attempt,
                cost: Some(cost),
                estimate_micros,
            })]),
            Standing::Lost(reason) => Ok(vec![self.discarded(Work::Script, attempt, reason, None, cost)?]),
            Standing::Accounted => NOTHING_NEW,
        }
    }

    /// An edit replaces the revision that its author read, and no other.
    pub(super) fn edit_script(&self, edit: EditScript) -> Decision {
        let script = self.script.as_ref().ok_or(Rejection::NoScript)?;
        if edit.base_revision != script.revision {
            return Err(Rejection::RevisionConflict {
                base: edit.base_revision,
                actual: script.revision,
            });
        }
        if edit.panels != script.panels {
            return Err(Rejection::Invalid {
                field: "panels",
                expected: format!("{}, as before", script.panels),
            });
        }
        for &panel in edit.outdated_panels.iter().chain(&edit.relettered_panels) {
            self.known_panel(panel)?;
        }
        Ok(vec![Event::ScriptEdited(ScriptEdited {
            revision: script.revision + 1,
            script: Some(edit.script),
            outdated_panels: edit.outdated_panels,
            relettered_panels: edit.relettered_panels,
        })])
    }
}
