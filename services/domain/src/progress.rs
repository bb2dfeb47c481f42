//! How far a task is, in words and numbers.

use crate::{MangaTask, PanelState, TaskStatus};

/// How far a task is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// 0 to 100; 100 for every final task, also for one that failed.
    pub percent: u8,
    /// One sentence for people.
    pub message: String,
}

const WRITING: u8 = 10;
const DRAWING: u32 = 20;
const DRAWING_SHARE: u32 = 75;
const ENDED: u8 = 100;

impl MangaTask {
    /// How far it is.
    pub fn progress(&self) -> Progress {
        Progress {
            percent: self.percent(),
            message: self.message(),
        }
    }

    fn percent(&self) -> u8 {
        if self.status.is_final() {
            ENDED
        } else if let Some(script) = &self.script {
            let settled = self.settled_panels().min(script.panels);
            let share = DRAWING_SHARE * settled / script.panels.max(1);
            u8::try_from(DRAWING + share).unwrap_or(ENDED)
        } else if self.script_lease.open().is_some() {
            WRITING
        } else {
            0
        }
    }

    fn message(&self) -> String {
        if self.erased {
            return "Erased".to_owned();
        }
        let (drawn, total) = (self.drawn_panels(), self.total_panels());
        match self.status {
            TaskStatus::Pending => "Waiting for the script to be written".to_owned(),
            TaskStatus::SceneGeneration => "Writing the script".to_owned(),
            TaskStatus::ImageGeneration => {
                format!("Drawing: {} of {total} panels are done", self.settled_panels())
            }
            TaskStatus::Completed => format!("All {total} panels are drawn"),
            TaskStatus::Partial => format!("{drawn} of {total} panels are drawn, the others failed"),
            TaskStatus::Failed => match (&self.refusal, &self.failure) {
                (Some(_), _) => "Refused after review".to_owned(),
                (None, Some(failure)) => failure.message.clone(),
                (None, None) => "Failed".to_owned(),
            },
            TaskStatus::Cancelled => "Cancelled".to_owned(),
            TaskStatus::Held => "Waiting for review".to_owned(),
        }
    }

    fn settled_panels(&self) -> u32 {
        self.count_panels(PanelState::is_settled)
    }
}
