//! Doing one thing from many places at once, and how long it took.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures::future::try_join_all;

/// How often and how fast something was done.
#[derive(Clone, Debug)]
pub struct Load {
    pub per_second: f64,
    sorted: Vec<Duration>,
}

impl Load {
    /// The time that a share of all took at most; `share` from 0 to 1.
    pub fn quantile(&self, share: f64) -> Duration {
        quantile(&self.sorted, share)
    }
}

/// The time at a share of a sorted list.
pub fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let last = sorted.len().saturating_sub(1);
    let index = (share * last as f64).round() as usize;
    sorted.get(index).copied().unwrap_or_default()
}

/// Repeats an operation from `width` places for `time`. The operation gets a number of its own each time.
pub async fn drive<F, Fut>(width: usize, time: Duration, operation: F) -> anyhow::Result<Load>
where
    F: Fn(u64) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = anyhow::Result<()>> + Send,
{
    let (begin, number) = (Instant::now(), Arc::new(AtomicU64::new(0)));
    let place = || {
        let (operation, number) = (operation.clone(), number.clone());
        tokio::spawn(async move {
            let mut times = Vec::new();
            while begin.elapsed() < time {
                let started = Instant::now();
                operation(number.fetch_add(1, Ordering::Relaxed)).await?;
                times.push(started.elapsed());
            }
            anyhow::Ok(times)
        })
    };
    let places = try_join_all((0..width).map(|_| place())).await?;
    let elapsed = begin.elapsed();
    let mut sorted = Vec::new();
    for times in places {
        sorted.extend(times?);
    }
    sorted.sort_unstable();
    Ok(Load {
        per_second: sorted.len() as f64 / elapsed.as_secs_f64(),
        sorted,
    })
}

/// The middle of several runs by their rate: neighbours on the machine disturb one, rarely two of three.
pub fn median(mut runs: Vec<Load>) -> Load {
    runs.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    runs.swap_remove(runs.len() / 2)
}

/// Milliseconds with two digits.
pub fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}
