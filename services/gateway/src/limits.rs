//! Every limit of the API, in one place.

use std::time::Duration;

pub use mangakai_script::{MAX_PANELS, MAX_STORY_BYTES, MIN_PANELS};

/// Panels of a task that does not say.
pub const DEFAULT_PANELS: u32 = 5;
/// Largest JSON body, in bytes.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;
/// Largest multipart body, in bytes: the same text in a wider encoding, and the form around it.
pub const MAX_MULTIPART_BYTES: usize = MAX_BODY_BYTES + 64 * 1024;
/// Most parts of a form.
pub const MAX_FORM_PARTS: usize = 32;
/// Largest request head, in bytes.
pub const MAX_HEADER_BYTES: usize = 16 * 1024;
/// Most header fields of a request.
pub const MAX_HEADERS: usize = 100;
/// Deepest nesting of a JSON body.
pub const MAX_JSON_DEPTH: usize = 32;
/// Most characters of a redraw instruction.
pub const MAX_INSTRUCTION_CHARS: usize = 2_000;
/// Most characters of a language tag.
pub const MAX_LANGUAGE_CHARS: usize = 35;
/// Most characters of an `Idempotency-Key`.
pub const MAX_IDEMPOTENCY_KEY_CHARS: usize = 255;
/// Most characters of a request id that a caller may bring along.
pub const MAX_REQUEST_ID_CHARS: usize = 64;
/// Longest token that is looked at, in bytes.
pub const MAX_TOKEN_BYTES: usize = 2_048;
/// Characters of the story that a task shows.
pub const STORY_PREVIEW_CHARS: usize = 200;

/// Tasks of one page when the caller does not say.
pub const DEFAULT_LIST_LIMIT: u32 = 20;
/// Most tasks of one page.
pub const MAX_LIST_LIMIT: u32 = 100;
/// Tasks whose texts are opened at the same time for one page.
pub const OPENED_AT_ONCE: usize = 16;

/// Longest `?wait=`, in seconds.
pub const MAX_WAIT_SECONDS: u64 = 30;
/// How long a read waits for the read model before it folds the log instead.
pub const READ_MODEL_WAIT: Duration = Duration::from_secs(2);
/// First pause before the read model is looked at again, once the log has come to where it is waited for; each pause
/// is twice the one before.
pub const READ_MODEL_PAUSE: Duration = Duration::from_millis(5);
/// How long a read waits for Postgres before it folds the log instead.
pub const READ_MODEL_TIMEOUT: Duration = Duration::from_secs(2);
/// How often a waiting reader looks again although nothing woke it.
pub const WAIT_POLL: Duration = Duration::from_secs(1);
/// How long a write waits for the log before it says 503.
pub const WRITE_WAIT: Duration = Duration::from_secs(10);
/// Pause between two tries of a write while the log is away.
pub const WRITE_PAUSE: Duration = Duration::from_millis(200);
/// How long a read waits for the log.
pub const LOG_READ_WAIT: Duration = Duration::from_secs(5);
/// How long anybody waits for the log to name the owner of a task, before the read model is asked.
pub const OWNER_WAIT: Duration = Duration::from_secs(1);
/// How long a reader waits for the vault to open a text.
pub const OPEN_WAIT: Duration = Duration::from_secs(2);
/// How long a page or stream goes on without texts before it waits again for a vault that hung.
pub const OPEN_AGAIN: Duration = Duration::from_secs(10);
/// Time until the head of a request must have come.
pub const HEADER_WAIT: Duration = Duration::from_secs(10);
/// Time until the body of a request must have come.
pub const BODY_WAIT: Duration = Duration::from_secs(30);
/// How often an HTTP/2 connection is asked whether it is still there.
pub const PING_EVERY: Duration = Duration::from_secs(30);
/// Time until it must have said so.
pub const PING_WAIT: Duration = Duration::from_secs(20);
/// Time until a handler must have begun to answer, its waiting included.
pub const HANDLER_WAIT: Duration = Duration::from_secs(60);
/// How long the answer of the readiness checks is kept.
pub const CHECK_KEPT: Duration = Duration::from_secs(1);
/// How long a stop waits for running requests.
pub const DRAIN_WAIT: Duration = Duration::from_secs(10);
/// `Retry-After` when something we need is away or we are full.
pub const RETRY_AFTER: Duration = Duration::from_secs(2);
/// `Retry-After` while a book is being bound.
pub const BOOK_RETRY_AFTER: Duration = Duration::from_secs(1);

/// Requests handled at the same time; more are told to come again.
pub const MAX_CONCURRENT: usize = 512;
/// Requests that wait for a change at the same time.
pub const MAX_WAITING: usize = 4_096;
/// Open connections at the same time.
pub const MAX_CONNECTIONS: usize = 16_384;

/// Readers of the whole log at the same time.
pub const MAX_LOG_READERS: usize = 8;
/// Tasks that a reader of the whole log remembers; one of five panels takes some three KiB.
pub const LOG_READER_TASKS: u64 = 4_096;

/// Life of a session token.
pub const TOKEN_LIFE: Duration = Duration::from_secs(30 * 24 * 3600);
/// Reads per minute and session.
pub const READS_PER_MINUTE: u32 = 600;
/// Stream opens per minute and session.
pub const STREAMS_PER_MINUTE: u32 = 300;
/// Sessions made per minute and address.
pub const SESSIONS_PER_MINUTE: u32 = 60;
/// Sessions made at once by one address.
pub const SESSIONS_BURST: u32 = 30;
/// Buckets kept at most; the one idle for longest goes first.
pub const MAX_BUCKETS: u64 = 100_000;
/// A bucket idle for so long is full again, and forgotten.
pub const BUCKET_IDLE: Duration = Duration::from_secs(120);
