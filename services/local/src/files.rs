//! Files of the data folder: secrets made once, written so that others cannot read them.

use std::{
    fs,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use mangakai_runtime::Secret;

use crate::LocalError;

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

/// Writes a file of mode 0600, replacing what was there.
pub fn write_private(path: &Path, text: &str) -> Result<(), LocalError> {
    let mut file = at(
        path,
        fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(path),
    )?;
    at(path, file.write_all(text.as_bytes()))?;
    at(path, file.sync_all())
}

/// The secret kept in a file, made at the first call: 64 hexadecimal digits.
pub fn secret(path: &Path) -> Result<Secret, LocalError> {
    match fs::read_to_string(path) {
        Ok(kept) => Ok(Secret::new(kept.trim())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let bytes: [u8; 32] = rand::random();
            let text = hex::encode(bytes);
            write_private(path, &text)?;
            Ok(Secret::new(text))
        }
        Err(cause) => Err(LocalError::File {
            path: path.to_owned(),
            cause,
        }),
    }
}
