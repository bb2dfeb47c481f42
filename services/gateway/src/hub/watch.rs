//! One viewer of one task: a place in its history, and nothing else that grows.

use std::{collections::VecDeque, sync::Arc};

use mangakai_events::{Event, Recorded};
use mangakai_log::Tick;
use mangakai_projections::TaskModel;
use uuid::Uuid;

use super::{
    EventId, Fact, Hub, HubError,
    resume::{self, Rest, Start},
    slot::Told,
    tail::{Attached, Heard},
};

/// Commits read ahead of a viewer that is behind.
const AHEAD: usize = 32;

/// What a viewer is told, in order.
#[derive(Clone, Debug)]
pub enum Update {
    /// The state, first of all.
    Snapshot(EventId, Box<TaskModel>),
    /// The state, because what was seen is not of this log.
    Reset(EventId, Box<TaskModel>),
    /// Something happened.
    Event(Box<Fact>),
    /// Progress within a step; has no place in the order.
    Tick(Tick),
    /// The task has ended and nothing more follows; its state.
    End(EventId, Box<TaskModel>),
}

/// Everything that happens to a task, for one viewer.
#[derive(Debug)]
pub struct Watch {
    hub: Hub,
    task: Uuid,
    attached: Attached,
    /// Of at most [`AHEAD`] commits.
    waiting: VecDeque<Update>,
    /// The last event that is told or waits.
    last: EventId,
    /// Version that it belongs to.
    version: u64,
    /// The task has ended, as far as is told or waits.
    is_final: bool,
    /// The log has more than what waits.
    more: bool,
    is_over: bool,
    ended: bool,
}

impl Watch {
    /// `history` was read after `attached` began to listen, and is not empty.
    pub(super) fn new(
        hub: Hub,
        task: Uuid,
        attached: Attached,
        history: &[Recorded<Event>],
        start: Start,
    ) -> Watch {
        let epoch = hub.epoch().to_owned();
        let newest = history.last().map(|commit| resume::last_id(&epoch, commit));
        let newest = newest.unwrap_or_else(|| EventId::nothing(&epoch));
        let seen = match &start {
            Start::After(seen) => seen,
            Start::Fresh | Start::Foreign => &newest,
        };
        let rest = resume::rest(&epoch, history, Some(seen), AHEAD);
        let mut watch = Watch {
            hub,
            task,
            attached,
            waiting: VecDeque::new(),
            last: seen.clone(),
            version: rest.version,
            is_final: rest.model.is_final(),
            more: false,
            is_over: false,
            ended: false,
        };
        let state = || Box::new(rest.model.clone());
        match start {
            Start::Fresh => watch.waiting.push_back(Update::Snapshot(newest, state())),
            Start::Foreign => watch.waiting.push_back(Update::Reset(newest, state())),
            Start::After(_) => {}
        }
        watch.take(rest);
        watch.is_over = watch.waiting.is_empty() && watch.is_final;
        watch
    }

    /// A resumed stream that has nothing more to tell: nothing follows what was seen, and the task has ended.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// The next update; none when the stream is over: the task has ended, or the process stops. Dropping the future
    /// loses nothing.
    ///
    /// # Errors
    /// When what was missed cannot be read.
    pub async fn next(&mut self) -> Result<Option<Update>, HubError> {
        let stopping = self.hub.0.stopping.clone();
        loop {
            if let Some(update) = self.waiting.pop_front() {
                return Ok(Some(update));
            }
            if self.ended {
                return Ok(None);
            }
            if self.more || self.attached.head() > self.version {
                match stopping.run_until_cancelled(self.catch_up()).await {
                    Some(caught_up) => caught_up?,
                    None => return Ok(None),
                }
                continue;
            }
            if self.is_final {
                let history = self.hub.stored(self.task).await?;
                // What came in the meantime is told first.
                if history.last().is_some_and(|commit| commit.version > self.version) {
                    self.read(&history);
                    continue;
                }
                self.ended = true;
                let whole = resume::rest(&self.last.epoch, &history, Some(&self.last), 0).model;
                return Ok(Some(Update::End(self.last.clone(), Box::new(whole))));
            }
            match stopping.run_until_cancelled(self.attached.heard()).await {
                None => return Ok(None),
                Some(Heard::Tick(tick)) => return Ok(Some(Update::Tick(tick))),
                Some(Heard::Commits) => {}
            }
        }
    }

    /// Takes what came, from the shared slot when it has all of it, otherwise from the log.
    async fn catch_up(&mut self) -> Result<(), HubError> {
        if !self.more
            && let Some(missed) = self.attached.behind(self.version)
        {
            self.hear(&missed);
            return Ok(());
        }
        let history = self.hub.stored(self.task).await?;
        self.read(&history);
        Ok(())
    }

    fn hear(&mut self, missed: &[Arc<Told>]) {
        for told in missed {
            if let Some(last) = told.facts.last() {
                self.last = last.id.clone();
            }
            self.waiting.extend(
                told.facts
                    .iter()
                    .map(|fact| Update::Event(Box::new(fact.clone()))),
            );
            (self.version, self.is_final) = (told.version, told.is_final);
        }
    }

    fn read(&mut self, history: &[Recorded<Event>]) {
        let rest = resume::rest(&self.last.epoch, history, Some(&self.last), AHEAD);
        self.take(rest);
    }

    fn take(&mut self, rest: Rest) {
        if let Some(last) = rest.facts.last() {
            self.last = last.id.clone();
        }
        self.more = rest.more;
        // A replica that lags may show less than what is told already.
        if rest.model.version >= self.version {
            (self.version, self.is_final) = (rest.version.max(self.version), rest.model.is_final());
        }
        self.waiting
            .extend(rest.facts.into_iter().map(|fact| Update::Event(Box::new(fact))));
        self.attached.offer(rest.model);
    }
}
