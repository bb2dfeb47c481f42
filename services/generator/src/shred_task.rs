//! The job of making an erased task unreadable: its key and every object of it.

use std::time::Duration;

use mangakai_domain::MangaTask;
use mangakai_log::Outcome;

use crate::{at_hand::AtHand, keys};

/// Destroys the key first: from then on nothing can be read, whatever else fails. Again after every attempt that was open,
/// which may have stored a picture in between.
pub async fn shred_task(job: AtHand) -> Outcome {
    let task = match job.generator.log().load::<MangaTask>(job.task.0).await {
        Ok(loaded) => loaded.aggregate,
        Err(error) => {
            tracing::warn!(task.id = %job.task, "Shredding task {} waits: {error}", job.task);
            return job.later();
        }
    };
    if !task.is_erased() {
        return Outcome::Done;
    }
    if let Err(error) = job.generator.vault().destroy(job.task.0).await {
        tracing::error!(task.id = %job.task, "The key of task {} is not destroyed yet: {error}", job.task);
        return job.later();
    }
    if let Err(error) = job
        .generator
        .blobs()
        .delete_prefix(&keys::task_prefix(job.task.0))
        .await
    {
        tracing::error!(task.id = %job.task, "The pictures of task {} are not deleted yet: {error}", job.task);
        return job.later();
    }
    let now = mangakai_runtime::now().as_millisecond();
    match task
        .last_deadline_unix_ms()
        .and_then(|deadline| u64::try_from(deadline - now).ok())
    {
        Some(left) => Outcome::Retry(Duration::from_millis(left + 1)),
        None => Outcome::Done,
    }
}
