//! The one who asks, as handlers see them.

use axum::{
    extract::FromRequestParts,
    http::{Extensions, request::Parts},
};
use mangakai_domain::SessionId;

use crate::problem::{Problem, ProblemKind};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// Whoever holds the token of this session.
    Session(SessionId),
    /// May read everything, and acts on nothing.
    Operator,
}

impl Caller {
    /// The session, unless it is an operator.
    pub fn session(self) -> Option<SessionId> {
        match self {
            Caller::Session(session) => Some(session),
            Caller::Operator => None,
        }
    }

    /// The session that acts.
    ///
    /// # Errors
    /// 403 for operators: they own no tasks.
    pub fn acting(self) -> Result<SessionId, Problem> {
        self.session()
            .ok_or_else(|| Problem::new(ProblemKind::NotAllowed, "operators read; a session's token acts"))
    }

    /// As it stands in the log.
    pub fn actor(self) -> String {
        match self {
            Caller::Session(session) => format!("session:{session}"),
            Caller::Operator => "operator".to_owned(),
        }
    }
}

/// What the middleware found out about the caller, kept with the request: judged once, used by limits and handlers.
#[derive(Clone, Debug)]
pub struct Seen(pub Result<Caller, Problem>);

impl Seen {
    /// Who sent the request with these extensions.
    ///
    /// # Errors
    /// 401 as it was judged, and when nobody judged.
    pub fn caller(extensions: &Extensions) -> Result<Caller, Problem> {
        match extensions.get::<Seen>() {
            Some(Seen(judged)) => judged.clone(),
            None => Err(Problem::new(ProblemKind::NotAuthenticated, "there is no token")),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Caller, Problem> {
        Seen::caller(&parts.extensions)
    }
}
