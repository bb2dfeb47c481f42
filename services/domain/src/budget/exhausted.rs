//! How it is said that a budget allows no more.

use mangakai_events::v1::{Failure, Fault};

use super::ScopeKind;

/// Codes of the failures of work that a budget did not allow, by [`ScopeKind`] in order.
pub const BUDGET_CODES: [&str; 3] = ["budget_task", "budget_session", "budget_system"];

/// The failure of work that a budget did not allow. No further attempt follows by itself: somebody has to raise the cap,
/// or a new day has to begin, and then ask for a retry.
pub fn exhausted(scope: ScopeKind) -> Failure {
    let (code, message, fault) = match scope {
        ScopeKind::Task => (
            BUDGET_CODES[0],
            "The budget of this task is used up. Raise its cap, then retry",
            Fault::User,
        ),
        ScopeKind::Session => (
            BUDGET_CODES[1],
            "The budget of this session is used up for today. Retry tomorrow (UTC), or raise its cap",
            Fault::User,
        ),
        ScopeKind::System => (
            BUDGET_CODES[2],
            "The budget of this server is used up for today. Retry tomorrow (UTC), or ask its operator to raise the cap",
            Fault::Us,
        ),
    };
    Failure {
        code: code.to_owned(),
        message: message.to_owned(),
        retryable: false,
        fault: fault.into(),
    }
}
