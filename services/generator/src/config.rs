//! Settings of the generator.

use std::time::Duration;

use mangakai_domain::BudgetCaps;

/// How long things may take and how many at once.
#[derive(Clone, Debug)]
pub struct GeneratorConfig {
    /// Scripts written at the same time by this process.
    pub script_slots: usize,
    /// Panels drawn at the same time by this process.
    pub panel_slots: usize,
    /// Books bound at the same time by this process.
    pub book_slots: usize,
    /// What may be spent.
    pub caps: BudgetCaps,
    /// Time an attempt at a script has.
    pub script_deadline: Duration,
    /// Time an attempt at a panel has.
    pub panel_deadline: Duration,
    /// Time the binding of a book has.
    pub book_deadline: Duration,
    /// Delay after the first failure of a job; doubled with every further one.
    pub retry_base: Duration,
    /// The longest delay between two tries of a job.
    pub retry_cap: Duration,
    /// How often the sweeper looks.
    pub sweep_every: Duration,
    /// Work that is owed and has seen nothing happen for so long is queued again.
    pub redispatch_after: Duration,
}

impl Default for GeneratorConfig {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        GeneratorConfig {
            script_slots: cores,
            panel_slots: cores,
            book_slots: 1,
            caps: BudgetCaps::default(),
            script_deadline: Duration::from_secs(5 * 60),
            panel_deadline: Duration::from_secs(10 * 60),
            book_deadline: Duration::from_secs(5 * 60),
            retry_base: Duration::from_secs(1),
            retry_cap: Duration::from_secs(60),
            sweep_every: Duration::from_secs(5),
            redispatch_after: Duration::from_secs(60),
        }
    }
}

impl GeneratorConfig {
    /// Delay before a job's next delivery, by how often it was delivered.
    pub(crate) fn backoff(&self, delivery: u64) -> Duration {
        let doublings = u32::try_from(delivery.saturating_sub(1))
            .unwrap_or(u32::MAX)
            .min(16);
        self.retry_base.saturating_mul(1 << doublings).min(self.retry_cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_up_to_its_cap() {
        let config = GeneratorConfig::default();
        let delays: Vec<_> = [1, 2, 3, 7, 40, u64::MAX]
            .map(|delivery| config.backoff(delivery).as_secs())
            .into();
        assert_eq!(delays, [1, 2, 4, 60, 60, 60]);
    }
}
