//! One viewer of one task.

use std::collections::VecDeque;

use mangakai_events::{Event, Recorded};
use mangakai_log::Tick;
use mangakai_projections::TaskModel;
use uuid::Uuid;

use super::{
    EventId, Fact, Hub, HubError,
    resume::{self, Start, forget_texts},
    tail::{Attached, Heard},
};

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
    /// The task has ended and nothing more follows.
    End(EventId, Box<TaskModel>),
}

/// Everything that happens to a task, for one viewer.
#[derive(Debug)]
pub struct Watch {
    hub: Hub,
    task: Uuid,
    attached: Attached,
    waiting: VecDeque<Update>,
    /// Folded as far as was told; without texts.
    model: TaskModel,
    last: Option<EventId>,
    nothing_new: bool,
    ended: bool,
}

impl Watch {
    pub(super) fn new(
        hub: Hub,
        task: Uuid,
        attached: Attached,
        history: Vec<Recorded<Event>>,
        after: Option<&str>,
    ) -> Watch {
        let epoch = hub.epoch().to_owned();
        let mut model = TaskModel::default();
        history.iter().for_each(|commit| model.fold(commit));
        let last = history.last().map(|commit| resume::last_id(&epoch, commit));
        let mut waiting = VecDeque::new();
        let state = || last.clone().map(|id| (id, Box::new(model.clone())));
        match resume::start(&epoch, &history, after) {
            Start::Fresh => waiting.extend(state().map(|(id, model)| Update::Snapshot(id, model))),
            Start::Foreign => waiting.extend(state().map(|(id, model)| Update::Reset(id, model))),
            Start::After(seen) => {
                let rest = resume::facts(&epoch, &history, Some(&seen)).into_iter();
                waiting.extend(rest.map(|fact| Update::Event(Box::new(fact))));
            }
        }
        let nothing_new = waiting.is_empty() && model.is_final();
        forget_texts(&mut model);
        Watch {
            hub,
            task,
            attached,
            waiting,
            model,
            last,
            nothing_new,
            ended: false,
        }
    }

    /// A resumed stream that has nothing more to tell, now and later.
    pub fn is_over(&self) -> bool {
        self.nothing_new
    }

    /// The next update; none when the stream is over: the task has ended, or the process stops.
    ///
    /// # Errors
    /// When what was missed cannot be read.
    pub async fn next(&mut self) -> Result<Option<Update>, HubError> {
        loop {
            if let Some(update) = self.waiting.pop_front() {
                return Ok(Some(update));
            }
            if self.ended {
                return Ok(None);
            }
            if self.model.is_final() {
                self.ended = true;
                return Ok(self
                    .last
                    .clone()
                    .map(|id| Update::End(id, Box::new(self.model.clone()))));
            }
            let stopping = self.hub.0.stopping.clone();
            match stopping.run_until_cancelled(self.attached.heard()).await {
                None => return Ok(None),
                Some(Heard::Tick(tick)) => return Ok(Some(Update::Tick(tick))),
                Some(Heard::Commit(commit)) => self.catch_up(&commit).await?,
            }
        }
    }

    /// Tells the commit, and what came between it and what was told before.
    async fn catch_up(&mut self, newest: &Recorded<Event>) -> Result<(), HubError> {
        if newest.version <= self.model.version {
            return Ok(());
        }
        if newest.version == self.model.version + 1 {
            self.tell(newest);
            return Ok(());
        }
        for commit in self
            .hub
            .0
            .log
            .history::<Event>(self.task, self.model.position)
            .await?
        {
            self.tell(&commit);
        }
        Ok(())
    }

    fn tell(&mut self, commit: &Recorded<Event>) {
        let epoch = self.hub.epoch().to_owned();
        let facts = resume::steps(&epoch, &mut self.model, commit);
        self.last = Some(resume::last_id(&epoch, commit));
        self.waiting
            .extend(facts.into_iter().map(|fact| Update::Event(Box::new(fact))));
    }
}
