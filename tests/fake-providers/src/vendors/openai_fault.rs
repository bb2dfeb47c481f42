//! Errors in OpenAI's shape, with the words of each vendor that copies it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::call::Reply;
use crate::fault::Fault;
use crate::{Provider, RetryAfter};

/// (status, message, type, param, code)
type Words = (u16, String, &'static str, Value, Value);

pub(crate) fn fault(provider: Provider, fault: &Fault) -> Reply {
    let (status, message, kind, param, code) = special(provider, fault).unwrap_or_else(|| common(fault));
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let error = match provider {
        Provider::Vllm => {
            json!({"message": message, "type": vllm_type(status), "param": param, "code": status.as_u16()})
        }
        _ => json!({"message": message, "type": kind, "param": param, "code": code}),
    };
    let (headers, _) = fault.retry(wall_clock());
    let mut reply = Reply::json(status, &json!({"error": error})).with_headers(headers);
    if let Fault::RateLimited(retry) = fault
        && provider == Provider::OpenAi
    {
        reply = reply
            .with_header("x-ratelimit-limit-requests", "60")
            .with_header("x-ratelimit-remaining-requests", "0")
            .with_header("x-ratelimit-reset-requests", reset(*retry));
    }
    reply
}

/// The wall clock, as `Retry-After` needs it.
pub(super) fn wall_clock() -> std::time::SystemTime {
    let since = u64::try_from(mangakai_runtime::now().as_second()).unwrap_or_default();
    std::time::UNIX_EPOCH + std::time::Duration::from_secs(since)
}

/// OpenAI's spelling of a time: `6m0s`, `12ms`.
fn reset(retry: RetryAfter) -> String {
    match retry {
        RetryAfter::Seconds { seconds }
        | RetryAfter::HttpDate { seconds }
        | RetryAfter::InWords { seconds } => {
            if seconds < 60 {
                format!("{seconds}s")
            } else {
                format!("{}m{}s", seconds / 60, seconds % 60)
            }
        }
        RetryAfter::Millis { millis } => format!("{millis}ms"),
        RetryAfter::Silent => "1s".to_owned(),
    }
}

fn common(fault: &Fault) -> Words {
    let none = || Value::Null;
    match fault {
        Fault::RateLimited(retry) => (
            429,
            format!("Rate limit reached for requests per min.{}", retry.words()),
            "requests",
            none(),
            json!("rate_limit_exceeded"),
        ),
        Fault::QuotaDone => (
            429,
            "You exceeded your current quota, please check your plan and billing details.".to_owned(),
            "insufficient_quota",
            none(),
            json!("insufficient_quota"),
        ),
        Fault::Billing => (
            429,
            "Your credit balance is exhausted. Add credits to continue.".to_owned(),
            "insufficient_quota",
            none(),
            json!("credit_balance_exhausted"),
        ),
        Fault::Unauthorized => (
            401,
            "Incorrect API key provided.".to_owned(),
            "invalid_request_error",
            none(),
            json!("invalid_api_key"),
        ),
        Fault::Forbidden => (
            403,
            "Country, region, or territory not supported".to_owned(),
            "request_forbidden",
            none(),
            json!("unsupported_country_region_territory"),
        ),
        Fault::ModelNotFound => (
            404,
            "The model does not exist or you do not have access to it.".to_owned(),
            "invalid_request_error",
            none(),
            json!("model_not_found"),
        ),
        Fault::NoSuchPath => (
            404,
            "Invalid URL".to_owned(),
            "invalid_request_error",
            none(),
            none(),
        ),
        Fault::BadRequest(field, sentence) => (
            400,
            sentence.clone(),
            "invalid_request_error",
            if field.is_empty() {
                Value::Null
            } else {
                json!(field)
            },
            json!("invalid_value"),
        ),
        Fault::ServerError => (
            500,
            "The server had an error while processing your request. Sorry about that!".to_owned(),
            "server_error",
            none(),
            none(),
        ),
        Fault::Overloaded => (
            503,
            "The server is currently overloaded. Please try again later.".to_owned(),
            "service_unavailable_error",
            none(),
            json!("server_is_overloaded"),
        ),
        Fault::RefusedInput | Fault::RefusedOutput => (
            400,
            "Your request was rejected by the safety system. If you believe this is an error, contact us. \
             safety_violations=[violence]."
                .to_owned(),
            "image_generation_user_error",
            json!(""),
            json!("moderation_blocked"),
        ),
    }
}

/// Where a vendor that copies the shape has words of its own.
fn special(provider: Provider, fault: &Fault) -> Option<Words> {
    let none = || Value::Null;
    Some(match (provider, fault) {
        (Provider::DeepSeek, Fault::Billing | Fault::QuotaDone) => (
            402,
            "Insufficient Balance".to_owned(),
            "unknown_error",
            none(),
            json!("invalid_request_error"),
        ),
        (Provider::DeepSeek, Fault::RefusedInput | Fault::RefusedOutput) => (
            400,
            "Content Exists Risk".to_owned(),
            "invalid_request_error",
            none(),
            json!("invalid_request_error"),
        ),
        (Provider::Kimi, Fault::RefusedInput | Fault::RefusedOutput) => (
            400,
            "The request was rejected because it was considered high risk".to_owned(),
            "content_filter",
            none(),
            none(),
        ),
        (Provider::Kimi, Fault::Billing | Fault::QuotaDone) => (
            429,
            "Your account is suspended, please check your plan and billing details".to_owned(),
            "exceeded_current_quota_error",
            none(),
            none(),
        ),
        (Provider::DashScope, Fault::RefusedInput | Fault::RefusedOutput) => {
            let side = if *fault == Fault::RefusedInput {
                "Input text"
            } else {
                "Output"
            };
            let message = format!(
                "<400> InternalError.Algo.DataInspectionFailed: {side} data may contain inappropriate content."
            );
            (
                400,
                message,
                "data_inspection_failed",
                none(),
                json!("data_inspection_failed"),
            )
        }
        (Provider::DashScope, Fault::Billing) => (
            400,
            "Access denied, please make sure your account is in good standing.".to_owned(),
            "Arrearage",
            none(),
            json!("Arrearage"),
        ),
        (Provider::DashScope, Fault::RateLimited(_)) => (
            429,
            "You have exceeded your request rate limit.".to_owned(),
            "limit_requests",
            none(),
            json!("limit_requests"),
        ),
        _ => return None,
    })
}

fn vllm_type(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "BadRequestError",
        401 => "UnauthorizedError",
        404 => "NotFoundError",
        429 => "RateLimitError",
        503 => "ServiceUnavailableError",
        _ => "InternalServerError",
    }
}
