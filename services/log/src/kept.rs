//! Where an aggregate is loaded from: its whole history, or what was folded of it before and what is new since.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use cqrs_es::Aggregate;
use mangakai_events::LogEvent;
use uuid::Uuid;

use crate::{Loaded, Log, LogError, history::Base};

/// Aggregates kept at most. One that is dropped is read whole the next time.
const MOST_KEPT: usize = 1024;

/// How an aggregate is loaded.
pub trait Source<A: Aggregate>: Sync {
    /// The aggregate, not behind a position.
    fn load(
        &self,
        log: &Log,
        id: Uuid,
        at_least: u64,
    ) -> impl Future<Output = Result<Loaded<A>, LogError>> + Send;
}

/// Everything is read.
pub struct WholeHistory;

impl<A> Source<A> for WholeHistory
where
    A: Aggregate,
    A::Event: LogEvent,
{
    async fn load(&self, log: &Log, id: Uuid, at_least: u64) -> Result<Loaded<A>, LogError> {
        log.load_at_least(id, at_least).await
    }
}

/// Folded copies of aggregates with long histories. A copy may be behind, which the optimistic check of every append
/// makes harmless; it is never ahead. Cheap to clone.
pub struct Kept<A>(Arc<Mutex<HashMap<Uuid, (A, Base)>>>);

impl<A> Clone for Kept<A> {
    fn clone(&self) -> Self {
        Kept(self.0.clone())
    }
}

impl<A> Default for Kept<A> {
    fn default() -> Self {
        Kept(Arc::default())
    }
}

impl<A> std::fmt::Debug for Kept<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept")
    }
}

impl<A> Kept<A>
where
    A: Aggregate + Clone,
    A::Event: LogEvent,
{
    /// An aggregate as [`Log::load`] gives it, reading only what is new.
    ///
    /// # Errors
    /// When the log is away or damaged.
    pub async fn load(&self, log: &Log, id: Uuid) -> Result<A, LogError> {
        let last = log.last_of::<A::Event>(id).await?;
        Ok(Source::load(self, log, id, last).await?.aggregate)
    }

    fn copies(&self) -> MutexGuard<'_, HashMap<Uuid, (A, Base)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, loaded: &Loaded<A>) {
        let follows = loaded.follows();
        let base = Base {
            version: follows.version,
            position: follows.position,
            hash: follows.hash.to_owned(),
        };
        let mut copies = self.copies();
        let is_newer = copies
            .get(&loaded.id)
            .is_none_or(|(_, kept)| kept.version < base.version);
        if is_newer {
            if copies.len() >= MOST_KEPT && !copies.contains_key(&loaded.id) {
                copies.clear();
            }
            copies.insert(loaded.id, (loaded.aggregate.clone(), base));
        }
    }
}

impl<A> Source<A> for Kept<A>
where
    A: Aggregate + Clone,
    A::Event: LogEvent,
{
    async fn load(&self, log: &Log, id: Uuid, at_least: u64) -> Result<Loaded<A>, LogError> {
        let (aggregate, base) = self.copies().get(&id).cloned().unwrap_or_default();
        let loaded = log.load_from(id, aggregate, base, at_least).await?;
        self.keep(&loaded);
        Ok(loaded)
    }
}
