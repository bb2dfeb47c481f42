//! From a command to one commit: load, decide, append, and whatever the broker answers.

use std::time::Instant;

use cqrs_es::{Aggregate, event_sink::EventSink};
use jiff::Timestamp;
use mangakai_events::LogEvent;
use uuid::Uuid;

use crate::{
    ExecuteError, Kept, Loaded, Log, LogError, MAX_COMMIT_BYTES, Origin,
    append::Appended,
    kept::{Source, WholeHistory},
    message,
    tries::Tries,
};

/// Who asks, when, and how long the answer may take.
#[derive(Clone, Debug)]
pub struct CommandContext {
    /// The same id never acts twice.
    pub command_id: Uuid,
    /// What led to it.
    pub origin: Origin,
    /// Who asks.
    pub actor: String,
    /// Time of the command.
    pub time: Timestamp,
    /// How long to go on trying.
    pub retry: Retry,
}

/// How long a command goes on trying.
#[derive(Clone, Copy, Debug)]
pub enum Retry {
    /// A person waits: five decisions, ten seconds.
    Person,
    /// A worker's result: until its attempt's deadline.
    Until(Instant),
}

/// A command that was executed, now or before.
#[derive(Debug)]
pub struct Executed<A: Aggregate> {
    /// The state after it (or later, when it was executed before).
    pub aggregate: A,
    /// Position of its commit; of the last commit when it had nothing to say.
    pub position: u64,
    /// Version of the aggregate at that position.
    pub version: u64,
    /// Id of its commit.
    pub commit_id: Uuid,
    /// What it made happen; empty when there was nothing to say.
    pub events: Vec<A::Event>,
    /// It was found in the history, not decided now.
    pub repeated: bool,
}

impl Log {
    /// Takes a command to an aggregate. The same command id never acts twice: it is looked for among all commits of the
    /// history before anything is decided, so a lost answer becomes neither a false conflict nor a second commit.
    pub async fn execute<A>(
        &self,
        id: Uuid,
        command: A::Command,
        context: CommandContext,
    ) -> Result<Executed<A>, ExecuteError<A::Error>>
    where
        A: Aggregate<Services = ()>,
        A::Command: Clone + Send,
        A::Event: LogEvent,
        A::Error: Send,
    {
        self.execute_on(&WholeHistory, id, command, context).await
    }

    /// As [`Log::execute`] for an aggregate that everybody writes to and whose history grows long: what was folded before
    /// is kept, and only what is new is read. The command id is looked for in that alone: the commands of such an
    /// aggregate must be harmless to repeat by their own content.
    pub async fn execute_kept<A>(
        &self,
        kept: &Kept<A>,
        id: Uuid,
        command: A::Command,
        context: CommandContext,
    ) -> Result<Executed<A>, ExecuteError<A::Error>>
    where
        A: Aggregate<Services = ()> + Clone,
        A::Command: Clone + Send,
        A::Event: LogEvent,
        A::Error: Send,
    {
        self.execute_on(kept, id, command, context).await
    }

    async fn execute_on<A, S>(
        &self,
        source: &S,
        id: Uuid,
        command: A::Command,
        context: CommandContext,
    ) -> Result<Executed<A>, ExecuteError<A::Error>>
    where
        A: Aggregate<Services = ()>,
        A::Command: Clone + Send,
        A::Event: LogEvent,
        A::Error: Send,
        S: Source<A>,
    {
        let mut tries = Tries::of(&context);
        let _turn = tries
            .within(self.turns().take(id))
            .await
            .ok_or(ExecuteError::Conflict)?;
        loop {
            let loaded = match source.load(self, id, tries.at_least).await {
                Ok(loaded) => loaded,
                Err(error) => {
                    tries.after_error(error).await?;
                    continue;
                }
            };
            let loaded = match found(loaded, context.command_id) {
                Ok(executed) => return Ok(executed),
                Err(loaded) => loaded,
            };
            tries.may_decide()?;
            let seen = loaded.position();
            let (decided, draft) = match self.decide(loaded, command.clone(), &context).await {
                Ok((decided, Some(draft))) => (decided, draft),
                // The broker checks no refusal, so a state that lags must not have the last word.
                answer => match self.last_of::<A::Event>(id).await {
                    Ok(last) if last > seen => {
                        tries.at_least = last;
                        continue;
                    }
                    Ok(_) => return answer.map(|(decided, _)| decided),
                    Err(error) => {
                        tries.after_error(error).await?;
                        continue;
                    }
                },
            };
            match self.publish(&draft).await? {
                Appended::Stored(position) => return Ok(Executed { position, ..decided }),
                Appended::Duplicate(position) => return self.stored_before(id, position, &context).await,
                not_stored => tries.after(not_stored).await?,
            }
        }
    }

