//! Events become jobs.

use std::time::Duration;

use mangakai_domain::{MangaTask, TaskId, may_owe, pending_jobs};
use mangakai_events::{Event, Recorded};
use mangakai_log::{LogError, NewJob, Origin, Outcome};
use prost::Message as _;

use crate::{Point, roles::Generator};

/// Name of the durable reader; its position is the server's.
pub const REACTOR: &str = "dispatcher";
const RETRY: Duration = Duration::from_secs(1);
const KIND: &str = "dispatch";
/// The dispatcher's own dispatch number; the sweeper's are higher.
const FIRST_DISPATCH: u64 = 0;

/// Queues what a commit made due. Repeated, it queues nothing twice: the job ids are the same.
pub async fn dispatch(generator: &Generator, commit: Recorded<Event>) -> Outcome {
    if !commit.events.iter().any(may_owe) {
        return Outcome::Done;
    }
    generator.faults().reach(KIND, Point::BeforeDispatch).await;
    let task = TaskId(commit.aggregate_id);
    let queued = match generator.log().load::<MangaTask>(task.0).await {
        Ok(loaded) => {
            queue(
                generator,
                task,
                &loaded.aggregate,
                FIRST_DISPATCH,
                &Origin::commit(&commit),
            )
            .await
        }
        Err(error) => Err(error),
    };
    generator.faults().reach(KIND, Point::AfterDispatch).await;
    match queued {
        Ok(()) => Outcome::Done,
        Err(error) => {
            tracing::warn!(task.id = %task, "What task {task} owes is not queued yet: {error}");
            Outcome::Retry(RETRY)
        }
    }
}

/// Queues everything a task owes.
pub async fn queue(
    generator: &Generator,
    id: TaskId,
    task: &MangaTask,
    dispatch: u64,
    origin: &Origin,
) -> Result<(), LogError> {
    let jobs = generator.log().jobs();
    for pending in pending_jobs(task) {
        let job = NewJob {
            kind: pending.subject_kind(),
            priority: pending.priority_token(),
            task: id.0,
            id: pending.job_id(id.0, dispatch),
            body: pending.to_job(id.0).encode_to_vec(),
        };
        jobs.publish(job, origin).await?;
    }
    Ok(())
}
