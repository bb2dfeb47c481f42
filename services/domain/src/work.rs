//! The facts about attempts, told alike of the script and of a panel version.

use mangakai_events::{
    Event,
    v1::{
        self, Charged, Cost, Failure, PanelAttemptDiscarded, PanelAttemptExpired, PanelFailed, PanelStarted,
        ScriptAttemptDiscarded, ScriptAttemptExpired, ScriptFailed, ScriptStarted,
    },
};

use crate::{PanelVersion, Work};

impl Work {
    /// An attempt has the lease.
    pub(crate) fn started(self, attempt: v1::Attempt) -> Event {
        let attempt = Some(attempt);
        match self {
            Self::Script => Event::ScriptStarted(ScriptStarted { attempt }),
            Self::Panel(PanelVersion { panel, version }) => Event::PanelStarted(PanelStarted {
                panel,
                version,
                attempt,
            }),
        }
    }

    /// An attempt lost the lease at its deadline: it may have been charged, nobody knows.
    pub(crate) fn expired(self, attempt: u32, estimate_micros: u64) -> Event {
        let cost = Some(Cost {
            charged: Charged::Perhaps.into(),
            cost_micros: 0,
        });
        match self {
            Self::Script => Event::ScriptAttemptExpired(ScriptAttemptExpired {
                attempt,
                cost,
                estimate_micros,
            }),
            Self::Panel(PanelVersion { panel, version }) => Event::PanelAttemptExpired(PanelAttemptExpired {
                panel,
                version,
                attempt,
                cost,
                estimate_micros,
            }),
        }
    }

    /// An attempt failed; `is_final`: no further one follows by itself.
    pub(crate) fn failed(
        self,
        attempt: u32,
        failure: Failure,
        is_final: bool,
        cost: Cost,
        estimate_micros: u64,
    ) -> Event {
        let (failure, cost) = (Some(failure), Some(cost));
        match self {
            Self::Script => Event::ScriptFailed(ScriptFailed {
                attempt,
                failure,
                r#final: is_final,
                cost,
                estimate_micros,
            }),
            Self::Panel(PanelVersion { panel, version }) => Event::PanelFailed(PanelFailed {
                panel,
                version,
                attempt,
                failure,
                r#final: is_final,
                cost,
                estimate_micros,
            }),
        }
    }

    /// An attempt without the lease told its end: kept for its cost.
    pub(crate) fn discarded(self, attempt: u32, reason: &str, cost: Cost, estimate_micros: u64) -> Event {
        let (reason, cost) = (reason.to_owned(), Some(cost));
        match self {
            Self::Script => Event::ScriptAttemptDiscarded(ScriptAttemptDiscarded {
                attempt,
                reason,
                cost,
                estimate_micros,
            }),
            Self::Panel(PanelVersion { panel, version }) => {
                Event::PanelAttemptDiscarded(PanelAttemptDiscarded {
                    panel,
                    version,
                    attempt,
                    reason,
                    cost,
                    estimate_micros,
                })
            }
        }
    }
}
