//! The door to one provider with one key: how many calls at once, how many a minute, a pause when it asks for one, and a
//! breaker when it is ill.

use std::{
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{
    breaker::Breaker,
    catalogue::Provider,
    error::{Class, ProviderError},
    headers,
    limits::MAX_WAIT,
    wire::Reply,
};

/// The door.
#[derive(Debug)]
pub struct Gate {
    provider: String,
    slots: Semaphore,
    rate: Option<DefaultDirectRateLimiter>,
    health: Mutex<Health>,
}

#[derive(Debug, Default)]
struct Health {
    breaker: Breaker,
    /// Nothing is sent before.
    paused_until: Option<Instant>,
}

/// Leave to make one call.
#[derive(Debug)]
pub struct Pass<'a> {
    gate: &'a Gate,
    _slot: SemaphorePermit<'a>,
}

impl Gate {
    /// A door by the provider's limits.
    pub fn new(provider: &Provider) -> Gate {
        let quota = provider
            .per_minute
            .and_then(NonZeroU32::new)
            .map(Quota::per_minute);
        Gate {
            provider: provider.id.clone(),
            slots: Semaphore::new(provider.concurrency),
            rate: quota.map(RateLimiter::direct),
            health: Mutex::default(),
        }
    }

    /// Waits for leave to call, not past `until`.
    ///
    /// # Errors
    /// [`Class::Overloaded`] while the breaker is open, [`Class::RateLimited`] when the wait would be too long. Nothing
    /// was sent then.
    pub async fn enter(&self, until: Instant) -> Result<Pass<'_>, ProviderError> {
        let busy = |code| ProviderError::new(Class::RateLimited, code);
        let slot = tokio::time::timeout_at(until.into(), self.slots.acquire()).await;
        // The semaphore is never closed.
        let Ok(Ok(slot)) = slot else {
            return Err(busy("no_slot"));
        };
        loop {
            let now = Instant::now();
            let Some(pause) = self.pause(now) else { break };
            if pause > MAX_WAIT || now + pause >= until {
                return Err(busy("asked_to_wait").after(Some(pause)));
            }
            tokio::time::sleep(pause).await;
        }
        if let Some(rate) = &self.rate
            && tokio::time::timeout_at(until.into(), rate.until_ready())
                .await
                .is_err()
        {
            return Err(busy("own_rate_limit"));
        }
        let entered = self.health().breaker.enter(Instant::now());
        entered.map_err(|pause| ProviderError::new(Class::Overloaded, "breaker_open").after(Some(pause)))?;
        Ok(Pass {
            gate: self,
            _slot: slot,
        })
    }

    fn pause(&self, now: Instant) -> Option<Duration> {
        let until = self.health().paused_until?;
        until.checked_duration_since(now).filter(|pause| !pause.is_zero())
    }

    fn pause_for(&self, pause: Option<Duration>) {
        let Some(until) = pause.and_then(|pause| Instant::now().checked_add(pause)) else {
            return;
        };
        let mut health = self.health();
        health.paused_until = health.paused_until.max(Some(until));
    }

    fn health(&self) -> MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// Learns from how the call ended.
    pub fn learn(&self, result: Result<&Reply, &ProviderError>) {
        let gate = self.gate;
        match result {
            Ok(reply) => {
                gate.health().breaker.well();
                gate.pause_for(headers::exhausted(&reply.headers));
            }
            Err(error) if error.class.is_illness() => {
                if gate.health().breaker.ill(Instant::now()) {
                    metrics::counter!("mangakai_provider_breaker_opened_total", "provider" => gate.provider.clone())
                        .increment(1);
                    tracing::warn!(provider = %gate.provider, "{} is left alone for a while: {error}", gate.provider);
                }
                gate.pause_for(error.after);
            }
            Err(error) => {
                // Whoever says no is there.
                gate.health().breaker.well();
                if error.class == Class::RateLimited {
                    gate.pause_for(error.after);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, limits::BREAKER_FAILURES};

    fn gate() -> Gate {
        Gate::new(Catalogue::embedded().unwrap().provider("gemini").unwrap())
    }

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(2)
    }

    #[tokio::test]
    async fn a_429_pauses_everybody_who_uses_the_key() {
        let gate = gate();
        let pass = gate.enter(soon()).await.unwrap();
        let limited = ProviderError::new(Class::RateLimited, "").after(Some(Duration::from_millis(300)));
        pass.learn(Err(&limited));
        drop(pass);
        let begun = Instant::now();
        gate.enter(soon()).await.unwrap();
        assert!(begun.elapsed() >= Duration::from_millis(250));
        let pass = gate.enter(soon()).await.unwrap();
        pass.learn(Err(
            &ProviderError::new(Class::RateLimited, "").after(Some(Duration::from_secs(47)))
        ));
        let error = gate.enter(soon()).await.unwrap_err();
        assert_eq!((error.class, error.is_free()), (Class::RateLimited, true));
        assert!(error.after.unwrap() > Duration::from_secs(40));
    }

    #[tokio::test]
    async fn illness_opens_the_breaker_and_refusals_do_not() {
        let gate = gate();
        for _ in 0..BREAKER_FAILURES * 2 {
            let pass = gate.enter(soon()).await.unwrap();
            pass.learn(Err(&ProviderError::new(Class::RefusedInput, "")));
        }
        for _ in 0..BREAKER_FAILURES {
            let pass = gate.enter(soon()).await.unwrap();
            pass.learn(Err(&ProviderError::new(Class::UnknownOutcome, "")));
        }
        let error = gate.enter(soon()).await.unwrap_err();
        assert_eq!(
            (error.class, error.code.as_str()),
            (Class::Overloaded, "breaker_open")
        );
    }

    #[tokio::test]
    async fn no_more_calls_at_once_than_allowed() {
        let gate = gate();
        let mut passes = Vec::new();
        for _ in 0..8 {
            passes.push(gate.enter(soon()).await.unwrap());
        }
        let at_once = Instant::now() + Duration::from_millis(20);
        assert_eq!(gate.enter(at_once).await.unwrap_err().code, "no_slot");
        passes.pop();
        gate.enter(soon()).await.unwrap();
    }
}
