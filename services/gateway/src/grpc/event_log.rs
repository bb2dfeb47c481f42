//! `EventLog`: the stored log, for owners of a task and for operators.

use std::{collections::HashMap, pin::Pin, sync::Arc};

use futures::{Stream, StreamExt};
use jiff::Timestamp;
use mangakai_events::Event;
use mangakai_log::Feed;
use mangakai_projections::TaskModel;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{Api, v1};
use crate::{
    access,
    app::App,
    auth::Caller,
    extract::parse_task_id,
    hub::{EventId, Update, steps},
    present::{Opener, Texts, event_body},
    problem::{Problem, ProblemKind},
};

type Records = Pin<Box<dyn Stream<Item = Result<v1::EventRecord, Status>> + Send>>;

/// Records made ahead of a slow reader.
const AHEAD: usize = 64;

#[tonic::async_trait]
impl v1::event_log_server::EventLog for Api {
    type ReadEventsStream = Records;

    async fn read_events(
        &self,
        request: Request<v1::ReadEventsRequest>,
    ) -> Result<Response<Records>, Status> {
        let caller = self.caller(request.metadata())?;
        let wanted = request.into_inner();
        let from = from_time(&wanted.from_time)?;
        let limit = if wanted.limit == 0 {
            usize::MAX
        } else {
            wanted.limit as usize
        };
        let records: Records = if wanted.task_id.is_empty() {
            self.whole_log(caller, &wanted).await?
        } else {
            let task = parse_task_id(&wanted.task_id)?;
            access::may_read(&self.app, caller, task).await?;
            self.one_task(task, &wanted).await?
        };
        let late_enough = move |record: &Result<v1::EventRecord, Status>| {
            let is_late = record.as_ref().map_or(true, |record| {
                from.is_none_or(|from| record.time.parse().is_ok_and(|at: Timestamp| at >= from))
            });
            std::future::ready(is_late)
        };
        Ok(Response::new(Box::pin(records.filter(late_enough).take(limit))))
    }
}

impl Api {
    /// The history of a task, and with `follow` what happens next.
    async fn one_task(&self, task: Uuid, wanted: &v1::ReadEventsRequest) -> Result<Records, Status> {
        let after = position(&self.app, &wanted.after)?;
        if wanted.follow {
            let from = if after.is_some() {
                wanted.after.clone()
            } else {
                String::new()
            };
            return self.follow_task(task, from).await;
        }
        let history = self
            .app
            .hub
            .history(task, after.as_ref(), usize::MAX)
            .await
            .map_err(Problem::from)?;
        let texts = Texts::of(&self.app, task).await;
        let records = history.facts.into_iter();
        let records = records.map(move |fact| Ok(event_body(task, &fact, &texts).into()));
        Ok(Box::pin(futures::stream::iter(records)))
    }

    async fn follow_task(&self, task: Uuid, after: String) -> Result<Records, Status> {
        let watch = self
            .app
            .hub
            .watch(task, Some(&after))
            .await
            .map_err(Problem::from)?;
        let history = if after.is_empty() {
            self.one_task_so_far(task).await?
        } else {
            Vec::new()
        };
        let opener = Arc::new(Opener::new(&self.app));
        let live = futures::stream::unfold(watch, |mut watch| async move {
            let update = watch
                .next()
                .await
                .map_err(|error| Status::from(Problem::from(error)))
                .transpose()?;
            Some((update, watch))
        });
        let records = live.filter_map(move |update| {
            let opener = opener.clone();
            async move {
                match update {
                    Ok(Update::Event(fact)) => {
                        Some(Ok(event_body(task, &fact, &opener.texts(task).await).into()))
                    }
                    Ok(_) => None,
                    Err(status) => Some(Err(status)),
                }
            }
        });
        Ok(Box::pin(futures::stream::iter(history).chain(records)))
    }

    async fn one_task_so_far(&self, task: Uuid) -> Result<Vec<Result<v1::EventRecord, Status>>, Status> {
        let history = self
            .app
            .hub
            .history(task, None, usize::MAX)
            .await
            .map_err(Problem::from)?;
        let texts = Texts::of(&self.app, task).await;
        let records = history
            .facts
            .iter()
            .map(|fact| Ok(event_body(task, fact, &texts).into()));
        Ok(records.collect())
    }

    /// Every task, stream by stream; operators only.
    async fn whole_log(&self, caller: Caller, wanted: &v1::ReadEventsRequest) -> Result<Records, Status> {
        if caller != Caller::Operator {
            return Err(Problem::new(ProblemKind::NotAllowed, "only operators read the whole log").into());
        }
        let after = position(&self.app, &wanted.after)?;
        if after.is_some() && self.app.log.streams() > 1 {
            return Err(Status::unimplemented(
                "a log of several streams is resumed by time, not by position",
            ));
        }
        let (sender, records) = tokio::sync::mpsc::channel(AHEAD);
        for stream in 0..self.app.log.streams() {
            let end = self.app.log.last_position(stream).await.map_err(Problem::from)?;
            let (app, sender, after, follow) =
                (self.app.clone(), sender.clone(), after.clone(), wanted.follow);
            tokio::spawn(async move {
                let until = if follow { u64::MAX } else { end };
                let feed = app
                    .log
                    .feed::<Event>(stream, after.as_ref().map_or(0, |after| after.position - 1));
                let sending = send(&app, feed, after.as_ref(), until, &sender);
                tokio::select! {
                    () = sending => {}
                    () = sender.closed() => {}
                    () = app.stopping.cancelled() => {}
                }
            });
        }
        Ok(Box::pin(ReceiverStream::new(records)))
    }
}

/// Sends every event of a stream behind `after`, up to and including a position.
async fn send(
    app: &App,
    mut feed: Feed<Event>,
    after: Option<&EventId>,
    until: u64,
    sender: &tokio::sync::mpsc::Sender<Result<v1::EventRecord, Status>>,
) {
    let opener = Opener::new(app);
    let mut models: HashMap<Uuid, TaskModel> = HashMap::new();
    while feed.position() < until {
        let commit = match feed.next().await {
            Ok(commit) => commit,
            Err(error) => {
                // Nobody to tell when the reader is gone.
                let _ = sender.send(Err(Status::from(Problem::from(error)))).await;
                return;
            }
        };
        let texts = opener.texts(commit.aggregate_id).await;
        let model = models.entry(commit.aggregate_id).or_default();
        for fact in steps(app.log.epoch(), model, &commit) {
            let seen =
                after.is_some_and(|after| (fact.id.position, fact.id.index) <= (after.position, after.index));
            if !seen
                && sender
                    .send(Ok(event_body(commit.aggregate_id, &fact, &texts).into()))
                    .await
                    .is_err()
            {
                return;
            }
        }
        if model.is_final() {
            models.remove(&commit.aggregate_id);
        }
    }
}

/// A resume token of this log.
fn position(app: &App, after: &str) -> Result<Option<EventId>, Status> {
    if after.is_empty() {
        return Ok(None);
    }
    let id: EventId = after
        .parse()
        .map_err(|_| Status::invalid_argument("`after` is not an id that this server gave"))?;
    if id.epoch != app.log.epoch() || id.position == 0 {
        return Err(Status::out_of_range("`after` belongs to another log"));
    }
    Ok(Some(id))
}

fn from_time(text: &str) -> Result<Option<Timestamp>, Status> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| Status::invalid_argument("`from_time` is not RFC 3339"))
}
