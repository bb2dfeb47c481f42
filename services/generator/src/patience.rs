//! Trying on while a server is away, as long as the attempt has time.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use backon::{ExponentialBuilder, Retryable};

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Repeats what failed because something was away, until a moment; the last error then.
pub async fn until<T, E, F>(
    moment: Instant,
    is_away: impl Fn(&E) -> bool,
    work: impl FnMut() -> F,
) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    let pauses = ExponentialBuilder::default()
        .with_min_delay(FIRST_PAUSE)
        .with_max_delay(LONGEST_PAUSE)
        .with_jitter()
        .without_max_times()
        .with_total_delay(Some(moment.saturating_duration_since(Instant::now())));
    work.retry(pauses).when(is_away).await
}
