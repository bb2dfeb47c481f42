//! Headers of a commit message: CloudEvents in binary mode, and ours.

/// CloudEvents: the commit id.
pub const CE_ID: &str = "ce-id";
/// CloudEvents: the names of the commit's events, joined by `+`.
pub const CE_TYPE: &str = "ce-type";
/// CloudEvents: [`SOURCE`].
pub const CE_SOURCE: &str = "ce-source";
/// CloudEvents: RFC 3339 time of acceptance.
pub const CE_TIME: &str = "ce-time";
/// CloudEvents: the aggregate id.
pub const CE_SUBJECT: &str = "ce-subject";
/// CloudEvents: [`SPEC_VERSION`].
pub const CE_SPECVERSION: &str = "ce-specversion";
/// CloudEvents: [`CONTENT_TYPE`].
pub const CE_DATACONTENTTYPE: &str = "ce-datacontenttype";
/// Version of the aggregate that this commit makes: 1, 2, 3, ...
pub const VERSION: &str = "mk-version";
/// Id of the command that was accepted.
pub const COMMAND: &str = "mk-command";
/// Correlation id.
pub const CORRELATION: &str = "mk-correlation";
/// Commit id of the cause, absent when a person asked.
pub const CAUSATION: &str = "mk-causation";
/// Who gave the command.
pub const ACTOR: &str = "mk-actor";
/// `mk-hash` of the aggregate's commit before; 64 zeros for the first.
pub const PREV_HASH: &str = "mk-prev-hash";
/// Hash of this commit, see [`crate::HashedFields`].
pub const HASH: &str = "mk-hash";
/// W3C trace context.
pub const TRACEPARENT: &str = "traceparent";

/// Value of `ce-source`.
pub const SOURCE: &str = "mangakai";
/// Value of `ce-specversion`.
pub const SPEC_VERSION: &str = "1.0";
/// Value of `ce-datacontenttype`.
pub const CONTENT_TYPE: &str = "application/protobuf";
