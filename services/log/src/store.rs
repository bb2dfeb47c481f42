//! The log as `cqrs_es` sees an event store: the vocabulary's own interface to the same loading and appending.

use std::collections::HashMap;

use cqrs_es::{Aggregate, AggregateError, EventEnvelope, EventStore};
use mangakai_events::{LogEvent, Recorded};
use uuid::Uuid;

use crate::{
    CommandContext, Loaded, Log, LogError, Origin, Retry,
    append::Appended,
    message::{self, Draft},
};

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
            Ok(id) => self.0.history::<A::Event>(id).await,
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
            Ok(Appended::Duplicate(position)) => {
                let commits = self.0.history_at_least::<A::Event>(context.id, position).await;
                already_stored(&context.id.to_string(), &commits.map_err(unexpected)?, &draft)
            }
            Ok(Appended::Conflict(_) | Appended::Pause) => Err(AggregateError::AggregateConflict),
            Ok(Appended::InFlight) => Err(unexpected(LogError::Unavailable(
                "this commit is on its way already".to_owned(),
            ))),
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
        origin: Origin::request(command_id),
        actor: value(ACTOR)?.clone(),
        time: value(TIME)?.parse().map_err(|_| missing(TIME))?,
        retry: Retry::Person,
    })
}

/// What an earlier call for the same command wrote.
fn already_stored<A: Aggregate>(
    id: &str,
    commits: &[Recorded<A::Event>],
    draft: &Draft,
) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
    let ours = commits
        .iter()
        .position(|commit| commit.commit_id == draft.commit_id);
    let at = ours.ok_or_else(|| unexpected(LogError::id_taken(draft.commit_id)))?;
    let before = commits[..at].iter().map(|commit| commit.events.len()).sum();
    Ok(envelopes(id, &commits[at..=at], before))
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
