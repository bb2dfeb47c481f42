//! Events by short names.

use mangakai_domain::{PanelVersion, Submission};
use mangakai_events::{Event, v1};
use uuid::Uuid;

use crate::facts::*;

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
        queue_message: MESSAGE,
        started_unix_ms: deadline_unix_ms - (DEADLINE - NOW),
        estimate_micros: ESTIMATE,
        takes_up: 0,
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
        estimate_micros: ESTIMATE,
    })
}

pub fn script_failed(attempt: u32, retryable: bool, is_final: bool) -> Event {
    let (failure, cost) = (Some(failure(retryable)), Some(paid(10)));
    Event::ScriptFailed(v1::ScriptFailed {
        attempt,
        failure,
        r#final: is_final,
        cost,
        estimate_micros: ESTIMATE,
    })
}

pub fn script_call_made(attempt: u32) -> Event {
    Event::ScriptCallMade(v1::ScriptCallMade {
        attempt,
        cost: Some(paid(20)),
        estimate_micros: ESTIMATE,
    })
}

pub fn script_expired(attempt: u32) -> Event {
    Event::ScriptAttemptExpired(v1::ScriptAttemptExpired {
        attempt,
        cost: Some(perhaps()),
        estimate_micros: ESTIMATE,
    })
}

pub fn script_discarded(attempt: u32, reason: &str, cost: v1::Cost) -> Event {
    Event::ScriptAttemptDiscarded(v1::ScriptAttemptDiscarded {
        attempt,
        reason: reason.into(),
        cost: Some(cost),
        estimate_micros: ESTIMATE,
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
    let Submission {
        provider,
        provider_task_id,
        lineage,
    } = at_painter(attempt);
    Event::PanelSubmitted(v1::PanelSubmitted {
        panel,
        version,
        attempt,
        provider,
        provider_task_id,
        lineage: Some(lineage),
    })
}

/// What an attempt asked the painter for.
pub fn at_painter(attempt: u32) -> Submission {
    Submission {
        provider: "painter".into(),
        provider_task_id: format!("p-{attempt}"),
        lineage: lineage(),
    }
}

/// As [`started`], by an attempt that takes up the request of an earlier one.
pub fn started_taking_up(
    PanelVersion { panel, version }: PanelVersion,
    attempt: u32,
    takes_up: u32,
) -> Event {
    Event::PanelStarted(v1::PanelStarted {
        panel,
        version,
        attempt: granted(attempt).map(|granted| v1::Attempt {
            estimate_micros: 0,
            takes_up,
            ..granted
        }),
    })
}

pub fn drawn(target: PanelVersion, attempt: u32) -> Event {
    drawn_resuming(target, attempt, 0, paid(40_000))
}

/// `resumed`: the attempt that left the picture behind, 0: none did.
pub fn drawn_resuming(target: PanelVersion, attempt: u32, resumed: u32, cost: v1::Cost) -> Event {
    Event::PanelDrawn(v1::PanelDrawn {
        panel: target.panel,
        version: target.version,
        attempt,
        image: Some(image(target)),
        lineage: Some(lineage()),
        cost: Some(cost),
        elapsed_ms: 30,
        revision: 1,
        resumed_attempt: resumed,
        estimate_micros: ESTIMATE,
    })
}

pub fn failed(target: PanelVersion, attempt: u32, retryable: bool, is_final: bool) -> Event {
    failed_resuming(target, attempt, 0, retryable, is_final)
}

/// `resumed`: the attempt whose request was taken up, 0: none's.
pub fn failed_resuming(
    PanelVersion { panel, version }: PanelVersion,
    attempt: u32,
    resumed: u32,
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
        estimate_micros: ESTIMATE,
        resumed_attempt: resumed,
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
        estimate_micros: 0,
        resumed_attempt: 0,
    })
}

pub fn expired(PanelVersion { panel, version }: PanelVersion, attempt: u32) -> Event {
    Event::PanelAttemptExpired(v1::PanelAttemptExpired {
        panel,
        version,
        attempt,
        cost: Some(perhaps()),
        estimate_micros: ESTIMATE,
    })
}

/// As [`expired`], of an attempt that had taken up the request of an earlier one: it called nobody.
pub fn expired_taking_up(PanelVersion { panel, version }: PanelVersion, attempt: u32) -> Event {
    Event::PanelAttemptExpired(v1::PanelAttemptExpired {
        panel,
        version,
        attempt,
        cost: Some(free()),
        estimate_micros: 0,
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
        estimate_micros: ESTIMATE,
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
        ..v1::BookRequested::default()
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
    Event::TaskPartlyCompleted(v1::TaskPartlyCompleted {
        drawn,
        failed,
        failure: None,
    })
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
    Event::TaskApproved(v1::TaskApproved {
        by: "mei".into(),
        reason: "a fairy tale".into(),
    })
}

pub fn rejected() -> Event {
    Event::TaskRejected(v1::TaskRejected {
        reason: "too violent".into(),
        by: "mei".into(),
    })
}

pub fn erased() -> Event {
    Event::TaskErased(v1::TaskErased {})
}

pub fn shredded(accounts: u32) -> Event {
    Event::TaskShredded(v1::TaskShredded { accounts, objects: 3 })
}
