//! From a command to one commit: load, decide, append, and whatever the broker answers.

use std::time::{Duration, Instant};

use cqrs_es::{Aggregate, event_sink::EventSink};
use jiff::Timestamp;
use mangakai_events::LogEvent;
use uuid::Uuid;

use crate::{ExecuteError, Loaded, Log, MAX_COMMIT_BYTES, append::Appended, message};

/// A person's command is decided again so often when others were faster.
const PERSON_DECISIONS: u32 = 5;
/// A person waits so long for a log that is away.
const PERSON_PATIENCE: Duration = Duration::from_secs(10);
const SHORT_PAUSE_MS: std::ops::Range<u64> = 5..40;
const LONG_PAUSE_MS: std::ops::Range<u64> = 50..250;

/// Who asks, when, and how long the answer may take.
#[derive(Clone, Debug)]
pub struct CommandContext {
    /// The same id never acts twice.
    pub command_id: Uuid,
    /// Carried by everything one request sets off.
    pub correlation_id: Uuid,
    /// The commit that caused this command.
    pub causation_id: Option<Uuid>,
    /// Who asks.
    pub actor: String,
    /// W3C trace context.
    pub traceparent: Option<String>,
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

/// How long a command may still try.
struct Budget {
    until: Instant,
    decisions: u32,
}

impl Budget {
    fn of(retry: Retry) -> Budget {
        match retry {
            Retry::Person => Budget {
                until: Instant::now() + PERSON_PATIENCE,
                decisions: PERSON_DECISIONS,
            },
            Retry::Until(until) => Budget {
                until,
                decisions: u32::MAX,
            },
        }
    }

    /// Pauses for a random time of the range; false when the time is over.
    async fn pause(&self, range_ms: std::ops::Range<u64>) -> bool {
        let pause = Duration::from_millis(rand::random_range(range_ms));
        let in_time = Instant::now() + pause < self.until;
        if in_time {
            tokio::time::sleep(pause).await;
        }
        in_time
    }
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
        let _turn = self.turns().take(id).await;
        let mut budget = Budget::of(context.retry);
        let mut at_least = 0;
        // A publish of ours went unanswered: it may be stored, or may be stored later.
        let mut in_doubt = false;
        loop {
            let loaded = match self.load_at_least::<A>(id, at_least).await {
                Ok(loaded) => loaded,
                Err(error) => {
                    let error = ExecuteError::from(error);
                    if matches!(error, ExecuteError::Unavailable(_)) && budget.pause(LONG_PAUSE_MS).await {
                        continue;
                    }
                    let unknown = ExecuteError::Unknown {
                        command_id: context.command_id,
                    };
                    return Err(if in_doubt { unknown } else { error });
                }
            };
            let loaded = match found(loaded, context.command_id) {
                Ok(executed) => return Ok(executed),
                Err(loaded) => loaded,
            };
            if budget.decisions == 0 {
                return Err(ExecuteError::Conflict);
            }
            let (decided, draft) = self.decide(loaded, command.clone(), &context).await?;
            let Some(draft) = draft else { return Ok(decided) };
            match self.publish(&draft).await? {
                Appended::Stored(position) => return Ok(Executed { position, ..decided }),
                // Stored by an earlier try whose answer was lost: the next load finds it.
                Appended::Duplicate(position) => {
                    at_least = position;
                    budget.decisions -= 1;
                }
                Appended::Conflict(last) => {
                    at_least = last.unwrap_or_default().max(at_least);
                    budget.decisions -= 1;
                    if budget.decisions > 0 && !budget.pause(SHORT_PAUSE_MS).await {
                        budget.decisions = 0;
                    }
                }
                Appended::Pause => {
                    if !budget.pause(SHORT_PAUSE_MS).await {
                        return Err(ExecuteError::Conflict);
                    }
                }
                Appended::Unavailable(cause) => {
                    tracing::warn!(aggregate.id = %id, "The log does not take commits: {cause}");
                    if !budget.pause(LONG_PAUSE_MS).await {
                        let error = crate::LogError::Unavailable(cause);
                        let unknown = ExecuteError::Unknown {
                            command_id: context.command_id,
                        };
                        return Err(if in_doubt {
                            unknown
                        } else {
                            ExecuteError::Unavailable(error)
                        });
                    }
                }
                Appended::Unknown(cause) => {
                    tracing::warn!(aggregate.id = %id, "A commit went unanswered, reading back: {cause}");
                    in_doubt = true;
                    if !budget.pause(SHORT_PAUSE_MS).await {
                        return Err(ExecuteError::Unknown {
                            command_id: context.command_id,
                        });
                    }
                }
            }
        }
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
        } = loaded;
        let last = Loaded {
            id,
            aggregate: A::default(),
            commits,
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
