//! The last few commits of a watched task, told once for all who watch. Pure but for waking them.

use std::{collections::VecDeque, sync::Arc};

use mangakai_events::{Event, Recorded};
use mangakai_log::Tick;
use mangakai_projections::TaskModel;
use tokio::sync::watch;

use super::resume::{Fact, slim, steps};

/// Commits kept of a task: who is further behind reads the log.
const KEPT: usize = 8;
/// Bytes of the events kept beside the newest commit's, which may be a whole script.
const KEPT_BYTES: usize = 16 * 1024;

/// One commit, as viewers are told of it.
#[derive(Debug)]
pub struct Told {
    /// Version of the task that it makes.
    pub version: u64,
    /// Its events.
    pub facts: Vec<Fact>,
    /// The task has ended with it.
    pub is_final: bool,
    bytes: usize,
}

/// What viewers of one task share.
#[derive(Debug)]
pub struct Slot {
    viewers: usize,
    /// The task after the last of `recent`; none until a viewer brings its state from the log.
    model: Option<TaskModel>,
    /// Contiguous.
    recent: VecDeque<Arc<Told>>,
    head: watch::Sender<u64>,
    tick: watch::Sender<Option<Tick>>,
}

impl Default for Slot {
    fn default() -> Slot {
        let (head, tick) = (watch::Sender::new(0), watch::Sender::new(None));
        Slot {
            viewers: 0,
            model: None,
            recent: VecDeque::new(),
            head,
            tick,
        }
    }
}

impl Slot {
    /// One more viewer.
    pub fn enter(&mut self) -> (watch::Receiver<u64>, watch::Receiver<Option<Tick>>) {
        self.viewers += 1;
        (self.head.subscribe(), self.tick.subscribe())
    }

    /// One viewer less; true when nobody is left.
    pub fn leave(&mut self) -> bool {
        self.viewers = self.viewers.saturating_sub(1);
        self.viewers == 0
    }

    /// The feed brings a commit. One that the state has already, or that leaves a gap, is only made known.
    pub fn push(&mut self, epoch: &str, commit: &Recorded<Event>) {
        match &mut self.model {
            Some(model) if commit.version == model.version + 1 => {
                let facts = steps(epoch, model, commit);
                slim(model);
                let bytes = commit.events.iter().map(Event::encoded_len).sum();
                let is_final = model.is_final();
                self.keep(Told {
                    version: commit.version,
                    facts,
                    is_final,
                    bytes,
                });
            }
            Some(model) if commit.version <= model.version => {}
            _ => {
                self.model = None;
                self.recent.clear();
            }
        }
        self.make_known(commit.version);
    }

    /// A viewer brings the state from the log, which may be ahead of the feed. One that lacks a commit already made
    /// known is left alone: what comes next would not follow it.
    pub fn offer(&mut self, mut model: TaskModel) {
        let is_known = self
            .model
            .as_ref()
            .is_some_and(|known| known.version >= model.version);
        if is_known || model.version < *self.head.borrow() {
            return;
        }
        slim(&mut model);
        self.recent.clear();
        let version = model.version;
        self.model = Some(model);
        self.make_known(version);
    }

    /// The commits behind a version; none when some of them are not here.
    pub fn behind(&self, version: u64) -> Option<Vec<Arc<Told>>> {
        let newest = self.model.as_ref()?.version;
        if newest <= version {
            return (newest == version).then(Vec::new);
        }
        let missed: Vec<_> = self
            .recent
            .iter()
            .filter(|told| told.version > version)
            .cloned()
            .collect();
        missed
            .first()
            .is_some_and(|first| first.version == version + 1)
            .then_some(missed)
    }

    /// Progress within a step: the newest wins.
    pub fn tick(&self, tick: Tick) {
        self.tick.send_replace(Some(tick));
    }

    fn keep(&mut self, told: Told) {
        self.recent.push_back(Arc::new(told));
        let older =
            |recent: &VecDeque<Arc<Told>>| recent.iter().rev().skip(1).map(|told| told.bytes).sum::<usize>();
        while self.recent.len() > KEPT || older(&self.recent) > KEPT_BYTES {
            self.recent.pop_front();
        }
    }

    fn make_known(&self, version: u64) {
        self.head.send_if_modified(|head| {
            let newer = version > *head;
            *head = version.max(*head);
            newer
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::resume::tests::{commit, folded, history};

    fn slot(viewers: usize) -> Slot {
        let mut slot = Slot::default();
        for _ in 0..viewers {
            slot.enter();
        }
        slot
    }

    fn versions(told: Option<Vec<Arc<Told>>>) -> Option<Vec<u64>> {
        told.map(|told| told.iter().map(|told| told.version).collect())
    }

    #[test]
    fn it_goes_with_the_last_viewer() {
        let mut slot = slot(2);
        assert!(!slot.leave());
        assert!(slot.leave());
    }

    #[test]
    fn without_a_state_it_only_says_that_something_happened() {
        let mut slot = slot(1);
        slot.push("e", &commit(4, 40, 2));
        assert_eq!((*slot.head.borrow(), versions(slot.behind(3))), (4, None));
    }

    #[test]
    fn with_a_state_it_tells_what_follows_it() {
        let mut slot = slot(1);
        slot.offer(folded(&history()));
        slot.push("e", &commit(3, 8, 2));
        slot.push("e", &commit(4, 9, 1));
        slot.push("e", &commit(5, 12, 1));
        assert_eq!(versions(slot.behind(3)), Some(vec![4, 5]));
        assert_eq!(versions(slot.behind(5)), Some(vec![]));
        assert_eq!(
            versions(slot.behind(2)),
            None,
            "version 3 came with the state and is in the log"
        );
    }

    #[test]
    fn a_gap_is_never_told_over() {
        let mut slot = slot(1);
        slot.offer(folded(&history()));
        slot.push("e", &commit(5, 12, 1));
        assert_eq!((*slot.head.borrow(), versions(slot.behind(3))), (5, None));
        // A state older than what is known would hide version 5 for ever.
        slot.offer(folded(&history()));
        assert_eq!(versions(slot.behind(3)), None);
    }

    #[test]
    fn it_stays_small() {
        let mut slot = slot(1);
        slot.offer(folded(&history()));
        for version in 4..100 {
            slot.push("e", &commit(version, version * 10, 1));
        }
        assert_eq!(slot.recent.len(), KEPT);
        assert_eq!(versions(slot.behind(98)), Some(vec![99]));
        assert_eq!(versions(slot.behind(50)), None);
    }
}
