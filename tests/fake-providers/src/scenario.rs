//! Queues of behaviours: the next call that fits takes the first one of the closest queue.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{Behaviour, Kind, Provider};

/// Which calls a queue is for. What is absent fits every call that a model works for; polls and downloads take only
/// behaviours that name their kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Calls {
    /// Only calls of this kind.
    pub kind: Option<Kind>,
    /// Only calls of this model.
    pub model: Option<String>,
}

impl Calls {
    fn fits(&self, kind: Kind, model: &str) -> bool {
        let kind_fits = self.kind.map_or(kind.is_work(), |wanted| wanted == kind);
        kind_fits && self.model.as_deref().is_none_or(|wanted| wanted == model)
    }

    /// A model says more than a kind, a kind more than nothing.
    fn closeness(&self) -> u8 {
        2 * u8::from(self.model.is_some()) + u8::from(self.kind.is_some())
    }
}

/// How certain calls of a provider go, as it is posted or read from a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Whom the calls go to.
    pub provider: Provider,
    /// Which of them.
    #[serde(default)]
    pub calls: Calls,
    /// One after the other.
    #[serde(default)]
    pub behaviours: Vec<Behaviour>,
    /// After those.
    #[serde(default)]
    pub always: Option<Behaviour>,
}

#[derive(Debug)]
struct Queue {
    provider: Provider,
    calls: Calls,
    behaviours: VecDeque<Behaviour>,
    /// Behaves so when `behaviours` is used up.
    rest: Option<Behaviour>,
}

/// All queues.
#[derive(Debug, Default)]
pub(crate) struct Scenarios {
    queues: Vec<Queue>,
}

impl Scenarios {
    pub(crate) fn play(&mut self, scenario: Scenario) {
        let Scenario {
            provider,
            calls,
            behaviours,
            always,
        } = scenario;
        self.add(provider, calls.clone(), behaviours);
        if let Some(behaviour) = always {
            self.always(provider, calls, behaviour);
        }
    }

    pub(crate) fn add(&mut self, provider: Provider, calls: Calls, behaviours: Vec<Behaviour>) {
        let queue = self.queue(provider, calls);
        queue.behaviours.extend(behaviours);
    }

    pub(crate) fn always(&mut self, provider: Provider, calls: Calls, behaviour: Behaviour) {
        self.queue(provider, calls).rest = Some(behaviour);
    }

    fn queue(&mut self, provider: Provider, calls: Calls) -> &mut Queue {
        let found = self
            .queues
            .iter()
            .position(|queue| queue.provider == provider && queue.calls == calls);
        let index = found.unwrap_or_else(|| {
            self.queues.push(Queue {
                provider,
                calls,
                behaviours: VecDeque::new(),
                rest: None,
            });
            self.queues.len() - 1
        });
        &mut self.queues[index]
    }

    /// The behaviour towards the next call; `Ok` where no queue says otherwise.
    pub(crate) fn take(&mut self, provider: Provider, kind: Kind, model: &str) -> Behaviour {
        let fitting = |queue: &&mut Queue| {
            queue.provider == provider
                && queue.calls.fits(kind, model)
                && (!queue.behaviours.is_empty() || queue.rest.is_some())
        };
        self.queues
            .iter_mut()
            .filter(fitting)
            .max_by_key(|queue| (!queue.behaviours.is_empty(), queue.calls.closeness()))
            .and_then(|queue| queue.behaviours.pop_front().or_else(|| queue.rest.clone()))
            .unwrap_or_default()
    }

    /// Behaviours that no call has taken yet.
    pub(crate) fn left(&self, provider: Provider) -> usize {
        self.queues
            .iter()
            .filter(|queue| queue.provider == provider)
            .map(|queue| queue.behaviours.len())
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_queue_is_taken_first_and_ends_in_ok() {
        let mut scenarios = Scenarios::default();
        let gemini = Provider::Gemini;
        scenarios.add(gemini, Calls::default(), vec![Behaviour::ServerError]);
        let model = Calls {
            kind: None,
            model: Some("m".to_owned()),
        };
        scenarios.add(gemini, model, vec![Behaviour::Overloaded]);
        assert_eq!(scenarios.take(gemini, Kind::Poll, ""), Behaviour::Ok);
        assert_eq!(scenarios.take(gemini, Kind::Picture, "m"), Behaviour::Overloaded);
        assert_eq!(scenarios.take(gemini, Kind::Picture, "m"), Behaviour::ServerError);
        assert_eq!(scenarios.take(gemini, Kind::Picture, "m"), Behaviour::Ok);
        assert_eq!(scenarios.take(Provider::OpenAi, Kind::Text, "m"), Behaviour::Ok);
    }

    #[test]
    fn what_is_always_so_comes_after_what_is_so_once() {
        let mut scenarios = Scenarios::default();
        let polls = Calls {
            kind: Some(Kind::Poll),
            model: None,
        };
        scenarios.always(Provider::Fal, polls.clone(), Behaviour::ServerError);
        scenarios.add(Provider::Fal, polls, vec![Behaviour::Overloaded]);
        assert_eq!(scenarios.left(Provider::Fal), 1);
        let mut take = || scenarios.take(Provider::Fal, Kind::Poll, "");
        assert_eq!(
            [take(), take(), take()],
            [
                Behaviour::Overloaded,
                Behaviour::ServerError,
                Behaviour::ServerError
            ]
        );
    }
}
