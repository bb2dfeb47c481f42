//! Random commands, random work, random events: small numbers, so that they meet.

use mangakai_domain::*;
use mangakai_events::{Event, jobs::job::Kind, v1};
use proptest::{
    prelude::*,
    sample::{Index, select as one_of},
};

use crate::facts::*;

/// One thing that happens to a task in a random history.
#[derive(Clone, Debug)]
pub enum Step {
    /// Somebody asks for something, sensible or not.
    Ask(Command),
    /// A worker takes up one of the jobs owed.
    TakeUp(Index),
    /// A worker ends one of the attempts ever begun, also one that has lost its lease.
    End(Index, Ending),
    /// The sweeper closes what is overdue.
    Sweep(Index),
}

#[derive(Clone, Copy, Debug)]
pub enum Ending {
    Done,
    Failed { retryable: bool },
}

/// A random history: steps, and the milliseconds that pass before each.
pub fn steps() -> impl Strategy<Value = Vec<(i64, Step)>> {
    let pause = one_of(vec![0, 0, 1_000, DEADLINE]);
    prop::collection::vec((pause, step()), 1..150)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => command().prop_map(Step::Ask),
        6 => any::<Index>().prop_map(Step::TakeUp),
        6 => (any::<Index>(), ending()).prop_map(|(pick, ending)| Step::End(pick, ending)),
        1 => any::<Index>().prop_map(Step::Sweep),
    ]
}

fn ending() -> impl Strategy<Value = Ending> {
    prop_oneof![
        2 => Just(Ending::Done),
        5 => Just(Ending::Failed { retryable: true }),
        1 => Just(Ending::Failed { retryable: false }),
    ]
}

impl Step {
    /// The command this step comes to, if the task gives occasion for it.
    pub fn command(self, task: &MangaTask, now: i64) -> Option<Command> {
        match self {
            Self::Ask(command) => Some(command),
            Self::TakeUp(pick) => pick_from(&pending_jobs(task), pick).map(|job| take_up(&job, now)),
            Self::End(pick, ending) => {
                pick_from(&attempts(task), pick).map(|(work, attempt)| end(work, attempt, ending))
            }
            Self::Sweep(pick) => pick_from(&task.overdue(now), pick).map(|work| expire(work, now)),
        }
    }
}

fn pick_from<T: Clone>(choices: &[T], pick: Index) -> Option<T> {
    (!choices.is_empty()).then(|| pick.get(choices).clone())
}

fn take_up(job: &PendingJob, now: i64) -> Command {
    match job.kind {
        Kind::WriteScript(_) => Command::StartScript(lease(JOB, 1, now)),
        Kind::DrawPanel(draw) => start_by(at(draw.panel, draw.version), JOB, 1, now),
        Kind::BindBook(bind) => record_book(bind.book),
        Kind::ShredTask(_) => record_shredding(job.round),
    }
}

fn end(work: Work, attempt: u32, ending: Ending) -> Command {
    match (work, ending) {
        (Work::Script, Ending::Done) => record_script(attempt, 2),
        (Work::Script, Ending::Failed { retryable }) => fail_script(attempt, retryable),
        (Work::Panel(target), Ending::Done) => record(target, attempt),
        (Work::Panel(target), Ending::Failed { retryable }) => fail(target, attempt, retryable),
    }
}

fn attempts(task: &MangaTask) -> Vec<(Work, u32)> {
    works(task)
        .into_iter()
        .flat_map(|work| {
            lease_of(task, work)
                .attempts()
                .keys()
                .map(move |attempt| (work, *attempt))
        })
        .collect()
}

/// The lease on work that [`works`] named.
pub fn lease_of(task: &MangaTask, work: Work) -> &Lease {
    task.lease(work).expect("known work")
}

/// The script and every panel version.
pub fn works(task: &MangaTask) -> Vec<Work> {
    let versions = |(&panel, state): (&u32, &PanelState)| -> Vec<Work> {
        state
            .versions()
            .keys()
            .map(|&version| Work::Panel(at(panel, version)))
            .collect()
    };
    std::iter::once(Work::Script)
        .chain(task.panels().iter().flat_map(versions))
        .collect()
}

fn target() -> impl Strategy<Value = PanelVersion> {
    (0..4_u32, 0..4_u32).prop_map(|(panel, version)| at(panel, version))
}

fn work() -> impl Strategy<Value = Work> {
    prop_oneof![Just(Work::Script), target().prop_map(Work::Panel)]
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        12 => from_a_person(),
        3 => now_and_then(),
        5 => from_a_worker(),
    ]
}

