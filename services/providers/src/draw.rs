//! Drawing one panel: the first provider that can, whichever way its pictures come.

use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::future::BoxFuture;
use mangakai_script::Script;

use crate::{
    catalogue::PictureModel,
    chain::{Chain, Exhausted},
    error::{Charged, Class, ProviderError, Spent},
    limits::{FIRST_PAUSE, FIRST_POLL, LAST_POLL, LOOK_TIME, MAX_TRIES},
    link::Link,
    picture::{Answer, PictureAsk, Reference, Role},
    prompt::{self, Wanted},
    received, refusal,
};

/// A panel to be drawn.
#[derive(Clone, Debug)]
pub struct PanelAsk<'a> {
    /// The whole plan.
    pub script: &'a Script,
    /// Number of the panel.
    pub panel: u32,
    /// What should be different from the version it starts from.
    pub instruction: Option<&'a str>,
    /// Shape wanted, in pixels.
    pub width: u32,
    /// Shape wanted, in pixels.
    pub height: u32,
    /// Equal for equal task, panel and version.
    pub seed: u64,
    /// Pictures to go by, in any order and number.
    pub references: &'a [Reference],
    /// Where the base is to be redrawn: a PNG whose transparent pixels are free.
    pub mask: Option<&'a Bytes>,
}

/// A picture, as the provider made it.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The file.
    pub bytes: Bytes,
    /// The provider's name for people.
    pub name: String,
    /// What it cost.
    pub spent: Spent,
    /// What it comes from.
    pub asked: Asked,
}

/// Who was asked for a picture, and with what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Id of the provider.
    pub provider: String,
    /// The provider's name of the model.
    pub model: String,
    /// The words; empty, as all that follows, for a request that an earlier attempt made.
    pub prompt: String,
    /// SHA-256 of the pictures given along, in hex.
    pub references: Vec<String>,
    /// Why others, asked before, did not draw it; empty: nobody was.
    pub fallback_reason: String,
}

/// Hears that a provider took a request under an id of its own.
pub trait Submissions: Send + Sync + std::fmt::Debug {
    /// The provider's id, and what it was asked. Called before anybody looks at the task.
    fn submitted<'a>(&'a self, task: &'a str, asked: &'a Asked) -> BoxFuture<'a, ()>;
}

impl Chain<PictureModel> {
    /// Draws with the first link that can, starting with `first`. At most one call that may be charged is made.
    ///
    /// # Errors
    /// The first failure that may have cost money or that nobody else should try to get around; else that of the last
    /// link.
    pub async fn draw(
        &self,
        ask: &PanelAsk<'_>,
        first: usize,
        until: Instant,
        submissions: &dyn Submissions,
    ) -> Result<Drawn, Exhausted> {
        self.walk(first, |link, fallback_reason| async move {
            let (call, references) = link.words(ask)?;
            let asked = Asked {
                prompt: call.prompt.clone(),
                references,
                fallback_reason,
                ..link.asked()
            };
            let (bytes, spent) = link.draw(&call, &asked, until, submissions).await?;
            Ok(link.drawn(bytes, spent, asked))
        })
        .await
    }

    /// The most pictures to go by that anybody in it takes.
    #[must_use]
    pub fn references(&self) -> usize {
        let most = self.links().iter().map(|link| link.model.max_references);
        most.max().unwrap_or_default()
    }

    /// Takes up a request that an earlier attempt made of a provider's model. None when no link looks at tasks of that
    /// provider; where the model is no longer in the chain, another of the provider's looks.
    ///
    /// # Errors
    /// What became of the request instead of a picture; [`Class::TaskGone`] when the provider knows nothing of it.
    pub async fn resume(
        &self,
        provider: &str,
        model: &str,
        task: &str,
    ) -> Option<Result<Drawn, ProviderError>> {
        let looks =
            |link: &&Link<PictureModel>| link.provider == provider && link.model.api.look(task).is_some();
        let mut links = self.links().iter().filter(looks);
        let asked = links.clone().find(|link| link.model.id == model);
        let link = asked.or_else(|| links.next())?;
        let result = link
            .wait_for(task.to_owned())
            .await
            .map_err(|error| link.named(error.priced(link.model.picture_micros())));
        Some(result.map(|(bytes, spent)| link.drawn(bytes, spent, link.asked())))
    }
}

impl Link<PictureModel> {
    /// The panel in words and pictures that this model takes.
    fn words(&self, ask: &PanelAsk<'_>) -> Result<(PictureAsk, Vec<String>), ProviderError> {
        let mut references = ask.references.to_vec();
        if self.model.draws_over {
            references.retain(|reference| reference.role == Role::Base);
        }
        references.sort_by_key(|reference| reference.role.rank());
        references.truncate(self.model.max_references);
        let roles: Vec<Role> = references
            .iter()
            .map(|reference| reference.role.clone())
            .collect();
        let prompt = prompt::prompt(&Wanted {
            script: ask.script,
            panel: ask.panel,
            instruction: ask.instruction,
            references: &roles,
            max_chars: self.model.max_prompt_chars,
        });
        let prompt = prompt.ok_or_else(|| self.named(ProviderError::new(Class::BadRequest, "no_panel")))?;
        let hashes = references
            .iter()
            .map(|reference| reference.sha256.clone())
            .collect();
        let has_base = roles.first() == Some(&Role::Base);
        let mask = ask.mask.filter(|_| self.model.mask && has_base).cloned();
        let asked = PictureAsk {
            prompt,
            negative_prompt: prompt::NEGATIVE.to_owned(),
            width: ask.width,
            height: ask.height,
            seed: ask.seed,
            references,
            mask,
        };
        Ok((asked, hashes))
    }

