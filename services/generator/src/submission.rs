//! A provider took a request under an id of its own: that is in the log before anybody looks at the task, so that whoever
//! comes after a crash takes the request up instead of paying for another.

use futures::future::BoxFuture;
use mangakai_domain::{Command, PanelVersion, Submission};
use mangakai_events::v1::Lineage;
use mangakai_providers::{Asked, Submissions};
use mangakai_vault::DataKey;

use crate::{at_hand::AtHand, hired::lineage, lease::Granted, story};

/// Writes it into the log.
#[derive(Debug)]
pub struct Noting {
    job: AtHand,
    granted: Granted,
    target: PanelVersion,
    seed: u64,
    key: DataKey,
}

impl Noting {
    pub fn new(job: &AtHand, granted: &Granted, target: PanelVersion, seed: u64, key: &DataKey) -> Noting {
        Noting {
            job: job.clone(),
            granted: granted.clone(),
            target,
            seed,
            key: key.clone(),
        }
    }

    async fn note(&self, provider_task_id: &str, asked: &Asked) {
        let command = Command::NotePanelSubmitted {
            target: self.target,
            attempt: self.granted.attempt,
            submission: Submission {
                provider: asked.provider.clone(),
                provider_task_id: provider_task_id.to_owned(),
                lineage: Lineage {
                    prompt_hmac: story::prompt_hmac(&self.key, &asked.prompt),
                    ..lineage(asked, self.seed)
                },
            },
        };
        // What was submitted is paid for, whether or not it could be noted: the picture is waited for.
        if let Err(error) = self.granted.execute(&self.job, command).await {
            let task = self.job.task;
            tracing::warn!(task.id = %task, "A request for task {task} could not be noted: {error}");
        }
    }
}

impl Submissions for Noting {
    fn submitted<'a>(&'a self, task: &'a str, asked: &'a Asked) -> BoxFuture<'a, ()> {
        Box::pin(self.note(task, asked))
    }
}
