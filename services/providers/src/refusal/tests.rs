use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde_json::json;

use super::*;
use crate::error::Charged;

fn reply(status: u16, body: &Value) -> Reply {
    Reply {
        status,
        headers: HeaderMap::new(),
        body: Bytes::from(body.to_string()),
    }
}

fn class(status: u16, body: Value) -> Class {
    refused(&reply(status, &body)).class
}

fn openai(code: &str, kind: &str) -> Value {
    json!({"error": {"message": "words", "type": kind, "param": null, "code": code}})
}

#[test]
fn openai_and_those_who_copy_it() {
    for (status, code, kind, expected) in [
        (
            400,
            "moderation_blocked",
            "image_generation_user_error",
            Class::RefusedInput,
        ),
        (
            400,
            "content_policy_violation",
            "invalid_request_error",
            Class::RefusedInput,
        ),
        (
            400,
            "unknown_parameter",
            "invalid_request_error",
            Class::BadRequest,
        ),
        (401, "invalid_api_key", "invalid_request_error", Class::Auth),
        (403, "", "", Class::Auth),
        (
            404,
            "model_not_found",
            "invalid_request_error",
            Class::NoSuchModel,
        ),
        (429, "rate_limit_exceeded", "requests", Class::RateLimited),
        (429, "slow_down", "", Class::Overloaded),
        (429, "insufficient_quota", "insufficient_quota", Class::QuotaDone),
        (429, "credit_balance_exhausted", "", Class::QuotaDone),
        (500, "", "server_error", Class::Overloaded),
        (503, "server_is_overloaded", "", Class::Overloaded),
    ] {
        assert_eq!(class(status, openai(code, kind)), expected, "{status} {code}");
    }
    let output = json!({"error": {"message": "m", "code": "moderation_blocked", "type": "t",
        "moderation_details": {"categories": ["violence"], "moderation_stage": "output"}}});
    let error = refused(&reply(400, &output));
    assert_eq!(
        (error.class, error.spent.charged),
        (Class::RefusedOutput, Charged::Perhaps)
    );
    // Kimi, vLLM wrapped and unwrapped, DeepSeek.
    let kimi = json!({"error": {"type": "content_filter", "message": "The request was rejected because it was considered high risk"}});
    assert_eq!(class(400, kimi), Class::RefusedInput);
    assert_eq!(
        class(
            400,
            json!({"error": {"message": "m", "type": "BadRequestError", "param": null, "code": 400}})
        ),
        Class::BadRequest
    );
    assert_eq!(
        class(
            404,
            json!({"object": "error", "message": "m", "type": "NotFoundError", "code": 404})
        ),
        Class::NoSuchModel
    );
    assert_eq!(
        class(402, openai("invalid_request_error", "unknown_error")),
        Class::Billing
    );
}

#[test]
fn gemini() {
    let google = |code: u16, status: &str, details: Value| json!({"error": {"code": code, "status": status, "message": "m", "details": details}});
    let quota = |id: &str| {
        json!([{"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": id}]},
        {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "47s"}])
    };
    let minute = refused(&reply(
        429,
        &google(
            429,
            "RESOURCE_EXHAUSTED",
            quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"),
        ),
    ));
    assert_eq!(
        (minute.class, minute.after),
        (Class::RateLimited, Some(Duration::from_secs(47)))
    );
    assert_eq!(
        class(
            429,
            google(
                429,
                "RESOURCE_EXHAUSTED",
                quota("GenerateRequestsPerDayPerProject")
            )
        ),
        Class::QuotaDone
    );
    let bad_key = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]);
    assert_eq!(class(400, google(400, "INVALID_ARGUMENT", bad_key)), Class::Auth);
    assert_eq!(
        class(400, google(400, "INVALID_ARGUMENT", json!([]))),
        Class::BadRequest
    );
    assert_eq!(
        class(400, google(400, "FAILED_PRECONDITION", json!([]))),
        Class::Billing
    );
    assert_eq!(
        class(403, google(403, "PERMISSION_DENIED", json!([]))),
        Class::Auth
    );
    assert_eq!(
        class(404, google(404, "NOT_FOUND", json!([]))),
        Class::NoSuchModel
    );
    assert_eq!(class(500, google(500, "INTERNAL", json!([]))), Class::Overloaded);
    assert_eq!(
        class(503, google(503, "UNAVAILABLE", json!([]))),
        Class::Overloaded
    );
    assert_eq!(
        class(504, google(504, "DEADLINE_EXCEEDED", json!([]))),
        Class::UnknownOutcome
    );
    let words = json!([{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "You exceeded your current quota. Please retry in 47.4s."}}]);
    let listed = refused(&reply(429, &words));
    assert_eq!(
        (listed.class, listed.after),
        (Class::RateLimited, Some(Duration::from_millis(47_400)))
    );
    // Interactions.
    assert_eq!(
        class(429, json!({"error": {"code": "quota_exceeded", "message": "m"}})),
        Class::QuotaDone
    );
    assert_eq!(
        class(
            402,
            json!({"error": {"code": "payment_required", "message": "m"}})
        ),
        Class::Billing
    );
}

