//! Where a Postgres cluster lies, and whom it belongs to: the server refuses to run as root, so root's runs as another
//! user, who must be able to get to its folder.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
    path::{Path, PathBuf},
};

use nix::unistd::{User, geteuid};

use crate::{
    LocalError,
    files::{at, private_folder, write_private},
};

/// Whom Postgres runs as when we are root: the user that Debian's package makes.
const SYSTEM_USER: &str = "postgres";
/// Where its clusters lie when our own data folder is behind a folder that only root enters.
const ELSEWHERE: &str = "/var/lib/mangakai";
/// The file in our folder that names the folder below [`ELSEWHERE`].
const POINTER: &str = "elsewhere";

/// The user whom Postgres must run as instead of us: none unless we are root.
pub fn other_user() -> Result<Option<User>, LocalError> {
    if !geteuid().is_root() {
        return Ok(None);
    }
    let user = User::from_name(SYSTEM_USER).ok().flatten();
    user.map(Some).ok_or_else(|| LocalError::NotStarted {
        server: "postgres",
        detail: format!(
            "it refuses to run as root, and there is no user {SYSTEM_USER}: run infra/local/install"
        ),
    })
}

/// Makes a path theirs.
pub fn give(path: &Path, user: Option<&User>) -> Result<(), LocalError> {
    match user {
        Some(user) => at(
            path,
            chown(path, Some(user.uid.as_raw()), Some(user.gid.as_raw())),
        ),
        None => Ok(()),
    }
}

/// The folder that holds the cluster: `folder` itself, or one elsewhere when the user cannot get to it.
pub fn home(folder: &Path, user: Option<&User>) -> Result<PathBuf, LocalError> {
    if user.is_none() || folder.ancestors().skip(1).all(lets_pass) {
        give(folder, user)?;
        return Ok(folder.to_owned());
    }
    at(Path::new(ELSEWHERE), fs::create_dir_all(ELSEWHERE))?;
    let elsewhere = Path::new(ELSEWHERE).join(own_name(folder)?);
    tracing::info!(
        "Postgres runs as {SYSTEM_USER}, who cannot get to {}: its data lies in {}",
        folder.display(),
        elsewhere.display()
    );
    private_folder(&elsewhere)?;
    give(&elsewhere, user)?;
    Ok(elsewhere)
}

/// A name that only this data folder has, so that a new one never meets the cluster of a deleted one.
fn own_name(folder: &Path) -> Result<String, LocalError> {
    let pointer = folder.join(POINTER);
    if let Ok(name) = fs::read_to_string(&pointer) {
        return Ok(name);
    }
    let name = hex::encode(rand::random::<[u8; 8]>());
    write_private(&pointer, &name)?;
    Ok(name)
}

/// Closes a folder that is ours to others; when we are root, they may still pass through, though not look into it,
/// because Postgres then runs as one of them.
pub fn close(folder: &Path) -> Result<(), LocalError> {
    let mode = if geteuid().is_root() { 0o711 } else { 0o700 };
    at(
        folder,
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)),
    )
}

fn lets_pass(folder: &Path) -> bool {
    fs::metadata(folder).is_ok_and(|folder| folder.mode() & 0o001 != 0)
}
