//! Pictures and books in S3. Keys are unique to the attempt that wrote them, so nothing is ever overwritten with
//! something else, and no conditional put is needed: the log decides which attempt counts.

mod bucket;
mod config;
mod error;

pub use bucket::{BlobInfo, Blobs};
pub use config::BlobsConfig;
pub use error::BlobError;
