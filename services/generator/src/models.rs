//! The boundary to what writes and draws: the built-in studio, or models that cost money.

use std::{
    fmt::Debug,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures::future::BoxFuture;
use mangakai_domain::{PanelVersion, Submission};
use mangakai_events::v1::{Charged, Cost, Failure, Fault, Lineage};
use mangakai_providers::{Reference, Submissions};
use mangakai_script::{ReadingDirection, Script, Style};
use uuid::Uuid;

/// A story to be planned.
#[derive(Clone, Debug)]
pub struct ScriptBrief {
    /// The task it is for.
    pub task: Uuid,
    /// The story.
    pub story: String,
    /// Panels wanted.
    pub panels: u32,
    /// BCP 47; none: told from the text.
    pub language: Option<String>,
    /// None: by language.
    pub reading_direction: Option<ReadingDirection>,
    /// The look.
    pub style: Style,
    /// Attempts before this one that brought nothing.
    pub attempts_before: u32,
    /// When the result must be there.
    pub until: Instant,
    /// Asked before every further call that may be charged.
    pub calls: Arc<dyn ScriptCalls>,
}

/// A planned story.
#[derive(Clone, Debug)]
pub struct WrittenScript {
    /// The plan.
    pub script: Script,
    /// Who wrote it.
    pub lineage: Lineage,
    /// What the last call cost.
    pub cost: Cost,
    /// What it was asked with; empty when nobody was asked.
    pub prompt: String,
}

/// A panel to be drawn.
#[derive(Clone, Debug)]
pub struct PanelBrief {
    /// The task it is for.
    pub task: Uuid,
    /// Which panel and version.
    pub target: PanelVersion,
    /// The whole plan: consistency needs the other panels as well.
    pub script: Script,
    /// What should be different from the version it starts from.
    pub instruction: Option<String>,
    /// Equal for equal task, panel and version.
    pub seed: u64,
    /// Pictures to go by, as many as [`Illustrator::references`] asks for.
    pub references: Vec<Reference>,
    /// Attempts before this one that brought nothing.
    pub attempts_before: u32,
    /// When the result must be there.
    pub until: Instant,
    /// Hears that a provider took a request.
    pub submissions: Arc<dyn Submissions>,
}

/// A drawn panel.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The encoded picture.
    pub bytes: Bytes,
    /// `image/webp` or `image/png`.
    pub media_type: String,
    /// `webp` or `png`.
    pub extension: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Who drew it.
    pub lineage: Lineage,
    /// What it cost.
    pub cost: Cost,
    /// What it was asked with; empty when nobody was asked.
    pub prompt: String,
}

/// An attempt that brought nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct WorkError {
    /// Why, and whether another attempt may succeed.
    pub failure: Failure,
    /// What it cost all the same.
    pub cost: Cost,
    /// Another attempt before then would be in vain.
    pub after: Option<Duration>,
    /// It is what became of a request that was taken up.
    pub ends_request: bool,
}

impl WorkError {
    /// A failure on our side that cost nothing.
    pub fn ours(code: &str, message: impl Into<String>, retryable: bool) -> WorkError {
        let failure = Failure {
            code: code.to_owned(),
            message: message.into(),
            retryable,
            fault: Fault::Us.into(),
        };
        WorkError {
            failure,
            cost: free(),
            after: None,
            ends_request: false,
        }
    }

    /// Something about the story that no attempt will change.
    pub fn users(code: &str, message: impl Into<String>) -> WorkError {
        let fault = Fault::User.into();
        let failure = Failure {
            code: code.to_owned(),
            message: message.into(),
            retryable: false,
            fault,
        };
        WorkError {
            failure,
            cost: free(),
            after: None,
            ends_request: false,
        }
    }
}

/// Nothing was charged.
pub(crate) fn free() -> Cost {
    Cost {
        charged: Charged::No.into(),
        cost_micros: 0,
    }
}

/// Keeps the log ahead of the calls of one script: none is made that no attempt stands for.
pub trait ScriptCalls: Send + Sync + Debug {
    /// Notes what the last call cost, opens the attempt for another and holds its money; until when that one lasts. None:
    /// it must not be made.
    fn another(&self, last: Cost) -> BoxFuture<'_, Option<Instant>>;
}

/// Judges stories.
pub trait Moderator: Send + Sync + Debug {
    /// Stable reasons for a person to look at a text first; empty: none. Whoever cannot judge now has none either: the
    /// models themselves refuse what they must not take.
    fn judge<'a>(&'a self, text: &'a str, until: Instant) -> BoxFuture<'a, Vec<String>>;
}

/// Plans stories.
pub trait Director: Send + Sync + Debug {
    /// Who judges a story before it is given to anybody, if somebody can.
    fn moderator(&self) -> Option<Arc<dyn Moderator>> {
        None
    }

    /// The most one attempt may cost, in millionths of a US dollar: budgets hold so much before it calls. 0: it is free.
    fn estimate_micros(&self, _story_chars: u32, _panels: u32) -> u64 {
        0
    }

    /// One attempt.
    fn write(&self, brief: ScriptBrief) -> BoxFuture<'_, Result<WrittenScript, WorkError>>;
}

/// Draws panels.
pub trait Illustrator: Send + Sync + Debug {
    /// The most one attempt may cost, in millionths of a US dollar: budgets hold so much before it calls. 0: it is free.
    fn estimate_micros(&self) -> u64 {
        0
    }

    /// How many pictures to go by it makes use of.
    fn references(&self) -> usize {
        0
    }

    /// One attempt.
    fn draw(&self, brief: PanelBrief) -> BoxFuture<'_, Result<Drawing, WorkError>>;

    /// The picture of a request that an earlier attempt made and paid for. A request that nobody knows of any more is a
    /// failure after which another attempt may ask anew.
    fn resume<'a>(
        &'a self,
        _brief: &'a PanelBrief,
        submission: &'a Submission,
    ) -> BoxFuture<'a, Result<Drawing, WorkError>> {
        let message = format!("{} is not asked any more.", submission.provider);
        let gone = WorkError {
            cost: Cost {
                charged: Charged::Perhaps.into(),
                cost_micros: 0,
            },
            ..WorkError::ours("request_gone", message, true)
        };
        Box::pin(std::future::ready(Err(gone)))
    }
}
