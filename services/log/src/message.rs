//! A commit as a NATS message: the one mapping between headers and [`Recorded`].

use std::str::FromStr;

use async_nats::{HeaderMap, header::NATS_EXPECTED_LAST_SUBJECT_SEQUENCE};
use bytes::Bytes;
use mangakai_events::{CodecError, HashedFields, LogEvent, Metadata, Recorded, headers, subjects};
use uuid::Uuid;

use crate::{LogError, execute::CommandContext};

/// A stored message, however it was read.
pub struct Stored {
    pub subject: String,
    pub sequence: u64,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// A commit ready to be sent.
pub struct Draft {
    pub subject: String,
    pub commit_id: Uuid,
    pub version: u64,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Id of the commit that a command makes: the same for every repetition.
pub fn commit_id(aggregate_id: Uuid, command_id: Uuid) -> Uuid {
    Uuid::new_v5(&aggregate_id, command_id.as_bytes())
}

/// What the next commit of an aggregate follows.
pub struct Follows<'a> {
    pub version: u64,
    pub position: u64,
    pub hash: &'a str,
}

/// Everything of a commit but the sending.
pub fn draft<E: LogEvent>(
    stream: &str,
    id: Uuid,
    events: &[E],
    follows: &Follows<'_>,
    context: &CommandContext,
) -> Draft {
    let subject = subjects::aggregate(E::AGGREGATE, id);
    let commit_id = commit_id(id, context.command_id);
    let version = follows.version + 1;
    let body = E::encode_commit(events);
    let event_type = events
        .iter()
        .map(cqrs_es::DomainEvent::event_type)
        .collect::<Vec<_>>()
        .join("+");
    let (id_text, time, command) = (
        commit_id.to_string(),
        context.time.to_string(),
        context.command_id.to_string(),
    );
    let hash = HashedFields {
        prev_hash: follows.hash,
        subject: &subject,
        version,
        id: &id_text,
        event_type: &event_type,
        time: &time,
        command: &command,
        actor: &context.actor,
        body: &body,
    }
    .hash();
    let mut map = HeaderMap::new();
    map.insert(headers::CE_ID, id_text.as_str());
    map.insert(headers::CE_TYPE, event_type.as_str());
    map.insert(headers::CE_SOURCE, headers::SOURCE);
    map.insert(headers::CE_TIME, time.as_str());
    map.insert(headers::CE_SUBJECT, id.to_string());
    map.insert(headers::CE_SPECVERSION, headers::SPEC_VERSION);
    map.insert(headers::CE_DATACONTENTTYPE, headers::CONTENT_TYPE);
    map.insert(headers::VERSION, version.to_string());
    map.insert(headers::COMMAND, command.as_str());
    map.insert(headers::ACTOR, context.actor.as_str());
    map.insert(headers::PREV_HASH, follows.hash);
    map.insert(headers::HASH, hash.as_str());
    context.origin.write(&mut map);
    map.insert(async_nats::header::NATS_MESSAGE_ID, id_text.as_str());
    map.insert(async_nats::header::NATS_EXPECTED_STREAM, stream);
    map.insert(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, follows.position.to_string());
    Draft {
        subject,
        commit_id,
        version,
        headers: map,
        body: Bytes::from(body),
    }
}

/// A stored commit and the hash it follows, its own hash recomputed from the stored bytes.
pub fn read<E: LogEvent>(stream: u32, stored: &Stored) -> Result<(Recorded<E>, String), LogError> {
    let (_, aggregate_id) = subjects::parse_aggregate(&stored.subject)
        .ok_or_else(|| damaged(stored, "the subject names no aggregate".to_owned()))?;
    let version = field::<u64>(stored, headers::VERSION)?;
    let prev_hash = text(stored, headers::PREV_HASH)?;
    let hash = HashedFields {
        prev_hash,
        subject: &stored.subject,
        version,
        id: text(stored, headers::CE_ID)?,
        event_type: text(stored, headers::CE_TYPE)?,
        time: text(stored, headers::CE_TIME)?,
        command: text(stored, headers::COMMAND)?,
        actor: text(stored, headers::ACTOR)?,
        body: &stored.body,
    }
    .hash();
    if hash != text(stored, headers::HASH)? {
        return Err(damaged(stored, "its hash is not that of its content".to_owned()));
    }
    let unreadable = |cause: CodecError| LogError::Unreadable {
        stream,
        position: stored.sequence,
        cause,
    };
    let recorded = Recorded {
        aggregate_id,
        commit_id: field(stored, headers::CE_ID)?,
        stream,
        position: stored.sequence,
        version,
        time: field(stored, headers::CE_TIME)?,
        metadata: Metadata {
            command_id: field(stored, headers::COMMAND)?,
            correlation_id: field(stored, headers::CORRELATION)?,
            causation_id: stored
                .headers
                .get(headers::CAUSATION)
                .and_then(|id| id.as_str().parse().ok()),
            actor: text(stored, headers::ACTOR)?.to_owned(),
            traceparent: stored
                .headers
                .get(headers::TRACEPARENT)
                .map(|value| value.as_str().to_owned()),
        },
        hash,
        events: E::decode_commit(&stored.body).map_err(unreadable)?,
    };
    Ok((recorded, prev_hash.to_owned()))
}

fn text<'a>(stored: &'a Stored, name: &str) -> Result<&'a str, LogError> {
    let value = stored
        .headers
        .get(name)
        .ok_or_else(|| damaged(stored, format!("it has no {name}")))?;
    Ok(value.as_str())
}

fn field<T: FromStr>(stored: &Stored, name: &str) -> Result<T, LogError> {
    text(stored, name)?
        .parse()
        .map_err(|_| damaged(stored, format!("its {name} cannot be read")))
}

fn damaged(stored: &Stored, detail: String) -> LogError {
    let version = stored
        .headers
        .get(headers::VERSION)
        .and_then(|v| v.as_str().parse().ok())
        .unwrap_or_default();
    LogError::Corrupt {
        subject: stored.subject.clone(),
        version,
        detail,
    }
}
