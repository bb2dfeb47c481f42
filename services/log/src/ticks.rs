//! Progress within a step: heard by whoever listens now, never stored.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures::{Stream, StreamExt};
use mangakai_events::subjects;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::LogError;

/// At most four a second and task.
const MIN_INTERVAL: Duration = Duration::from_millis(250);
/// Tasks whose last tick is remembered; older ones are forgotten.
const REMEMBERED: usize = 4096;

/// How far a step is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// For people.
    pub message: String,
    /// Of the whole task, in percent.
    pub progress: u32,
}

/// Sender and receiver of ticks. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ticks {
    client: async_nats::Client,
    last: Arc<Mutex<HashMap<Uuid, Instant>>>,
}

impl Ticks {
    pub(crate) fn new(client: async_nats::Client) -> Ticks {
        Ticks {
            client,
            last: Arc::default(),
        }
    }

    /// Tells how far a task is; dropped when the last tick was a moment ago, or nobody can be reached.
    pub async fn send(&self, task: Uuid, tick: &Tick) {
        if !self.is_due(task) {
            return;
        }
        if let Ok(body) = serde_json::to_vec(tick) {
            // Nobody relies on a tick.
            let _ = self.client.publish(subjects::tick(task), body.into()).await;
        }
    }

    /// All ticks from now on: one subscription a process.
    pub async fn subscribe(&self) -> Result<impl Stream<Item = (Uuid, Tick)> + use<>, LogError> {
        let ticks = self
            .client
            .subscribe(subjects::TICKS_FILTER)
            .await
            .map_err(LogError::unavailable)?;
        Ok(ticks.filter_map(async |message| {
            let task = message.subject.rsplit('.').next()?.parse().ok()?;
            Some((task, serde_json::from_slice(&message.payload).ok()?))
        }))
    }

    fn is_due(&self, task: Uuid) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if last
            .get(&task)
            .is_some_and(|sent| now.duration_since(*sent) < MIN_INTERVAL)
        {
            return false;
        }
        if last.len() >= REMEMBERED {
            last.retain(|_, sent| now.duration_since(*sent) < MIN_INTERVAL);
        }
        last.insert(task, now);
        true
    }
}
