//! Which events follow what was seen. Pure: from stored commits and an id.

use jiff::Timestamp;
use mangakai_events::{Event, Recorded, v1::Image};
use mangakai_projections::TaskModel;

use super::EventId;

/// One event, and the task after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// To go on behind it.
    pub id: EventId,
    /// Version of the task that its commit makes.
    pub version: u64,
    /// When.
    pub time: Timestamp,
    /// What.
    pub event: Event,
    /// How the task stood after it: status, message, progress and counts only.
    pub task: TaskModel,
}

/// Where a viewer goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// It has seen nothing: the state first.
    Fresh,
    /// It has seen this event of the task.
    After(EventId),
    /// What it has seen is not of this task in this log: the state again, and it is told so.
    Foreign,
}

/// What a resume id means for a task with this history. An empty one is none: browsers send it so.
pub fn start(epoch: &str, commits: &[Recorded<Event>], after: Option<&str>) -> Start {
    let Some(text) = after.filter(|text| !text.is_empty()) else {
        return Start::Fresh;
    };
    match text.parse::<EventId>() {
        Ok(id) if is_known(epoch, commits, &id) => Start::After(id),
        _ => Start::Foreign,
    }
}

/// Whether an id names an event of this history.
pub fn is_known(epoch: &str, commits: &[Recorded<Event>], id: &EventId) -> bool {
    let commit = commits.iter().find(|commit| commit.position == id.position);
    id.epoch == epoch && commit.is_some_and(|commit| (id.index as usize) < commit.events.len())
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

/// What a history still has to tell.
#[derive(Clone, Debug)]
pub struct Rest {
    /// The events behind what was seen, in order: those of at most so many commits as were wanted.
    pub facts: Vec<Fact>,
    /// Version of the last commit that is seen or among them.
    pub version: u64,
    /// The history has more commits behind them.
    pub more: bool,
    /// The task after the whole history.
    pub model: TaskModel,
}

/// The events behind one that was seen (all, when none was), of at most `most` commits.
pub fn rest(epoch: &str, commits: &[Recorded<Event>], seen: Option<&EventId>, most: usize) -> Rest {
    let seen = seen.map_or((0, 0), |id| (id.position, id.index));
    let mut rest = Rest {
        facts: Vec::new(),
        version: 0,
        more: false,
        model: TaskModel::default(),
    };
    let mut told = 0;
    for commit in commits {
        let is_seen = (commit.position, commit.events.len().saturating_sub(1) as u32) <= seen;
        if is_seen || told == most {
            rest.model.fold(commit);
            rest.more |= !is_seen;
        } else {
            let facts = steps(epoch, &mut rest.model, commit);
            rest.facts.extend(
                facts
                    .into_iter()
                    .filter(|fact| (fact.id.position, fact.id.index) > seen),
            );
            told += 1;
        }
        if !rest.more {
            rest.version = commit.version;
        }
    }
    rest
}

/// Every event of a commit, and the task after each; `model` is folded along.
pub fn steps(epoch: &str, model: &mut TaskModel, commit: &Recorded<Event>) -> Vec<Fact> {
    model.enter(commit);
    let step = |(index, event): (u32, &Event)| {
        model.apply(event, commit.time);
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

/// Lets go of everything that progress does not need: texts, pictures, where they came from. What is left of a task of
/// five panels is some three KiB.
pub fn slim(model: &mut TaskModel) {
    model.story = None;
    model.script = None;
    for version in model.panels.iter_mut().flat_map(|panel| &mut panel.versions) {
        version.image = version.image.take().map(|_| Image::default());
        version.lineage = None;
        version.instruction = None;
        version.reference = None;
    }
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
pub(super) mod tests {
    use super::*;
    use mangakai_events::{Metadata, v1};
    use proptest::prelude::*;
    use uuid::Uuid;

    pub fn commit(version: u64, position: u64, events: usize) -> Recorded<Event> {
        let event = |n: usize| match version {
            1 if n == 0 => Event::TaskCreated(v1::TaskCreated {
                panels: 3,
                ..v1::TaskCreated::default()
            }),
            _ => Event::PanelVersionSelected(v1::PanelVersionSelected {
                panel: 1 + n as u32,
                version: 1,
            }),
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

    pub fn history() -> Vec<Recorded<Event>> {
        vec![commit(1, 3, 1), commit(2, 7, 3), commit(3, 8, 2)]
    }

    pub fn folded(commits: &[Recorded<Event>]) -> TaskModel {
        rest("e", commits, None, 0).model
    }

    fn places(facts: &[Fact]) -> Vec<(u64, u32)> {
        facts
            .iter()
            .map(|fact| (fact.id.position, fact.id.index))
            .collect()
    }

    fn id(epoch: &str, position: u64, index: u32) -> String {
        EventId {
            epoch: epoch.to_owned(),
            position,
            index,
        }
        .to_string()
    }

    #[test]
    fn an_id_that_is_not_of_this_history_is_foreign() {
        let foreign = [
            id("other", 7, 0),
            id("e", 5, 0),
            id("e", 7, 3),
            id("e", 99, 0),
            "nonsense".to_owned(),
        ];
        for foreign in foreign {
            assert_eq!(
                start("e", &history(), Some(&foreign)),
                Start::Foreign,
                "{foreign}"
            );
        }
        assert_eq!(start("e", &history(), None), Start::Fresh);
        assert_eq!(start("e", &history(), Some("")), Start::Fresh);
    }

    #[test]
    fn behind_the_last_event_nothing_follows() {
        let rest = rest("e", &history(), Some(&last_id("e", &history()[2])), 10);
        assert!(rest.facts.is_empty() && !rest.more);
        assert_eq!(rest.version, 3);
    }

    #[test]
    fn each_event_comes_with_the_task_after_it() {
        let facts = rest("e", &history(), None, 10).facts;
        let drawn: Vec<u32> = facts.iter().map(|fact| fact.task.drawn_panels).collect();
        assert_eq!(drawn, [0, 1, 2, 3, 3, 3]);
    }

    #[test]
    fn what_is_kept_of_a_task_counts_as_before() {
        let mut whole = folded(&history());
        let next = commit(4, 11, 2);
        let mut light = whole.clone();
        slim(&mut light);
        assert_eq!(steps("e", &mut whole, &next), steps("e", &mut light, &next));
    }

    /// Histories with gaps between positions: other tasks live in the same stream.
    fn histories() -> impl Strategy<Value = Vec<Recorded<Event>>> {
        proptest::collection::vec((1..5_u64, 1..4_usize), 1..20).prop_map(|shape| {
            let mut position = 0;
            let commit = |(version, (gap, events)): (u64, (u64, usize))| {
                position += gap;
                commit(version, position, events)
            };
            (1..).zip(shape).map(commit).collect()
        })
    }

    proptest! {
        #[test]
        fn from_any_event_exactly_the_others_follow_once_and_in_order(
            history in histories(), cut in any::<prop::sample::Index>(), most in 1..6_usize,
        ) {
            let all = rest("e", &history, None, usize::MAX).facts;
            let seen = cut.index(all.len());
            let mut last = all[seen].id.clone();
            prop_assert_eq!(start("e", &history, Some(&last.to_string())), Start::After(last.clone()));
            let mut told = Vec::new();
            loop {
                let next = rest("e", &history, Some(&last), most);
                let Some(fact) = next.facts.last() else { break };
                last = fact.id.clone();
                prop_assert_eq!(next.version, fact.version);
                prop_assert_eq!(next.more, fact.version < history.len() as u64);
                told.extend(next.facts);
            }
            prop_assert_eq!(places(&told), places(&all[seen + 1..]));
            prop_assert_eq!(&told[..], &all[seen + 1..]);
        }

        #[test]
        fn a_history_that_grew_only_adds(history in histories(), cut in any::<prop::sample::Index>()) {
            let known = 1 + cut.index(history.len());
            let before = rest("e", &history[..known], None, usize::MAX);
            let after = rest("e", &history, before.facts.last().map(|fact| &fact.id), usize::MAX);
            let all = rest("e", &history, None, usize::MAX);
            prop_assert_eq!([before.facts, after.facts].concat(), all.facts);
            prop_assert_eq!(after.model, all.model);
        }
    }
}
