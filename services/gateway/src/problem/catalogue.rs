//! Every kind of problem there is: its stable name, status and title.

use std::time::Duration;

use axum::http::StatusCode;

use crate::limits;

/// A kind of problem; the table below says each in words. The slug is part of the API: it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    Malformed,
    NotAuthenticated,
    BudgetExhausted,
    NotAllowed,
    ForeignOrigin,
    NotFound,
    MethodNotAllowed,
    NotAcceptable,
    TooSlow,
    Conflict,
    Refused,
    Erased,
    PreconditionFailed,
    TooLarge,
    UriTooLong,
    UnsupportedMediaType,
    Invalid,
    IdempotencyMismatch,
    ContentRefused,
    TooMany,
    HeadersTooLarge,
    Internal,
    BookFailed,
    NotImplemented,
    Overloaded,
    Unavailable,
    OutcomeUnknown,
}

use ProblemKind as K;

/// Kind, slug, status, title, what a caller can do.
const TABLE: [(ProblemKind, &str, u16, &str, &str); 27] = [
    (
        K::Malformed,
        "malformed-request",
        400,
        "The request cannot be read",
        "Send well-formed JSON, form data or parameters.",
    ),
    (
        K::NotAuthenticated,
        "not-authenticated",
        401,
        "A valid token is needed",
        "Ask POST /v1/sessions for a token and send it as Authorization: Bearer.",
    ),
    (
        K::BudgetExhausted,
        "budget-exhausted",
        402,
        "The budget is used up",
        "Nothing was done or charged. Raise the cap, or wait for the next day (UTC), and ask again.",
    ),
    (
        K::NotAllowed,
        "not-allowed",
        403,
        "This token may not do that",
        "Operators read, review and set caps; only a session acts on its own tasks.",
    ),
    (
        K::ForeignOrigin,
        "foreign-origin",
        403,
        "The request comes from a foreign page",
        "With the session cookie, changes are accepted from pages of this server alone.",
    ),
    (
        K::NotFound,
        "not-found",
        404,
        "There is no such thing",
        "Check the address. Tasks of other sessions look the same as tasks that do not exist.",
    ),
    (
        K::MethodNotAllowed,
        "method-not-allowed",
        405,
        "The method does not fit the address",
        "The header Allow names the methods that do.",
    ),
    (
        K::NotAcceptable,
        "not-acceptable",
        406,
        "No acceptable form exists",
        "Widen the header Accept.",
    ),
    (
        K::TooSlow,
        "request-timeout",
        408,
        "The request came too slowly",
        "Send it again.",
    ),
    (
        K::Conflict,
        "conflict",
        409,
        "Others changed the task at the same time",
        "Send the request again.",
    ),
    (
        K::Refused,
        "refused",
        409,
        "The state of the task does not allow that",
        "Read the task; the detail says what stands in the way.",
    ),
    (
        K::Erased,
        "erased",
        410,
        "The task is erased",
        "Nothing of it can be read any more.",
    ),
    (
        K::PreconditionFailed,
        "precondition-failed",
        412,
        "It has changed since it was read",
        "Read it again and send the change with the new ETag.",
    ),
    (
        K::TooLarge,
        "body-too-large",
        413,
        "The request is too large",
        "The detail names the limit.",
    ),
    (
        K::UriTooLong,
        "uri-too-long",
        414,
        "The address is too long",
        "Shorten the query.",
    ),
    (
        K::UnsupportedMediaType,
        "unsupported-media-type",
        415,
        "The body has the wrong media type",
        "Send application/json, or multipart/form-data where a file is taken.",
    ),
    (
        K::Invalid,
        "invalid-request",
        422,
        "The request is not valid",
        "The list errors says what is wrong, and where.",
    ),
    (
        K::IdempotencyMismatch,
        "idempotency-mismatch",
        422,
        "The Idempotency-Key belongs to another request",
        "Use a new key for a new request.",
    ),
    (
        K::ContentRefused,
        "content-refused",
        422,
        "The text is not accepted",
        "Nothing was done. Reword it and send it again; the list errors names what was found.",
    ),
    (
        K::TooMany,
        "too-many-requests",
        429,
        "Too many requests",
        "Wait for as long as Retry-After says; then one request will pass.",
    ),
    (
        K::HeadersTooLarge,
        "headers-too-large",
        431,
        "The header is too large",
        "Send fewer or shorter header fields.",
    ),
    (
        K::Internal,
        "internal",
        500,
        "Something went wrong on our side",
        "The request id in instance names it in our logs.",
    ),
    (
        K::BookFailed,
        "book-failed",
        500,
        "The book could not be bound",
        "Ask again: that binds it anew.",
    ),
    (
        K::NotImplemented,
        "not-implemented",
        501,
        "Not built yet",
        "Nothing was done.",
    ),
    (
        K::Overloaded,
        "overloaded",
        503,
        "Too busy",
        "Nothing was done. Ask again after Retry-After.",
    ),
    (
        K::Unavailable,
        "unavailable",
        503,
        "Something we need is away",
        "Nothing was done. Ask again after Retry-After.",
    ),
    (
        K::OutcomeUnknown,
        "outcome-unknown",
        503,
        "It is not known whether it was done",
        "Send the same request with the same Idempotency-Key: it is never done twice.",
    ),
];

