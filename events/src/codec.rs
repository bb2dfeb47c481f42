//! Commit to bytes and back. What this build does not know is an error, never skipped: a reader that dropped an
//! unknown event would fold a wrong state and not notice.

use cqrs_es::DomainEvent;
use prost::Message;

use crate::{BudgetEvent, Event, jobs, v1};

/// Why stored bytes could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// The bytes are not the message they should be.
    #[error("not a valid message: {0}")]
    Malformed(#[from] prost::DecodeError),
    /// An event kind that this build does not know: a newer writer is at work, this reader must be upgraded.
    #[error("event {index} of the commit is of a kind this build does not know")]
    UnknownKind {
        /// Index within the commit.
        index: usize,
    },
    /// A commit without events: nothing writes such a thing.
    #[error("the commit holds no event")]
    Empty,
    /// A job kind that this build does not know.
    #[error("the job is of a kind this build does not know")]
    UnknownJob,
}

/// Events that can stand in the log: all events of one command make one message.
pub trait LogEvent: DomainEvent + 'static {
    /// Type token of the aggregate in subjects: `task`.
    const AGGREGATE: &'static str;

    /// The body of the commit message.
    fn encode_commit(events: &[Self]) -> Vec<u8>;
    /// The events of a commit message, at least one.
    fn decode_commit(body: &[u8]) -> Result<Vec<Self>, CodecError>;
}

impl DomainEvent for Event {
    fn event_type(&self) -> String {
        <&'static str>::from(self).to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl LogEvent for Event {
    const AGGREGATE: &'static str = "task";

    fn encode_commit(events: &[Self]) -> Vec<u8> {
        let events = events
            .iter()
            .map(|event| v1::TaskEvent {
                kind: Some(event.clone()),
            })
            .collect();
        v1::Commit { events }.encode_to_vec()
    }

    fn decode_commit(body: &[u8]) -> Result<Vec<Self>, CodecError> {
        let commit = v1::Commit::decode(body)?;
        if commit.events.is_empty() {
            return Err(CodecError::Empty);
        }
        let known =
            |(index, event): (usize, v1::TaskEvent)| event.kind.ok_or(CodecError::UnknownKind { index });
        commit.events.into_iter().enumerate().map(known).collect()
    }
}

impl DomainEvent for BudgetEvent {
    fn event_type(&self) -> String {
        format!("Budget{}", <&'static str>::from(self))
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl LogEvent for BudgetEvent {
    const AGGREGATE: &'static str = "budget";

    fn encode_commit(events: &[Self]) -> Vec<u8> {
        let events = events
            .iter()
            .map(|event| v1::BudgetEvent {
                kind: Some(event.clone()),
            })
            .collect();
        v1::BudgetCommit { events }.encode_to_vec()
    }

    fn decode_commit(body: &[u8]) -> Result<Vec<Self>, CodecError> {
        let commit = v1::BudgetCommit::decode(body)?;
        if commit.events.is_empty() {
            return Err(CodecError::Empty);
        }
        let known =
            |(index, event): (usize, v1::BudgetEvent)| event.kind.ok_or(CodecError::UnknownKind { index });
        commit.events.into_iter().enumerate().map(known).collect()
    }
}

/// A job and what it is, from the body of a queue message.
pub fn decode_job(body: &[u8]) -> Result<(jobs::Job, jobs::job::Kind), CodecError> {
    let job = jobs::Job::decode(body)?;
    let kind = job.kind.ok_or(CodecError::UnknownJob)?;
    Ok((job, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use prost::encoding::{WireType, encode_key, encode_varint};

    #[test]
    fn a_commit_survives_the_round_trip() {
        let events = vec![
            Event::TaskCompleted(v1::TaskCompleted { drawn: 3 }),
            Event::TaskCancelled(v1::TaskCancelled {
                reason: "asked".into(),
            }),
        ];
        assert_eq!(
            Event::decode_commit(&Event::encode_commit(&events)).unwrap(),
            events
        );
    }

    #[test]
    fn an_unknown_kind_is_an_error() {
        let mut unknown_event = Vec::new();
        encode_key(4000, WireType::LengthDelimited, &mut unknown_event);
        encode_varint(0, &mut unknown_event);
        let mut body = Event::encode_commit(&[Event::TaskErased(v1::TaskErased {})]);
        encode_key(1, WireType::LengthDelimited, &mut body);
        encode_varint(unknown_event.len() as u64, &mut body);
        body.extend(unknown_event);
        assert!(matches!(
            Event::decode_commit(&body),
            Err(CodecError::UnknownKind { index: 1 })
        ));
    }

    #[test]
    fn a_budget_is_no_task() {
        let set = BudgetEvent::CapSet(v1::BudgetCapSet {
            scope: "system/2026-01-02".to_owned(),
            cap_micros: 5,
            ..v1::BudgetCapSet::default()
        });
        let body = BudgetEvent::encode_commit(std::slice::from_ref(&set));
        assert_eq!(set.event_type(), "BudgetCapSet");
        assert_eq!(BudgetEvent::decode_commit(&body).unwrap(), [set]);
        assert_ne!(BudgetEvent::AGGREGATE, Event::AGGREGATE);
    }

    #[test]
    fn an_empty_commit_is_an_error() {
        assert!(matches!(Event::decode_commit(&[]), Err(CodecError::Empty)));
    }

    #[test]
    fn json_names_the_event_and_its_enums() {
        let cost = Some(v1::Cost {
            charged: v1::Charged::Perhaps.into(),
            cost_micros: 40_000,
        });
        let event = Event::ScriptAttemptExpired(v1::ScriptAttemptExpired {
            attempt: 2,
            cost,
            estimate_micros: 40_000,
        });
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(json["ScriptAttemptExpired"]["cost"]["charged"], "perhaps");
        assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
    }
}
