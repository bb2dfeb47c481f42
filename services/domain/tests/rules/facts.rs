//! Short names for events and commands, so that the rules read as sentences.

use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use mangakai_domain::*;
use mangakai_events::{Event, v1};
use uuid::Uuid;

/// When most things happen, and until when an attempt begun then may last.
pub const NOW: i64 = 1_000;
pub const DEADLINE: i64 = 61_000;
pub const TOO_LATE: i64 = DEADLINE + 1;

pub const JOB: Uuid = Uuid::from_u128(1);
pub const OTHER_JOB: Uuid = Uuid::from_u128(2);
pub const SESSION: SessionId = SessionId(Uuid::from_u128(9));

/// `given(history).when(command).then_expect_events(..)`
pub fn given<const N: usize>(history: [Vec<Event>; N]) -> AggregateTestExecutor<MangaTask> {
    TestFramework::with(()).given(history.concat())
}

pub fn given_nothing() -> AggregateTestExecutor<MangaTask> {
    TestFramework::with(()).given_no_previous_events()
}

pub fn task<const N: usize>(history: [Vec<Event>; N]) -> MangaTask {
    MangaTask::from_history(history.concat())
}

// Values

pub fn sealed(text: &str) -> v1::Sealed {
    v1::Sealed {
        nonce: vec![1; 12],
        ciphertext: text.into(),
    }
}

pub fn picture() -> v1::Reference {
    v1::Reference {
        key: "uploads/cat.webp".into(),
        sha256: "ab".into(),
        media_type: "image/webp".into(),
    }
}

pub fn image(target: PanelVersion) -> v1::Image {
    v1::Image {
        key: format!("panel_{}/v{}", target.panel, target.version),
        bytes: 7,
        ..Default::default()
    }
}

pub fn lineage() -> v1::Lineage {
    v1::Lineage {
        provider: "builtin".into(),
        model: "ink".into(),
        seed: 4,
        ..Default::default()
    }
}

pub fn paid(cost_micros: u64) -> v1::Cost {
    v1::Cost {
        charged: v1::Charged::Yes.into(),
        cost_micros,
    }
}

pub fn free() -> v1::Cost {
    v1::Cost {
        charged: v1::Charged::No.into(),
        cost_micros: 0,
    }
}

pub fn perhaps() -> v1::Cost {
    v1::Cost {
        charged: v1::Charged::Perhaps.into(),
        cost_micros: 0,
    }
}

pub fn failure(retryable: bool) -> v1::Failure {
    let (code, message) = ("provider_timeout".into(), "The provider did not answer".into());
    v1::Failure {
        code,
        message,
        retryable,
        fault: v1::Fault::Provider.into(),
    }
}

pub fn used_up() -> v1::Failure {
    let (code, message) = (
        "attempts_used_up".into(),
        "None of 5 attempts came to an end".into(),
    );
    v1::Failure {
        code,
        message,
        retryable: true,
        fault: v1::Fault::Us.into(),
    }
}

pub fn at(panel: u32, version: u32) -> PanelVersion {
    PanelVersion { panel, version }
}

pub fn bound_file() -> v1::BookFile {
    v1::BookFile {
        name: "book.pdf".into(),
        key: "books/1.pdf".into(),
        bytes: 9,
        ..Default::default()
    }
}

// Events

pub fn created(panels: u32) -> Event {
    Event::TaskCreated(v1::TaskCreated {
        session_id: SESSION.to_string(),
        story: Some(sealed("a cat learns to fly")),
        story_chars: 19,
        panels,
        language: "en".into(),
        reading_direction: "ltr".into(),
        style: Some(v1::Style {
            art_style: "manga".into(),
            ..Default::default()
        }),
        priority: v1::Priority::High.into(),
        template: None,
        references: vec![picture()],
        request_hmac: "f1".into(),
    })
}

fn granted(attempt: u32) -> Option<v1::Attempt> {
    Some(granted_to(attempt, JOB, u64::from(attempt), DEADLINE))
}

pub fn granted_to(attempt: u32, job: Uuid, delivery: u64, deadline_unix_ms: i64) -> v1::Attempt {
    v1::Attempt {
        attempt,
        job_id: job.to_string(),
        delivery,
        deadline_unix_ms,
    }
}

