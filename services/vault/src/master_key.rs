//! The key that wraps all others.

use std::{fmt, fs, io, path::Path, str::FromStr};

use base64::{Engine, engine::general_purpose};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305};

use crate::aead::KEY_BYTES;

/// 32 secret bytes; never shown, not even by `Debug`.
#[derive(Clone)]
pub struct MasterKey(XChaCha20Poly1305);

/// There is no key in what was given.
#[derive(Debug, thiserror::Error)]
pub enum InvalidMasterKey {
    /// Neither of the two forms, or of another length.
    #[error("a master key is 32 bytes: 64 hexadecimal digits, or 44 characters of base64")]
    Form,
    /// The file could not be read.
    #[error("the file of the master key: {0}")]
    File(#[from] io::Error),
}

impl MasterKey {
    /// A key from 64 hexadecimal digits or from base64; white space around them is ignored.
    pub fn parse(text: &str) -> Result<MasterKey, InvalidMasterKey> {
        let text = text.trim();
        let bytes = hex::decode(text).or_else(|_| general_purpose::STANDARD.decode(text));
        let bytes = bytes.map_err(|_| InvalidMasterKey::Form)?;
        let key: [u8; KEY_BYTES] = bytes.try_into().map_err(|_| InvalidMasterKey::Form)?;
        Ok(MasterKey(XChaCha20Poly1305::new(&Key::from(key))))
    }

    /// The key kept in a file, in either form.
    pub fn read(path: &Path) -> Result<MasterKey, InvalidMasterKey> {
        MasterKey::parse(&fs::read_to_string(path)?)
    }

    pub(crate) fn cipher(&self) -> &XChaCha20Poly1305 {
        &self.0
    }
}

impl FromStr for MasterKey {
    type Err = InvalidMasterKey;

    fn from_str(text: &str) -> Result<MasterKey, InvalidMasterKey> {
        MasterKey::parse(text)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aead::{open, seal};

    #[test]
    fn both_forms_give_the_same_key() {
        let hex = MasterKey::parse(&format!(" {}\n", "07".repeat(KEY_BYTES))).unwrap();
        let base64 = MasterKey::parse(&general_purpose::STANDARD.encode([7; KEY_BYTES])).unwrap();
        let (nonce, sealed) = seal(hex.cipher(), b"context", b"plain");
        assert_eq!(
            open(base64.cipher(), b"context", &nonce, &sealed).unwrap(),
            b"plain"
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "07",
            &"07".repeat(31),
            &"07".repeat(33),
            &"xy".repeat(32),
            "not a key",
        ] {
            assert!(
                matches!(MasterKey::parse(text), Err(InvalidMasterKey::Form)),
                "{text}"
            );
        }
        assert!(matches!(
            MasterKey::read(Path::new("/no/such/file")),
            Err(InvalidMasterKey::File(_))
        ));
    }

    #[test]
    fn it_is_never_shown() {
        let key = MasterKey::parse(&"07".repeat(KEY_BYTES)).unwrap();
        assert_eq!(format!("{key:?}"), "MasterKey(***)");
    }
}
