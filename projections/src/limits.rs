//! Every limit of this crate in one place.

use std::time::Duration;

/// Commits of one transaction when a projection is behind, and about how many bytes they may have: of each stream and
/// projection one batch is written, one waits and one is being read.
pub const BATCH: usize = 5000;
pub const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// Commits read at once between two looks at the bytes; one has up to 900 KiB.
pub const BATCH_STEP: usize = 8;
/// Commits that a switch writes itself while writers wait.
pub const SWITCH_REST: u64 = BATCH as u64;
/// Longest time a statement of a reader may take.
pub const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// Longest time a statement of a writer may take.
pub const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest time a migration may take, or wait for somebody else's.
pub const MIGRATION_TIMEOUT: Duration = Duration::from_secs(600);
/// Longest wait for a lock when generations are switched: readers queue behind it.
pub const SWITCH_LOCK_TIMEOUT: Duration = Duration::from_secs(2);
/// How often a switch is tried again when readers keep their locks, and the pause before.
pub const SWITCH_TRIES: u32 = 20;
pub const SWITCH_PAUSE: Duration = Duration::from_millis(200);
/// Longest wait for a connection from the pool.
pub const POOL_TIMEOUT: Duration = Duration::from_secs(5);
/// How often a standby writer looks whether it may take over.
pub const STANDBY_PAUSE: Duration = Duration::from_millis(500);
/// First and longest pause of a writer after a failure.
pub const RETRY_PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));
/// Tasks of one page of a list, at most.
pub const MAX_PAGE: i64 = 1000;
