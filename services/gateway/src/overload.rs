//! How many requests are handled at once. Beyond that a quick 503 serves people better than a slow nothing.

use std::sync::Arc;

use axum::http::Method;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    limits,
    problem::{Problem, ProblemKind},
};

/// Routes whose `?wait=` holds a request back until something changes.
const WAITING_ROUTES: [&str; 2] = ["/v1/tasks/{id}", "/v1/tasks/{id}/export"];

/// Does this request wait for a change? Only reads of a route that waits: whatever else is called `wait` is not asked.
pub fn waits(method: &Method, route: &str, query: &str) -> bool {
    let seconds = |pair: &str| pair.strip_prefix("wait=").is_some_and(|seconds| seconds != "0");
    method.is_safe() && WAITING_ROUTES.contains(&route) && query.split('&').any(seconds)
}

/// Places for requests. Those that wait for a change have places of their own: they cost little and take long.
#[derive(Clone, Debug)]
pub struct Overload {
    working: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Overload {
    fn default() -> Overload {
        Overload::new(limits::MAX_CONCURRENT, limits::MAX_WAITING)
    }
}

impl Overload {
    /// So many places of each kind.
    pub fn new(working: usize, waiting: usize) -> Overload {
        Overload {
            working: Arc::new(Semaphore::new(working)),
            waiting: Arc::new(Semaphore::new(waiting)),
        }
    }

    /// A place, kept until it is dropped.
    ///
    /// # Errors
    /// 503 when all are taken.
    pub fn enter(&self, waits: bool) -> Result<OwnedSemaphorePermit, Problem> {
        let places = if waits { &self.waiting } else { &self.working };
        let full = |_| {
            Problem::new(
                ProblemKind::Overloaded,
                "too many requests are being handled at the moment",
            )
        };
        Arc::clone(places).try_acquire_owned().map_err(full)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reads_that_wait_are_told_apart() {
        let (task, export) = ("/v1/tasks/{id}", "/v1/tasks/{id}/export");
        for (method, route, query, expected) in [
            (Method::GET, task, "wait=30", true),
            (Method::HEAD, task, "at_least=7&wait=1", true),
            (Method::GET, export, "format=pdf&wait=30", true),
            (Method::GET, task, "wait=0", false),
            (Method::GET, task, "await=30", false),
            (Method::GET, "/v1/tasks", "wait=30", false),
            (Method::POST, "/v1/tasks", "wait=1", false),
            (Method::DELETE, task, "wait=1", false),
        ] {
            assert_eq!(waits(&method, route, query), expected, "{method} {route}?{query}");
        }
    }

    #[test]
    fn a_place_is_free_again_when_its_request_is_done() {
        let overload = Overload::new(1, 1);
        let place = overload.enter(false).unwrap();
        let problem = overload.enter(false).unwrap_err();
        assert_eq!(
            (problem.status().as_u16(), problem.wait()),
            (503, Some(limits::RETRY_AFTER))
        );
        assert!(overload.enter(true).is_ok());
        drop(place);
        assert!(overload.enter(false).is_ok());
    }
}
