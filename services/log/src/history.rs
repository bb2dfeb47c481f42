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
    /// Every commit, oldest first; of an aggregate that was kept in memory only those since then.
    pub commits: Vec<Recorded<A::Event>>,
    /// What the first of the commits follows.
    pub(crate) base: Base,
}

/// Where a history is taken up.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub version: u64,
    pub position: u64,
    pub hash: String,
}

impl Default for Base {
    fn default() -> Base {
        Base {
            version: 0,
            position: 0,
            hash: FIRST_PREV_HASH.to_owned(),
        }
    }
}

impl<A: Aggregate> Loaded<A> {
    /// Version of the last commit; 0 when there is none.
    pub fn version(&self) -> u64 {
        self.commits
            .last()
            .map_or(self.base.version, |commit| commit.version)
    }

    /// Position of the last commit; 0 when there is none.
    pub fn position(&self) -> u64 {
        self.commits
            .last()
            .map_or(self.base.position, |commit| commit.position)
    }

    /// What the next commit follows.
    pub(crate) fn follows(&self) -> message::Follows<'_> {
        let hash = self.commits.last().map_or(&self.base.hash, |commit| &commit.hash);
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
        self.load_from(id, A::default(), Base::default(), position).await
    }

    /// As [`Log::load_at_least`], from a state that was folded before.
    pub(crate) async fn load_from<A>(
        &self,
        id: Uuid,
        mut aggregate: A,
        base: Base,
        position: u64,
    ) -> Result<Loaded<A>, LogError>
    where
        A: Aggregate,
        A::Event: LogEvent,
    {
        let commits = self.history_from::<A::Event>(id, &base, position).await?;
        for event in commits.iter().flat_map(|commit| &commit.events) {
            aggregate.apply(event.clone());
        }
        Ok(Loaded {
            id,
            aggregate,
            commits,
            base,
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
        self.history_from(id, &Base::default(), at_least).await
    }

    async fn history_from<E: LogEvent>(
        &self,
        id: Uuid,
        base: &Base,
        at_least: u64,
    ) -> Result<Vec<Recorded<E>>, LogError> {
        let stream = self.stream_of(id);
        let (name, subject) = (self.stream_name(stream), subjects::aggregate(E::AGGREGATE, id));
        for _ in 0..LAG_TRIES {
            let stored = direct_get::by_subject(self.client(), &name, &subject, base.position + 1).await?;
            let commits = check::<E>(stream, &stored, base);
            let reaches = |commits: &Vec<Recorded<E>>| {
                commits.last().map_or(base.position, |commit| commit.position) >= at_least
            };
            match commits {
                Ok(commits) if reaches(&commits) => return Ok(commits),
                Err(error @ LogError::Unreadable { .. }) => return Err(error),
                // A replica may lag behind the leader: a hole or a missing end is looked at again.
                _ => tokio::time::sleep(LAG_PAUSE).await,
            }
        }
        let stored = self.read_from_leader(&name, &subject, base.position).await?;
        check(stream, &stored, base)
    }

    /// Message by message from the leader of the stream: slow, and never behind.
    async fn read_from_leader(
        &self,
        stream: &str,
        subject: &str,
        after: u64,
    ) -> Result<Vec<Stored>, LogError> {
        let mut stored: Vec<Stored> = Vec::new();
        loop {
            let from = stored.last().map_or(after, |last| last.sequence) + 1;
            let request = serde_json::json!({ "next_by_subj": subject, "seq": from }).to_string();
            match self.stored_message(stream, request).await? {
                Some(message) => stored.push(message),
                None => return Ok(stored),
            }
        }
    }
}

/// Commits in order, without a gap, each chained to the one before.
fn check<E: LogEvent>(stream: u32, stored: &[Stored], base: &Base) -> Result<Vec<Recorded<E>>, LogError> {
    let mut commits: Vec<Recorded<E>> = Vec::with_capacity(stored.len());
    for message in stored {
        let (commit, prev_hash) = message::read::<E>(stream, message)?;
        let (version, hash) = commits
            .last()
            .map_or((base.version, &base.hash), |last| (last.version, &last.hash));
        let wrong = |detail: &str| LogError::Corrupt {
            subject: message.subject.clone(),
            version: commit.version,
            detail: detail.to_owned(),
        };
        if commit.version != version + 1 {
            return Err(wrong(&format!("it follows version {version}")));
        }
        if prev_hash != *hash {
            return Err(wrong("it is not chained to the commit before"));
        }
        commits.push(commit);
    }
    Ok(commits)
}
