//! Writing a script with a text model: part by part, with one more try at a part that the validators do not take.

mod calls;
mod memory;
mod mend;
mod messages;
mod parts;

use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use mangakai_script::{
    Finding, ReadingDirection, Rule, Script, ScriptDraft, Style, draft_schema, validate, validate_count,
};

use crate::{
    catalogue::TextModel,
    chain::{Chain, Exhausted},
    error::{Class, ProviderError, Spent},
    limits::MAX_FINDINGS,
    link::Link,
    text::{TextAsk, Turn},
};
use calls::Calls;
use memory::Memory;
use parts::Part;
pub(crate) use parts::parts;

/// Name of the schema, as some wires want one.
const SCHEMA: &str = "manga_script";

/// A story to be planned.
#[derive(Clone, Debug)]
pub struct StoryAsk<'a> {
    /// The story.
    pub story: &'a str,
    /// Panels wanted.
    pub panels: u32,
    /// BCP 47.
    pub language: &'a str,
    /// Order of reading.
    pub reading_direction: ReadingDirection,
    /// The look.
    pub style: &'a Style,
}

/// A planned story.
#[derive(Clone, Debug)]
pub struct Written {
    /// The plan; the validators find nothing in it.
    pub script: Script,
    /// Id of the provider.
    pub provider: String,
    /// The provider's name of the model.
    pub model: String,
    /// What the last call cost; those before were told to [`Meter::another_call`].
    pub spent: Spent,
    /// What it was asked first.
    pub prompt: String,
    /// Why others, asked before, did not write it; empty: nobody was.
    pub fallback_reason: String,
}

/// Keeps account of calls: a script may take several, and none is made that nobody knows of.
pub trait Meter: Send + Sync {
    /// Before every call after the first that was paid for: notes what the last one cost and that another is to be made.
    /// Until when it may last; none: it must not be made.
    fn another_call(&self, last: Spent) -> BoxFuture<'_, Option<Instant>>;
}

impl Chain<TextModel> {
    /// Writes with the first link that can, starting with `first`.
    ///
    /// # Errors
    /// The first failure that may have cost money or that nobody else should try to get around; else that of the last
    /// link. What it cost is that of the last call alone.
    pub async fn write(
        &self,
        ask: &StoryAsk<'_>,
        first: usize,
        until: Instant,
        meter: &dyn Meter,
    ) -> Result<Written, Exhausted> {
        let calls = &Calls::new(meter, until);
        self.walk(first, |link, fallback_reason| async move {
            link.write(ask, calls, fallback_reason).await
        })
        .await
    }
}

impl Link<TextModel> {
    async fn write(
        &self,
        ask: &StoryAsk<'_>,
        calls: &Calls<'_>,
        fallback_reason: String,
    ) -> Result<Written, ProviderError> {
        let parts = parts(ask.story, ask.panels, self.model.panels_a_call());
        let mut memory = Memory::default();
        let mut panels = Vec::new();
        for (part, number) in parts.iter().zip(1..) {
            let place = (number, parts.len());
            let mut script = self.part(ask, *part, place, &memory, calls).await?;
            memory.adopt(&mut script);
            panels.extend(part.in_the_story(script.panels));
        }
        let mut script = memory.into_script(ask, panels);
        mend::mend(&mut script);
        if let Some(finding) = findings(&script, ask.story, ask.panels).first() {
            let rule: &'static str = finding.rule.into();
            return Err(ProviderError::new(Class::BadResult, rule).spent(calls.last()));
        }
        Ok(Written {
            script,
            provider: self.provider.clone(),
            model: self.model.id.clone(),
            spent: calls.last(),
            prompt: messages::system(ask),
            fallback_reason,
        })
    }

    /// One part: asked for, judged, asked for once more with the validators' words.
    async fn part(
        &self,
        ask: &StoryAsk<'_>,
        part: Part,
        place: (usize, usize),
        memory: &Memory,
        calls: &Calls<'_>,
    ) -> Result<Script, ProviderError> {
        let story = &ask.story[part.start..part.end];
        let mut asked = TextAsk {
            system: Some(messages::system(ask)),
            turns: vec![Turn::ours(messages::part(ask, story, part.panels, place, memory))],
            schema: Some((SCHEMA.to_owned(), draft_schema(part.panels))),
        };
        let chars = u32::try_from(story.chars().count()).unwrap_or(u32::MAX);
        let most_micros = self.model.call_micros(chars, part.panels);
        let first = self.said(&asked, calls, most_micros).await?;
        let judged = judge(&first, ask, story, part.panels, memory);
        let complaints = match judged {
            Ok((script, found)) if found.is_empty() => return Ok(script),
            Ok((_, found)) => found,
            Err(complaint) => vec![complaint],
        };
        asked.turns.push(Turn::models(first.text));
        asked.turns.push(Turn::ours(messages::again(&complaints)));
        let second = self.said(&asked, calls, most_micros).await?;
        // What is still wrong is mended or fails at the end, over the whole.
        judge(&second, ask, story, part.panels, memory)
            .map(|(script, _)| script)
            .map_err(|_| ProviderError::new(Class::BadResult, "not_a_script").spent(calls.last()))
    }

    async fn said(
        &self,
        asked: &TextAsk,
        calls: &Calls<'_>,
        most_micros: u64,
    ) -> Result<crate::text::TextAnswer, ProviderError> {
        let until = calls.begin().await?;
        let (model, api) = (&self.model, self.model.api);
        let call = api.ask(model, asked);
        let time = Duration::from_secs(model.timeout_seconds);
        let answered = self
            .call(&call, time, until, |reply| api.answer(model, reply))
            .await;
        let (answer, _pass) = answered.map_err(|error| error.priced(most_micros))?;
        calls.paid(answer.spent);
        Ok(answer)
    }
}

/// The script that an answer holds, with what is wrong with it; else why it holds none.
fn judge(
    answer: &crate::text::TextAnswer,
    ask: &StoryAsk<'_>,
    story: &str,
    panels: u32,
    memory: &Memory,
) -> Result<(Script, Vec<String>), String> {
    if answer.cut {
        return Err(
            "Your answer was cut off because it was too long. Write shorter descriptions.".to_owned(),
        );
    }
    let draft: ScriptDraft = serde_json::from_str(object_in(&answer.text))
        .map_err(|error| format!("Your answer is not JSON of the schema: {error}."))?;
    let mut script = draft.into_script(story, ask.language, ask.reading_direction, ask.style);
    memory.recall(&mut script);
    let known = |finding: &Finding| {
        let index = finding.panel.unwrap_or_default().saturating_sub(1);
        let panel = usize::try_from(index)
            .ok()
            .and_then(|index| script.panels.get(index));
        let place = panel.and_then(|panel| panel.location.as_deref());
        finding.rule == Rule::Opening && place.is_some_and(|id| memory.knows_location(id))
    };
    let found = findings(&script, story, panels)
        .into_iter()
        .filter(|finding| !known(finding));
    let words = found.take(MAX_FINDINGS).map(|finding| finding.sentence).collect();
    Ok((script, words))
}

fn findings(script: &Script, story: &str, panels: u32) -> Vec<Finding> {
    let mut findings = validate(script, story);
    findings.extend(validate_count(script, panels));
    findings
}

/// The JSON object in an answer that may have a fence or a greeting around it.
fn object_in(text: &str) -> &str {
    match (text.find('{'), text.rfind('}')) {
        (Some(start), Some(end)) if start < end => &text[start..=end],
        _ => text,
    }
}
