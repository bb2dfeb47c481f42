//! How many files and connections this process may have open.

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Takes what the system allows: every viewer of a task is a connection, and the usual first limit of 1,024 is for
/// programs that cannot count further.
pub fn raise_limit() {
    let raised = getrlimit(Resource::RLIMIT_NOFILE).and_then(|(soft, hard)| {
        if soft < hard {
            setrlimit(Resource::RLIMIT_NOFILE, hard, hard)?;
        }
        Ok(hard)
    });
    match raised {
        Ok(limit) => tracing::info!("Up to {limit} files and connections may be open"),
        Err(error) => tracing::warn!("The limit of open files cannot be raised: {error}"),
    }
}
