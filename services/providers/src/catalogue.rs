//! Who can write and draw: providers, models, limits and prices as data.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::{
    limits::{PANELS_A_CALL, TOKENS_A_PANEL},
    picture::PictureApi,
    text::TextApi,
};

/// The catalogue that comes with the program.
const EMBEDDED: &str = include_str!("../catalogue.toml");

/// Everything that is known of providers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Date up to which ids and prices were looked up, `YYYY-MM-DD`.
    pub as_of: String,
    /// In the order in which they are asked when several can be.
    #[serde(rename = "provider")]
    pub providers: Vec<Provider>,
}

/// One vendor, gateway or program.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Stable: it is written into the log.
    pub id: String,
    /// As people know it.
    pub name: String,
    /// Where it is, without a slash at the end.
    pub base_url: String,
    /// Variables that say another address, the vendor's own SDK's first.
    #[serde(default)]
    pub base_env: Vec<String>,
    /// An end that such an address may have and that is not part of ours.
    #[serde(default)]
    pub base_env_ends: String,
    /// Variables that hold the key; with `_FILE` behind, a file that does.
    #[serde(default)]
    pub key_env: Vec<String>,
    /// It works without a key, and is there when its address is given.
    #[serde(default)]
    pub keyless: bool,
    /// How the key is sent.
    #[serde(default)]
    pub auth: Option<Auth>,
    /// Calls at the same time.
    pub concurrency: usize,
    /// Calls a minute; none: as many as it takes.
    #[serde(default)]
    pub per_minute: Option<u32>,
    /// Models that write, the first is taken unless another is named.
    #[serde(default)]
    pub text: Vec<TextModel>,
    /// Models that draw, the first is taken unless another is named.
    #[serde(default)]
    pub picture: Vec<PictureModel>,
    /// Models that judge texts, the first is asked before a story is given to anybody.
    #[serde(default)]
    pub moderation: Vec<ModerationModel>,
}

/// The header that a key travels in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// Name of the header.
    pub header: String,
    /// What stands before the key.
    #[serde(default)]
    pub prefix: String,
}

/// How much of a JSON schema a model understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JsonMode {
    /// The schema, to the letter.
    Strict,
    /// The schema, as well as it can.
    Schema,
    /// JSON; the schema stands in the prompt.
    Object,
}

/// A model that writes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextModel {
    /// The provider's name of it.
    pub id: String,
    /// The wire.
    pub api: TextApi,
    /// Path of the call, where the provider has its own.
    #[serde(default)]
    pub path: Option<String>,
    /// How its answers are made JSON.
    pub json: JsonMode,
    /// Longest answer, in tokens.
    pub max_output_tokens: u32,
    /// Name of the field that says so; none: it is not said.
    #[serde(default)]
    pub max_tokens_field: Option<String>,
    /// Sent if given; some models refuse it.
    #[serde(default)]
    pub temperature: Option<f64>,
    /// Merged into every request.
    #[serde(default)]
    pub extra: Option<serde_json::Value>,
    /// Time for one call, in seconds.
    #[serde(default = "text_timeout")]
    pub timeout_seconds: u64,
    /// US dollars for a million tokens read.
    #[serde(default)]
    pub usd_per_million_in: f64,
    /// US dollars for a million tokens written.
    #[serde(default)]
    pub usd_per_million_out: f64,
}

/// A model that draws.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PictureModel {
    /// The provider's name of it.
    pub id: String,
    /// The wire.
    pub api: PictureApi,
    /// Sizes or aspects as they are sent: two numbers with anything between. The nearest in shape is taken.
    pub sizes: Vec<String>,
    /// Sent beside an aspect.
    #[serde(default)]
    pub resolution: Option<String>,
    /// Sent if given.
    #[serde(default)]
    pub quality: Option<String>,
    /// Most pictures that can be given along.
    #[serde(default)]
    pub max_references: usize,
    /// It draws over the picture given along instead of looking at it: only the version to be redrawn is given.
    #[serde(default)]
    pub draws_over: bool,
    /// Part of a picture can be redrawn.
    #[serde(default)]
    pub mask: bool,
    /// Longest prompt, in characters.
    pub max_prompt_chars: usize,
    /// It takes a seed.
    #[serde(default)]
    pub seed: bool,
    /// It takes words for what must not be seen.
    #[serde(default)]
    pub negative_prompt: bool,
    /// Merged into every request.
    #[serde(default)]
    pub extra: Option<serde_json::Value>,
    /// Time for one call, in seconds; tasks that are polled have the attempt's.
    #[serde(default = "picture_timeout")]
    pub timeout_seconds: u64,
    /// US dollars for a picture, when the tokens are not known.
    #[serde(default)]
    pub usd_per_picture: f64,
    /// US dollars for a million tokens of text read.
    #[serde(default)]
    pub usd_per_million_text_in: f64,
    /// US dollars for a million tokens of pictures read.
    #[serde(default)]
    pub usd_per_million_picture_in: f64,
    /// US dollars for a million tokens of pictures made.
    #[serde(default)]
    pub usd_per_million_out: f64,
}

