//! Why the object store did not do it.

use aws_sdk_s3::error::DisplayErrorContext;

/// Why the object store did not do it.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is no such object.
    #[error("there is no object {0}")]
    NotFound(String),
    /// The service did not answer, or answered with an error.
    #[error("the object store failed to {action} {key}: {cause}")]
    Unavailable {
        /// What was tried.
        action: &'static str,
        /// On which key or bucket.
        key: String,
        /// What it said.
        cause: String,
    },
}

impl BlobError {
    pub(crate) fn failed(action: &'static str, key: &str, error: impl std::error::Error) -> BlobError {
        BlobError::said(action, key, DisplayErrorContext(error))
    }

    pub(crate) fn said(action: &'static str, key: &str, cause: impl ToString) -> BlobError {
        BlobError::Unavailable {
            action,
            key: key.to_owned(),
            cause: cause.to_string(),
        }
    }
}
