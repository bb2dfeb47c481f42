//! The ways in which a call fails before a model works, in nobody's words yet.

use std::time::SystemTime;

use crate::{Behaviour, Refusal, RetryAfter};

/// An error answer; every vendor has its own words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    RateLimited(RetryAfter),
    QuotaDone,
    Billing,
    Unauthorized,
    Forbidden,
    ModelNotFound,
    /// The fake found it, or a scenario says so: which field, in which words.
    BadRequest(String, String),
    ServerError,
    Overloaded,
    RefusedInput,
    RefusedOutput,
    /// There is no such path at this provider, or not by this method.
    NoSuchPath,
}

impl Fault {
    /// The fault that `behaviour` stands for, if it is one.
    pub(crate) fn of(behaviour: &Behaviour) -> Option<Self> {
        Some(match behaviour {
            Behaviour::RateLimited { retry } => Self::RateLimited(*retry),
            Behaviour::QuotaDone => Self::QuotaDone,
            Behaviour::Billing => Self::Billing,
            Behaviour::Unauthorized => Self::Unauthorized,
            Behaviour::Forbidden => Self::Forbidden,
            Behaviour::ModelNotFound => Self::ModelNotFound,
            Behaviour::BadRequest => Self::BadRequest(
                "model".to_owned(),
                "Unsupported value: this model does not support it.".to_owned(),
            ),
            Behaviour::ServerError => Self::ServerError,
            Behaviour::Overloaded => Self::Overloaded,
            Behaviour::Refused {
                refusal: Refusal::Input,
            } => Self::RefusedInput,
            Behaviour::Refused {
                refusal: Refusal::Output,
            } => Self::RefusedOutput,
            _ => return None,
        })
    }

    /// The headers that say when to come back, and the words that do.
    pub(crate) fn retry(&self, now: SystemTime) -> (Vec<(&'static str, String)>, String) {
        match self {
            Self::RateLimited(retry) => (retry.headers(now), retry.words()),
            _ => (Vec::new(), String::new()),
        }
    }
}
