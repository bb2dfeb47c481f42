//! A circuit breaker: after some failures in a row a provider is left alone for a while, then tried once. Pure: the
//! time is an argument.

use std::time::{Duration, Instant};

use crate::limits::{BREAKER_FAILURES, BREAKER_MAX_PAUSE, BREAKER_PAUSE};

/// What is known of a provider's health.
#[derive(Clone, Copy, Debug, Default)]
pub struct Breaker {
    failures: u32,
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Calls pass.
    #[default]
    Closed,
    /// No call passes until then; the pause was so long.
    Open { until: Instant, pause: Duration },
    /// One call is out to see; the pause before it was so long.
    Probing { since: Instant, pause: Duration },
}

impl Breaker {
    /// Lets a call pass, or says how long to wait.
    pub fn enter(&mut self, now: Instant) -> Result<(), Duration> {
        match self.state {
            State::Closed => Ok(()),
            State::Open { until, pause } if now >= until => {
                self.state = State::Probing { since: now, pause };
                Ok(())
            }
            State::Open { until, .. } => Err(until - now),
            // A probe that never told its end does not bar the way for ever.
            State::Probing { since, pause } if now >= since + BREAKER_MAX_PAUSE => {
                self.state = State::Probing { since: now, pause };
                Ok(())
            }
            State::Probing { since, .. } => Err((since + BREAKER_MAX_PAUSE - now).min(BREAKER_PAUSE)),
        }
    }

    /// The provider answered in a way that shows it well.
    pub fn well(&mut self) {
        *self = Breaker::default();
    }

    /// The provider failed in a way that shows it ill. True when that opened the breaker.
    pub fn ill(&mut self, now: Instant) -> bool {
        self.failures = self.failures.saturating_add(1);
        let pause = match self.state {
            State::Closed if self.failures < BREAKER_FAILURES => return false,
            State::Closed => BREAKER_PAUSE,
            State::Probing { pause, .. } => (pause * 2).min(BREAKER_MAX_PAUSE),
            // A call that had passed before it opened.
            State::Open { .. } => return false,
        };
        self.state = State::Open {
            until: now + pause,
            pause,
        };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_in_a_row_open_it_and_a_good_probe_closes_it() {
        let (mut breaker, start) = (Breaker::default(), Instant::now());
        for n in 1..=BREAKER_FAILURES {
            assert_eq!(breaker.enter(start), Ok(()));
            assert_eq!(breaker.ill(start), n == BREAKER_FAILURES);
        }
        assert_eq!(breaker.enter(start), Err(BREAKER_PAUSE));
        let later = start + BREAKER_PAUSE;
        assert_eq!(breaker.enter(later), Ok(()), "one probe");
        assert!(breaker.enter(later).is_err(), "and no other");
        breaker.well();
        assert_eq!(breaker.enter(later), Ok(()));
    }

    #[test]
    fn a_failed_probe_doubles_the_pause() {
        let (mut breaker, mut now) = (Breaker::default(), Instant::now());
        for _ in 0..BREAKER_FAILURES {
            breaker.ill(now);
        }
        let mut pause = BREAKER_PAUSE;
        for _ in 0..12 {
            now += pause;
            assert_eq!(breaker.enter(now), Ok(()));
            assert!(breaker.ill(now));
            pause = (pause * 2).min(BREAKER_MAX_PAUSE);
            assert_eq!(breaker.enter(now), Err(pause));
        }
        assert_eq!(pause, BREAKER_MAX_PAUSE);
    }

    #[test]
    fn a_success_between_failures_keeps_it_closed() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        for _ in 0..BREAKER_FAILURES * 3 {
            breaker.ill(now);
            breaker.well();
        }
        assert_eq!(breaker.enter(now), Ok(()));
    }

    #[test]
    fn a_probe_that_vanished_is_replaced() {
        let (mut breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..BREAKER_FAILURES {
            breaker.ill(start);
        }
        let probe = start + BREAKER_PAUSE;
        assert_eq!(breaker.enter(probe), Ok(()));
        assert_eq!(breaker.enter(probe + BREAKER_MAX_PAUSE), Ok(()));
    }
}