/// Begun by [`JOB`], each attempt by the next delivery of it.
pub fn script_started(attempt: u32) -> Event {
    Event::ScriptStarted(v1::ScriptStarted {
        attempt: granted(attempt),
    })
}

pub fn script_written(panels: u32) -> Event {
    script_written_by(1, panels)
}

pub fn script_written_by(attempt: u32, panels: u32) -> Event {
    Event::ScriptWritten(v1::ScriptWritten {
        attempt,
        script: Some(sealed("script")),
        panels,
        revision: 1,
        language: "en".into(),
        reading_direction: "ltr".into(),
        cost: Some(paid(300)),
        lineage: Some(lineage()),
        elapsed_ms: 20,
    })
}

pub fn script_failed(attempt: u32, retryable: bool, is_final: bool) -> Event {
    let (failure, cost) = (Some(failure(retryable)), Some(paid(10)));
    Event::ScriptFailed(v1::ScriptFailed {
        attempt,
        failure,
        r#final: is_final,
        cost,
    })
}

pub fn script_expired(attempt: u32) -> Event {
    Event::ScriptAttemptExpired(v1::ScriptAttemptExpired {
        attempt,
        cost: Some(perhaps()),
    })
}

pub fn script_discarded(attempt: u32, reason: &str, cost: v1::Cost) -> Event {
    Event::ScriptAttemptDiscarded(v1::ScriptAttemptDiscarded {
        attempt,
        reason: reason.into(),
        cost: Some(cost),
    })
}

pub fn script_edited(revision: u32, outdated_panels: Vec<u32>) -> Event {
    let script = Some(sealed("edited"));
    Event::ScriptEdited(v1::ScriptEdited {
        revision,
        script,
        outdated_panels,
        relettered_panels: vec![],
    })
}

/// Begun by [`JOB`], each attempt by the next delivery of it.
pub fn started(PanelVersion { panel, version }: PanelVersion, attempt: u32) -> Event {
    Event::PanelStarted(v1::PanelStarted {
        panel,
        version,
        attempt: granted(attempt),
    })
}

pub fn started_by(PanelVersion { panel, version }: PanelVersion, attempt: v1::Attempt) -> Event {
    Event::PanelStarted(v1::PanelStarted {
        panel,
        version,
        attempt: Some(attempt),
    })
}

pub fn submitted(PanelVersion { panel, version }: PanelVersion, attempt: u32) -> Event {
    let (provider, provider_task_id) = ("painter".into(), format!("p-{attempt}"));
    Event::PanelSubmitted(v1::PanelSubmitted {
        panel,
        version,
        attempt,
        provider,
        provider_task_id,
    })
}

pub fn drawn(target: PanelVersion, attempt: u32) -> Event {
    Event::PanelDrawn(v1::PanelDrawn {
        panel: target.panel,
        version: target.version,
        attempt,
        image: Some(image(target)),
        lineage: Some(lineage()),
        cost: Some(paid(40_000)),
        elapsed_ms: 30,
        revision: 1,
    })
}

pub fn failed(
    PanelVersion { panel, version }: PanelVersion,
    attempt: u32,
    retryable: bool,
    is_final: bool,
) -> Event {
    let (failure, cost) = (Some(failure(retryable)), Some(paid(10)));
    Event::PanelFailed(v1::PanelFailed {
        panel,
        version,
        attempt,
        failure,
        r#final: is_final,
        cost,
    })
}

pub fn all_attempts_used(PanelVersion { panel, version }: PanelVersion, attempt: u32) -> Event {
    let (failure, cost) = (Some(used_up()), Some(free()));
    Event::PanelFailed(v1::PanelFailed {
        panel,
        version,
        attempt,
        failure,
        r#final: true,
        cost,
    })
}

pub fn expired(PanelVersion { panel, version }: PanelVersion, attempt: u32) -> Event {
    Event::PanelAttemptExpired(v1::PanelAttemptExpired {
        panel,
        version,
        attempt,
        cost: Some(perhaps()),
    })
}

