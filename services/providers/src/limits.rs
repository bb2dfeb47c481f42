//! What is too much, too long or too often, all in one place.

use std::time::Duration;

/// Largest answer that is read, in bytes: a 4K picture as base64 with room to spare.
pub const MAX_ANSWER_BYTES: usize = 64 * 1024 * 1024;
/// Largest picture that is taken, in bytes of its file.
pub const MAX_PICTURE_BYTES: usize = 32 * 1024 * 1024;
/// Longest side of a picture that is taken, in pixels.
pub const MAX_PICTURE_SIDE: u32 = 8_192;
/// Shortest side of a picture that is taken, in pixels: less is a placeholder, not a panel.
pub const MIN_PICTURE_SIDE: u32 = 64;
/// Most pixels of a picture that is taken.
pub const MAX_PICTURE_PIXELS: u64 = 40_000_000;
/// Longest code of a provider that is kept, in characters.
pub const MAX_CODE_CHARS: usize = 64;

/// Time to open a connection.
pub const CONNECT_TIME: Duration = Duration::from_secs(10);
/// Time for one look at a task, and for the download of a picture.
pub const LOOK_TIME: Duration = Duration::from_secs(60);
/// Pause before the first look at a task; it grows up to [`LAST_POLL`].
pub const FIRST_POLL: Duration = Duration::from_secs(1);
/// Longest pause between two looks at a task.
pub const LAST_POLL: Duration = Duration::from_secs(5);
/// Time for the judgement of a story, with every try.
pub const JUDGING_TIME: Duration = Duration::from_secs(30);
/// Kept back from an attempt's time, so that its end can still be told.
pub const TELLING_TIME: Duration = Duration::from_secs(5);

/// Tries of one call within an attempt, when nothing was charged.
pub const MAX_TRIES: usize = 3;
/// Pause before the second try; doubled and jittered after that.
pub const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// Longest pause between two tries, unless the provider asks for more.
pub const LAST_PAUSE: Duration = Duration::from_secs(8);
/// Longest wait that a provider may ask for within an attempt; more is left to another provider or attempt.
pub const MAX_WAIT: Duration = Duration::from_secs(120);

/// Failures in a row that open the breaker.
pub const BREAKER_FAILURES: u32 = 5;
/// How long it stays open the first time; doubled with every failed probe.
pub const BREAKER_PAUSE: Duration = Duration::from_secs(15);
/// Longest time it stays open.
pub const BREAKER_MAX_PAUSE: Duration = Duration::from_secs(5 * 60);

/// Attempts that begin with the same provider before the next one is asked first.
pub const ATTEMPTS_A_PROVIDER: u32 = 2;
/// Attempts that brought nothing after which no provider is asked any more: the last one is the built-in studio's.
pub const ATTEMPTS_BEFORE_LAST_RESORT: u32 = 4;

/// Most panels asked for in one call: with more, models grow careless towards the end.
pub const PANELS_A_CALL: u32 = 20;
/// Room for the plan of a panel in the longest answer of a model, in tokens.
pub const TOKENS_A_PANEL: u32 = 600;
/// Most of a story in one call, in bytes.
pub const STORY_BYTES_A_CALL: usize = 24 * 1024;
/// Most of a story in one piece that is judged, in characters.
pub const PIECE_CHARS: usize = 4_000;
/// Most findings that a model is told: more only bury the first.
pub const MAX_FINDINGS: usize = 20;
