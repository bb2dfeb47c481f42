//! The rules: a command and the state in, events or a refusal out.

mod attempt;
mod book;
mod lifecycle;
mod moderation;
mod panel;
mod script;

use mangakai_events::Event;

use crate::{Command, MangaTask, Rejection, TaskStatus, Work};

/// What a command comes to.
type Decision = Result<Vec<Event>, Rejection>;

/// The command is granted already: nothing new to say.
const NOTHING_NEW: Decision = Ok(Vec::new());

impl MangaTask {
    /// Judges a command. No events: it is granted already.
    ///
    /// # Errors
    /// A [`Rejection`] when the rules refuse it; nothing has happened then.
    pub fn decide(&self, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::CreateTask(request) => self.create(*request),
            Command::CancelTask { reason } => self.intact()?.cancel(reason),
            Command::RetryTask => self.intact()?.retry(),
            Command::EraseTask => self.existing()?.erase(),

            Command::HoldTask(suspicion) => self.intact()?.hold(suspicion),
            Command::ApproveTask(review) => self.intact()?.approve(review),
            Command::RejectTask(review) => self.intact()?.reject(review),

            Command::StartScript(start) => self.intact()?.start(Work::Script, &start),
            Command::RecordScript(written) => self.existing()?.record_script(*written),
            Command::NoteScriptCall { attempt, cost } => self.existing()?.note_script_call(attempt, cost),
            Command::FailScript(failed) => self.existing()?.fail(Work::Script, failed),
            Command::EditScript(edit) => self.intact()?.edit_script(edit),

            Command::StartPanel { target, start } => self.intact()?.start(Work::Panel(target), &start),
            Command::NotePanelSubmitted {
                target,
                attempt,
                submission,
            } => self.intact()?.note_submitted(target, attempt, submission),
            Command::RecordPanel(drawn) => self.existing()?.record_panel(*drawn),
            Command::FailPanel { target, failed } => self.existing()?.fail(Work::Panel(target), failed),
            Command::RedrawPanel {
                panel,
                instruction,
                reference,
            } => self.intact()?.redraw(panel, instruction, reference),
            Command::SelectPanelVersion { panel, version } => self.intact()?.select(panel, version),

            Command::RequestBook(edition) => self.intact()?.request_book(edition),
            Command::RecordBook {
                book,
                files,
                elapsed_ms,
            } => self.intact()?.record_book(book, files, elapsed_ms),
            Command::FailBook { book, failure } => self.intact()?.fail_book(book, failure),

            Command::RecordShredding { accounts, objects } => {
                self.existing()?.record_shredding(accounts, objects)
            }
            Command::ExpireAttempt { work, now_unix_ms } => self.existing()?.expire(work, now_unix_ms),
        }
    }

    /// It was created.
    fn existing(&self) -> Result<&Self, Rejection> {
        if self.exists() {
            Ok(self)
        } else {
            Err(Rejection::NoSuchTask)
        }
    }

    /// It was created and not erased. Only the end of an attempt is still recorded of an erased task, for its cost.
    fn intact(&self) -> Result<&Self, Rejection> {
        if self.existing()?.erased {
            Err(Rejection::Erased)
        } else {
            Ok(self)
        }
    }

    /// New drawing may be asked for: nobody stopped it, refused it or must look at it first.
    fn open_to_wishes(&self) -> Result<&Self, Rejection> {
        match self.status {
            TaskStatus::Held => Err(Rejection::Held),
            TaskStatus::Cancelled => Err(Rejection::Cancelled),
            TaskStatus::Failed if self.refusal.is_some() => Err(Rejection::Ended),
            TaskStatus::Pending
            | TaskStatus::SceneGeneration
            | TaskStatus::ImageGeneration
            | TaskStatus::Completed
            | TaskStatus::Partial
            | TaskStatus::Failed => Ok(self),
        }
    }
}
