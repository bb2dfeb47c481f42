//! What the sweeper knows of unfinished tasks, and what it would do about them. Pure: the time is an argument.

use std::collections::BTreeMap;

use cqrs_es::Aggregate;
use mangakai_domain::{MangaTask, TaskId, Work, may_owe, pending_jobs};
use mangakai_events::{Event, Recorded};
use mangakai_log::Origin;

/// A task that still wants something.
#[derive(Clone, Debug)]
pub struct Watched {
    /// As of its version.
    pub task: MangaTask,
    /// Version of the last commit folded.
    pub version: u64,
    /// What the last commit leads to.
    pub origin: Origin,
    /// Since when nothing has happened, in ms since 1970.
    pub silent_since_unix_ms: i64,
}

/// All unfinished tasks of the log, as far as it was read.
#[derive(Debug, Default)]
pub struct WatchList(BTreeMap<TaskId, Watched>);

/// Something that should have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// An attempt is past its deadline.
    Attempt(TaskId, Work),
    /// Jobs are owed and nothing has happened for a while: if they are not queued, queue them under this dispatch
    /// number.
    Jobs(TaskId, u64),
}

/// What a commit needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// Nothing more.
    Done,
    /// The task's whole history: it was not watched, or a commit between is missing.
    Load,
}

impl Watched {
    /// A task by its commits, oldest first; none: there are none.
    pub fn from_history(commits: &[Recorded<Event>]) -> Option<Watched> {
        let last = commits.last()?;
        let events = commits.iter().flat_map(|commit| commit.events.iter().cloned());
        Some(Watched {
            task: MangaTask::from_history(events),
            version: last.version,
            origin: Origin::commit(last),
            silent_since_unix_ms: last.time.as_millisecond(),
        })
    }

    fn fold(&mut self, commit: &Recorded<Event>) {
        for event in &commit.events {
            self.task.apply(event.clone());
        }
        self.version = commit.version;
        self.origin = Origin::commit(commit);
        self.silent_since_unix_ms = commit.time.as_millisecond();
    }

    fn wants_nothing(&self) -> bool {
        self.task.last_deadline_unix_ms().is_none() && pending_jobs(&self.task).is_empty()
    }
}

impl WatchList {
    /// A commit was read. One that is known already changes nothing.
    pub fn note(&mut self, commit: &Recorded<Event>) -> Noted {
        let id = TaskId(commit.aggregate_id);
        match self.0.get_mut(&id) {
            Some(watched) if commit.version <= watched.version => {}
            Some(watched) if commit.version == watched.version + 1 => {
                watched.fold(commit);
                if watched.wants_nothing() {
                    self.0.remove(&id);
                }
            }
            Some(_) => return Noted::Load,
            None if commit.version == 1 => {
                if let Some(watched) = Watched::from_history(std::slice::from_ref(commit)) {
                    self.watch(id, watched);
                }
            }
            // Only such an event makes a task that wanted nothing want something.
            None if commit.events.iter().any(may_owe) => return Noted::Load,
            None => {}
        }
        Noted::Done
    }

    /// Watches a task, if it wants anything.
    pub fn watch(&mut self, id: TaskId, watched: Watched) {
        if watched.wants_nothing() {
            self.0.remove(&id);
        } else {
            self.0.insert(id, watched);
        }
    }

    /// A watched task.
    pub fn get(&self, id: TaskId) -> Option<&Watched> {
        self.0.get(&id)
    }

    /// Somebody has looked after a silent task: it is left alone for another while.
    pub fn looked_after(&mut self, id: TaskId, now_unix_ms: i64) {
        if let Some(watched) = self.0.get_mut(&id) {
            watched.silent_since_unix_ms = now_unix_ms;
        }
    }

