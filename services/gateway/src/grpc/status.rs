//! Problems as gRPC statuses: the same sentence, the nearest code.

use tonic::{Code, Status};

use crate::problem::Problem;

impl From<Problem> for Status {
    fn from(problem: Problem) -> Status {
        let code = match problem.status().as_u16() {
            400 | 413 | 415 | 422 => Code::InvalidArgument,
            401 => Code::Unauthenticated,
            403 => Code::PermissionDenied,
            404 | 410 => Code::NotFound,
            409 | 412 => Code::FailedPrecondition,
            429 => Code::ResourceExhausted,
            501 => Code::Unimplemented,
            503 => Code::Unavailable,
            _ => Code::Internal,
        };
        Status::new(code, problem.to_string())
    }
}
