//! The history of one aggregate: read, checked, folded.

use std::time::Duration;

use cqrs_es::{Aggregate, AggregateContext};
use mangakai_events::{FIRST_PREV_HASH, LogEvent, Recorded, subjects};
use uuid::Uuid;

use crate::{Log, LogError, direct_get, message, message::Stored};

/// How often a read that lags is tried again before the leader is asked.
const LAG_TRIES: u32 = 3;
const LAG_PAUSE: Duration = Duration::from_millis(20);

/// An aggregate as its history makes it.
#[derive(Debug)]
pub struct Loaded<A: Aggregate> {
    /// Its id.
    pub id: Uuid,
    /// Its state.
    pub aggregate: A,
    /// Every commit, oldest first.
    pub commits: Vec<Recorded<A::Event>>,
}

impl<A: Aggregate> Loaded<A> {
    /// Version of the last commit; 0 when there is none.
    pub fn version(&self) -> u64 {
        self.commits.last().map_or(0, |commit| commit.version)
    }

    /// Position of the last commit; 0 when there is none.
    pub fn position(&self) -> u64 {
        self.commits.last().map_or(0, |commit| commit.position)
    }

    /// What the next commit follows.
    pub(crate) fn follows(&self) -> message::Follows<'_> {
        let hash = self.commits.last().map_or(FIRST_PREV_HASH, |commit| &commit.hash);
        message::Follows {
            version: self.version(),
            position: self.position(),
            hash,
        }
    }
}

impl<A: Aggregate> AggregateContext<A> for Loaded<A> {
    fn aggregate(&mut self) -> &mut A {
        &mut self.aggregate
    }
}

impl Log {
    /// An aggregate from its whole history; the default state when it has none. Never behind what was acknowledged
    /// before: with several replicas the leader is asked first how far the history goes.
    pub async fn load<A>(&self, id: Uuid) -> Result<Loaded<A>, LogError>
    where
        A: Aggregate,
        A::Event: LogEvent,
    {
        let last = self.last_of::<A::Event>(id).await?;
        self.load_at_least(id, last).await
    }

    /// As [`Log::load`] without asking the leader: on several replicas it may be behind, but not behind `position`.
    pub(crate) async fn load_at_least<A>(&self, id: Uuid, position: u64) -> Result<Loaded<A>, LogError>
    where
        A: Aggregate,
        A::Event: LogEvent,
    {
        let commits = self.history_at_least::<A::Event>(id, position).await?;
        let mut aggregate = A::default();
        for event in commits.iter().flat_map(|commit| &commit.events) {
            aggregate.apply(event.clone());
        }
        Ok(Loaded {
            id,
            aggregate,
            commits,
        })
    }

    /// The commits of an aggregate, oldest first: read whole, checked, and never behind what was acknowledged before.
    pub async fn history<E: LogEvent>(&self, id: Uuid) -> Result<Vec<Recorded<E>>, LogError> {
        let last = self.last_of::<E>(id).await?;
        self.history_at_least(id, last).await
    }

    /// Position of the last commit of an aggregate as its leader knows it; 0 on a single replica, which reads itself.
    pub(crate) async fn last_of<E: LogEvent>(&self, id: Uuid) -> Result<u64, LogError> {
        if self.config().replicas == 1 {
            return Ok(0);
        }
        let stream = self.stream_name(self.stream_of(id));
        let subject = subjects::aggregate(E::AGGREGATE, id);
        self.last_sequence(&stream, &subject).await
    }

    /// As [`Log::history`] without asking the leader: on several replicas it may be behind, but not behind a position.
    pub(crate) async fn history_at_least<E: LogEvent>(
        &self,
        id: Uuid,
        at_least: u64,
    ) -> Result<Vec<Recorded<E>>, LogError> {
        let stream = self.stream_of(id);
        let (name, subject) = (self.stream_name(stream), subjects::aggregate(E::AGGREGATE, id));
        for _ in 0..LAG_TRIES {
            let stored = direct_get::by_subject(self.client(), &name, &subject, 1).await?;
            let commits = check::<E>(stream, &stored);
            let reaches =
                |commits: &Vec<Recorded<E>>| commits.last().map_or(0, |commit| commit.position) >= at_least;
            match commits {
                Ok(commits) if reaches(&commits) => return Ok(commits),
                Err(error @ LogError::Unreadable { .. }) => return Err(error),
                // A replica may lag behind the leader: a hole or a missing end is looked at again.
                _ => tokio::time::sleep(LAG_PAUSE).await,
            }
        }
        check(stream, &self.read_from_leader(&name, &subject).await?)
    }

    /// Message by message from the leader of the stream: slow, and never behind.
    async fn read_from_leader(&self, stream: &str, subject: &str) -> Result<Vec<Stored>, LogError> {
        let mut stored: Vec<Stored> = Vec::new();
        loop {
            let from = stored.last().map_or(1, |last| last.sequence + 1);
            let request = serde_json::json!({ "next_by_subj": subject, "seq": from }).to_string();
            match self.stored_message(stream, request).await? {
                Some(message) => stored.push(message),
                None => return Ok(stored),
            }
        }
    }
}

/// Commits in order, without a gap, each chained to the one before.
fn check<E: LogEvent>(stream: u32, stored: &[Stored]) -> Result<Vec<Recorded<E>>, LogError> {
    let mut commits: Vec<Recorded<E>> = Vec::with_capacity(stored.len());
    for message in stored {
        let (commit, prev_hash) = message::read::<E>(stream, message)?;
        let (version, hash) = commits
            .last()
            .map_or((0, FIRST_PREV_HASH), |last| (last.version, &last.hash));
        let wrong = |detail: &str| LogError::Corrupt {
            subject: message.subject.clone(),
            version: commit.version,
            detail: detail.to_owned(),
        };
        if commit.version != version + 1 {
            return Err(wrong(&format!("it follows version {version}")));
        }
        if prev_hash != hash {
            return Err(wrong("it is not chained to the commit before"));
        }
        commits.push(commit);
    }
    Ok(commits)
}
