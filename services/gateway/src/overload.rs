//! How many requests are handled at once. Beyond that a quick 503 serves people better than a slow nothing.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    limits,
    problem::{Problem, ProblemKind},
};

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
