//! Problems as gRPC statuses: the same sentence, the nearest code.

use tonic::{Code, Status};

use crate::problem::{Problem, whole_seconds};

/// When to ask again, in seconds: as over HTTP.
const RETRY_AFTER: &str = "retry-after";
/// The same in milliseconds, for clients that retry by themselves: gRPC's own name for it.
const RETRY_PUSHBACK: &str = "grpc-retry-pushback-ms";

impl From<Problem> for Status {
    fn from(problem: Problem) -> Status {
        let code = match problem.status().as_u16() {
            400 | 413..=415 | 422 | 431 => Code::InvalidArgument,
            401 => Code::Unauthenticated,
            403 => Code::PermissionDenied,
            404 | 410 => Code::NotFound,
            409 | 412 => Code::FailedPrecondition,
            429 => Code::ResourceExhausted,
            501 => Code::Unimplemented,
            503 => Code::Unavailable,
            _ => Code::Internal,
        };
        let mut status = Status::new(code, problem.to_string());
        if let Some(wait) = problem.wait() {
            let seconds = whole_seconds(wait);
            let hints = status.metadata_mut();
            hints.insert(RETRY_AFTER, seconds.into());
            hints.insert(RETRY_PUSHBACK, (seconds * 1000).into());
        }
        status
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::ProblemKind;
    use std::time::Duration;

    #[test]
    fn what_may_pass_says_when_to_ask_again() {
        let problem =
            Problem::new(ProblemKind::TooMany, "slow down").retry_after(Duration::from_millis(1_001));
        let status = Status::from(problem);
        assert_eq!(status.code(), Code::ResourceExhausted);
        assert_eq!(status.metadata().get(RETRY_AFTER).unwrap(), "2");
        assert_eq!(status.metadata().get(RETRY_PUSHBACK).unwrap(), "2000");
        assert!(Status::from(Problem::no_such_task()).metadata().is_empty());
    }
}