pub fn discarded(
    PanelVersion { panel, version }: PanelVersion,
    attempt: u32,
    reason: &str,
    cost: v1::Cost,
) -> Event {
    let (reason, cost) = (reason.into(), Some(cost));
    Event::PanelAttemptDiscarded(v1::PanelAttemptDiscarded {
        panel,
        version,
        attempt,
        reason,
        cost,
    })
}

pub fn redraw_requested(PanelVersion { panel, version }: PanelVersion, base_version: u32) -> Event {
    let (instruction, reference) = (Some(sealed("more stars")), Some(picture()));
    Event::PanelRedrawRequested(v1::PanelRedrawRequested {
        panel,
        version,
        base_version,
        instruction,
        reference,
    })
}

pub fn selected(PanelVersion { panel, version }: PanelVersion) -> Event {
    Event::PanelVersionSelected(v1::PanelVersionSelected { panel, version })
}

pub fn book_requested(book: u32, revision: u32, versions: Vec<u32>) -> Event {
    Event::BookRequested(v1::BookRequested {
        book,
        format: "pdf".into(),
        revision,
        versions,
    })
}

pub fn book_bound(book: u32) -> Event {
    Event::BookBound(v1::BookBound {
        book,
        files: vec![bound_file()],
        elapsed_ms: 5,
    })
}

pub fn book_failed(book: u32, retryable: bool, is_final: bool) -> Event {
    Event::BookFailed(v1::BookFailed {
        book,
        failure: Some(failure(retryable)),
        r#final: is_final,
    })
}

pub fn completed(drawn: u32) -> Event {
    Event::TaskCompleted(v1::TaskCompleted { drawn })
}

pub fn partly_completed(drawn: u32, failed: u32) -> Event {
    Event::TaskPartlyCompleted(v1::TaskPartlyCompleted { drawn, failed })
}

pub fn task_failed(failure: v1::Failure) -> Event {
    Event::TaskFailed(v1::TaskFailed {
        failure: Some(failure),
    })
}

pub fn no_panel_drawn(fault: v1::Fault) -> Event {
    let (code, message) = ("all_panels_failed".into(), "No panel could be drawn".into());
    task_failed(v1::Failure {
        code,
        message,
        retryable: true,
        fault: fault.into(),
    })
}

pub fn cancelled() -> Event {
    Event::TaskCancelled(v1::TaskCancelled {
        reason: "asked".into(),
    })
}

pub fn retried(script: bool, panels: Vec<u32>) -> Event {
    Event::TaskRetried(v1::TaskRetried { script, panels })
}

pub fn held() -> Event {
    Event::TaskHeld(v1::TaskHeld {
        stage: "story".into(),
        reasons: vec!["violence".into()],
    })
}

pub fn approved() -> Event {
    Event::TaskApproved(v1::TaskApproved {})
}

pub fn rejected() -> Event {
    Event::TaskRejected(v1::TaskRejected {
        reason: "too violent".into(),
    })
}

pub fn erased() -> Event {
    Event::TaskErased(v1::TaskErased {})
}

// Histories

/// A task whose script is written and none of whose panels is begun.
pub fn drawing(panels: u32) -> Vec<Event> {
    vec![created(panels), script_started(1), script_written(panels)]
}

/// A version drawn by its first attempt.
pub fn draw(target: PanelVersion) -> Vec<Event> {
    vec![started(target, 1), drawn(target, 1)]
}

/// A version that failed for good at its first attempt.
pub fn lose(target: PanelVersion) -> Vec<Event> {
    vec![started(target, 1), failed(target, 1, false, true)]
}

/// A task of two panels, both drawn.
pub fn two_drawn() -> Vec<Event> {
    [drawing(2), draw(at(1, 1)), draw(at(2, 1)), vec![completed(2)]].concat()
}

/// A task of two panels, the second of which failed.
pub fn one_of_two() -> Vec<Event> {
    [
        drawing(2),
        draw(at(1, 1)),
        lose(at(2, 1)),
        vec![partly_completed(1, 1)],
    ]
    .concat()
}

/// A task of two panels, both of which failed.
pub fn none_of_two() -> Vec<Event> {
    [
        drawing(2),
        lose(at(1, 1)),
        lose(at(2, 1)),
        vec![no_panel_drawn(v1::Fault::Provider)],
    ]
    .concat()
}