fn from_a_person() -> impl Strategy<Value = Command> {
    let panel = || 0..4_u32;
    prop_oneof![
        (0..4_u32).prop_map(create),
        Just(Command::RetryTask),
        panel().prop_map(redraw),
        target().prop_map(|target| select(target.panel, target.version)),
        (0..4_u32, panel()).prop_map(|(base, panel)| edit(base, 2, vec![panel])),
        Just(request_book()),
    ]
}

/// What stops a task: too often, and no history would get far.
fn now_and_then() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => Just(cancel()),
        1 => Just(Command::EraseTask),
        4 => Just(hold()),
        16 => Just(approve()),
        1 => Just(reject()),
    ]
}

fn from_a_worker() -> impl Strategy<Value = Command> {
    let (attempt, job, delivery) = (|| 0..7_u32, one_of(vec![JOB, OTHER_JOB]), 1..4_u64);
    let start = (job, delivery)
        .prop_map(|(job, delivery)| lease(job, delivery, NOW))
        .boxed();
    prop_oneof![
        start.clone().prop_map(Command::StartScript),
        (attempt(), 0..4_u32).prop_map(|(attempt, panels)| record_script(attempt, panels)),
        (attempt(), any::<bool>()).prop_map(|(attempt, retryable)| fail_script(attempt, retryable)),
        attempt().prop_map(note_call),
        (target(), start).prop_map(|(target, start)| Command::StartPanel { target, start }),
        (target(), attempt()).prop_map(|(target, attempt)| submit(target, attempt)),
        (target(), attempt()).prop_map(|(target, attempt)| record(target, attempt)),
        (target(), attempt(), any::<bool>())
            .prop_map(|(target, attempt, again)| fail(target, attempt, again)),
        (0..3_u32).prop_map(record_book),
        (0..3_u32, any::<bool>()).prop_map(|(book, retryable)| fail_book(book, retryable)),
        (work(), NOW..10 * DEADLINE).prop_map(|(work, now)| expire(work, now)),
    ]
}

/// Any event, whether or not it makes sense here: a history is folded as it is.
pub fn event() -> impl Strategy<Value = Event> {
    prop_oneof![script_event(), panel_event(), task_event(), book_event()]
}

fn script_event() -> impl Strategy<Value = Event> {
    let n = || 0..4_u32;
    prop_oneof![
        n().prop_map(script_started),
        Just(Event::ScriptStarted(v1::ScriptStarted { attempt: None })),
        (n(), n()).prop_map(|(attempt, panels)| script_written_by(attempt, panels)),
        (n(), any::<bool>()).prop_map(|(attempt, is_final)| script_failed(attempt, true, is_final)),
        (n(), n()).prop_map(|(revision, panel)| script_edited(revision, vec![panel])),
        n().prop_map(script_call_made),
        n().prop_map(script_expired),
        n().prop_map(|attempt| script_discarded(attempt, "lease_lost", paid(u64::MAX))),
    ]
}

fn panel_event() -> impl Strategy<Value = Event> {
    let n = || 0..4_u32;
    prop_oneof![
        (target(), n()).prop_map(|(target, attempt)| started(target, attempt)),
        (target(), n()).prop_map(|(target, attempt)| submitted(target, attempt)),
        (target(), n()).prop_map(|(target, attempt)| drawn(target, attempt)),
        (target(), n(), any::<bool>())
            .prop_map(|(target, attempt, last)| failed(target, attempt, true, last)),
        (target(), n()).prop_map(|(target, attempt)| expired(target, attempt)),
        (target(), n()).prop_map(|(target, attempt)| discarded(target, attempt, "lease_lost", paid(1))),
        (target(), n()).prop_map(|(target, base)| redraw_requested(target, base)),
        target().prop_map(selected),
    ]
}

fn task_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (0..4_u32).prop_map(created),
        Just(completed(2)),
        Just(partly_completed(1, 1)),
        Just(task_failed(failure(true))),
        Just(cancelled()),
        (any::<bool>(), 0..4_u32).prop_map(|(script, panel)| retried(script, vec![panel])),
        Just(held()),
        Just(approved()),
        Just(rejected()),
        Just(erased()),
        (0..3_u32).prop_map(shredded),
    ]
}

fn book_event() -> impl Strategy<Value = Event> {
    let n = || 0..3_u32;
    prop_oneof![
        (n(), n()).prop_map(|(book, revision)| book_requested(book, revision, vec![1])),
        n().prop_map(book_bound),
        (n(), any::<bool>()).prop_map(|(book, is_final)| book_failed(book, true, is_final)),
    ]
}
