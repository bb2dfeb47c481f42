//! Director and illustrator that ask models, with the built-in studio as the last resort: whatever it makes in their place
//! says so.

use std::{sync::Arc, time::Instant};

use bytes::Bytes;
use futures::future::BoxFuture;
use mangakai_domain::Submission;
use mangakai_events::v1::{self, Cost, Failure, Lineage};
use mangakai_providers::{
    Asked, Chain, Charged, Class, Drawn, Exhausted, Fault, Meter, ModerationModel, PanelAsk, PictureModel,
    ProviderError, Spent, StoryAsk, TextModel, Tongue, look, words,
};
use mangakai_studio::{Encoded, default_direction, encode_model_picture, language_of};
use tokio::sync::Semaphore;

use crate::{
    BuiltinDirector, BuiltinIllustrator, Director, Drawing, Illustrator, Moderator, PanelBrief, ScriptBrief,
    ScriptCalls, WorkError, WrittenScript,
    builtin::{PANEL, blocking},
};

/// Pictures decoded at the same time: each takes as much memory as its pixels.
const DECODED_AT_ONCE: usize = 2;

/// Plans with models.
#[derive(Clone, Debug)]
pub struct HiredDirector {
    chain: Chain<TextModel>,
    judges: Chain<ModerationModel>,
}

/// Draws with models.
#[derive(Clone, Debug)]
pub struct HiredIllustrator {
    chain: Chain<PictureModel>,
    decoding: Arc<Semaphore>,
}

impl HiredDirector {
    /// Who is asked.
    pub fn new(chain: Chain<TextModel>, judges: Chain<ModerationModel>) -> HiredDirector {
        HiredDirector { chain, judges }
    }

    async fn ask(&self, brief: ScriptBrief) -> Result<WrittenScript, WorkError> {
        let Some(first) = self.chain.first(brief.attempts_before) else {
            return self.last_resort(brief, self.chain.all_failed()).await;
        };
        let told = language_of(&brief.story);
        let language = brief.language.clone().unwrap_or_else(|| told.to_owned());
        let direction = brief
            .reading_direction
            .unwrap_or_else(|| default_direction(&language));
        let ask = StoryAsk {
            story: &brief.story,
            panels: brief.panels,
            language: &language,
            reading_direction: direction,
            style: &brief.style,
        };
        let meter = Metered(&*brief.calls);
        let tongue = Tongue::of(&language);
        let written = self.chain.write(&ask, first, brief.until, &meter).await;
        match written {
            Ok(written) => Ok(WrittenScript {
                script: written.script,
                lineage: Lineage {
                    provider: written.provider,
                    model: written.model,
                    fallback_reason: written.fallback_reason,
                    ..Lineage::default()
                },
                cost: cost(written.spent),
                prompt: written.prompt,
            }),
            Err(exhausted) if exhausted.hopeless => self.last_resort(brief, exhausted.reasons).await,
            Err(exhausted) => Err(failed(&exhausted, tongue)),
        }
    }

    async fn last_resort(&self, brief: ScriptBrief, reason: String) -> Result<WrittenScript, WorkError> {
        let mut written = BuiltinDirector.write(brief).await?;
        written.lineage.fallback_reason = reason;
        Ok(written)
    }
}

impl Director for HiredDirector {
    fn moderator(&self) -> Option<Arc<dyn Moderator>> {
        (!self.judges.is_empty()).then(|| Arc::new(HiredModerator(self.judges.clone())) as _)
    }

    fn estimate_micros(&self, story_chars: u32, panels: u32) -> u64 {
        self.chain.estimate_micros(story_chars, panels)
    }

    fn write(&self, brief: ScriptBrief) -> BoxFuture<'_, Result<WrittenScript, WorkError>> {
        Box::pin(self.ask(brief))
    }
}

/// Judges with the providers' own judges.
#[derive(Debug)]
struct HiredModerator(Chain<ModerationModel>);

impl Moderator for HiredModerator {
    fn judge<'a>(&'a self, text: &'a str, until: Instant) -> BoxFuture<'a, Vec<String>> {
        Box::pin(async move {
            let judged = self.0.judge(text, until).await;
            judged.unwrap_or_else(|error| {
                tracing::warn!("Nobody could judge a story: {error}");
                Vec::new()
            })
        })
    }
}

impl HiredIllustrator {
    /// Who is asked.
    pub fn new(chain: Chain<PictureModel>) -> HiredIllustrator {
        HiredIllustrator {
            chain,
            decoding: Arc::new(Semaphore::new(DECODED_AT_ONCE)),
        }
    }

    async fn ask(&self, brief: PanelBrief) -> Result<Drawing, WorkError> {
        let tongue = Tongue::of(&brief.script.language);
        let Some(first) = self.chain.first(brief.attempts_before) else {
            return self.last_resort(brief, self.chain.all_failed()).await;
        };
        let ask = PanelAsk {
            script: &brief.script,
            panel: brief.target.panel,
            instruction: brief.instruction.as_deref(),
            width: PANEL.width,
            height: PANEL.height,
            seed: brief.seed,
            references: &brief.references,
            mask: None,
        };
        let drawn = self
            .chain
            .draw(&ask, first, brief.until, &*brief.submissions)
            .await;
        match drawn {
            Ok(drawn) => self.finished(&brief, drawn).await,
            Err(exhausted) if exhausted.hopeless => self.last_resort(brief, exhausted.reasons).await,
            Err(exhausted) => Err(failed(&exhausted, tongue)),
        }
    }

