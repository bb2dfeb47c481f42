//! A commit as the log recorded it, and the hash that chains it to the one before.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The previous hash of an aggregate's first commit.
pub const FIRST_PREV_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Who asked for a commit, and what led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// The command: repeated under the same id, it never acts twice.
    pub command_id: Uuid,
    /// Everything that one request set off carries the same correlation.
    pub correlation_id: Uuid,
    /// The commit that caused the command; none when a person did.
    pub causation_id: Option<Uuid>,
    /// `session:<id>`, `operator`, or a role such as `worker:draw_panel`.
    pub actor: String,
    /// W3C trace context of the writer.
    pub traceparent: Option<String>,
}

/// One commit of one aggregate: the reader's unit is the writer's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded<E> {
    /// The aggregate it belongs to.
    pub aggregate_id: Uuid,
    /// uuid v5 of aggregate id and command id.
    pub commit_id: Uuid,
    /// Number of the log stream it is stored in, from 0.
    pub stream: u32,
    /// Sequence number within that stream.
    pub position: u64,
    /// 1, 2, 3, ... per aggregate, without a gap.
    pub version: u64,
    /// When the command was accepted, by the writer's clock.
    pub time: Timestamp,
    /// Who and why.
    pub metadata: Metadata,
    /// Hash of this commit, in hex; the next one is chained to it.
    pub hash: String,
    /// What happened, at least one event.
    pub events: Vec<E>,
}

/// What the hash of a commit covers, as stored: an outsider can recompute it from the message alone.
#[derive(Clone, Copy, Debug)]
pub struct HashedFields<'a> {
    /// `mk-prev-hash`
    pub prev_hash: &'a str,
    /// Subject of the message.
    pub subject: &'a str,
    /// `mk-version`
    pub version: u64,
    /// `ce-id`
    pub id: &'a str,
    /// `ce-type`
    pub event_type: &'a str,
    /// `ce-time`
    pub time: &'a str,
    /// `mk-command`
    pub command: &'a str,
    /// `mk-actor`
    pub actor: &'a str,
    /// The stored body.
    pub body: &'a [u8],
}

impl HashedFields<'_> {
    /// SHA-256 in hex: every field followed by a newline, in the order of this struct, then the body.
    pub fn hash(&self) -> String {
        let version = self.version.to_string();
        let mut digest = Sha256::new();
        for field in [
            self.prev_hash,
            self.subject,
            &version,
            self.id,
            self.event_type,
            self.time,
            self.command,
            self.actor,
        ] {
            digest.update(field.as_bytes());
            digest.update(b"\n");
        }
        digest.update(self.body);
        hex::encode(digest.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector an outsider can check against; `printf '%s\n' ... | sha256sum` gives the same.
    #[test]
    fn hash_test_vector() {
        let fields = HashedFields {
            prev_hash: FIRST_PREV_HASH,
            subject: "mk.log.v1.07.task.018f0000-0000-7000-8000-000000000000",
            version: 1,
            id: "11111111-1111-5111-8111-111111111111",
            event_type: "TaskCompleted",
            time: "2026-01-02T03:04:05Z",
            command: "22222222-2222-4222-8222-222222222222",
            actor: "session:s",
            body: b"body",
        };
        assert_eq!(
            fields.hash(),
            "b1f8332a1bfb078d227efbedb630f5656e023e13fccc89c8dac95b61823c2b77"
        );
    }
}
