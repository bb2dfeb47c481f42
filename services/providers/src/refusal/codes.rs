//! The codes of all providers of the catalogue, in one table: no two mean different things by the same one.

use crate::error::Class;

/// The class of a provider's code or kind; the words tell the side where the code does not.
pub fn class(code: &str, message: &str) -> Option<Class> {
    Some(match code {
        // OpenAI and those who copy it.
        "insufficient_quota"
        | "credit_balance_exhausted"
        | "quota_exceeded"
        | "billing_hard_limit_reached" => Class::QuotaDone,
        "rate_limit_exceeded" | "too_many_requests" => Class::RateLimited,
        "slow_down" | "server_is_overloaded" | "service_unavailable" | "api_error" | "overloaded_error" => {
            Class::Overloaded
        }
        "invalid_api_key" | "authentication" | "permission_denied" => Class::Auth,
        "payment_required" => Class::Billing,
        "model_not_found" => Class::NoSuchModel,
        "content_policy_violation" | "content_filter" | "content_moderation" => Class::RefusedInput,

        // Alibaba DashScope, natively and in its OpenAI dress.
        "DataInspectionFailed" | "data_inspection_failed" => side(message),
        "InvalidApiKey" | "AccessDenied" | "AccessDenied.Unpurchased" => Class::Auth,
        "ModelNotExist" => Class::NoSuchModel,
        "Arrearage" => Class::Billing,
        "Throttling" | "Throttling.RateQuota" | "Throttling.AllocationQuota" => Class::RateLimited,
        "InvalidParameter" => Class::BadRequest,
        "InternalError" | "ServiceUnavailable" => Class::Overloaded,

        // Volcengine Ark.
        "InputTextSensitiveContentDetected" | "InputImageSensitiveContentDetected" => Class::RefusedInput,
        "OutputImageSensitiveContentDetected" | "OutputTextSensitiveContentDetected" => Class::RefusedOutput,
        "AuthenticationError" => Class::Auth,
        "AccountOverdueError" => Class::Billing,
        "InvalidEndpointOrModel.NotFound" | "ModelNotOpen" => Class::NoSuchModel,
        "QuotaExceeded" | "SetLimitExceeded" => Class::QuotaDone,
        "ServerOverloaded" | "InternalServiceError" => Class::Overloaded,
        "ModelAccountIpmRateLimitExceeded" | "ModelAccountRpmRateLimitExceeded" => Class::RateLimited,
        code if code.starts_with("RateLimitExceeded.") => Class::RateLimited,
        code if code.ends_with("RiskDetection") => side(message),

        // Zhipu.
        "1301" => Class::RefusedInput,
        "1302" | "1303" => Class::RateLimited,
        "1305" | "1312" => Class::Overloaded,
        "1304" | "1308" | "1310" => Class::QuotaDone,
        "1113" => Class::Billing,
        "1000" | "1001" | "1002" | "1003" | "1004" => Class::Auth,
        "1211" => Class::NoSuchModel,
        _ => return None,
    })
}

/// `Output data may contain ...`, `Input text data may contain ...`.
fn side(message: &str) -> Class {
    if message.to_ascii_lowercase().contains("output") {
        Class::RefusedOutput
    } else {
        Class::RefusedInput
    }
}
