//! Which panels a batch changes: only their rows are written.

use std::collections::BTreeSet;

use mangakai_events::Event;

/// Panels whose rows differ from what is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    all: bool,
    panels: BTreeSet<u32>,
}

impl Touched {
    /// Notes what an event changes.
    pub fn note(&mut self, event: &Event) {
        match event {
            Event::ScriptWritten(_) | Event::TaskErased(_) => self.all = true,
            Event::ScriptEdited(e) => self.panels.extend(&e.outdated_panels),
            Event::TaskRetried(e) => self.panels.extend(&e.panels),
            Event::PanelStarted(e) => self.one(e.panel),
            Event::PanelDrawn(e) => self.one(e.panel),
            Event::PanelFailed(e) => self.one(e.panel),
            Event::PanelAttemptExpired(e) => self.one(e.panel),
            Event::PanelAttemptDiscarded(e) => self.one(e.panel),
            Event::PanelRedrawRequested(e) => self.one(e.panel),
            Event::PanelVersionSelected(e) => self.one(e.panel),
            _ => {}
        }
    }

    /// Whether the rows of a panel are to be written.
    pub fn has(&self, panel: u32) -> bool {
        self.all || self.panels.contains(&panel)
    }

    fn one(&mut self, panel: u32) {
        self.panels.insert(panel);
    }
}
