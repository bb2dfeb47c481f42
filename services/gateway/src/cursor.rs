//! Where a page of the task list ended: opaque to callers, signed, so that only what was handed out comes back.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::Mac;
use jiff::Timestamp;
use uuid::Uuid;

use crate::auth::mac;

/// Bytes of time and task id.
const PLACE: usize = 8 + 16;
/// Bytes of the signature kept: enough that nobody guesses one.
const SIGNATURE: usize = 16;

/// The last task of a page: the next page begins after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListCursor {
    /// When that task was made, to the microsecond, as Postgres keeps it.
    pub created_at: Timestamp,
    /// Its id, for tasks made at the same instant.
    pub task_id: Uuid,
}

impl ListCursor {
    /// The token handed out.
    pub fn encode(&self, key: &[u8]) -> String {
        let mut bytes = self.place();
        bytes.extend_from_slice(&signature(key, &bytes));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The place that a token names; none for anything we did not hand out.
    pub fn decode(token: &str, key: &[u8]) -> Option<ListCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        if bytes.len() != PLACE + SIGNATURE {
            return None;
        }
        let (place, given) = bytes.split_at(PLACE);
        let mut mac = mac(key);
        mac.update(place);
        mac.verify_truncated_left(given).ok()?;
        let micros = i64::from_be_bytes(place[..8].try_into().ok()?);
        Some(ListCursor {
            created_at: Timestamp::from_microsecond(micros).ok()?,
            task_id: Uuid::from_slice(&place[8..]).ok()?,
        })
    }

    fn place(&self) -> Vec<u8> {
        let mut bytes = self.created_at.as_microsecond().to_be_bytes().to_vec();
        bytes.extend_from_slice(self.task_id.as_bytes());
        bytes
    }
}

fn signature(key: &[u8], place: &[u8]) -> [u8; SIGNATURE] {
    let mut mac = mac(key);
    mac.update(place);
    let whole = mac.finalize().into_bytes();
    let mut kept = [0; SIGNATURE];
    kept.copy_from_slice(&whole[..SIGNATURE]);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor() -> ListCursor {
        ListCursor {
            created_at: "2026-01-02T03:04:05.678901Z".parse().unwrap(),
            task_id: Uuid::from_u128(7),
        }
    }

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        assert_eq!(
            ListCursor::decode(&cursor().encode(b"key"), b"key"),
            Some(cursor())
        );
    }

    #[test]
    fn a_changed_or_foreign_cursor_is_none() {
        let token = cursor().encode(b"key");
        assert_eq!(ListCursor::decode(&token, b"other key"), None);
        for index in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            assert_ne!(
                ListCursor::decode(&String::from_utf8(changed).unwrap(), b"key"),
                Some(cursor())
            );
        }
        for odd in ["", "x", "====", "not base64 !", &token[1..], &format!("{token}A")] {
            assert_eq!(ListCursor::decode(odd, b"key"), None, "{odd}");
        }
    }
}
