//! Short names for all that a rule speaks of, so that the rules read as sentences.

use cqrs_es::test::{AggregateTestExecutor, TestFramework};
use mangakai_domain::*;
use mangakai_events::{Event, v1};
use uuid::Uuid;

pub use crate::{commands::*, events::*, stories::*};

/// When most things happen, and until when an attempt begun then may last.
pub const NOW: i64 = 1_000;
pub const DEADLINE: i64 = 61_000;
/// The most that an attempt is expected to cost.
pub const ESTIMATE: u64 = 50_000;
pub const TOO_LATE: i64 = DEADLINE + 1;

pub const JOB: Uuid = Uuid::from_u128(1);
/// Place in the queue of the message that brings [`JOB`].
pub const MESSAGE: u64 = 7;
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
