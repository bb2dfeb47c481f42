//! Where a task stands, in percent and in words.

use super::{PanelModel, TaskModel, state};

/// Percent while the script is being written.
const SCRIPT: u32 = 10;
/// Percent when the script is there; drawing the panels takes it up by [`DRAWING`].
const SCRIPTED: u32 = 20;
const DRAWING: u32 = 75;
const ALL: u32 = 100;

impl TaskModel {
    /// Derives progress and message.
    pub(crate) fn tell(&mut self) {
        let settled = self
            .panels
            .iter()
            .filter(|panel| panel.is_settled())
            .map(|_| 1)
            .sum::<u32>();
        self.progress = self.percent(settled);
        self.message = self.sentence(settled);
    }

    fn percent(&self, settled: u32) -> u32 {
        match self.status.as_str() {
            status if state::is_final(status) => ALL,
            state::SCENE_GENERATION => SCRIPT,
            state::IMAGE_GENERATION => self.drawing(settled),
            state::HELD if self.script_revision > 0 => self.drawing(settled),
            _ => 0,
        }
    }

    fn drawing(&self, settled: u32) -> u32 {
        SCRIPTED + DRAWING * settled.min(self.total_panels) / self.total_panels.max(1)
    }

    fn sentence(&self, settled: u32) -> String {
        let (drawn, total) = (self.drawn_panels, self.total_panels);
        match self.status.as_str() {
            _ if self.erased => "Erased".to_owned(),
            state::PENDING => "Waiting to begin".to_owned(),
            state::SCENE_GENERATION => "Writing the script".to_owned(),
            state::IMAGE_GENERATION => format!("Drawing panel {} of {total}", (settled + 1).min(total)),
            state::COMPLETED => match total {
                1 => "The panel is drawn".to_owned(),
                _ => format!("All {total} panels are drawn"),
            },
            state::PARTIAL => match self.error.as_ref().map(|error| error.message.as_str()) {
                None | Some("") => format!("{drawn} of {total} panels are drawn, the others failed"),
                Some(why) => format!("{drawn} of {total} panels are drawn: {why}"),
            },
            state::FAILED => match self.error.as_ref().map(|error| error.message.as_str()) {
                None | Some("") => "Failed".to_owned(),
                Some(why) => format!("Failed: {why}"),
            },
            state::CANCELLED => "Cancelled".to_owned(),
            state::HELD => "Waiting for a person to review it".to_owned(),
            _ => String::new(),
        }
    }

    pub(super) fn count_drawn(&mut self) {
        let has_picture = |panel: &&PanelModel| panel.version > 0;
        self.drawn_panels = self.panels.iter().filter(has_picture).map(|_| 1).sum();
    }
}
