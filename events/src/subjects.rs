//! The only spelling of every subject.

use uuid::Uuid;

/// Partitions of the log, for ever: they can be spread over streams without renaming a subject.
pub const PARTITIONS: u32 = 64;

/// Partition of an aggregate: FNV-1a over the 16 bytes of its id, modulo [`PARTITIONS`]. Fixed for ever.
pub fn partition(id: Uuid) -> u32 {
    let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    (id.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, fnv) % u64::from(PARTITIONS)) as u32
}

/// Subject of every commit of one aggregate: `mk.log.v1.<partition>.<aggregate>.<id>`.
pub fn aggregate(aggregate: &str, id: Uuid) -> String {
    format!("mk.log.v1.{:02}.{aggregate}.{id}", partition(id))
}

/// All subjects of one partition.
pub fn partition_filter(partition: u32) -> String {
    format!("mk.log.v1.{partition:02}.>")
}

/// All subjects of the log.
pub const LOG_FILTER: &str = "mk.log.v1.*.>";

/// Aggregate type and id of a log subject.
pub fn parse_aggregate(subject: &str) -> Option<(&str, Uuid)> {
    let (_, aggregate_and_id) = subject.strip_prefix("mk.log.v1.")?.split_once('.')?;
    let (aggregate, id) = aggregate_and_id.split_once('.')?;
    Some((aggregate, id.parse().ok()?))
}

/// Whether a log subject is that of such an aggregate.
pub fn is_of(subject: &str, aggregate: &str) -> bool {
    let tokens = subject
        .strip_prefix("mk.log.v1.")
        .and_then(|rest| rest.split_once('.'));
    let of = tokens.and_then(|(_, aggregate_and_id)| aggregate_and_id.split_once('.'));
    of.is_some_and(|(named, _)| named == aggregate)
}

/// Subject of a job: `mk.job.v1.<kind>.<priority>.<task>`.
pub fn job(kind: &str, priority: &str, task: Uuid) -> String {
    format!("mk.job.v1.{kind}.{priority}.{task}")
}

/// Jobs of one kind and priority.
pub fn job_filter(kind: &str, priority: &str) -> String {
    format!("mk.job.v1.{kind}.{priority}.>")
}

/// Every job.
pub const JOBS_FILTER: &str = "mk.job.v1.>";

/// Progress within a step, over core NATS, never stored.
pub fn tick(task: Uuid) -> String {
    format!("mk.tick.v1.{task}")
}

/// Every tick.
pub const TICKS_FILTER: &str = "mk.tick.v1.>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_never_move() {
        for (id, expected) in [(Uuid::nil(), 37), (Uuid::max(), 21)] {
            assert_eq!(partition(id), expected);
        }
    }

    #[test]
    fn a_subject_names_its_aggregate() {
        let id = Uuid::from_u128(7);
        assert_eq!(parse_aggregate(&aggregate("task", id)), Some(("task", id)));
        assert_eq!(parse_aggregate("mk.job.v1.x"), None);
        assert!(is_of(&aggregate("task", id), "task"));
        assert!(!is_of(&aggregate("task", id), "tas") && !is_of("mk.job.v1.x", "x"));
    }
}
