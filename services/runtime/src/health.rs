//! Readiness: every thing a process stands on, asked by name.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use serde::Serialize;

/// Longest time a check may take.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

type Answer = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// One thing to ask.
#[derive(Clone)]
pub struct Check {
    name: &'static str,
    ask: Arc<dyn Fn() -> Answer + Send + Sync>,
}

impl Check {
    /// A named question; the error is a sentence without internals.
    pub fn new<F>(name: &'static str, ask: impl Fn() -> F + Send + Sync + 'static) -> Check
    where
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        Check {
            name,
            ask: Arc::new(move || Box::pin(ask())),
        }
    }

    async fn answer(&self) -> Result<(), String> {
        tokio::time::timeout(CHECK_TIMEOUT, (self.ask)())
            .await
            .unwrap_or_else(|_| Err("no answer in time".to_owned()))
    }
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Check({})", self.name)
    }
}

/// All checks of a process.
#[derive(Clone, Debug, Default)]
pub struct Health {
    checks: Vec<Check>,
}

/// What the checks said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Everything answered.
    pub ready: bool,
    /// Name of each check, and what is wrong where something is.
    pub checks: Vec<(&'static str, Option<String>)>,
}

impl Health {
    /// A process that stands on these.
    pub fn new(checks: Vec<Check>) -> Health {
        Health { checks }
    }

    /// Asks all, one after another: each is bounded in time.
    pub async fn report(&self) -> Report {
        let mut checks = Vec::new();
        for check in &self.checks {
            checks.push((check.name, check.answer().await.err()));
        }
        Report {
            ready: checks.iter().all(|(_, wrong)| wrong.is_none()),
            checks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_failing_check_makes_the_process_unready() {
        let fine = Check::new("log", || async { Ok(()) });
        let broken = Check::new("postgres", || async { Err("away".to_owned()) });
        assert!(Health::new(vec![fine.clone()]).report().await.ready);
        let report = Health::new(vec![fine, broken]).report().await;
        assert!(!report.ready);
        assert_eq!(
            report.checks,
            [("log", None), ("postgres", Some("away".to_owned()))]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_check_that_never_answers_is_a_failure() {
        let stuck = Check::new("s3", std::future::pending);
        assert!(!Health::new(vec![stuck]).report().await.ready);
    }
}
