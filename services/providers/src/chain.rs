//! Providers in the order in which they are asked. The next one is asked only after a failure that certainly cost
//! nothing and that is no refusal.

use std::{fmt::Debug, sync::Arc};

use crate::{
    error::ProviderError,
    limits::{ATTEMPTS_A_PROVIDER, ATTEMPTS_BEFORE_LAST_RESORT},
    link::Link,
    words::{Tongue, words},
};

/// A chain of providers. Cheap to clone.
#[derive(Debug)]
pub struct Chain<M>(Arc<Vec<Link<M>>>);

impl<M> Clone for Chain<M> {
    fn clone(&self) -> Self {
        Chain(Arc::clone(&self.0))
    }
}

/// Nobody could.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct Exhausted {
    /// The failure that ended it.
    pub error: Box<ProviderError>,
    /// Name of the provider for people.
    pub name: String,
    /// Every link that was asked and why it could not: `gemini: overloaded; openai: auth`.
    pub reasons: String,
    /// Nothing was charged, nobody refused, and waiting would not help anybody: keys, accounts and quotas are what is
    /// wrong.
    pub hopeless: bool,
}

impl Exhausted {
    /// What happened and what can be done.
    #[must_use]
    pub fn words(&self, tongue: Tongue) -> String {
        words(self.error.class, &self.name, tongue)
    }
}

impl<M: Debug> Chain<M> {
    pub(crate) fn new(links: Vec<Link<M>>) -> Chain<M> {
        Chain(Arc::new(links))
    }

    /// Nobody is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A provider is in it.
    pub(crate) fn has(&self, provider: &str) -> bool {
        self.0.iter().any(|link| link.provider == provider)
    }

    /// Provider and model of every link, as `gemini (gemini-3.8-flash)`, told by `model`.
    pub(crate) fn names(&self, model: impl Fn(&M) -> &str) -> Vec<String> {
        let name = |link: &Link<M>| format!("{} ({})", link.name, model(&link.model));
        self.0.iter().map(name).collect()
    }

    /// The link to begin with after so many attempts that brought nothing: each is given a few before the next one is
    /// preferred. None: there were enough.
    #[must_use]
    pub fn first(&self, attempts_before: u32) -> Option<usize> {
        let turn = usize::try_from(attempts_before / ATTEMPTS_A_PROVIDER).unwrap_or_default();
        let goes_on = attempts_before < ATTEMPTS_BEFORE_LAST_RESORT && !self.0.is_empty();
        goes_on.then(|| turn % self.0.len())
    }

    /// Why nobody is asked any more.
    #[must_use]
    pub fn all_failed(&self) -> String {
        let failed = |link: &Link<M>| format!("{}: failed before", link.provider);
        self.0.iter().map(failed).collect::<Vec<_>>().join("; ")
    }

    pub(crate) fn links(&self) -> &[Link<M>] {
        &self.0
    }

    /// Asks one link after the other, from `first` on and then from the beginning. Each hears why those before it could
    /// not.
    pub(crate) async fn walk<'a, T, F>(
        &'a self,
        first: usize,
        ask: impl Fn(&'a Link<M>, String) -> F,
    ) -> Result<T, Exhausted>
    where
        F: Future<Output = Result<T, ProviderError>>,
    {
        let passed_over = self.0.iter().take(first);
        let mut reasons: Vec<String> = passed_over
            .map(|link| format!("{}: failed before", link.provider))
            .collect();
        let mut last = None;
        let mut hopeless = true;
        let order = self.0.iter().skip(first).chain(self.0.iter().take(first));
        for link in order {
            let error = match ask(link, reasons.join("; ")).await {
                Ok(value) => return Ok(value),
                Err(error) => link.named(error),
            };
            reasons.push(format!("{}: {}", link.provider, error.class.name()));
            let goes_on = error.is_free() && error.class.another_attempt_may_succeed();
            if goes_on {
                tracing::warn!("{error}; the next provider is asked");
            }
            hopeless &= goes_on && !error.class.passes();
            last = Some((error, link.name.clone()));
            if !goes_on {
                break;
            }
        }
        let (error, name) = last.unwrap_or_else(|| {
            let none = ProviderError::new(crate::Class::Unreachable, "no_provider");
            (none, "—".to_owned())
        });
        Err(Exhausted {
            error: Box::new(error),
            name,
            reasons: reasons.join("; "),
            hopeless,
        })
    }
}
