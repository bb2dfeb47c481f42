//! What our own rooms could not do, as problems. Causes go to the server's log; callers learn what they can do.

use mangakai_blobs::BlobError;
use mangakai_log::{ExecuteError, LogError};
use mangakai_projections::ProjectionError;
use mangakai_vault::{OpenError, VaultError};

use super::{Problem, ProblemKind};
use crate::hub::HubError;

impl<R: std::error::Error + Into<Problem>> From<ExecuteError<R>> for Problem {
    fn from(error: ExecuteError<R>) -> Problem {
        match error {
            ExecuteError::Rejected(rejection) => rejection.into(),
            ExecuteError::Conflict => Problem::new(
                ProblemKind::Conflict,
                "others kept changing the task; nothing was done",
            ),
            ExecuteError::TooLarge { bytes, limit } => Problem::new(
                ProblemKind::TooLarge,
                format!("this would take {bytes} bytes; {limit} fit"),
            ),
            ExecuteError::Unavailable(error) => error.into(),
            ExecuteError::Unknown { .. } => Problem::outcome_unknown(),
            ExecuteError::Broken(error) => error.into(),
        }
    }
}

impl From<LogError> for Problem {
    fn from(error: LogError) -> Problem {
        match error {
            LogError::Unavailable(cause) => {
                tracing::warn!(%cause, "the log is away");
                Problem::unavailable("the log does not answer; nothing was done")
            }
            LogError::Drift { .. }
            | LogError::Corrupt { .. }
            | LogError::Unreadable { .. }
            | LogError::Refused { .. } => Problem::internal(&error),
        }
    }
}

impl From<ProjectionError> for Problem {
    fn from(error: ProjectionError) -> Problem {
        if error.is_fatal() {
            return Problem::internal(&error);
        }
        tracing::warn!(cause = %error, "the read model is away");
        Problem::unavailable("the read model does not answer")
    }
}

impl From<HubError> for Problem {
    fn from(error: HubError) -> Problem {
        match error {
            HubError::Log(error) => error.into(),
            HubError::NoSuchTask => Problem::no_such_task(),
            HubError::NoSuchEvent => Problem::invalid("?after", error.to_string()),
        }
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Problem {
        match error {
            VaultError::Erased(_) => Problem::new(ProblemKind::Erased, "the task is erased"),
            VaultError::Unavailable(cause) => {
                tracing::warn!(%cause, "the vault is away");
                Problem::unavailable("the vault does not answer; nothing was done")
            }
            VaultError::WrongMasterKey(_) | VaultError::Migration(_) => Problem::internal(&error),
        }
    }
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Problem {
        Problem::internal(&error)
    }
}

impl From<BlobError> for Problem {
    fn from(error: BlobError) -> Problem {
        match error {
            BlobError::NotFound(key) => {
                tracing::error!(%key, "a stored file is missing");
                Problem::new(ProblemKind::NotFound, "the file is not stored any more")
            }
            BlobError::Unavailable { .. } => {
                tracing::warn!(cause = %error, "the object store is away");
                Problem::unavailable("the store of pictures does not answer")
            }
        }
    }
}

impl Problem {
    /// 503 after a write whose outcome is not known.
    pub fn outcome_unknown() -> Problem {
        let detail =
            "it is not known whether this was done; the same request with the same Idempotency-Key is safe";
        Problem::new(ProblemKind::OutcomeUnknown, detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mangakai_domain::Rejection;
    use uuid::Uuid;

    type Failed = ExecuteError<Rejection>;

    #[test]
    fn each_failure_has_its_status_and_keeps_its_cause() {
        let cause = "nats://user:secret@10.0.0.7:4222 SELECT * FROM manga_tasks";
        let away = || LogError::Unavailable(cause.to_owned());
        let refused = LogError::Refused {
            code: 1,
            description: cause.to_owned(),
        };
        let blob = BlobError::Unavailable {
            action: "get",
            key: "k".to_owned(),
            cause: cause.to_owned(),
        };
        let problems: Vec<(Problem, u16)> = vec![
            (Failed::Rejected(Rejection::NoSuchTask).into(), 404),
            (Failed::Conflict.into(), 409),
            (Failed::TooLarge { bytes: 2, limit: 1 }.into(), 413),
            (Failed::Unavailable(away()).into(), 503),
            (
                Failed::Unknown {
                    command_id: Uuid::nil(),
                }
                .into(),
                503,
            ),
            (Failed::Broken(refused).into(), 500),
            (away().into(), 503),
            (VaultError::Erased(Uuid::nil()).into(), 410),
            (VaultError::Unavailable(cause.to_owned()).into(), 503),
            (VaultError::WrongMasterKey(Uuid::nil()).into(), 500),
            (OpenError::Tampered.into(), 500),
            (BlobError::NotFound("k".to_owned()).into(), 404),
            (blob.into(), 503),
        ];
        for (problem, status) in problems {
            assert_eq!(problem.status().as_u16(), status, "{problem}");
            assert!(!problem.detail().contains("10.0.0.7") && !problem.detail().contains("SELECT"));
            assert_eq!(problem.wait().is_some(), matches!(status, 503 | 409), "{problem}");
        }
    }

    #[test]
    fn an_unknown_outcome_says_how_to_ask_again() {
        assert!(Problem::outcome_unknown().detail().contains("Idempotency-Key"));
    }
}
