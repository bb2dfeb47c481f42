//! Existence and owner of a task: its first commit says both, and neither ever changes.

use mangakai_events::{Event, Recorded};
use mangakai_log::{Log, LogError};
use moka::future::Cache;
use uuid::Uuid;

/// Owners kept in memory.
const KEPT: u64 = 100_000;

/// Whose a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The session that created it.
    pub session_id: Uuid,
}

/// What is known of owners.
#[derive(Debug)]
pub struct Owners(Cache<Uuid, Owner>);

impl Owners {
    pub fn new() -> Owners {
        Owners(Cache::new(KEPT))
    }

    /// The owner of a task. That there is no such task is not remembered: it may be created in a moment.
    pub async fn of(&self, log: &Log, task: Uuid) -> Result<Option<Owner>, LogError> {
        if let Some(owner) = self.0.get(&task).await {
            return Ok(Some(owner));
        }
        let history = log.history::<Event>(task).await?;
        let owner = history.first().and_then(created);
        if let Some(owner) = owner {
            self.0.insert(task, owner).await;
        }
        Ok(owner)
    }
}

fn created(first: &Recorded<Event>) -> Option<Owner> {
    first.events.iter().find_map(|event| match event {
        Event::TaskCreated(created) => Some(Owner {
            session_id: created.session_id.parse().ok()?,
        }),
        _ => None,
    })
}
