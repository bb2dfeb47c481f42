//! The only places that read the clock and mint ids: everything else gets them as arguments.

use jiff::Timestamp;
use uuid::Uuid;

/// The time now.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// An id that sorts by the time it was made.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}

/// An id that tells nothing, not even when it was made: for what must not be guessed from another.
#[expect(clippy::disallowed_methods, reason = "this is the edge")]
pub fn random_id() -> Uuid {
    Uuid::new_v4()
}
