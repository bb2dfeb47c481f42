//! What is not taken, what a person must look at first, and what that person says.

use mangakai_domain::{Command, MangaTask, Review, Suspicion};
use mangakai_events::Event;
use uuid::Uuid;

use super::{Accepted, WRITE_LIMIT, budget::operator, mismatch};
use crate::{
    access::may_read,
    app::App,
    asked::Asked,
    moderation::Verdict,
    problem::{FieldError, Problem, ProblemKind},
    wish::{CreateRequest, checked_text},
    words::Words,
};

/// Stage of a task that is held for its story.
const STORY: &str = "story";
const MAX_NAME_CHARS: usize = 100;
const MAX_REASON_CHARS: usize = 1_000;

/// Judges a story and its notes.
///
/// # Errors
/// 422 when it is not accepted.
pub fn intake(app: &App, request: &CreateRequest) -> Result<Option<Suspicion>, Problem> {
    let notes = request.style.additional_notes.as_deref().unwrap_or_default();
    let story = judge(app, &request.story, "/story")?;
    let notes = judge(app, notes, "/style/additional_notes")?;
    let mut reasons = [story, notes].concat();
    reasons.sort_unstable();
    reasons.dedup();
    Ok((!reasons.is_empty()).then(|| Suspicion {
        stage: STORY.to_owned(),
        reasons,
    }))
}

/// Judges an instruction. Nobody looks at a single one: what a person would have to judge is to be reworded.
///
/// # Errors
/// 422 when it is not accepted.
pub fn instruction(app: &App, text: &str) -> Result<(), Problem> {
    let reasons = judge(app, text, "/instruction")?;
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(refused("/instruction", &reasons))
    }
}

/// Reasons for a person to look.
fn judge(app: &App, text: &str, pointer: &str) -> Result<Vec<String>, Problem> {
    let verdict = app
        .front
        .config
        .moderation
        .as_ref()
        .map_or(Verdict::Allow, |list| list.judge(text));
    match verdict {
        Verdict::Allow => Ok(Vec::new()),
        Verdict::Hold(reasons) => {
            count("hold");
            Ok(reasons)
        }
        Verdict::Refuse(reasons) => {
            count("refuse");
            Err(refused(pointer, &reasons))
        }
    }
}

fn count(verdict: &'static str) {
    metrics::counter!("mangakai_moderation_total", "verdict" => verdict).increment(1);
}

fn refused(pointer: &str, reasons: &[String]) -> Problem {
    let detail = format!("the text is not accepted: {}", reasons.join(", "));
    Problem::new(ProblemKind::ContentRefused, detail)
        .at(pointer)
        .advised(Words::of("content_refused"))
}

/// What a person who looked says; judged by [`ReviewRequest::parse`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRequest(Review);

impl ReviewRequest {
    /// Judges who looked and why so.
    ///
    /// # Errors
    /// 422 naming the fields.
    pub fn parse(by: &str, reason: &str) -> Result<ReviewRequest, Problem> {
        let checks = [("/by", by, MAX_NAME_CHARS), ("/reason", reason, MAX_REASON_CHARS)];
        let errors: Vec<FieldError> = checks
            .into_iter()
            .filter_map(|(pointer, text, most)| {
                Some(FieldError {
                    pointer: pointer.to_owned(),
                    detail: said(text, most).err()?,
                })
            })
            .collect();
        if !errors.is_empty() {
            return Err(Problem::all_invalid(errors));
        }
        Ok(ReviewRequest(Review {
            by: by.trim().to_owned(),
            reason: reason.trim().to_owned(),
        }))
    }
}

fn said(text: &str, most: usize) -> Result<(), String> {
    checked_text(text)?;
    match text.trim().chars().count() {
        0 => Err("must be given: it is kept with the decision".to_owned()),
        chars if chars > most => Err(format!("must have at most {most} characters, not {chars}")),
        _ => Ok(()),
    }
}

/// Lets a held task go on.
///
/// # Errors
/// 403 for sessions, 404, 409 when it is not held, 503.
pub async fn approve_task(
    app: &App,
    asked: &Asked,
    task: Uuid,
    request: ReviewRequest,
) -> Result<Accepted, Problem> {
    decide(app, asked, task, Command::ApproveTask(request.0), |event| {
        matches!(event, Event::TaskApproved(_))
    })
    .await
}

/// Refuses a held task; its owner is told the reason.
///
/// # Errors
/// 403 for sessions, 404, 409 when it is not held, 503.
pub async fn reject_task(
    app: &App,
    asked: &Asked,
    task: Uuid,
    request: ReviewRequest,
) -> Result<Accepted, Problem> {
    decide(app, asked, task, Command::RejectTask(request.0), |event| {
        matches!(event, Event::TaskRejected(_))
    })
    .await
}

async fn decide(
    app: &App,
    asked: &Asked,
    task: Uuid,
    command: Command,
    is_mine: impl Fn(&Event) -> bool,
) -> Result<Accepted, Problem> {
    operator(asked.caller)?;
    may_read(app, asked.caller, task).await?;
    let executing = app.log.execute::<MangaTask>(task, command, asked.context(task));
    let executed = tokio::time::timeout(WRITE_LIMIT, executing)
        .await
        .map_err(|_| Problem::outcome_unknown())??;
    if executed.repeated && !executed.events.iter().any(is_mine) {
        return Err(mismatch());
    }
    Ok(Accepted {
        task,
        position: executed.position,
        replayed: executed.repeated,
    })
}
