//! Gemini's errors: `google.rpc.Status` with details.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::openai_fault::wall_clock;
use crate::RetryAfter;
use crate::call::Reply;
use crate::fault::Fault;

pub(crate) fn fault(fault: &Fault) -> Reply {
    let (code, status, message, details) = words(fault);
    let mut error = json!({"code": code, "message": message, "status": status});
    if let Some(details) = details {
        error["details"] = details;
    }
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (headers, _) = fault.retry(wall_clock());
    Reply::json(code, &json!({"error": error})).with_headers(headers)
}

fn words(fault: &Fault) -> (u16, &'static str, String, Option<Value>) {
    match fault {
        Fault::RateLimited(retry) => (
            429,
            "RESOURCE_EXHAUSTED",
            format!(
                "You exceeded your current quota, please check your plan and billing details.{}",
                retry.words()
            ),
            Some(quota(
                "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
                *retry,
            )),
        ),
        Fault::QuotaDone => (
            429,
            "RESOURCE_EXHAUSTED",
            "You exceeded your current quota, please check your plan and billing details.".to_owned(),
            Some(quota(
                "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                RetryAfter::Silent,
            )),
        ),
        Fault::Billing => (
            400,
            "FAILED_PRECONDITION",
            "User location is not supported for the API use without billing. Please enable billing."
                .to_owned(),
            None,
        ),
        Fault::Unauthorized => (
            400,
            "INVALID_ARGUMENT",
            "API key not valid. Please pass a valid API key.".to_owned(),
            Some(json!([{
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "API_KEY_INVALID",
                "domain": "googleapis.com",
                "metadata": {"service": "generativelanguage.googleapis.com"},
            }])),
        ),
        Fault::Forbidden => (
            403,
            "PERMISSION_DENIED",
            "The caller does not have permission".to_owned(),
            None,
        ),
        Fault::ModelNotFound | Fault::NoSuchPath => (
            404,
            "NOT_FOUND",
            "The model is not found for API version v1beta, or is not supported for generateContent."
                .to_owned(),
            None,
        ),
        Fault::BadRequest(field, sentence) => (400, "INVALID_ARGUMENT", format!("{field}: {sentence}"), None),
        Fault::ServerError => (
            500,
            "INTERNAL",
            "An internal error has occurred.".to_owned(),
            None,
        ),
        Fault::Overloaded => (
            503,
            "UNAVAILABLE",
            "The model is overloaded. Please try again later.".to_owned(),
            None,
        ),
        // Gemini refuses within HTTP 200; its handlers never ask for these.
        Fault::RefusedInput | Fault::RefusedOutput => (400, "INVALID_ARGUMENT", "blocked".to_owned(), None),
    }
}

fn quota(id: &str, retry: RetryAfter) -> Value {
    let mut details = vec![
        json!({
            "@type": "type.googleapis.com/google.rpc.Help",
            "links": [{"description": "Learn more about Gemini API quotas",
                       "url": "https://ai.google.dev/gemini-api/docs/rate-limits"}],
        }),
        json!({
            "@type": "type.googleapis.com/google.rpc.QuotaFailure",
            "violations": [{
                "quotaMetric": "generativelanguage.googleapis.com/generate_content_free_tier_requests",
                "quotaId": id,
                "quotaDimensions": {"location": "global", "model": "gemini"},
                "quotaValue": "10",
            }],
        }),
    ];
    if let RetryAfter::Seconds { seconds } = retry {
        details.push(json!({
            "@type": "type.googleapis.com/google.rpc.RetryInfo",
            "retryDelay": format!("{seconds}s"),
        }));
    }
    Value::Array(details)
}