    async fn take_up(&self, brief: &PanelBrief, submission: &Submission) -> Result<Drawing, WorkError> {
        let Submission {
            provider,
            provider_task_id,
            lineage,
        } = submission;
        let resumed = self
            .chain
            .resume(provider, &lineage.model, provider_task_id)
            .await;
        let drawn = resumed
            .unwrap_or_else(|| Err(ProviderError::new(Class::TaskGone, "nobody_looks")))
            .map_err(|error| refused(&error, provider, Tongue::of(&brief.script.language)))?;
        let mut drawing = self.finished(brief, drawn).await?;
        // Requests of earlier releases do not tell what they asked for.
        if !lineage.provider.is_empty() {
            drawing.lineage = lineage.clone();
        }
        Ok(drawing)
    }

    /// The picture as it is kept, off the threads that serve everybody, a few at a time.
    async fn finished(&self, brief: &PanelBrief, drawn: Drawn) -> Result<Drawing, WorkError> {
        let bytes = drawn.bytes.clone();
        // The semaphore is never closed.
        let permit = Arc::clone(&self.decoding).acquire_owned().await.ok();
        let encoded = blocking(move || {
            let _permit = permit;
            Ok(kept(&bytes))
        });
        let tongue = Tongue::of(&brief.script.language);
        let spent = cost(drawn.spent);
        let encoded = encoded.await.map_err(|died| WorkError { cost: spent, ..died })?;
        let encoded = encoded.map_err(|error| {
            let provider = drawn.asked.provider.clone();
            let error = ProviderError { provider, ..error }.spent(drawn.spent);
            refused(&error, &drawn.name, tongue)
        })?;
        Ok(Drawing {
            bytes: Bytes::from(encoded.bytes),
            media_type: encoded.media_type.to_owned(),
            extension: encoded.extension.to_owned(),
            width: encoded.width,
            height: encoded.height,
            lineage: lineage(&drawn.asked, brief.seed),
            cost: cost(drawn.spent),
            prompt: drawn.asked.prompt,
        })
    }

    async fn last_resort(&self, brief: PanelBrief, reason: String) -> Result<Drawing, WorkError> {
        let mut drawing = BuiltinIllustrator.draw(brief).await?;
        drawing.lineage.fallback_reason = reason;
        Ok(drawing)
    }
}

impl Illustrator for HiredIllustrator {
    fn estimate_micros(&self) -> u64 {
        self.chain.estimate_micros()
    }

    fn references(&self) -> usize {
        self.chain.references()
    }

    fn draw(&self, brief: PanelBrief) -> BoxFuture<'_, Result<Drawing, WorkError>> {
        Box::pin(self.ask(brief))
    }

    fn resume<'a>(
        &'a self,
        brief: &'a PanelBrief,
        submission: &'a Submission,
    ) -> BoxFuture<'a, Result<Drawing, WorkError>> {
        Box::pin(self.take_up(brief, submission))
    }
}

/// What a picture comes from, but for the mark of its words: that takes the task's key.
pub(crate) fn lineage(asked: &Asked, seed: u64) -> Lineage {
    Lineage {
        provider: asked.provider.clone(),
        model: asked.model.clone(),
        seed,
        prompt_hmac: String::new(),
        references: asked.references.clone(),
        fallback_reason: asked.fallback_reason.clone(),
    }
}

/// The account of calls, in the words of the log.
struct Metered<'a>(&'a dyn ScriptCalls);

impl Meter for Metered<'_> {
    fn another_call(&self, last: Spent) -> BoxFuture<'_, Option<Instant>> {
        self.0.another(cost(last))
    }
}

fn failed(exhausted: &Exhausted, tongue: Tongue) -> WorkError {
    refused(&exhausted.error, &exhausted.name, tongue)
}

/// A picture as it is kept, from one that a model made: looked at before it is decoded, decoded within limits, encoded
/// anew. Whatever is drawn over model pictures is drawn here.
fn kept(bytes: &[u8]) -> Result<Encoded, ProviderError> {
    look(bytes)?;
    encode_model_picture(bytes)
        .map_err(|error| ProviderError::new(Class::BadResult, "broken_picture").because(error))
}

/// A provider's failure in the words of the log and of people.
fn refused(error: &ProviderError, name: &str, tongue: Tongue) -> WorkError {
    tracing::warn!("{error}");
    let class = error.class;
    let fault = match class.fault() {
        Fault::User => v1::Fault::User,
        Fault::Provider => v1::Fault::Provider,
        Fault::Operator => v1::Fault::Us,
    };
    WorkError {
        failure: Failure {
            code: class.name().to_owned(),
            message: words(class, name, tongue),
            retryable: class.another_attempt_may_succeed(),
            fault: fault.into(),
        },
        cost: cost(error.spent),
        after: error.after,
        ends_request: false,
    }
}

fn cost(spent: Spent) -> Cost {
    let charged = match spent.charged {
        Charged::No => v1::Charged::No,
        Charged::Yes => v1::Charged::Yes,
        Charged::Perhaps => v1::Charged::Perhaps,
    };
    Cost {
        charged: charged.into(),
        cost_micros: spent.micros,
    }
}

#[cfg(test)]
mod tests;
