//! One writer of this process at a time per aggregate: a hundred parallel panels queue up here instead of fighting
//! over the same optimistic check.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

/// Above so many entries the ones nobody waits for are dropped.
const SWEEP_ABOVE: usize = 1024;

type Turn = tokio::sync::Mutex<()>;

/// The queues of all aggregates at work.
#[derive(Debug, Default)]
pub struct Turns(Mutex<HashMap<Uuid, Weak<Turn>>>);

impl Turns {
    /// Waits for this aggregate's turn, first come first served; the turn lasts as long as the guard.
    pub async fn take(&self, id: Uuid) -> OwnedMutexGuard<()> {
        self.turn(id).lock_owned().await
    }

    fn turn(&self, id: Uuid) -> Arc<Turn> {
        let mut turns = self.turns();
        if turns.len() > SWEEP_ABOVE {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        if let Some(turn) = turns.get(&id).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::new(Turn::default());
        turns.insert(id, Arc::downgrade(&turn));
        turn
    }

    fn turns(&self) -> MutexGuard<'_, HashMap<Uuid, Weak<Turn>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
