//! The job of making an erased task unreadable: its key and every object of it.

use std::time::Instant;

use mangakai_domain::{BookStatus, Command, MangaTask};
use mangakai_log::Outcome;

use crate::{at_hand::AtHand, keys};

/// Destroys the key first: from then on nothing can be read, whatever else fails. Attempts still open tell their end later,
/// and then the task is shredded again. A binder tells nothing, so what one may have been at is waited for.
pub async fn shred_task(job: AtHand) -> Outcome {
    let config = job.generator.config();
    let task = match job.generator.log().load::<MangaTask>(job.task.0).await {
        Ok(loaded) => loaded.aggregate,
        Err(error) => {
            tracing::warn!(task.id = %job.task, "Shredding task {} waits: {error}", job.task);
            return job.later();
        }
    };
    if !task.is_erased() || task.is_shredded() {
        return Outcome::Done;
    }
    if let Err(error) = job.generator.vault().destroy(job.task.0).await {
        tracing::error!(task.id = %job.task, "The key of task {} is not destroyed yet: {error}", job.task);
        return job.later();
    }
    let prefix = keys::task_prefix(job.task.0);
    let objects = match job.generator.blobs().delete_prefix(&prefix).await {
        Ok(deleted) => deleted as u64,
        Err(error) => {
            tracing::error!(task.id = %job.task, "The pictures of task {} are not deleted yet: {error}", job.task);
            return job.later();
        }
    };
    let being_bound = task
        .books()
        .values()
        .any(|book| book.status() == BookStatus::Requested);
    if being_bound && job.delivery == 1 {
        return Outcome::Retry(config.book_deadline);
    }
    let command = Command::RecordShredding {
        accounts: task.accounts_after_erasure(),
        objects,
    };
    match job.execute(command, Instant::now() + config.retry_cap).await {
        Ok(_) => Outcome::Done,
        Err(error) => job.after_error(error),
    }
}
