//! What is true of every history that commands can make.

use std::collections::{BTreeMap, BTreeSet};

use mangakai_domain::*;
use mangakai_events::{Event, v1};
use proptest::prelude::*;

use crate::facts::*;
use crate::random::{event, lease_of, steps, works};

/// A task, what has happened to it, and the time.
struct World {
    task: MangaTask,
    log: Vec<Event>,
    now: i64,
}

impl World {
    fn new() -> Self {
        let log = vec![created(2)];
        Self {
            task: MangaTask::from_history(log.clone()),
            log,
            now: NOW,
        }
    }

    /// Gives a command; the events it comes to, none when it is refused.
    fn give(&mut self, command: Command) -> Vec<Event> {
        let events = self.task.decide(command).unwrap_or_default();
        self.log.extend(events.iter().cloned());
        self.task = MangaTask::from_history(self.log.clone());
        events
    }
}

fn number_of(attempt: &Option<v1::Attempt>) -> u32 {
    attempt.as_ref().expect("a lease").attempt
}

fn open_attempts(lease: &Lease) -> usize {
    lease
        .attempts()
        .values()
        .filter(|attempt| attempt.outcome == AttemptOutcome::Open)
        .count()
}

fn numbers_are_contiguous(task: &MangaTask) {
    let from_1 = |keys: Vec<u32>, what: &str| {
        assert!(keys.iter().copied().eq(1..=keys.len() as u32), "{what}: {keys:?}");
    };
    from_1(task.panels().keys().copied().collect(), "panels");
    from_1(task.books().keys().copied().collect(), "books");
    from_1(
        lease_of(task, Work::Script).attempts().keys().copied().collect(),
        "attempts at the script",
    );
    for panel in task.panels().values() {
        from_1(panel.versions().keys().copied().collect(), "versions");
        for version in panel.versions().values() {
            from_1(version.lease().attempts().keys().copied().collect(), "attempts");
        }
    }
}

fn at_most_one_attempt_is_open(task: &MangaTask) {
    for work in works(task) {
        assert!(open_attempts(lease_of(task, work)) <= 1, "{work:?}");
    }
}

fn a_running_task_goes_on(task: &MangaTask) {
    let attended = works(task)
        .into_iter()
        .any(|work| task.open_attempt(work).is_some());
    let owes = pending_jobs(task).iter().any(|job| job.work().is_some());
    assert!(!task.status().is_running() || attended || owes, "stuck: {task:?}");
}

fn a_finished_task_has_nothing_left_to_draw(task: &MangaTask) {
    let done = match task.status() {
        TaskStatus::Completed => task
            .panels()
            .values()
            .all(|panel| panel.is_settled() && panel.is_drawn()),
        TaskStatus::Partial => task.panels().values().all(PanelState::is_settled) && task.drawn_panels() > 0,
        TaskStatus::Pending
        | TaskStatus::SceneGeneration
        | TaskStatus::ImageGeneration
        | TaskStatus::Failed
        | TaskStatus::Cancelled
        | TaskStatus::Held => true,
    };
    assert!(done, "{task:?}");
}

fn the_budget_holds(task: &MangaTask) {
    for work in works(task) {
        assert!(lease_of(task, work).used() <= MAX_ATTEMPTS, "{work:?}");
    }
}

type AttemptId = (Work, u32);

/// What a log says of its attempts.
struct Accounts {
    started: Vec<AttemptId>,
    /// How often each of them told its end: its result, its failure or its cost.
    told: BTreeMap<AttemptId, usize>,
}

fn accounts(log: &[Event]) -> Accounts {
    let mut started = Vec::new();
    let mut told = BTreeMap::new();
    let mut tell = |work, attempt| *told.entry((work, attempt)).or_default() += 1;
    for event in log {
        match event {
            Event::ScriptStarted(e) => started.push((Work::Script, number_of(&e.attempt))),
            Event::PanelStarted(e) => {
                started.push((Work::Panel(at(e.panel, e.version)), number_of(&e.attempt)));
            }
            Event::ScriptWritten(e) => tell(Work::Script, e.attempt),
            Event::ScriptCallMade(e) => tell(Work::Script, e.attempt),
            Event::ScriptAttemptDiscarded(e) => tell(Work::Script, e.attempt),
            Event::ScriptFailed(e) if e.failure != Some(used_up()) => tell(Work::Script, e.attempt),
            Event::PanelDrawn(e) => tell(Work::Panel(at(e.panel, e.version)), e.attempt),
            Event::PanelAttemptDiscarded(e) => tell(Work::Panel(at(e.panel, e.version)), e.attempt),
            Event::PanelFailed(e) if e.failure != Some(used_up()) => {
                tell(Work::Panel(at(e.panel, e.version)), e.attempt);
            }
            _ => {}
        }
    }
    Accounts { started, told }
}

