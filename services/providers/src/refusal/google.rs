//! Google's errors: a status name, and details that say which quota and for how long.

use std::time::Duration;

use serde_json::Value;

use crate::{error::Class, headers};

/// The class of an error with one of Google's status names.
pub fn class(error: &Value) -> Option<Class> {
    Some(match error["status"].as_str()? {
        "RESOURCE_EXHAUSTED" if is_daily(error) => Class::QuotaDone,
        "RESOURCE_EXHAUSTED" => Class::RateLimited,
        "UNAUTHENTICATED" | "PERMISSION_DENIED" => Class::Auth,
        "INVALID_ARGUMENT" if has_reason(error, "API_KEY_INVALID") => Class::Auth,
        "INVALID_ARGUMENT" | "OUT_OF_RANGE" => Class::BadRequest,
        // The region is not served, or billing is not set up.
        "FAILED_PRECONDITION" => Class::Billing,
        "NOT_FOUND" => Class::NoSuchModel,
        "INTERNAL" | "UNAVAILABLE" => Class::Overloaded,
        "CANCELLED" | "DEADLINE_EXCEEDED" => Class::UnknownOutcome,
        _ => return None,
    })
}

/// What `RetryInfo` says.
pub fn retry_delay(error: &Value) -> Option<Duration> {
    details(error).find_map(|detail| headers::duration(detail["retryDelay"].as_str()?))
}

fn details(error: &Value) -> impl Iterator<Item = &Value> {
    error["details"].as_array().into_iter().flatten()
}

fn has_reason(error: &Value, reason: &str) -> bool {
    details(error).any(|detail| detail["reason"] == reason)
}

fn is_daily(error: &Value) -> bool {
    let violations = details(error).flat_map(|detail| detail["violations"].as_array().into_iter().flatten());
    violations
        .filter_map(|violation| violation["quotaId"].as_str())
        .any(|quota| quota.contains("PerDay"))
}
