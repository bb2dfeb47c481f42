//! What a manga task is and what may happen to it: commands in, events out, no clock, no randomness, no I/O.
//!
//! A [`Command`] is judged by [`MangaTask::decide`], which answers with events or a [`Rejection`]. An event is only
//! remembered, never judged, when it is applied. What the state still wants done is said by [`pending_jobs`].

mod aggregate;
mod apply;
mod book;
mod budget;
mod command;
mod decide;
mod ids;
mod lease;
mod limits;
mod panel;
mod price;
mod process;
mod progress;
mod rejection;
mod settle;
mod status;
mod task;
mod work;

pub use book::{BookState, BookStatus, Edition};
pub use budget::{
    AttemptId, BUDGET_CODES, Budget, BudgetCaps, BudgetCommand, BudgetRejection, BudgetScope, Reserve,
    ScopeKind, Settlement, exhausted, settlements,
};
pub use command::*;
pub use ids::*;
pub use lease::{Attempt, AttemptOutcome, Lease, Submission};
pub use limits::*;
pub use panel::{PanelState, VersionState};
pub use price::{Estimate, PriceList, PriceRange, ProviderEstimate, ProviderPrices, ScriptPrice};
pub use process::{PendingJob, may_owe, pending_jobs};
pub use progress::Progress;
pub use rejection::Rejection;
pub use status::{TaskStatus, VersionStatus};
pub use task::{MangaTask, ScriptState};
