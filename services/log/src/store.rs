//! The log as `cqrs_es` sees an event store: the vocabulary's own interface to the same loading and appending.

use std::collections::HashMap;

use cqrs_es::{Aggregate, AggregateError, EventEnvelope, EventStore};
use mangakai_events::{LogEvent, Recorded};
use uuid::Uuid;

use crate::{CommandContext, Loaded, Log, LogError, Retry, append::Appended, message};

/// Metadata keys of a commit made through this interface.
const COMMAND: &str = "command_id";
const ACTOR: &str = "actor";
const TIME: &str = "time";

/// A [`Log`] as an event store. One call of `commit` is one commit, without retries: a lost race is a conflict.
#[derive(Clone, Debug)]
pub struct JetStreamStore(pub Log);

impl<A> EventStore<A> for JetStreamStore
where
    A: Aggregate,
    A::Event: LogEvent,
{
    type AC = Loaded<A>;

    async fn load_events(
        &self,
        aggregate_id: &str,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        let commits = match parse(aggregate_id) {
            Ok(id) => self.0.history::<A::Event>(id, 0).await,
            Err(error) => Err(error),
        };
        Ok(envelopes(aggregate_id, &commits.map_err(unexpected)?, 0))
    }

    async fn load_aggregate(&self, aggregate_id: &str) -> Result<Loaded<A>, AggregateError<A::Error>> {
        let loaded = match parse(aggregate_id) {
            Ok(id) => self.0.load(id).await,
            Err(error) => Err(error),
        };
        loaded.map_err(unexpected)
    }

    async fn commit(
        &self,
        events: Vec<A::Event>,
        context: Loaded<A>,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let command = command_context(&metadata).map_err(unexpected)?;
        let stream = self.0.stream_name(self.0.stream_of(context.id));
        let draft = message::draft(&stream, context.id, &events, &context.follows(), &command);
        // Not matched in place: the error of an aggregate is not `Send`, so it may not live across the wait.
        let appended = self.0.publish(&draft).await;
        match appended {
            Ok(Appended::Stored(_)) => {
                let before: usize = context.commits.iter().map(|commit| commit.events.len()).sum();
                let id = context.id.to_string();
                Ok(events
                    .into_iter()
                    .zip(1_usize..)
                    .map(|(event, n)| envelope(&id, before + n, event))
                    .collect())
            }
            Ok(Appended::Conflict(_) | Appended::Duplicate(_) | Appended::Pause) => {
                Err(AggregateError::AggregateConflict)
            }
            Ok(Appended::Unavailable(cause) | Appended::Unknown(cause)) => {
                Err(unexpected(LogError::Unavailable(cause)))
            }
            Err(error) => Err(unexpected(error)),
        }
    }
}

fn parse(aggregate_id: &str) -> Result<Uuid, LogError> {
    aggregate_id.parse().map_err(|_| LogError::Refused {
        code: 0,
        description: format!("{aggregate_id} is not a UUID"),
    })
}

fn command_context(metadata: &HashMap<String, String>) -> Result<CommandContext, LogError> {
    let missing = |key: &str| LogError::Refused {
        code: 0,
        description: format!("the metadata has no valid {key}"),
    };
    let value = |key: &str| metadata.get(key).ok_or_else(|| missing(key));
    let command_id = value(COMMAND)?.parse().map_err(|_| missing(COMMAND))?;
    Ok(CommandContext {
        command_id,
        correlation_id: command_id,
        causation_id: None,
        actor: value(ACTOR)?.clone(),
        traceparent: None,
        time: value(TIME)?.parse().map_err(|_| missing(TIME))?,
        retry: Retry::Person,
    })
}

fn envelopes<A: Aggregate>(id: &str, commits: &[Recorded<A::Event>], before: usize) -> Vec<EventEnvelope<A>> {
    let events = commits.iter().flat_map(|commit| commit.events.iter().cloned());
    events
        .zip(1_usize..)
        .map(|(event, n)| envelope(id, before + n, event))
        .collect()
}

fn envelope<A: Aggregate>(id: &str, sequence: usize, payload: A::Event) -> EventEnvelope<A> {
    EventEnvelope {
        aggregate_id: id.to_owned(),
        sequence,
        payload,
        metadata: HashMap::new(),
    }
}

fn unexpected<E: std::error::Error>(error: LogError) -> AggregateError<E> {
    AggregateError::UnexpectedError(Box::new(error))
}
