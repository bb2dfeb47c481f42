//! Days as budgets and accounts know them.

use jiff::{Timestamp, tz::TimeZone};

/// The day of a moment, in UTC: `2026-01-02`. A moment that no calendar has counts as the first of 1970.
pub fn day_of(unix_ms: i64) -> String {
    let moment = Timestamp::from_millisecond(unix_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::UTC.to_datetime(moment).date().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_utc() {
        const MIDNIGHT: i64 = 1_767_312_000_000;
        assert_eq!(day_of(MIDNIGHT - 1), "2026-01-01");
        assert_eq!(day_of(MIDNIGHT), "2026-01-02");
        assert_eq!(day_of(i64::MAX), "1970-01-01");
    }
}