    /// The commit that the broker says it has already, at this position: ours, or two commits share an id.
    async fn stored_before<A>(
        &self,
        id: Uuid,
        position: u64,
        context: &CommandContext,
    ) -> Result<Executed<A>, ExecuteError<A::Error>>
    where
        A: Aggregate,
        A::Event: LogEvent,
    {
        let loaded = self.load_at_least::<A>(id, position).await.map_err(|error| {
            tracing::warn!(aggregate.id = %id, "A commit is stored and cannot be read back: {error}");
            ExecuteError::Unknown {
                command_id: context.command_id,
            }
        })?;
        found(loaded, context.command_id).map_err(|_| {
            let commit_id = message::commit_id(id, context.command_id);
            tracing::error!(aggregate.id = %id, "Commit id {commit_id} stands for two commits");
            ExecuteError::Broken(LogError::id_taken(commit_id))
        })
    }

    /// Decides and prepares the commit; no commit when there is nothing to say.
    async fn decide<A>(
        &self,
        loaded: Loaded<A>,
        command: A::Command,
        context: &CommandContext,
    ) -> Result<(Executed<A>, Option<message::Draft>), ExecuteError<A::Error>>
    where
        A: Aggregate<Services = ()>,
        A::Event: LogEvent,
    {
        let Loaded {
            id,
            mut aggregate,
            commits,
            base,
        } = loaded;
        let last = Loaded {
            id,
            aggregate: A::default(),
            commits,
            base,
        };
        let sink = EventSink::default();
        aggregate
            .handle(command, &(), &sink)
            .await
            .map_err(ExecuteError::Rejected)?;
        let events = sink.collect().await;
        if events.is_empty() {
            let (position, version) = (last.position(), last.version());
            let commit_id = last
                .commits
                .last()
                .map_or_else(Uuid::nil, |commit| commit.commit_id);
            return Ok((
                Executed {
                    aggregate,
                    position,
                    version,
                    commit_id,
                    events,
                    repeated: false,
                },
                None,
            ));
        }
        let stream = self.stream_name(self.stream_of(id));
        let draft = message::draft(&stream, id, &events, &last.follows(), context);
        if draft.body.len() > MAX_COMMIT_BYTES {
            return Err(ExecuteError::TooLarge {
                bytes: draft.body.len(),
                limit: MAX_COMMIT_BYTES,
            });
        }
        let (version, commit_id) = (draft.version, draft.commit_id);
        Ok((
            Executed {
                aggregate,
                position: 0,
                version,
                commit_id,
                events,
                repeated: false,
            },
            Some(draft),
        ))
    }
}

/// The command's own commit among the history, or the history back.
fn found<A: Aggregate>(loaded: Loaded<A>, command_id: Uuid) -> Result<Executed<A>, Loaded<A>> {
    let Some(commit) = loaded
        .commits
        .iter()
        .find(|commit| commit.metadata.command_id == command_id)
    else {
        return Err(loaded);
    };
    Ok(Executed {
        position: commit.position,
        version: commit.version,
        commit_id: commit.commit_id,
        events: commit.events.clone(),
        repeated: true,
        aggregate: loaded.aggregate,
    })
}
