//! XChaCha20-Poly1305 with a nonce drawn at random for every message.

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

/// Length of every key here, in bytes.
pub const KEY_BYTES: usize = 32;
/// Length of a nonce in bytes: long enough to be drawn at random for ever.
pub const NONCE_BYTES: usize = 24;

/// Nonce and ciphertext of `plain`, bound to `context`.
pub fn seal(cipher: &XChaCha20Poly1305, context: &[u8], plain: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let nonce: [u8; NONCE_BYTES] = rand::random();
    let payload = Payload {
        msg: plain,
        aad: context,
    };
    // The cipher refuses only messages beyond 256 GiB, which are never in memory.
    let ciphertext = cipher.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
    (nonce.to_vec(), ciphertext)
}

/// The plain text, or nothing when key, context, nonce and ciphertext do not belong together.
pub fn open(cipher: &XChaCha20Poly1305, context: &[u8], nonce: &[u8], ciphertext: &[u8]) -> Option<Vec<u8>> {
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
