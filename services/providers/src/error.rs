//! What can go wrong with a provider: one closed list, with who is at fault, whether it cost money, and what may follow.

use std::time::Duration;

use crate::limits::MAX_CODE_CHARS;

/// How a call failed. Closed: whoever reads it has an answer for every case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumIter)]
#[strum(serialize_all = "snake_case")]
pub enum Class {
    /// Too many requests: again after a while.
    RateLimited,
    /// The provider is overloaded or broken and said so.
    Overloaded,
    /// No connection came about: nothing was sent.
    Unreachable,
    /// The quota of the day, or the balance, is used up.
    QuotaDone,
    /// The words or pictures sent are not accepted.
    RefusedInput,
    /// What the model made may not be shown.
    RefusedOutput,
    /// The provider does not understand the request.
    BadRequest,
    /// The model is not there, or not open to this key.
    NoSuchModel,
    /// The key is not accepted.
    Auth,
    /// The account must be paid up.
    Billing,
    /// The request was sent and nobody knows what became of it.
    UnknownOutcome,
    /// The provider does not know the task any more.
    TaskGone,
    /// The answer is a success and holds nothing.
    EmptyResult,
    /// The answer holds something else than what was asked for: broken JSON, a broken or huge picture.
    BadResult,
}

/// Whether a provider took money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charged {
    /// It did not.
    No,
    /// It did.
    Yes,
    /// It may have.
    Perhaps,
}

/// Who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Whoever wrote the story.
    User,
    /// The provider.
    Provider,
    /// Whoever runs this system: its keys, accounts and settings.
    Operator,
}

/// What a call cost, or may have cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// Whether anything.
    pub charged: Charged,
    /// Millionths of a US dollar; an estimate from the catalogue's prices unless the provider says it.
    pub micros: u64,
}

impl Spent {
    /// Nothing.
    pub const NOTHING: Spent = Spent {
        charged: Charged::No,
        micros: 0,
    };

    /// So much, certainly.
    #[must_use]
    pub fn paid(micros: u64) -> Spent {
        Spent {
            charged: Charged::Yes,
            micros,
        }
    }
}

impl Class {
    /// Stable name: `rate_limited`, `refused_input`, ...
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Who can mend it.
    #[must_use]
    pub fn fault(self) -> Fault {
        match self {
            Class::RefusedInput | Class::RefusedOutput => Fault::User,
            Class::QuotaDone | Class::BadRequest | Class::NoSuchModel | Class::Auth | Class::Billing => {
                Fault::Operator
            }
            Class::RateLimited
            | Class::Overloaded
            | Class::Unreachable
            | Class::UnknownOutcome
            | Class::TaskGone
            | Class::EmptyResult
            | Class::BadResult => Fault::Provider,
        }
    }

    /// What such a failure costs as a rule; whoever knows better says so.
    #[must_use]
    pub fn charged(self) -> Charged {
        match self {
            Class::UnknownOutcome | Class::TaskGone | Class::RefusedOutput | Class::EmptyResult => {
                Charged::Perhaps
            }
            Class::BadResult => Charged::Yes,
            Class::RateLimited
            | Class::Overloaded
            | Class::Unreachable
            | Class::QuotaDone
            | Class::RefusedInput
            | Class::BadRequest
            | Class::NoSuchModel
            | Class::Auth
            | Class::Billing => Charged::No,
        }
    }

    /// The same request may succeed at the same provider a little later.
    #[must_use]
    pub fn passes(self) -> bool {
        matches!(self, Class::RateLimited | Class::Overloaded | Class::Unreachable)
    }

    /// Another attempt, whoever makes it, may succeed. A refusal is the user's to resolve: asking again, or asking
    /// somebody less strict, is not ours to decide.
    #[must_use]
    pub fn another_attempt_may_succeed(self) -> bool {
        !matches!(self, Class::RefusedInput | Class::RefusedOutput)
    }

    /// It tells that the provider is ill, so that the breaker counts it. Refusals and quotas say nothing of that.
    #[must_use]
    pub fn is_illness(self) -> bool {
        matches!(
            self,
            Class::Overloaded | Class::Unreachable | Class::UnknownOutcome
        )
    }
}

/// A call that brought nothing. Holds no text of the request and none of the answer: both may be personal.
#[derive(Debug, thiserror::Error)]
#[error("{provider}: {}{}{}", class.name(), status.map(|status| format!(" (HTTP {status})")).unwrap_or_default(), if code.is_empty() { String::new() } else { format!(", {code}") })]
pub struct ProviderError {
    /// How it failed.
    pub class: Class,
    /// Id of the provider.
    pub provider: String,
    /// Status of its answer, if there was one.
    pub status: Option<u16>,
    /// The provider's own code for it, made harmless.
    pub code: String,
    /// How long the provider asks to be left alone.
    pub after: Option<Duration>,
    /// What it cost all the same.
    pub spent: Spent,
    /// What lies under it.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl ProviderError {
    /// A failure of this class that costs what the class costs as a rule.
    #[must_use]
    pub fn new(class: Class, code: &str) -> ProviderError {
        ProviderError {
            class,
            provider: String::new(),
            status: None,
            code: harmless(code),
            after: None,
            spent: Spent {
                charged: class.charged(),
                micros: 0,
            },
            source: None,
        }
    }

    /// With the time the provider asks for.
    #[must_use]
    pub fn after(self, after: Option<Duration>) -> ProviderError {
        ProviderError { after, ..self }
    }

    /// With what is known of its cost.
    #[must_use]
    pub fn spent(self, spent: Spent) -> ProviderError {
        ProviderError { spent, ..self }
    }

    /// With at most so much, where it was charged and nobody said how much.
    #[must_use]
    pub(crate) fn priced(mut self, micros: u64) -> ProviderError {
        if self.spent.charged == Charged::Yes && self.spent.micros == 0 {
            self.spent.micros = micros;
        }
        self
    }

    /// With what lies under it.
    #[must_use]
    pub fn because(self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ProviderError {
        ProviderError {
            source: Some(source.into()),
            ..self
        }
    }

    /// Nothing was charged, so that asking again cannot be paid for twice.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.spent.charged == Charged::No
    }
}

/// A foreign code as it may be logged and stored: short, and of letters that no sentence is made of.
fn harmless(code: &str) -> String {
    code.chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
        .take(MAX_CODE_CHARS)
        .collect()
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn what_may_be_tried_again_blindly_is_never_charged() {
        for class in Class::iter().filter(|class| class.passes()) {
            assert_eq!(class.charged(), Charged::No, "{class:?}");
        }
    }

    #[test]
    fn refusals_neither_open_the_breaker_nor_are_repeated() {
        for class in [Class::RefusedInput, Class::RefusedOutput] {
            assert!(!class.is_illness() && !class.another_attempt_may_succeed() && !class.passes());
            assert_eq!(class.fault(), Fault::User);
        }
    }

    #[test]
    fn a_foreign_code_cannot_carry_a_sentence() {
        let error = ProviderError::new(Class::BadRequest, "bad: “the story of Ann”\n");
        assert_eq!(error.code, "badthestoryofAnn");
        assert!(ProviderError::new(Class::BadRequest, &"x".repeat(999)).code.len() <= MAX_CODE_CHARS);
    }
}