    /// One charged call at most, then the picture, whichever way it comes.
    async fn draw(
        &self,
        ask: &PictureAsk,
        asked: &Asked,
        until: Instant,
        submissions: &dyn Submissions,
    ) -> Result<(Bytes, Spent), ProviderError> {
        let (model, api) = (&self.model, self.model.api);
        let time = Duration::from_secs(model.timeout_seconds);
        let call = api.ask(model, ask);
        let (answer, pass) = self
            .call(&call, time, until, |reply| api.answer(model, reply))
            .await
            .map_err(|error| error.priced(model.picture_micros()))?;
        let result = match answer {
            Answer::Working(task) => {
                submissions.submitted(&task, asked).await;
                self.wait_for(task).await
            }
            answer => self.fetched(answer).await,
        };
        // The task counts against the provider's limit until it is done.
        drop(pass);
        result.map_err(|error| self.named(error.priced(model.picture_micros())))
    }

    /// Looks at a task until it is done, for as long as the caller waits: a look costs nothing, and giving up would.
    async fn wait_for(&self, task: String) -> Result<(Bytes, Spent), ProviderError> {
        let mut pause = FIRST_POLL;
        loop {
            tokio::time::sleep(pause).await;
            pause = (pause * 3 / 2).min(LAST_POLL);
            match self.seen(&task).await {
                Ok(Answer::Working(_)) => {}
                Ok(answer) => return self.fetched(answer).await,
                // The look failed, not the task.
                Err(error) if error.code == LOOK_FAILED => {
                    pause = pause.max(error.after.unwrap_or_default());
                    tracing::debug!("A look at a task of {} failed: {error}", self.provider);
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn seen(&self, task: &str) -> Result<Answer, ProviderError> {
        let gone = || ProviderError::new(Class::TaskGone, "no_such_task");
        let call = self.model.api.look(task).ok_or_else(gone)?;
        if !self.endpoint.accepts(&call.path) {
            return Err(ProviderError::new(Class::TaskGone, "foreign_address"));
        }
        let look_failed = |error: ProviderError| ProviderError {
            code: LOOK_FAILED.to_owned(),
            ..error
        };
        let reply = self
            .endpoint
            .send(call, Instant::now() + LOOK_TIME)
            .await
            .map_err(look_failed)?;
        match reply.status {
            200..=299 => {
                let json = reply.success_json().map_err(look_failed)?;
                self.model.api.seen(&self.model, task, &json)
            }
            404 | 410 => Err(gone()),
            _ => {
                let error = refusal::refused(&reply);
                let is_look = error.class.passes() || error.class == Class::UnknownOutcome;
                Err(if is_look {
                    look_failed(error)
                } else {
                    perhaps_paid(error)
                })
            }
        }
    }

    /// The file itself, checked. A download costs nothing and is tried again.
    async fn fetched(&self, answer: Answer) -> Result<(Bytes, Spent), ProviderError> {
        let (bytes, spent) = match answer {
            Answer::Inline(bytes, spent) => (bytes, spent),
            Answer::At(address, spent) => {
                let bytes = self.downloaded(&address).await.map_err(|error| ProviderError {
                    class: Class::BadResult,
                    spent,
                    ..error
                })?;
                (bytes, spent)
            }
            Answer::Working(_) => return Err(ProviderError::new(Class::UnknownOutcome, "still_working")),
        };
        received::look(&bytes).map_err(|error| error.spent(spent))?;
        Ok((bytes, spent))
    }

    async fn downloaded(&self, address: &str) -> Result<Bytes, ProviderError> {
        let mut tries = 1;
        loop {
            let result = self.endpoint.download(address, Instant::now() + LOOK_TIME).await;
            match result {
                Err(error) if error.class != Class::BadResult && tries < MAX_TRIES => {
                    tokio::time::sleep(FIRST_PAUSE * u32::try_from(tries).unwrap_or(1)).await;
                    tries += 1;
                }
                result => return result,
            }
        }
    }

    fn asked(&self) -> Asked {
        Asked {
            provider: self.provider.clone(),
            model: self.model.id.clone(),
            ..Asked::default()
        }
    }

    fn drawn(&self, bytes: Bytes, spent: Spent, asked: Asked) -> Drawn {
        Drawn {
            bytes,
            name: self.name.clone(),
            spent,
            asked,
        }
    }
}

/// Whatever a look is refused for, the task was taken and may be paid for: nobody else is asked in its place.
fn perhaps_paid(error: ProviderError) -> ProviderError {
    if error.is_free() && error.class != Class::RefusedInput {
        return error.spent(Spent {
            charged: Charged::Perhaps,
            micros: 0,
        });
    }
    error
}

/// The code of a look that failed without telling anything of the task.
const LOOK_FAILED: &str = "look_failed";
