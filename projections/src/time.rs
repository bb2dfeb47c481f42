//! Times as Postgres takes them, to the microsecond.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use crate::ProjectionError;

/// Times before 1970, which no clock of ours tells, become 1970.
pub fn to_sql(time: Timestamp) -> SystemTime {
    let micros = u64::try_from(time.as_microsecond()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_micros(micros)
}

/// # Errors
/// When Postgres holds a time that has no place in our calendar, such as infinity.
pub fn from_sql(time: SystemTime) -> Result<Timestamp, ProjectionError> {
    Timestamp::try_from(time).map_err(|error| ProjectionError::Row(error.to_string()))
}
