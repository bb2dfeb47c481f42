//! Whose money it is.

use std::fmt;

use mangakai_events::day_of;
use uuid::Uuid;

use crate::{SessionId, TaskId};

/// Root of the ids of budgets. Fixed for ever.
const BUDGETS: Uuid = Uuid::from_u128(0x6d61_6e67_616b_4169_8000_6275_6467_6574);

/// What a budget is for. Days are those of UTC, and an attempt belongs to the day on which it began.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BudgetScope {
    /// One task, as long as it lives.
    Task(TaskId),
    /// One session on one day.
    Session {
        /// Whose.
        session: SessionId,
        /// `2026-01-02`
        day: String,
    },
    /// Everybody on one day.
    System {
        /// `2026-01-02`
        day: String,
    },
}

/// The kinds of scope.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum ScopeKind {
    /// One task.
    Task,
    /// One session on one day.
    Session,
    /// Everybody on one day.
    System,
}

impl BudgetScope {
    /// The budgets that an attempt is paid from, the narrowest first: what is refused is refused where it hurts least.
    pub fn of(task: TaskId, session: SessionId, started_unix_ms: i64) -> [BudgetScope; 3] {
        let day = day_of(started_unix_ms);
        [
            BudgetScope::Task(task),
            BudgetScope::Session {
                session,
                day: day.clone(),
            },
            BudgetScope::System { day },
        ]
    }

    /// Id of the budget's aggregate.
    pub fn id(&self) -> Uuid {
        Uuid::new_v5(&BUDGETS, self.to_string().as_bytes())
    }

    /// Its kind.
    pub fn kind(&self) -> ScopeKind {
        match self {
            BudgetScope::Task(_) => ScopeKind::Task,
            BudgetScope::Session { .. } => ScopeKind::Session,
            BudgetScope::System { .. } => ScopeKind::System,
        }
    }
}

impl fmt::Display for BudgetScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BudgetScope::Task(task) => write!(f, "task/{task}"),
            BudgetScope::Session { session, day } => write!(f, "session/{session}/{day}"),
            BudgetScope::System { day } => write!(f, "system/{day}"),
        }
    }
}
