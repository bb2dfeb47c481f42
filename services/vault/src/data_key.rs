//! The key of one task.

use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305};
use hmac::{Hmac, Mac};
use mangakai_events::v1::Sealed;
use sha2::Sha256;
use uuid::Uuid;

use crate::aead::{KEY_BYTES, open, seal};

/// What the key of the HMACs is derived for: no key serves two algorithms.
const HMAC_KEY: &[u8] = b"mangakai vault: key of the HMACs";

/// Seals and opens the text of one task.
#[derive(Clone)]
pub struct DataKey {
    task: Uuid,
    cipher: XChaCha20Poly1305,
    mac: Hmac<Sha256>,
}

/// Why sealed text stays sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Not sealed under this key for this purpose, or changed since.
    #[error("the sealed text was changed, or sealed for another task or purpose")]
    Tampered,
    /// Opened, but not text.
    #[error("the sealed bytes are not UTF-8")]
    NotText,
}

impl DataKey {
    pub(crate) fn new(task: Uuid, secret: [u8; KEY_BYTES]) -> DataKey {
        let derived = keyed(&secret).chain_update(HMAC_KEY).finalize().into_bytes();
        DataKey {
            task,
            cipher: XChaCha20Poly1305::new(&Key::from(secret)),
            mac: keyed(&derived),
        }
    }

    /// Seals bytes for a purpose (see [`crate::purpose`]).
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Sealed {
        let (nonce, ciphertext) = seal(&self.cipher, &self.context(purpose), plain);
        Sealed { nonce, ciphertext }
    }

    /// Opens what was sealed for the same purpose.
    pub fn open(&self, purpose: &str, sealed: &Sealed) -> Result<Vec<u8>, OpenError> {
        open(
            &self.cipher,
            &self.context(purpose),
            &sealed.nonce,
            &sealed.ciphertext,
        )
        .ok_or(OpenError::Tampered)
    }

    /// Opens text.
    pub fn open_text(&self, purpose: &str, sealed: &Sealed) -> Result<String, OpenError> {
        String::from_utf8(self.open(purpose, sealed)?).map_err(|_| OpenError::NotText)
    }

    /// HMAC-SHA-256 in hex: recognises equal bytes of one task and tells nothing else.
    pub fn hmac(&self, purpose: &str, bytes: &[u8]) -> String {
        let mac = self
            .mac
            .clone()
            .chain_update(purpose)
            .chain_update(b"\n")
            .chain_update(bytes);
        hex::encode(mac.finalize().into_bytes())
    }

    fn context(&self, purpose: &str) -> Vec<u8> {
        [self.task.as_bytes(), purpose.as_bytes()].concat()
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn keyed(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("a key of any length")
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DataKey({}, ***)", self.task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::purpose;

    fn key(task: u128) -> DataKey {
        DataKey::new(Uuid::from_u128(task), [7; KEY_BYTES])
    }

    #[test]
    fn what_is_sealed_opens_for_its_task_and_purpose_alone() {
        let sealed = key(1).seal(purpose::STORY, "雨夜".as_bytes());
        assert_eq!(key(1).open_text(purpose::STORY, &sealed).unwrap(), "雨夜");
        assert_eq!(key(1).open(purpose::NOTES, &sealed), Err(OpenError::Tampered));
        assert_eq!(key(2).open(purpose::STORY, &sealed), Err(OpenError::Tampered));
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let sealed = key(1).seal(purpose::STORY, b"story");
        for at in 0..sealed.ciphertext.len() {
            let mut changed = sealed.clone();
            changed.ciphertext[at] ^= 1;
            assert_eq!(key(1).open(purpose::STORY, &changed), Err(OpenError::Tampered));
        }
        let cut = Sealed {
            nonce: sealed.nonce[1..].to_vec(),
            ..sealed
        };
        assert_eq!(key(1).open(purpose::STORY, &cut), Err(OpenError::Tampered));
    }

    #[test]
    fn equal_text_never_looks_equal_but_has_one_hmac() {
        assert_ne!(
            key(1).seal(purpose::STORY, b"x"),
            key(1).seal(purpose::STORY, b"x")
        );
        assert_eq!(
            key(1).hmac(purpose::PROMPT, b"x"),
            key(1).hmac(purpose::PROMPT, b"x")
        );
        assert_ne!(
            key(1).hmac(purpose::PROMPT, b"x"),
            key(1).hmac(purpose::REQUEST, b"x")
        );
    }

    #[test]
    fn keys_are_never_shown() {
        assert!(!format!("{:?}", key(1)).contains("[7"));
    }
}
