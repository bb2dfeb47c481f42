//! Which events follow one that was seen. Pure: from stored commits and an id.

use jiff::Timestamp;
use mangakai_events::{Event, Recorded};
use mangakai_projections::TaskModel;

use super::EventId;

/// One event, and the task after it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// To go on behind it.
    pub id: EventId,
    /// Version of the task that its commit makes.
    pub version: u64,
    /// When.
    pub time: Timestamp,
    /// What.
    pub event: Event,
    /// How the task stood after it; without its texts.
    pub task: TaskModel,
}

/// Where a viewer goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// It has seen nothing: the state first.
    Fresh,
    /// It has seen this event of the task.
    After(EventId),
    /// What it has seen is not of this log: the state again, and it is told so.
    Foreign,
}

/// What a resume id means for a task with this history. An empty one is none: browsers send it so.
pub fn start(epoch: &str, commits: &[Recorded<Event>], after: Option<&str>) -> Start {
    let Some(text) = after.filter(|text| !text.is_empty()) else {
        return Start::Fresh;
    };
    match text.parse::<EventId>() {
        Ok(id) if id.epoch == epoch && is_known(commits, &id) => Start::After(id),
        _ => Start::Foreign,
    }
}

fn is_known(commits: &[Recorded<Event>], id: &EventId) -> bool {
    let commit = commits.iter().find(|commit| commit.position == id.position);
    commit.is_some_and(|commit| (id.index as usize) < commit.events.len())
}

/// Id of the last event of a commit.
pub fn last_id(epoch: &str, commit: &Recorded<Event>) -> EventId {
    let index = u32::try_from(commit.events.len().saturating_sub(1)).unwrap_or(u32::MAX);
    EventId {
        epoch: epoch.to_owned(),
        position: commit.position,
        index,
    }
}

/// The events behind one that was seen, in order; all when none was.
pub fn facts(epoch: &str, commits: &[Recorded<Event>], after: Option<&EventId>) -> Vec<Fact> {
    let mut model = TaskModel::default();
    let seen = after.map_or((0, 0), |id| (id.position, id.index));
    let told = commits.iter().flat_map(|commit| steps(epoch, &mut model, commit));
    told.filter(|fact| after.is_none() || (fact.id.position, fact.id.index) > seen)
        .collect()
}

/// Every event of a commit, and the task after each; `model` is folded along.
pub fn steps(epoch: &str, model: &mut TaskModel, commit: &Recorded<Event>) -> Vec<Fact> {
    model.enter(commit);
    let step = |(index, event): (u32, &Event)| {
        model.apply(event, commit.time);
        forget_texts(model);
        Fact {
            id: EventId {
                epoch: epoch.to_owned(),
                position: commit.position,
                index,
            },
            version: commit.version,
            time: commit.time,
            event: event.clone(),
            task: standing(model),
        }
    };
    (0..).zip(&commit.events).map(step).collect()
}

/// The sealed texts are the bulk of a task, and no progress needs them.
pub fn forget_texts(model: &mut TaskModel) {
    model.story = None;
    model.script = None;
}

/// What is told of a task beside an event.
fn standing(model: &TaskModel) -> TaskModel {
    TaskModel {
        task_id: model.task_id,
        status: model.status.clone(),
        message: model.message.clone(),
        progress: model.progress,
        drawn_panels: model.drawn_panels,
        total_panels: model.total_panels,
        position: model.position,
        version: model.version,
        ..TaskModel::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mangakai_events::{Metadata, v1};
    use uuid::Uuid;

    fn commit(version: u64, position: u64, events: usize) -> Recorded<Event> {
        let event = |n: usize| match version {
            1 if n == 0 => Event::TaskCreated(v1::TaskCreated {
                panels: 3,
                ..v1::TaskCreated::default()
            }),
            _ => Event::PanelVersionSelected(v1::PanelVersionSelected { panel: 1, version: 1 }),
        };
        Recorded {
            aggregate_id: Uuid::from_u128(1),
            commit_id: Uuid::from_u128(u128::from(position)),
            stream: 0,
            position,
            version,
            time: Timestamp::UNIX_EPOCH,
            metadata: Metadata {
                command_id: Uuid::nil(),
                correlation_id: Uuid::nil(),
                causation_id: None,
                actor: String::new(),
                traceparent: None,
            },
            hash: String::new(),
            events: (0..events).map(event).collect(),
        }
    }

    fn history() -> Vec<Recorded<Event>> {
        vec![commit(1, 3, 1), commit(2, 7, 3), commit(3, 8, 2)]
    }

    fn places(facts: &[Fact]) -> Vec<(u64, u32)> {
        facts
            .iter()
            .map(|fact| (fact.id.position, fact.id.index))
            .collect()
    }

    #[test]
    fn from_any_event_exactly_the_rest_follows() {
        let all = facts("e", &history(), None);
        assert_eq!(places(&all), [(3, 0), (7, 0), (7, 1), (7, 2), (8, 0), (8, 1)]);
        for (seen, fact) in all.iter().enumerate() {
            assert_eq!(
                start("e", &history(), Some(&fact.id.to_string())),
                Start::After(fact.id.clone())
            );
            let rest = facts("e", &history(), Some(&fact.id));
            assert_eq!(places(&rest), places(&all[seen + 1..]));
        }
    }

    #[test]
    fn an_id_that_is_not_of_this_history_is_foreign() {
        let id = |epoch: &str, position, index| {
            EventId {
                epoch: epoch.to_owned(),
                position,
                index,
            }
            .to_string()
        };
        for foreign in [
            id("other", 7, 0),
            id("e", 5, 0),
            id("e", 7, 3),
            id("e", 99, 0),
            "nonsense".to_owned(),
        ] {
            assert_eq!(
                start("e", &history(), Some(&foreign)),
                Start::Foreign,
                "{foreign}"
            );
        }
        assert_eq!(start("e", &history(), None), Start::Fresh);
        assert_eq!(start("e", &history(), Some("")), Start::Fresh);
    }
}
