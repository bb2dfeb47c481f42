//! The caps of a configuration.

use super::ScopeKind;

/// What may be held and spent together, in millionths of a US dollar; none: no cap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BudgetCaps {
    /// By one task.
    pub task: Option<u64>,
    /// By one session on one day.
    pub session: Option<u64>,
    /// By everybody on one day.
    pub system: Option<u64>,
}

impl BudgetCaps {
    /// The cap of budgets of a kind.
    pub fn of(&self, kind: ScopeKind) -> Option<u64> {
        match kind {
            ScopeKind::Task => self.task,
            ScopeKind::Session => self.session,
            ScopeKind::System => self.system,
        }
    }
}
