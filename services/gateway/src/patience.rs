//! Waiting shortly for something that is away.

use std::{future::Future, time::Duration};

use tokio::time::{Instant, sleep, timeout_at};

use crate::{
    limits::WRITE_PAUSE,
    problem::{Problem, ProblemKind},
};

/// Tries until it works, is refused, or the time is over: then what was said last, or 503.
///
/// Only for what may be tried twice.
///
/// # Errors
/// As the work itself.
pub async fn patiently<T, E, F>(patience: Duration, work: impl Fn() -> F) -> Result<T, Problem>
where
    E: Into<Problem>,
    F: Future<Output = Result<T, E>>,
{
    let deadline = Instant::now() + patience;
    let mut last = Problem::unavailable("something we need does not answer; nothing was done");
    loop {
        match timeout_at(deadline, work()).await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(error)) => {
                last = error.into();
                if last.kind() != ProblemKind::Unavailable || Instant::now() + WRITE_PAUSE >= deadline {
                    return Err(last);
                }
            }
            Err(_) => return Err(last),
        }
        sleep(WRITE_PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[tokio::test(start_paused = true)]
    async fn what_comes_back_in_time_was_never_away() {
        let tries = Cell::new(0);
        let done = patiently(Duration::from_secs(10), || {
            tries.set(tries.get() + 1);
            let answer = if tries.get() < 5 {
                Err(Problem::unavailable("away"))
            } else {
                Ok(7)
            };
            async move { answer }
        });
        assert_eq!(done.await, Ok(7));
    }

    #[tokio::test(start_paused = true)]
    async fn patience_ends() {
        let begun = Instant::now();
        let away = || async { Err::<(), _>(Problem::unavailable("away")) };
        assert_eq!(
            patiently(Duration::from_secs(10), away).await,
            Err(Problem::unavailable("away"))
        );
        let stuck = patiently(
            Duration::from_secs(10),
            std::future::pending::<Result<(), Problem>>,
        )
        .await;
        assert_eq!(stuck.unwrap_err().status().as_u16(), 503);
        assert!(begun.elapsed() <= Duration::from_secs(21));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_is_not_waited_for() {
        let begun = Instant::now();
        let refused = || async { Err::<(), _>(Problem::no_such_task()) };
        assert_eq!(
            patiently(Duration::from_secs(10), refused).await,
            Err(Problem::no_such_task())
        );
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }
}
