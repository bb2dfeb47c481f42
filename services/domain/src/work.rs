//! The facts about attempts, told alike of the script and of a panel version.

use mangakai_events::{
    Event,
    v1::{
        self, Charged, Cost, Failure, PanelAttemptDiscarded, PanelAttemptExpired, PanelFailed, PanelStarted,
        ScriptAttemptDiscarded, ScriptAttemptExpired, ScriptFailed, ScriptStarted,
    },
};

use crate::{Attempt, PanelVersion, Work};

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

    /// An attempt lost the lease at its deadline: it may have been charged, nobody knows. Unless it had taken up what
    /// another one asked for: then it called nobody.
    pub(crate) fn expired(self, lost: &Attempt) -> Event {
        let &Attempt {
            number: attempt,
            estimate_micros,
            takes_up,
            ..
        } = lost;
        let charged = if takes_up == 0 {
            Charged::Perhaps
        } else {
            Charged::No
        };
        let cost = Some(Cost {
            charged: charged.into(),
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

    /// An attempt failed; `is_final`: no further one follows by itself; `resumed`: the earlier attempt whose cost it is.
    pub(crate) fn failed(
        self,
        attempt: u32,
        failure: Failure,
        is_final: bool,
        cost: Cost,
        estimate_micros: u64,
        resumed: Option<u32>,
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
                resumed_attempt: resumed.unwrap_or_default(),
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
