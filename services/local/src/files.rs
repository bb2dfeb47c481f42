//! Files of the data folder: secrets made once, written so that others cannot read them.

use std::{
    fs,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use mangakai_runtime::Secret;

use crate::LocalError;

/// Size of a secret.
const SECRET_BYTES: usize = 32;

/// Attaches the path to an I/O error.
pub fn at<T>(path: &Path, result: std::io::Result<T>) -> Result<T, LocalError> {
    result.map_err(|cause| LocalError::File {
        path: path.to_owned(),
        cause,
    })
}

/// A folder that only its owner enters.
pub fn private_folder(path: &Path) -> Result<(), LocalError> {
    at(path, fs::create_dir_all(path))?;
    at(path, fs::set_permissions(path, fs::Permissions::from_mode(0o700)))
}

/// Writes a file that only its owner reads, in one step: who opens it finds the old content or the new one, whole, also
/// after a crash.
pub fn write_private(path: &Path, text: &str) -> Result<(), LocalError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let unfinished = path.with_file_name(name);
    let written = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&unfinished, path))
        .and_then(|()| match path.parent() {
            Some(folder) => fs::File::open(folder)?.sync_all(),
            None => Ok(()),
        });
    at(path, written)
}

/// The secret kept in a file, made at the first call: 64 hexadecimal digits.
pub fn secret(path: &Path) -> Result<Secret, LocalError> {
    match fs::read_to_string(path) {
        Ok(kept) if is_secret(kept.trim()) => Ok(Secret::new(kept.trim())),
        // Another one would open nothing that this one has closed.
        Ok(_) => Err(LocalError::Damaged {
            path: path.to_owned(),
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let text = hex::encode(rand::random::<[u8; SECRET_BYTES]>());
            write_private(path, &text)?;
            Ok(Secret::new(text))
        }
        Err(cause) => Err(LocalError::File {
            path: path.to_owned(),
            cause,
        }),
    }
}

fn is_secret(text: &str) -> bool {
    text.len() == 2 * SECRET_BYTES && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_secret_is_made_once_and_a_damaged_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".key");
        let made = secret(&path).unwrap();
        assert_eq!(secret(&path).unwrap(), made);
        assert_eq!(mode(&path), 0o600);
        let shorter = &made.reveal()[1..];
        for damaged in ["", "\n", shorter, "not hexadecimal"] {
            fs::write(&path, damaged).unwrap();
            assert!(
                matches!(secret(&path), Err(LocalError::Damaged { .. })),
                "{damaged:?}"
            );
        }
    }

    #[test]
    fn a_private_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file.json");
        fs::write(&path, "seen by everybody").unwrap();
        let before = fs::File::open(&path).unwrap();
        write_private(&path, "mine").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(std::io::read_to_string(before).unwrap(), "seen by everybody");
        assert_eq!(mode(&path), 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
