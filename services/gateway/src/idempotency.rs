//! The same wish sent twice is done once: ids that follow from the caller's `Idempotency-Key`.

use axum::http::HeaderMap;
use uuid::Uuid;

use crate::{
    auth::Caller,
    limits::MAX_IDEMPOTENCY_KEY_CHARS,
    problem::{Problem, ProblemKind},
};

/// Name of the header.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Set on an answer to something that was done before.
pub const IDEMPOTENCY_REPLAYED: &str = "idempotency-replayed";

/// A key as a caller gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key of visible ASCII.
    ///
    /// # Errors
    /// 422 for an empty or a long key, or other characters.
    pub fn parse(text: &str) -> Result<IdempotencyKey, Problem> {
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if text.is_empty() || text.len() > MAX_IDEMPOTENCY_KEY_CHARS || !visible {
            let detail = format!("must be 1 to {MAX_IDEMPOTENCY_KEY_CHARS} visible ASCII characters");
            return Err(Problem::invalid("Idempotency-Key", detail));
        }
        Ok(IdempotencyKey(text.to_owned()))
    }

    /// The key of a request, if it has one.
    ///
    /// # Errors
    /// As [`IdempotencyKey::parse`]; 400 for two keys.
    pub fn from_headers(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Problem> {
        let mut all = headers.get_all(IDEMPOTENCY_KEY).iter();
        let Some(value) = all.next() else { return Ok(None) };
        if all.next().is_some() {
            return Err(Problem::new(
                ProblemKind::Malformed,
                "there is more than one Idempotency-Key",
            ));
        }
        IdempotencyKey::parse(value.to_str().unwrap_or_default()).map(Some)
    }
}

/// Ids of a new task and of the command that makes it.
pub fn create_ids(session: Uuid, key: Option<&IdempotencyKey>, fresh: impl Fn() -> Uuid) -> (Uuid, Uuid) {
    match key {
        Some(IdempotencyKey(key)) => {
            let task = Uuid::new_v5(&session, format!("task/{key}").as_bytes());
            (task, Uuid::new_v5(&task, b"create"))
        }
        None => (fresh(), fresh()),
    }
}

/// Id of a command on a task. The operation is not part of the name: one key is one wish, and the history shows
/// which.
pub fn command_id(
    caller: Caller,
    task: Uuid,
    key: Option<&IdempotencyKey>,
    fresh: impl Fn() -> Uuid,
) -> Uuid {
    match key {
        Some(IdempotencyKey(key)) => Uuid::new_v5(&task, format!("{}/{key}", caller.actor()).as_bytes()),
        None => fresh(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mangakai_domain::SessionId;

    fn key(text: &str) -> IdempotencyKey {
        IdempotencyKey::parse(text).unwrap()
    }

    fn never() -> Uuid {
        panic!("a key decides the ids")
    }

    #[test]
    fn a_key_decides_the_ids_and_sessions_do_not_share_them() {
        let (mine, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(
            create_ids(mine, Some(&key("a")), never),
            create_ids(mine, Some(&key("a")), never)
        );
        assert_ne!(
            create_ids(mine, Some(&key("a")), never).0,
            create_ids(mine, Some(&key("b")), never).0
        );
        assert_ne!(
            create_ids(mine, Some(&key("a")), never).0,
            create_ids(other, Some(&key("a")), never).0
        );
        let caller = Caller::Session(SessionId(mine));
        let task = Uuid::from_u128(9);
        assert_eq!(
            command_id(caller, task, Some(&key("a")), never),
            command_id(caller, task, Some(&key("a")), never)
        );
    }

    #[test]
    fn without_a_key_every_request_is_new() {
        let count = std::cell::Cell::new(0);
        let fresh = || {
            count.set(count.get() + 1);
            Uuid::from_u128(count.get())
        };
        assert_ne!(
            create_ids(Uuid::nil(), None, fresh),
            create_ids(Uuid::nil(), None, fresh)
        );
    }

    #[test]
    fn odd_keys_are_refused() {
        for odd in ["", "\n", "käse", &"x".repeat(MAX_IDEMPOTENCY_KEY_CHARS + 1)] {
            assert_eq!(IdempotencyKey::parse(odd).unwrap_err().status().as_u16(), 422);
        }
        let mut two = HeaderMap::new();
        assert_eq!(IdempotencyKey::from_headers(&two).unwrap(), None);
        two.append(IDEMPOTENCY_KEY, "a".parse().unwrap());
        assert_eq!(IdempotencyKey::from_headers(&two).unwrap(), Some(key("a")));
        two.append(IDEMPOTENCY_KEY, "b".parse().unwrap());
        assert!(IdempotencyKey::from_headers(&two).is_err());
    }
}
