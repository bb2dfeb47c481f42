//! One model of one provider, ready to be called: its wire, its address and key, its door.

use std::{
    fmt::Debug,
    sync::Arc,
    time::{Duration, Instant},
};

use backon::{ExponentialBuilder, Retryable};

use crate::{
    client::Endpoint,
    error::{Class, ProviderError},
    gate::{Gate, Pass},
    limits::{FIRST_PAUSE, LAST_PAUSE, MAX_TRIES, MAX_WAIT},
    refusal,
    wire::{Call, Reply},
};

/// A link of a chain.
#[derive(Debug)]
pub struct Link<M> {
    /// Id of the provider.
    pub provider: String,
    /// Its name for people.
    pub name: String,
    /// The model.
    pub model: M,
    /// Where it is.
    pub endpoint: Arc<Endpoint>,
    /// Its door: shared by everything that does the same work with the same key.
    pub gate: Arc<Gate>,
}

/// A try that failed, and whether the same may be tried again at once.
struct Failed {
    error: ProviderError,
    again: bool,
}

impl<M: Debug> Link<M> {
    /// Makes a call and reads its answer. What certainly cost nothing and passes is tried again, with growing, jittered
    /// pauses; anything else is not.
    pub async fn call<T>(
        &self,
        call: &Call,
        time: Duration,
        until: Instant,
        read: impl Fn(&Reply) -> Result<T, ProviderError>,
    ) -> Result<(T, Pass<'_>), ProviderError> {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(FIRST_PAUSE)
            .with_max_delay(LAST_PAUSE)
            .with_max_times(MAX_TRIES - 1)
            .with_jitter();
        let tried = (|| self.once(call.clone(), time, until, &read))
            .retry(pauses)
            .when(|failed: &Failed| failed.again)
            .adjust(|failed, pause| {
                let pause = pause?.max(failed.error.after.unwrap_or_default());
                let fits = pause <= MAX_WAIT && Instant::now() + pause < until;
                fits.then_some(pause)
            })
            .await;
        tried.map_err(|failed| self.named(failed.error))
    }

    async fn once<T>(
        &self,
        call: Call,
        time: Duration,
        until: Instant,
        read: impl Fn(&Reply) -> Result<T, ProviderError>,
    ) -> Result<(T, Pass<'_>), Failed> {
        let at_the_door = |error| Failed { error, again: false };
        let pass = self.gate.enter(until).await.map_err(at_the_door)?;
        let now = Instant::now();
        // Whoever slept past the end of the attempt has no leave to call any more.
        if now >= until {
            return Err(at_the_door(ProviderError::new(Class::RateLimited, "too_late")));
        }
        let replied = self.endpoint.send(call, until.min(now + time)).await;
        let result = match replied {
            Ok(reply) if reply.is_success() => read(&reply).map(|value| (value, reply)),
            Ok(reply) => Err(refusal::refused(&reply)),
            Err(error) => Err(error),
        };
        self.count(&result, now.elapsed());
        pass.learn(result.as_ref().map(|(_, reply)| reply));
        match result {
            Ok((value, _)) => Ok((value, pass)),
            Err(error) => {
                let again = error.class.passes() && error.is_free();
                tracing::debug!(provider = %self.provider, "A call failed: {}: {error}", self.provider);
                Err(Failed { error, again })
            }
        }
    }

    /// The error with the provider's id.
    pub fn named(&self, error: ProviderError) -> ProviderError {
        ProviderError {
            provider: self.provider.clone(),
            ..error
        }
    }

    fn count<T>(&self, result: &Result<T, ProviderError>, elapsed: Duration) {
        let outcome = result.as_ref().map_or_else(|error| error.class.name(), |_| "ok");
        let provider = self.provider.clone();
        metrics::counter!("mangakai_provider_calls_total", "provider" => provider.clone(), "outcome" => outcome)
            .increment(1);
        metrics::histogram!("mangakai_provider_call_seconds", "provider" => provider)
            .record(elapsed.as_secs_f64());
    }
}
