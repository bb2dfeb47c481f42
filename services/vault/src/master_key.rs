//! The key that wraps all others.

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

/// Length of every key here, in bytes.
pub const KEY_BYTES: usize = 32;
/// Length of a nonce, long enough to be drawn at random for ever.
pub const NONCE_BYTES: usize = 24;

/// 32 secret bytes; never shown, not even by `Debug`.
#[derive(Clone)]
pub struct MasterKey(XChaCha20Poly1305);

/// The text is not a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a master key is 64 hexadecimal digits")]
pub struct InvalidMasterKey;

impl MasterKey {
    /// A key from 64 hexadecimal digits; white space around them is ignored.
    pub fn parse(text: &str) -> Result<MasterKey, InvalidMasterKey> {
        let mut key = [0; KEY_BYTES];
        hex::decode_to_slice(text.trim(), &mut key).map_err(|_| InvalidMasterKey)?;
        Ok(MasterKey(XChaCha20Poly1305::new(&Key::from(key))))
    }

    pub(crate) fn cipher(&self) -> &XChaCha20Poly1305 {
        &self.0
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(***)")
    }
}

/// Nonce and ciphertext of `plain`, bound to `context`.
pub(crate) fn seal(cipher: &XChaCha20Poly1305, context: &[u8], plain: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let nonce: [u8; NONCE_BYTES] = rand::random();
    let payload = Payload {
        msg: plain,
        aad: context,
    };
    // The cipher refuses only messages beyond 256 GiB.
    let ciphertext = cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
    (nonce.to_vec(), ciphertext)
}

/// The plain text, or nothing when key, context or ciphertext do not belong together.
pub(crate) fn open(
    cipher: &XChaCha20Poly1305,
    context: &[u8],
    nonce: &[u8],
    ciphertext: &[u8],
) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    cipher
        .decrypt(
            &XNonce::from(nonce),
            Payload {
                msg: ciphertext,
                aad: context,
            },
        )
        .ok()
}