    /// What should have happened by now. The dispatch number changes once in `patience_ms`, so that another sweeper
    /// queues nothing twice.
    pub fn overdue(&self, now_unix_ms: i64, patience_ms: i64) -> Vec<Overdue> {
        let mut overdue = Vec::new();
        for (id, watched) in &self.0 {
            let late = watched.task.overdue(now_unix_ms).into_iter();
            overdue.extend(late.map(|work| Overdue::Attempt(*id, work)));
            let silent = now_unix_ms - watched.silent_since_unix_ms >= patience_ms;
            if silent && !pending_jobs(&watched.task).is_empty() {
                let dispatch = u64::try_from(now_unix_ms / patience_ms.max(1)).unwrap_or_default();
                overdue.push(Overdue::Jobs(*id, dispatch));
            }
        }
        overdue
    }
}

#[cfg(test)]
mod tests {
    use mangakai_events::{
        Metadata,
        v1::{Attempt, ScriptStarted, TaskCancelled, TaskCreated},
    };
    use uuid::Uuid;

    use super::*;

    const PATIENCE: i64 = 60_000;
    const BEGIN: i64 = 1_000_000;
    const ID: TaskId = TaskId(Uuid::from_u128(1));

    fn created() -> Event {
        Event::TaskCreated(TaskCreated {
            panels: 2,
            ..TaskCreated::default()
        })
    }

    fn started() -> Event {
        let attempt = Attempt {
            attempt: 1,
            deadline_unix_ms: 5_000_000,
            ..Attempt::default()
        };
        Event::ScriptStarted(ScriptStarted {
            attempt: Some(attempt),
        })
    }

    fn cancelled() -> Event {
        Event::TaskCancelled(TaskCancelled::default())
    }

    fn commit(version: u64, event: Event) -> Recorded<Event> {
        Recorded {
            aggregate_id: ID.0,
            commit_id: Uuid::from_u128(version.into()),
            stream: 0,
            position: version,
            version,
            time: jiff::Timestamp::from_millisecond(BEGIN).unwrap(),
            metadata: Metadata {
                command_id: Uuid::nil(),
                correlation_id: Uuid::nil(),
                causation_id: None,
                actor: String::new(),
                traceparent: None,
            },
            hash: String::new(),
            events: vec![event],
        }
    }

    fn list(events: Vec<Event>) -> WatchList {
        let mut list = WatchList::default();
        for (version, event) in (1..).zip(events) {
            assert_eq!(list.note(&commit(version, event)), Noted::Done);
        }
        list
    }

    #[test]
    fn owed_work_is_looked_after_only_after_a_silence() {
        let mut list = list(vec![created()]);
        assert_eq!(list.overdue(BEGIN + PATIENCE - 1, PATIENCE), []);
        let now = BEGIN + PATIENCE;
        let jobs = [Overdue::Jobs(ID, (now / PATIENCE) as u64)];
        assert_eq!(list.overdue(now, PATIENCE), jobs);
        list.looked_after(ID, now);
        assert_eq!(list.overdue(now + PATIENCE - 1, PATIENCE), []);
    }

    #[test]
    fn an_attempt_is_overdue_after_its_deadline_and_holds_its_work_until_then() {
        let list = list(vec![created(), started()]);
        assert_eq!(list.overdue(5_000_000, PATIENCE), []);
        assert_eq!(
            list.overdue(5_000_001, PATIENCE),
            [Overdue::Attempt(ID, Work::Script)]
        );
    }

    #[test]
    fn what_wants_nothing_is_forgotten_and_not_loaded_again_in_vain() {
        let mut list = list(vec![created(), cancelled()]);
        assert!(list.get(ID).is_none());
        assert_eq!(list.note(&commit(3, cancelled())), Noted::Done);
        let wanted = Event::TaskRetried(mangakai_events::v1::TaskRetried::default());
        assert_eq!(list.note(&commit(4, wanted)), Noted::Load);
    }

    #[test]
    fn a_commit_is_folded_once_and_a_gap_is_noticed() {
        let mut list = list(vec![created()]);
        let ahead = Watched::from_history(&[commit(1, created()), commit(2, started())]).unwrap();
        list.watch(ID, ahead.clone());
        assert_eq!(list.note(&commit(2, started())), Noted::Done);
        assert_eq!(list.get(ID).unwrap().task, ahead.task);
        assert_eq!(list.note(&commit(4, cancelled())), Noted::Load);
    }
}
