//! `EventLog`: the stored log, for owners of a task and for operators.

use std::{pin::Pin, sync::Arc};

use futures::{Stream, StreamExt};
use jiff::Timestamp;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{Api, updates, v1, whole_log};
use crate::{
    access,
    app::App,
    auth::Caller,
    extract::parse_task_id,
    hub::{EventId, Fact, HubError, Update},
    limits,
    present::{Opener, event_body_for},
    problem::{Problem, ProblemKind},
};

type Records = Pin<Box<dyn Stream<Item = Result<v1::EventRecord, Status>> + Send>>;
/// Events and the tasks they happened to.
pub(super) type Facts = Pin<Box<dyn Stream<Item = Result<(Uuid, Fact), Status>> + Send>>;

#[tonic::async_trait]
impl v1::event_log_server::EventLog for Api {
    type ReadEventsStream = Records;

    async fn read_events(
        &self,
        request: Request<v1::ReadEventsRequest>,
    ) -> Result<Response<Records>, Status> {
        let caller = self.caller(&request)?;
        let wanted = request.into_inner();
        let (after, from) = (position(&self.app, &wanted.after)?, from_time(&wanted.from_time)?);
        let facts = if wanted.task_id.is_empty() {
            self.whole_log(caller, after, wanted.follow).await?
        } else {
            let task = parse_task_id(&wanted.task_id)?;
            access::may_read(&self.app, caller, task).await?;
            self.one_task(task, after, wanted.follow).await?
        };
        let limit = match wanted.limit {
            0 => usize::MAX,
            limit => limit as usize,
        };
        let late_enough = move |fact: &Result<(Uuid, Fact), Status>| {
            std::future::ready(!matches!((fact, from), (Ok((_, fact)), Some(from)) if fact.time < from))
        };
        let opener = Arc::new(Opener::new(&self.app));
        let records = facts.filter(late_enough).take(limit).then(move |fact| {
            let opener = opener.clone();
            async move {
                let (task, fact) = fact?;
                Ok(event_body_for(caller, task, &fact, &opener.texts(task).await).into())
            }
        });
        Ok(Response::new(Box::pin(records)))
    }
}

impl Api {
    /// The history of a task, and with `follow` what happens until it has ended.
    async fn one_task(&self, task: Uuid, after: Option<EventId>, follow: bool) -> Result<Facts, Status> {
        let hub = &self.app.hub;
        if !follow {
            let history = hub.history(task, after.as_ref(), usize::MAX).await;
            let facts = history.map_err(refused)?.facts.into_iter();
            return Ok(Box::pin(futures::stream::iter(
                facts.map(move |fact| Ok((task, fact))),
            )));
        }
        let watch = hub.follow(task, after.as_ref()).await.map_err(refused)?;
        let events = updates(watch).filter_map(move |update| {
            std::future::ready(match update {
                Ok(Update::Event(fact)) => Some(Ok((task, *fact))),
                Ok(_) => None,
                Err(status) => Some(Err(status)),
            })
        });
        Ok(Box::pin(events))
    }

    /// Every task, stream by stream; operators only.
    async fn whole_log(&self, caller: Caller, after: Option<EventId>, follow: bool) -> Result<Facts, Status> {
        if caller != Caller::Operator {
            return Err(Problem::new(ProblemKind::NotAllowed, "only operators read the whole log").into());
        }
        if after.is_some() && self.app.log.streams() > 1 {
            return Err(Status::unimplemented(
                "a log of several streams is resumed by time, not by position",
            ));
        }
        let readers = self.log_readers.clone();
        let place = readers.try_acquire_owned().map_err(|_| {
            let detail = format!("the whole log has {} readers already", limits::MAX_LOG_READERS);
            Problem::new(ProblemKind::Overloaded, detail)
        })?;
        whole_log::read(&self.app, place, after, follow).await
    }
}

/// An id that names no event of the task is beyond what there is to read.
fn refused(error: HubError) -> Status {
    match error {
        HubError::NoSuchEvent => Status::out_of_range(error.to_string()),
        other => Problem::from(other).into(),
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
