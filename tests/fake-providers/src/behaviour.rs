//! What a scenario is made of: how the fake behaves towards one call.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// What a call is about. Scenarios and the ledger tell calls apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A text model works: billed.
    Text,
    /// A picture model works (a task's submission too): billed.
    Picture,
    /// Text or pictures are judged: free.
    Moderation,
    /// A task's state or result is asked for: free.
    Poll,
    /// A picture's address is opened: free.
    Download,
    /// Lists, uploads, token counts, cancellations: free.
    Other,
}

impl Kind {
    /// Whether a model works for it, so that it may cost money.
    #[must_use]
    pub fn is_work(self) -> bool {
        matches!(self, Self::Text | Self::Picture)
    }
}

/// How the fake behaves towards one call.
///
/// *Charged* says whether the call is on the bill, which is decided when the request arrives and stays, whether or not
/// the client hears the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "behaviour", rename_all = "snake_case")]
pub enum Behaviour {
    /// A good answer. Charged.
    #[default]
    Ok,
    /// 429 in the provider's words. Not charged.
    RateLimited {
        /// How it says when to come back.
        retry: RetryAfter,
    },
    /// 429 (or the provider's own status) that only tomorrow or money helps: daily quota, used-up credit. Not charged.
    QuotaDone,
    /// 402, or whatever the provider says to an account in arrears. Not charged.
    Billing,
    /// 401, or Gemini's 400 `API_KEY_INVALID`. Not charged.
    Unauthorized,
    /// 403. Not charged.
    Forbidden,
    /// 404, the model is not there. Not charged.
    ModelNotFound,
    /// 400, something in the request is wrong. Not charged, and no violation.
    BadRequest,
    /// 500. Not charged. "500 then ok" is `[ServerError, Ok]`.
    ServerError,
    /// 503 (529 at `OpenRouter`, 429 `ServerOverloaded` at Ark). Not charged.
    Overloaded,
    /// 502 with a page of HTML from a gateway. Not charged.
    GatewayHtml,
    /// A good answer in small pieces, `every_ms` milliseconds apart. Charged.
    SlowDrip {
        /// Pieces the body is cut into.
        pieces: usize,
        /// Pause before each, in milliseconds.
        every_ms: u64,
    },
    /// Half of a good answer, then the connection breaks. Charged: the work was done.
    CutConnection,
    /// Half of a good answer's JSON, as a complete HTTP answer. Charged.
    CutJson,
    /// The connection breaks without a byte of an answer. Charged: the work was done.
    Reset,
    /// A good answer after `after_ms` milliseconds, longer than the client waits. Charged.
    Late {
        /// How late.
        after_ms: u64,
    },
    /// A good answer as soon as `FakeProviders::release` is called. Charged.
    Held,
    /// Never an answer, the connection stays open. Not charged.
    NeverAnswers,
    /// JSON, but not what the schema asks for. Charged.
    WrongSchema,
    /// A draft that keeps to the schema, but not to the story: one panel has words of nobody. Charged.
    UnfitScript,
    /// Prose where JSON was asked for. Charged.
    NotJson,
    /// The right JSON in a fence of Markdown. Charged.
    Fenced,
    /// The text ends in the middle because the tokens are used up. Charged.
    CutText,
    /// An empty text. Charged.
    EmptyText,
    /// Words instead of a picture, in HTTP 200. Charged.
    TextInsteadOfPicture,
    /// An empty list of pictures, in HTTP 200. Charged.
    NoPictures,
    /// A picture that cannot be used. Charged.
    BrokenPicture {
        /// How it is broken.
        picture: BrokenPicture,
    },
    /// The provider refuses. Charged only if the refusal comes after the work, see [`Refusal`].
    Refused {
        /// Where and how.
        refusal: Refusal,
    },
    /// The task's state as each poll sees it; the last one stays. Charged if one of them is `Succeeded`.
    Polls {
        /// In the order of the polls.
        steps: Vec<Step>,
    },
    /// A good answer whose address stops working `after_ms` milliseconds later; 0 never works. Charged.
    UrlExpires {
        /// How long it works.
        after_ms: u64,
    },
}

/// How a 429 says when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum RetryAfter {
    /// `Retry-After: 7` (and Gemini's `RetryInfo`).
    Seconds {
        /// How many.
        seconds: u64,
    },
    /// `Retry-After: Mon, 23 Nov 2026 10:00:00 GMT`, so many seconds from now.
    HttpDate {
        /// How many.
        seconds: u64,
    },
    /// `retry-after-ms: 250`, as OpenAI's SDK reads it.
    Millis {
        /// How many.
        millis: u64,
    },
    /// Only in the message's words ("Please retry in 7s.").
    InWords {
        /// How many.
        seconds: u64,
    },
    /// Not at all.
    Silent,
}