impl ProblemKind {
    fn row(self) -> &'static (ProblemKind, &'static str, u16, &'static str, &'static str) {
        // The order of the table is that of the variants; a test holds it to that.
        &TABLE[self as usize]
    }

    /// Stable name.
    pub fn slug(self) -> &'static str {
        self.row().1
    }

    /// `type` of the problem: a path on this server that explains it.
    pub fn type_path(self) -> String {
        format!("/problems/{}", self.slug())
    }

    /// HTTP status.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.row().2).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The kind in words.
    pub fn title(self) -> &'static str {
        self.row().3
    }

    /// What a caller can do about it.
    pub fn advice(self) -> &'static str {
        self.row().4
    }

    /// When it is worth asking again, if it is.
    pub fn retry_after(self) -> Option<Duration> {
        let passes = matches!(
            self,
            K::Conflict | K::TooMany | K::Overloaded | K::Unavailable | K::OutcomeUnknown
        );
        passes.then_some(limits::RETRY_AFTER)
    }

    /// The kind of a slug.
    pub fn from_slug(slug: &str) -> Option<ProblemKind> {
        TABLE.iter().find(|row| row.1 == slug).map(|row| row.0)
    }

    /// What an answer without a body of its own means by its status.
    pub fn from_status(status: StatusCode) -> ProblemKind {
        match status.as_u16() {
            401 => K::NotAuthenticated,
            402 => K::BudgetExhausted,
            403 => K::NotAllowed,
            404 => K::NotFound,
            405 => K::MethodNotAllowed,
            406 => K::NotAcceptable,
            408 => K::TooSlow,
            409 => K::Conflict,
            410 => K::Erased,
            412 => K::PreconditionFailed,
            413 => K::TooLarge,
            414 => K::UriTooLong,
            415 => K::UnsupportedMediaType,
            422 => K::Invalid,
            429 => K::TooMany,
            431 => K::HeadersTooLarge,
            501 => K::NotImplemented,
            503 => K::Unavailable,
            400..=499 => K::Malformed,
            _ => K::Internal,
        }
    }

    /// All of them, in the order of their statuses.
    pub fn all() -> impl Iterator<Item = ProblemKind> {
        TABLE.iter().map(|row| row.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_table_stands_in_the_order_of_the_variants() {
        for (index, kind) in ProblemKind::all().enumerate() {
            assert_eq!(kind as usize, index);
            assert_eq!(ProblemKind::from_slug(kind.slug()), Some(kind));
            assert!(kind.status().as_u16() >= 400);
        }
        let slugs: HashSet<_> = ProblemKind::all().map(ProblemKind::slug).collect();
        assert_eq!(slugs.len(), TABLE.len());
    }

    #[test]
    fn every_bare_status_has_a_kind_of_that_status() {
        for status in [
            401, 402, 403, 404, 405, 406, 408, 409, 410, 412, 413, 414, 415, 422, 429, 431, 500, 501, 503,
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(ProblemKind::from_status(status).status(), status);
        }
    }
}
