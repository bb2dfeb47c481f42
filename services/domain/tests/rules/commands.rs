//! Commands by short names.

use mangakai_domain::*;
use mangakai_events::v1;
use uuid::Uuid;

use crate::facts::*;

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
        suspicion: None,
    }))
}

pub fn cancel() -> Command {
    Command::CancelTask {
        reason: "asked".into(),
    }
}

pub fn hold() -> Command {
    Command::HoldTask(suspicion())
}

pub fn suspicion() -> Suspicion {
    Suspicion {
        stage: "story".into(),
        reasons: vec!["violence".into()],
    }
}

pub fn approve() -> Command {
    Command::ApproveTask(Review {
        by: "mei".into(),
        reason: "a fairy tale".into(),
    })
}

pub fn reject() -> Command {
    Command::RejectTask(Review {
        by: "mei".into(),
        reason: "too violent".into(),
    })
}

pub fn lease(job: Uuid, delivery: u64, now_unix_ms: i64) -> StartAttempt {
    StartAttempt {
        job,
        queue_message: MESSAGE,
        delivery,
        now_unix_ms,
        deadline_unix_ms: now_unix_ms + DEADLINE - NOW,
        estimate_micros: ESTIMATE,
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
        ends_request: true,
    })
}

pub fn note_call(attempt: u32) -> Command {
    let cost = paid(20);
    Command::NoteScriptCall { attempt, cost }
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
    Command::NotePanelSubmitted {
        target,
        attempt,
        submission: at_painter(attempt),
    }
}

pub fn record(target: PanelVersion, attempt: u32) -> Command {
    Command::RecordPanel(Box::new(RecordPanel {
        target,
        attempt,
        resumed: None,
        image: image(target),
        lineage: lineage(),
        cost: paid(40_000),
        elapsed_ms: 30,
        revision: 1,
    }))
}

/// As [`record`], of a picture that an earlier attempt left behind.
pub fn record_resumed(target: PanelVersion, attempt: u32, resumed: u32) -> Command {
    let Command::RecordPanel(mut drawn) = record(target, attempt) else {
        unreachable!("it records a panel")
    };
    drawn.resumed = Some(resumed);
    Command::RecordPanel(drawn)
}

pub fn record_shredding(accounts: u32) -> Command {
    Command::RecordShredding { accounts, objects: 3 }
}

pub fn fail(target: PanelVersion, attempt: u32, retryable: bool) -> Command {
    let failed = FailAttempt {
        attempt,
        failure: failure(retryable),
        cost: paid(10),
        ends_request: true,
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

/// A book on the usual paper.
pub fn edition(format: &str) -> Edition {
    Edition {
        format: format.into(),
        ..Edition::default()
    }
}

pub fn request_book() -> Command {
    Command::RequestBook(edition("pdf"))
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
