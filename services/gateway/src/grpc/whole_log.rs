//! The whole log for operators: every task, stream by stream. Each reader has feeds of its own, so there are few.

use std::sync::Arc;

use mangakai_events::{Event, Recorded};
use mangakai_projections::TaskModel;
use moka::{future::Cache, policy::EvictionPolicy};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use uuid::Uuid;

use super::event_log::Facts;
use crate::{
    app::App,
    hub::{EventId, Fact, slim, steps},
    limits,
    problem::Problem,
};

/// Events read ahead of a slow reader.
const AHEAD: usize = 64;

type Sender = mpsc::Sender<Result<(Uuid, Fact), Status>>;

/// Every event behind one that was seen: those there are now, or also those that follow.
///
/// # Errors
/// When the log does not answer, or ends before what was seen.
pub async fn read(
    app: &App,
    place: OwnedSemaphorePermit,
    after: Option<EventId>,
    follow: bool,
) -> Result<Facts, Status> {
    let (sender, facts) = mpsc::channel(AHEAD);
    let reader = Reader::new(app.clone(), after.clone(), place);
    for stream in 0..app.log.streams() {
        let end = app.log.last_position(stream).await.map_err(Problem::from)?;
        if after.as_ref().is_some_and(|after| after.position > end) {
            return Err(Status::out_of_range("the log ends before `after`"));
        }
        let until = if follow { u64::MAX } else { end };
        tokio::spawn(reader.clone().run(stream, until, sender.clone()));
    }
    Ok(Box::pin(ReceiverStream::new(facts)))
}

/// What the streams of one reader share.
#[derive(Clone)]
struct Reader {
    app: App,
    after: Option<EventId>,
    /// The tasks that something happened to last; the others are folded again when something does.
    models: Cache<Uuid, TaskModel>,
    _place: Arc<OwnedSemaphorePermit>,
}

impl Reader {
    fn new(app: App, after: Option<EventId>, place: OwnedSemaphorePermit) -> Reader {
        let models = Cache::builder()
            .max_capacity(limits::LOG_READER_TASKS)
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Reader {
            app,
            after,
            models,
            _place: Arc::new(place),
        }
    }

    async fn run(self, stream: u32, until: u64, sender: Sender) {
        let ended = tokio::select! {
            ended = self.send(stream, until, &sender) => ended,
            () = sender.closed() => return,
            () = self.app.stopping.cancelled() => Err(Problem::stopping()),
        };
        if let Err(problem) = ended {
            // Nobody to tell when the reader is gone.
            let _ = sender.send(Err(problem.into())).await;
        }
    }

    /// Sends every event of a stream behind what was seen, up to and including a position.
    async fn send(&self, stream: u32, until: u64, sender: &Sender) -> Result<(), Problem> {
        // The commit of the last event that was seen may have more of them.
        let seen = self.after.as_ref().map_or(0, |after| after.position - 1);
        let mut feed = self.app.log.feed::<Event>(stream, seen);
        while let Some(commit) = feed.next_until(until).await? {
            for fact in self.facts(&commit).await? {
                if !self.is_seen(&fact) && sender.send(Ok((commit.aggregate_id, fact))).await.is_err() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    async fn facts(&self, commit: &Recorded<Event>) -> Result<Vec<Fact>, Problem> {
        let task = commit.aggregate_id;
        let mut model = match self.models.remove(&task).await {
            Some(known) if known.version + 1 == commit.version => known,
            _ => self.app.hub.before(task, commit.version).await?,
        };
        let facts = steps(self.app.log.epoch(), &mut model, commit);
        slim(&mut model);
        self.models.insert(task, model).await;
        Ok(facts)
    }

    fn is_seen(&self, fact: &Fact) -> bool {
        let place = |id: &EventId| (id.position, id.index);
        self.after
            .as_ref()
            .is_some_and(|after| place(&fact.id) <= place(after))
    }
}
