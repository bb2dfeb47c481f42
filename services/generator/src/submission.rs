//! A provider took a request under an id of its own: that is in the log before anybody looks at the task, so that whoever
//! comes after a crash takes the request up instead of paying for another.

use futures::future::BoxFuture;
use mangakai_domain::{AttemptOutcome, Command, Lease, PanelVersion, Submission};
use mangakai_providers::Submissions;

use crate::{at_hand::AtHand, lease::Granted};

/// Writes it into the log.
#[derive(Debug)]
pub struct Noting {
    job: AtHand,
    granted: Granted,
    target: PanelVersion,
}

impl Noting {
    pub fn new(job: &AtHand, granted: &Granted, target: PanelVersion) -> Noting {
        Noting {
            job: job.clone(),
            granted: granted.clone(),
            target,
        }
    }

    async fn note(&self, provider: &str, provider_task_id: &str) {
        let command = Command::NotePanelSubmitted {
            target: self.target,
            attempt: self.granted.attempt,
            provider: provider.to_owned(),
            provider_task_id: provider_task_id.to_owned(),
        };
        // What was submitted is paid for, whether or not it could be noted: the picture is waited for.
        if let Err(error) = self.granted.execute(&self.job, command).await {
            let task = self.job.task;
            tracing::warn!(task.id = %task, "A request for task {task} could not be noted: {error}");
        }
    }
}

impl Submissions for Noting {
    fn submitted<'a>(&'a self, provider: &'a str, task: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(self.note(provider, task))
    }
}

/// The newest request of an attempt before `attempt` whose end is not in the log, and that attempt. An attempt that told
/// its end in between took the request up and knows what became of it: it is not taken up again.
pub fn open(lease: &Lease, attempt: u32) -> Option<(u32, Submission)> {
    let earlier = lease
        .attempts()
        .values()
        .rev()
        .filter(|earlier| earlier.number < attempt);
    earlier
        .take_while(|earlier| earlier.outcome == AttemptOutcome::Expired)
        .find_map(|earlier| Some((earlier.number, earlier.submission.clone()?)))
}