/// A task whose script failed for good.
pub fn no_script() -> Vec<Event> {
    vec![
        created(2),
        script_started(1),
        script_failed(1, false, true),
        task_failed(failure(false)),
    ]
}

// Commands

pub fn create(panels: u32) -> Command {
    Command::CreateTask(Box::new(CreateTask {
        session: SESSION,
        story: sealed("a cat learns to fly"),
        story_chars: 19,
        panels,
        language: "en".into(),
        reading_direction: "ltr".into(),
        style: v1::Style {
            art_style: "manga".into(),
            ..Default::default()
        },
        priority: v1::Priority::High,
        template: None,
        references: vec![picture()],
        request_hmac: "f1".into(),
    }))
}

pub fn cancel() -> Command {
    Command::CancelTask {
        reason: "asked".into(),
    }
}

pub fn hold() -> Command {
    Command::HoldTask {
        stage: "story".into(),
        reasons: vec!["violence".into()],
    }
}

pub fn reject() -> Command {
    Command::RejectTask {
        reason: "too violent".into(),
    }
}

pub fn lease(job: Uuid, delivery: u64, now_unix_ms: i64) -> StartAttempt {
    StartAttempt {
        job,
        delivery,
        now_unix_ms,
        deadline_unix_ms: now_unix_ms + DEADLINE - NOW,
    }
}

pub fn start_script() -> Command {
    Command::StartScript(lease(JOB, 1, NOW))
}

pub fn record_script(attempt: u32, panels: u32) -> Command {
    Command::RecordScript(Box::new(RecordScript {
        attempt,
        script: sealed("script"),
        panels,
        language: "en".into(),
        reading_direction: "ltr".into(),
        cost: paid(300),
        lineage: lineage(),
        elapsed_ms: 20,
    }))
}

pub fn fail_script(attempt: u32, retryable: bool) -> Command {
    Command::FailScript(FailAttempt {
        attempt,
        failure: failure(retryable),
        cost: paid(10),
    })
}

pub fn edit(base_revision: u32, panels: u32, outdated_panels: Vec<u32>) -> Command {
    let script = sealed("edited");
    Command::EditScript(EditScript {
        base_revision,
        script,
        panels,
        outdated_panels,
        relettered_panels: vec![],
    })
}

pub fn start(target: PanelVersion) -> Command {
    start_by(target, JOB, 1, NOW)
}

pub fn start_by(target: PanelVersion, job: Uuid, delivery: u64, now_unix_ms: i64) -> Command {
    Command::StartPanel {
        target,
        start: lease(job, delivery, now_unix_ms),
    }
}

pub fn submit(target: PanelVersion, attempt: u32) -> Command {
    let (provider, provider_task_id) = ("painter".into(), format!("p-{attempt}"));
    Command::NotePanelSubmitted {
        target,
        attempt,
        provider,
        provider_task_id,
    }
}

pub fn record(target: PanelVersion, attempt: u32) -> Command {
    Command::RecordPanel(Box::new(RecordPanel {
        target,
        attempt,
        image: image(target),
        lineage: lineage(),
        cost: paid(40_000),
        elapsed_ms: 30,
        revision: 1,
    }))
}

pub fn fail(target: PanelVersion, attempt: u32, retryable: bool) -> Command {
    let failed = FailAttempt {
        attempt,
        failure: failure(retryable),
        cost: paid(10),
    };
    Command::FailPanel { target, failed }
}

pub fn expire(work: Work, now_unix_ms: i64) -> Command {
    Command::ExpireAttempt { work, now_unix_ms }
}

pub fn redraw(panel: u32) -> Command {
    Command::RedrawPanel {
        panel,
        instruction: Some(sealed("more stars")),
        reference: Some(picture()),
    }
}

pub fn select(panel: u32, version: u32) -> Command {
    Command::SelectPanelVersion { panel, version }
}

pub fn request_book() -> Command {
    Command::RequestBook { format: "pdf".into() }
}

pub fn record_book(book: u32) -> Command {
    Command::RecordBook {
        book,
        files: vec![bound_file()],
        elapsed_ms: 5,
    }
}

pub fn fail_book(book: u32, retryable: bool) -> Command {
    Command::FailBook {
        book,
        failure: failure(retryable),
    }
}