fn every_attempt_tells_its_end_at_most_once(log: &[Event]) {
    let Accounts { started, told } = accounts(log);
    let distinct: BTreeSet<_> = started.iter().copied().collect();
    assert_eq!(distinct.len(), started.len(), "an attempt was started twice");
    for (attempt, times) in told {
        assert!(distinct.contains(&attempt), "{attempt:?} was never started");
        assert_eq!(times, 1, "{attempt:?}");
    }
}

/// No ended attempt is forgotten: one that is not open has expired or told its end.
fn every_attempt_that_is_not_open_has_an_ending(task: &MangaTask, log: &[Event]) {
    let Accounts { started, told } = accounts(log);
    let expired = |work, attempt| {
        log.iter().any(|event| match (event, work) {
            (Event::ScriptAttemptExpired(e), Work::Script) => e.attempt == attempt,
            (Event::PanelAttemptExpired(e), Work::Panel(target)) => {
                (at(e.panel, e.version), e.attempt) == (target, attempt)
            }
            _ => false,
        })
    };
    for (work, attempt) in started {
        let open = task.open_attempt(work).is_some_and(|open| open.number == attempt);
        assert!(
            open || expired(work, attempt) || told.contains_key(&(work, attempt)),
            "{work:?} {attempt}"
        );
    }
}

/// A job becomes due only with an event that says it may.
fn jobs_become_due_noticeably(before: &MangaTask, after: &MangaTask, events: &[Event]) {
    let before = pending_jobs(before);
    let new: Vec<_> = pending_jobs(after)
        .into_iter()
        .filter(|job| !before.contains(job))
        .collect();
    assert!(
        new.is_empty() || events.iter().any(may_owe),
        "{new:?} became due by {events:?}"
    );
}

proptest! {
    #[test]
    fn every_history_that_commands_make_keeps_the_promises(steps in steps()) {
        let mut world = World::new();
        for (pause, step) in steps {
            world.now += pause;
            let Some(command) = step.command(&world.task, world.now) else { continue };
            let before = world.task.clone();
            let events = world.give(command);

            numbers_are_contiguous(&world.task);
            at_most_one_attempt_is_open(&world.task);
            a_running_task_goes_on(&world.task);
            a_finished_task_has_nothing_left_to_draw(&world.task);
            the_budget_holds(&world.task);
            jobs_become_due_noticeably(&before, &world.task, &events);
        }
        every_attempt_tells_its_end_at_most_once(&world.log);
        every_attempt_that_is_not_open_has_an_ending(&world.task, &world.log);
    }

    #[test]
    fn a_result_told_twice_changes_nothing(steps in steps()) {
        let mut world = World::new();
        for (pause, step) in steps {
            world.now += pause;
            let Some(command) = step.command(&world.task, world.now) else { continue };
            let is_result = matches!(
                command,
                Command::RecordScript(_) | Command::FailScript(_) | Command::RecordPanel(_)
                    | Command::FailPanel { .. } | Command::RecordBook { .. } | Command::ExpireAttempt { .. }
            );
            world.give(command.clone());
            if is_result {
                prop_assert_eq!(world.give(command), vec![]);
            }
        }
    }

    #[test]
    fn any_sequence_of_events_can_be_folded(events in prop::collection::vec(event(), 0..60)) {
        let task = MangaTask::from_history(events);
        let progress = task.progress();
        prop_assert!(progress.percent <= 100);
        pending_jobs(&task);
        task.overdue(i64::MAX);
        let stored = serde_json::to_string(&task).unwrap();
        prop_assert_eq!(serde_json::from_str::<MangaTask>(&stored).unwrap(), task);
    }
}
