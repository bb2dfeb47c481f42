//! Before a story is given to a model that is paid, whoever can judge it for nothing is asked. What is flagged waits for a
//! person, and what a person let go on is not judged again.

use std::time::{Duration, Instant};

use mangakai_domain::{Command, MangaTask, Suspicion, TaskStatus, Work};
use mangakai_log::Outcome;
use mangakai_vault::purpose;

use crate::{Moderator, WorkError, at_hand::AtHand, story};

/// Stage of a task that is held for its story.
const STAGE: &str = "story";
/// Time for the judgement and for writing it down.
const TIME: Duration = Duration::from_secs(60);

/// Judges the story of a task that nobody has judged yet. What to do with the job when it must not go on now.
pub async fn check(job: &AtHand) -> Result<(), Outcome> {
    let Some(moderator) = job.generator.director().moderator() else {
        return Ok(());
    };
    let loaded = job.generator.log().load::<MangaTask>(job.task.0).await;
    let task = loaded.map_err(|error| job.after_error(error.into()))?.aggregate;
    let is_begun = task.lease(Work::Script).is_some_and(|lease| lease.last() > 0);
    if task.status() != TaskStatus::Pending || task.is_approved() || is_begun {
        return Ok(());
    }
    let until = Instant::now() + TIME;
    let reasons = match reasons(job, &task, &*moderator, until).await {
        Ok(reasons) if reasons.is_empty() => return Ok(()),
        Ok(reasons) => reasons,
        Err(error) if error.failure.retryable => return Err(job.later()),
        // What is wrong with the task is told by the attempt that comes upon it.
        Err(_) => return Ok(()),
    };
    let suspicion = Suspicion {
        stage: STAGE.to_owned(),
        reasons,
    };
    let executed = job.execute(Command::HoldTask(suspicion), until).await;
    // Approval makes the work owed again, and then it is queued again.
    Err(executed.map_or_else(|error| job.after_error(error), |_| Outcome::Done))
}

/// Why a person should look at the story or the notes of a task.
async fn reasons(
    job: &AtHand,
    task: &MangaTask,
    moderator: &dyn Moderator,
    until: Instant,
) -> Result<Vec<String>, WorkError> {
    let Some(request) = task.request() else {
        return Ok(Vec::new());
    };
    let key = story::key(job.generator.vault(), job.task).await?;
    let sealed = request.story.as_ref();
    let story = sealed.map(|sealed| story::text(&key, purpose::STORY, sealed));
    let mut text = story.transpose()?.unwrap_or_default();
    let style = request.style.as_ref().map(|style| story::style(&key, style));
    if let Some(notes) = style.transpose()?.and_then(|style| style.additional_notes) {
        text.push('\n');
        text.push_str(&notes);
    }
    Ok(moderator.judge(&text, until).await)
}