#[test]
fn dashscope_natively_and_in_openai_s_dress() {
    let flat = |code: &str, message: &str| json!({"code": code, "message": message, "request_id": "r"});
    for (status, code, expected) in [
        (401, "InvalidApiKey", Class::Auth),
        (400, "InvalidParameter", Class::BadRequest),
        (403, "AccessDenied.Unpurchased", Class::Auth),
        (404, "ModelNotExist", Class::NoSuchModel),
        (429, "Throttling.RateQuota", Class::RateLimited),
        (429, "Throttling.AllocationQuota", Class::RateLimited),
        (400, "Arrearage", Class::Billing),
        (500, "InternalError", Class::Overloaded),
        (503, "ServiceUnavailable", Class::Overloaded),
    ] {
        assert_eq!(class(status, flat(code, "m")), expected, "{code}");
    }
    assert_eq!(
        class(
            400,
            flat(
                "DataInspectionFailed",
                "Input data may contain inappropriate content."
            )
        ),
        Class::RefusedInput
    );
    assert_eq!(
        class(
            400,
            flat(
                "DataInspectionFailed",
                "Output data may contain inappropriate content."
            )
        ),
        Class::RefusedOutput
    );
    let compatible = json!({"error": {"code": "data_inspection_failed", "type": "data_inspection_failed",
        "message": "<400> InternalError.Algo.DataInspectionFailed: Input text data may contain inappropriate content."}});
    assert_eq!(class(400, compatible), Class::RefusedInput);
}

#[test]
fn ark_and_zhipu() {
    for (status, code, expected) in [
        (400, "InputTextSensitiveContentDetected", Class::RefusedInput),
        (400, "InputImageSensitiveContentDetected", Class::RefusedInput),
        (400, "OutputImageSensitiveContentDetected", Class::RefusedOutput),
        (400, "InputTextRiskDetection", Class::RefusedInput),
        (400, "MissingParameter", Class::BadRequest),
        (401, "AuthenticationError", Class::Auth),
        (403, "AccountOverdueError", Class::Billing),
        (403, "AccessDenied", Class::Auth),
        (404, "InvalidEndpointOrModel.NotFound", Class::NoSuchModel),
        (404, "ModelNotOpen", Class::NoSuchModel),
        (429, "RateLimitExceeded.EndpointRPMExceeded", Class::RateLimited),
        (429, "ModelAccountIpmRateLimitExceeded", Class::RateLimited),
        (429, "QuotaExceeded", Class::QuotaDone),
        (429, "SetLimitExceeded", Class::QuotaDone),
        (429, "ServerOverloaded", Class::Overloaded),
        (500, "InternalServiceError", Class::Overloaded),
        (400, "1301", Class::RefusedInput),
        (429, "1302", Class::RateLimited),
        (429, "1305", Class::Overloaded),
        (429, "1304", Class::QuotaDone),
        (429, "1113", Class::Billing),
        (401, "1002", Class::Auth),
        (400, "1211", Class::NoSuchModel),
        (400, "1213", Class::BadRequest),
        (400, "1261", Class::BadRequest),
    ] {
        assert_eq!(class(status, openai(code, "BadRequest")), expected, "{code}");
    }
}

#[test]
fn openrouter_bfl_fal_and_programs_at_home() {
    let router =
        |code: u16, metadata: Value| json!({"error": {"code": code, "message": "m", "metadata": metadata}});
    for (code, expected) in [
        (400, Class::BadRequest),
        (401, Class::Auth),
        (402, Class::Billing),
        (404, Class::NoSuchModel),
        (408, Class::UnknownOutcome),
        (413, Class::BadRequest),
        (429, Class::RateLimited),
        (500, Class::Overloaded),
        (502, Class::UnknownOutcome),
        (503, Class::Overloaded),
        (524, Class::UnknownOutcome),
        (529, Class::Overloaded),
    ] {
        assert_eq!(class(code, router(code, json!({}))), expected, "{code}");
        // The error may come inside a success.
        assert_eq!(
            error_in(&router(code, json!({})), 200).class,
            expected,
            "{code} inside 200"
        );
    }
    assert_eq!(
        class(
            403,
            router(403, json!({"reasons": ["violence"], "flagged_input": "x"}))
        ),
        Class::RefusedInput
    );
    assert_eq!(
        class(
            422,
            json!({"detail": [{"loc": ["body", "prompt"], "msg": "m", "type": "content_policy_violation"}]})
        ),
        Class::RefusedInput
    );
    assert_eq!(
        class(
            422,
            json!({"detail": [{"loc": ["body", "prompt"], "msg": "m", "type": "missing"}]})
        ),
        Class::BadRequest
    );
    assert_eq!(class(402, json!({"detail": "no credit"})), Class::Billing);
    let throttled = refused(&reply(
        429,
        &json!({"detail": "Request was throttled. Your rate limit resets in ~30s."}),
    ));
    assert_eq!(
        (throttled.class, throttled.after),
        (Class::RateLimited, Some(Duration::from_secs(30)))
    );
    assert_eq!(
        class(
            400,
            json!({"error": {"type": "prompt_outputs_failed_validation", "message": "m", "details": "", "extra_info": {}}, "node_errors": {}})
        ),
        Class::BadRequest
    );
    assert_eq!(
        class(
            500,
            json!({"error": "OutOfMemoryError", "detail": "", "body": "", "errors": "m"})
        ),
        Class::Overloaded
    );
}

#[test]
fn a_gateway_s_html_and_nonsense_have_a_class_too() {
    let html = |status| {
        let body = Bytes::from_static(b"<html><h1>Bad Gateway</h1></html>");
        let headers = HeaderMap::new();
        refused(&Reply {
            status,
            headers,
            body,
        })
        .class
    };
    assert_eq!(
        (html(502), html(503), html(302), html(418)),
        (
            Class::UnknownOutcome,
            Class::Overloaded,
            Class::BadRequest,
            Class::BadRequest
        )
    );
    assert_eq!(class(500, json!([])), Class::Overloaded);
    assert_eq!(class(429, json!("x")), Class::RateLimited);
}

#[test]
fn a_header_says_when_before_the_body_does() {
    let mut limited = reply(429, &openai("rate_limit_exceeded", "requests"));
    limited.headers.insert("retry-after", "3".parse().unwrap());
    assert_eq!(refused(&limited).after, Some(Duration::from_secs(3)));
}
