//! What a person who looked at a held task says.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{commands::ReviewRequest, problem::Problem};

/// A decision about a held task; it is kept in the log.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"by": "mei", "reason": "A fairy tale; the dragon does not mean it."}))]
pub struct ReviewBody {
    /// Who looked.
    #[schema(min_length = 1, max_length = 100)]
    by: String,
    /// Why so. The owner of a task that is refused reads it.
    #[schema(min_length = 1, max_length = 1000)]
    reason: String,
}

impl ReviewBody {
    /// The decision, if it says who and why.
    ///
    /// # Errors
    /// 422 naming the fields.
    pub fn understood(&self) -> Result<ReviewRequest, Problem> {
        ReviewRequest::parse(&self.by, &self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_says_who_and_why() {
        let said = |by: &str, reason: &str| {
            let (by, reason) = (by.to_owned(), reason.to_owned());
            ReviewBody { by, reason }.understood()
        };
        assert!(said("mei", "a fairy tale").is_ok());
        let problem = said(" ", "").unwrap_err();
        let pointers: Vec<_> = problem
            .errors()
            .iter()
            .map(|error| error.pointer.as_str())
            .collect();
        assert_eq!(pointers, ["/by", "/reason"]);
        assert!(said("mei", &"x".repeat(1_001)).is_err());
    }
}