/// A model that judges texts, for nothing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModerationModel {
    /// The provider's name of it.
    pub id: String,
    /// Path of the call: OpenAI's moderations.
    pub path: String,
    /// Time for one call, in seconds.
    #[serde(default = "moderation_timeout")]
    pub timeout_seconds: u64,
}

fn moderation_timeout() -> u64 {
    10
}

fn text_timeout() -> u64 {
    180
}

fn picture_timeout() -> u64 {
    180
}

/// Why a catalogue is not taken.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// Not TOML, or not of this shape.
    #[error("it cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// It contradicts itself.
    #[error("{0}")]
    Wrong(String),
}

impl Catalogue {
    /// The one that comes with the program.
    ///
    /// # Errors
    /// Never, as a test sees to.
    pub fn embedded() -> Result<Catalogue, CatalogueError> {
        Catalogue::parse(EMBEDDED)
    }

    /// One from a file.
    ///
    /// # Errors
    /// When it cannot be read or contradicts itself.
    pub fn parse(text: &str) -> Result<Catalogue, CatalogueError> {
        let catalogue: Catalogue = toml::from_str(text)?;
        catalogue.check()?;
        Ok(catalogue)
    }

    /// The provider of this id.
    #[must_use]
    pub fn provider(&self, id: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.id == id)
    }

    fn check(&self) -> Result<(), CatalogueError> {
        let wrong = |what: String| Err(CatalogueError::Wrong(what));
        let mut ids = BTreeSet::new();
        for provider in &self.providers {
            let id = &provider.id;
            if !ids.insert(id) {
                return wrong(format!("provider {id} is there twice"));
            }
            if provider.concurrency == 0 || provider.per_minute == Some(0) {
                return wrong(format!("provider {id} may never be called"));
            }
            if !provider.key_env.is_empty() && provider.auth.is_none() {
                return wrong(format!("provider {id} has a key and no header to send it in"));
            }
            let prices = provider.picture.iter().flat_map(PictureModel::prices);
            let prices = prices.chain(provider.text.iter().flat_map(TextModel::prices));
            if prices.into_iter().any(|price| !price.is_finite() || price < 0.0) {
                return wrong(format!("provider {id} has a price that is none"));
            }
            for model in &provider.picture {
                if model.sizes.is_empty() || model.sizes.iter().any(|size| shape(size).is_none()) {
                    return wrong(format!(
                        "model {} of {id} has no sizes that can be read",
                        model.id
                    ));
                }
            }
        }
        Ok(())
    }
}

impl TextModel {
    /// Panels that it can plan in one answer.
    #[must_use]
    pub fn panels_a_call(&self) -> u32 {
        (self.max_output_tokens / TOKENS_A_PANEL).clamp(1, PANELS_A_CALL)
    }

    fn prices(&self) -> [f64; 2] {
        [self.usd_per_million_in, self.usd_per_million_out]
    }

    /// What a call costs, in millionths of a US dollar: a dollar a million tokens is a micro-dollar a token.
    #[must_use]
    pub fn cost_micros(&self, tokens_in: u64, tokens_out: u64) -> u64 {
        micros(count(tokens_in) * self.usd_per_million_in + count(tokens_out) * self.usd_per_million_out)
    }
}

impl PictureModel {
    fn prices(&self) -> [f64; 4] {
        [
            self.usd_per_picture,
            self.usd_per_million_text_in,
            self.usd_per_million_picture_in,
            self.usd_per_million_out,
        ]
    }

    /// What a picture costs when nothing more is known, in millionths of a US dollar.
    #[must_use]
    pub fn picture_micros(&self) -> u64 {
        micros(self.usd_per_picture * 1e6)
    }

    /// The size or aspect nearest in shape to `width` by `height`.
    #[must_use]
    pub fn size(&self, width: u32, height: u32) -> &str {
        let wanted = f64::from(width) / f64::from(height.max(1));
        let distance = |size: &&String| {
            let (width, height) = shape(size).unwrap_or((1, 1));
            (f64::from(width) / f64::from(height.max(1)) / wanted).ln().abs()
        };
        let nearest = self
            .sizes
            .iter()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)));
        nearest.map_or("1:1", String::as_str)
    }
}

/// The two numbers of `1024x1536`, `1024*1536` or `2:3`.
#[must_use]
pub fn shape(size: &str) -> Option<(u32, u32)> {
    let mut numbers = size.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    let (width, height) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    (numbers.next().is_none() && width > 0 && height > 0).then_some((width, height))
}

#[expect(clippy::cast_precision_loss, reason = "token counts are far below 2^52")]
fn count(tokens: u64) -> f64 {
    tokens as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float saturates when it becomes a whole number, and prices are not negative"
)]
pub(crate) fn micros(value: f64) -> u64 {
    value.max(0.0).round() as u64
}

#[cfg(test)]
mod tests;
