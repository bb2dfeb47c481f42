//! What the rules of a task refuse, as problems.

use mangakai_domain::{BudgetRejection, Rejection};

use super::{Problem, ProblemKind};

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Problem {
        let detail = rejection.to_string();
        match rejection {
            Rejection::NoSuchTask => Problem::no_such_task(),
            Rejection::NoSuchPanel(_) | Rejection::NoSuchVersion(_) | Rejection::NoSuchBook(_) => {
                Problem::new(ProblemKind::NotFound, detail)
            }
            Rejection::Invalid { field, expected } => {
                Problem::invalid(format!("/{field}"), format!("must be {expected}"))
            }
            Rejection::RevisionConflict { .. } => Problem::new(ProblemKind::PreconditionFailed, detail),
            Rejection::Erased => Problem::new(ProblemKind::Erased, detail),
            Rejection::TaskExists
            | Rejection::NotDrawn(_)
            | Rejection::Busy { .. }
            | Rejection::NotOwed
            | Rejection::NoScript
            | Rejection::NothingToRetry
            | Rejection::NotFinished
            | Rejection::NothingDrawn
            | Rejection::Ended
            | Rejection::Cancelled
            | Rejection::Held
            | Rejection::NotHeld => Problem::new(ProblemKind::Refused, detail),
        }
    }
}

impl From<BudgetRejection> for Problem {
    fn from(rejection: BudgetRejection) -> Problem {
        let kind = match rejection {
            BudgetRejection::Exhausted { .. } => ProblemKind::BudgetExhausted,
            BudgetRejection::Over => ProblemKind::Refused,
        };
        Problem::new(kind, rejection.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mangakai_domain::PanelVersion;

    #[test]
    fn each_refusal_has_its_status() {
        let version = PanelVersion { panel: 3, version: 9 };
        for (rejection, status) in [
            (Rejection::NoSuchTask, 404),
            (Rejection::NoSuchPanel(9), 404),
            (Rejection::NoSuchVersion(version), 404),
            (Rejection::NoSuchBook(1), 404),
            (Rejection::NotDrawn(version), 409),
            (Rejection::NoScript, 409),
            (Rejection::NothingToRetry, 409),
            (Rejection::NotFinished, 409),
            (Rejection::Ended, 409),
            (Rejection::Cancelled, 409),
            (Rejection::Held, 409),
            (Rejection::Erased, 410),
            (Rejection::RevisionConflict { base: 1, actual: 2 }, 412),
            (
                Rejection::Invalid {
                    field: "panels",
                    expected: "1 to 100".into(),
                },
                422,
            ),
        ] {
            let problem = Problem::from(rejection.clone());
            assert_eq!(problem.status().as_u16(), status, "{rejection}");
            assert!(!problem.detail().is_empty());
        }
    }

    #[test]
    fn an_invalid_field_is_pointed_at() {
        let problem = Problem::from(Rejection::Invalid {
            field: "panels",
            expected: "1 to 100".into(),
        });
        assert_eq!(problem.errors()[0].pointer, "/panels");
    }
}
