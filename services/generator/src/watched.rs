//! What the sweeper knows of unfinished tasks, and what it would do about them. Pure: the time is an argument.

use std::collections::BTreeMap;

use cqrs_es::Aggregate;
use mangakai_domain::{MangaTask, TaskId, Work, pending_jobs};
use mangakai_events::Event;

/// A task that still wants something.
#[derive(Debug)]
struct Watched {
    task: MangaTask,
    changed_unix_ms: i64,
}

/// All unfinished tasks of the log, as far as it was read.
#[derive(Debug, Default)]
pub struct WatchList(BTreeMap<TaskId, Watched>);

/// Something that should have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// An attempt is past its deadline.
    Attempt(TaskId, Work),
    /// Jobs are owed and nothing has happened for a while: queue them, under this dispatch number.
    Jobs(TaskId, u64),
}

impl WatchList {
    /// The task is watched, so its next events can be folded.
    pub fn knows(&self, id: TaskId) -> bool {
        self.0.contains_key(&id)
    }

    /// Begins to watch a task.
    pub fn watch(&mut self, id: TaskId, task: MangaTask, at_unix_ms: i64) {
        self.0.insert(
            id,
            Watched {
                task,
                changed_unix_ms: at_unix_ms,
            },
        );
        self.forget_if_done(id);
    }

    /// Something happened to a watched task.
    pub fn happened(&mut self, id: TaskId, events: Vec<Event>, at_unix_ms: i64) {
        if let Some(watched) = self.0.get_mut(&id) {
            for event in events {
                watched.task.apply(event);
            }
            watched.changed_unix_ms = at_unix_ms;
        }
        self.forget_if_done(id);
    }

    fn forget_if_done(&mut self, id: TaskId) {
        let wants_nothing = |watched: &Watched| {
            let task = &watched.task;
            task.last_deadline_unix_ms().is_none() && (task.is_erased() || pending_jobs(task).is_empty())
        };
        if self.0.get(&id).is_some_and(wants_nothing) {
            self.0.remove(&id);
        }
    }

    /// The state of a watched task.
    pub fn task(&self, id: TaskId) -> Option<&MangaTask> {
        self.0.get(&id).map(|watched| &watched.task)
    }

    /// What should have happened by now. The dispatch number changes once in `patience_ms`, so that a sweep a moment
    /// later, or another sweeper, queues nothing twice.
    pub fn overdue(&self, now_unix_ms: i64, patience_ms: i64) -> Vec<Overdue> {
        let mut overdue = Vec::new();
        for (id, watched) in &self.0 {
            overdue.extend(
                watched
                    .task
                    .overdue(now_unix_ms)
                    .into_iter()
                    .map(|work| Overdue::Attempt(*id, work)),
            );
            let silent = now_unix_ms - watched.changed_unix_ms >= patience_ms;
            if silent && !watched.task.is_erased() && !pending_jobs(&watched.task).is_empty() {
                let dispatch = u64::try_from(now_unix_ms / patience_ms.max(1)).unwrap_or_default();
                overdue.push(Overdue::Jobs(*id, dispatch));
            }
        }
        overdue
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mangakai_events::v1::{Attempt, ScriptStarted, TaskCancelled, TaskCreated};

    const PATIENCE: i64 = 60_000;

    fn created() -> Event {
        Event::TaskCreated(TaskCreated {
            panels: 2,
            ..TaskCreated::default()
        })
    }

    fn list(events: Vec<Event>) -> (WatchList, TaskId) {
        let id = TaskId(uuid::Uuid::from_u128(1));
        let mut list = WatchList::default();
        let mut task = MangaTask::default();
        events.into_iter().for_each(|event| task.apply(event));
        list.watch(id, task, 1_000_000);
        (list, id)
    }

    #[test]
    fn owed_work_is_queued_again_only_after_a_silence() {
        let (list, id) = list(vec![created()]);
        assert_eq!(list.overdue(1_000_000 + PATIENCE - 1, PATIENCE), []);
        let now = 1_000_000 + PATIENCE;
        assert_eq!(
            list.overdue(now, PATIENCE),
            [Overdue::Jobs(id, (now / PATIENCE) as u64)]
        );
    }

    #[test]
    fn an_attempt_is_overdue_after_its_deadline_and_holds_its_work_until_then() {
        let attempt = Attempt {
            attempt: 1,
            deadline_unix_ms: 5_000_000,
            ..Attempt::default()
        };
        let (list, id) = list(vec![
            created(),
            Event::ScriptStarted(ScriptStarted {
                attempt: Some(attempt),
            }),
        ]);
        assert_eq!(list.overdue(5_000_000, PATIENCE), []);
        assert_eq!(
            list.overdue(5_000_001, PATIENCE),
            [Overdue::Attempt(id, Work::Script)]
        );
    }

    #[test]
    fn what_wants_nothing_is_forgotten() {
        let (mut list, id) = list(vec![created()]);
        list.happened(
            id,
            vec![Event::TaskCancelled(TaskCancelled::default())],
            1_000_001,
        );
        assert!(!list.knows(id));
    }
}