impl RetryAfter {
    /// The headers that say it.
    pub(crate) fn headers(self, now: SystemTime) -> Vec<(&'static str, String)> {
        match self {
            Self::Seconds { seconds } => vec![("retry-after", seconds.to_string())],
            Self::HttpDate { seconds } => {
                let at = now + Duration::from_secs(seconds);
                vec![("retry-after", httpdate::fmt_http_date(at))]
            }
            Self::Millis { millis } => vec![("retry-after-ms", millis.to_string())],
            Self::InWords { .. } | Self::Silent => Vec::new(),
        }
    }

    /// The words that say it, or none.
    pub(crate) fn words(self) -> String {
        match self {
            Self::Seconds { seconds } | Self::InWords { seconds } => format!(" Please retry in {seconds}s."),
            Self::HttpDate { .. } | Self::Millis { .. } | Self::Silent => String::new(),
        }
    }
}

/// The ways to refuse. A provider that has no such way answers 501, and it is a violation of the test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Refusal {
    /// The prompt, in the provider's usual shape: an error with a code (OpenAI, `DashScope`, Ark, ...), Gemini's
    /// `promptFeedback`, `MiniMax`'s status code, BFL's task state. Not charged.
    Input,
    /// The result, in the provider's usual shape. Charged: an output that is refused was made.
    Output,
    /// Gemini's `finishReason`, e.g. `SAFETY`, `IMAGE_SAFETY`, `PROHIBITED_CONTENT`; a chat's `content_filter`. Charged.
    Finish {
        /// In the provider's spelling.
        reason: String,
    },
    /// Gemini's `promptFeedback.blockReason`. Not charged.
    Block {
        /// In the provider's spelling.
        reason: String,
    },
    /// A chat's `message.refusal`, in HTTP 200. Charged.
    Message,
    /// An error in the place of one picture, within HTTP 200 (Ark's sets, `DashScope`'s results). Charged.
    PerPicture,
    /// The state of a task (`DashScope` FAILED `DataInspectionFailed`, BFL `Content Moderated`). Not charged.
    Task,
}

/// The ways a picture is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrokenPicture {
    /// No bytes.
    Empty,
    /// A good head and a body of noise.
    Corrupt,
    /// The first half.
    Cut,
    /// A head that promises 60000 x 60000 pixels.
    Huge,
    /// Not a picture at all, whatever its type says.
    WrongMagic,
    /// A good picture of another size than was asked for.
    OtherSize,
    /// A good picture of another format than its type says.
    OtherFormat,
}

/// A task's state, as a poll sees it; every provider has its own word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Waits in the queue.
    Pending,
    /// At work.
    Running,
    /// Done, with the result.
    Succeeded,
    /// Failed on the provider's side.
    Failed,
    /// Failed because the content is refused.
    Refused,
    /// Called off.
    Canceled,
    /// The provider does not know it any more.
    Unknown,
}

impl Behaviour {
    /// Whether the call is on the bill.
    #[must_use]
    pub fn is_charged(&self) -> bool {
        match self {
            Self::Ok
            | Self::SlowDrip { .. }
            | Self::CutConnection
            | Self::CutJson
            | Self::Reset
            | Self::Late { .. }
            | Self::Held
            | Self::WrongSchema
            | Self::UnfitScript
            | Self::NotJson
            | Self::Fenced
            | Self::CutText
            | Self::EmptyText
            | Self::TextInsteadOfPicture
            | Self::NoPictures
            | Self::BrokenPicture { .. }
            | Self::UrlExpires { .. } => true,
            Self::Refused { refusal } => refusal.is_charged(),
            Self::Polls { steps } => steps.contains(&Step::Succeeded),
            Self::RateLimited { .. }
            | Self::QuotaDone
            | Self::Billing
            | Self::Unauthorized
            | Self::Forbidden
            | Self::ModelNotFound
            | Self::BadRequest
            | Self::ServerError
            | Self::Overloaded
            | Self::GatewayHtml
            | Self::NeverAnswers => false,
        }
    }
}

impl Refusal {
    fn is_charged(&self) -> bool {
        match self {
            Self::Output | Self::Finish { .. } | Self::Message | Self::PerPicture => true,
            Self::Input | Self::Block { .. } | Self::Task => false,
        }
    }
}
