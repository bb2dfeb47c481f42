//! Real models over HTTP: who can write and draw, how each is asked, what each of their answers means, and how none of
//! them is asked too often, paid twice or believed blindly.
//!
//! Pure: the catalogue, every request and reading of an answer ([`text`], [`picture`]), the meaning of errors
//! ([`refusal`]), prompts, parts and memory of long stories. Shell: [`client`] (the only I/O), [`gate`] and [`link`]
//! (limits, breaker, safe retries), [`draw`](Chain::draw) and [`write`](Chain::write) over a chain of providers.

mod breaker;
mod catalogue;
mod chain;
mod client;
mod draw;
mod error;
mod estimate;
mod gate;
#[cfg(test)]
mod golden;
mod headers;
mod keys;
mod limits;
mod link;
mod moderation;
mod picture;
mod prompt;
mod received;
mod refusal;
mod setup;
mod text;
mod wire;
mod words;
mod write;

pub use catalogue::{Catalogue, CatalogueError, ModerationModel, PictureModel, Provider, TextModel};
pub use chain::{Chain, Exhausted};
pub use draw::{Asked, Drawn, PanelAsk, Submissions};
pub use error::{Charged, Class, Fault, ProviderError, Spent};
pub use estimate::{PicturePrice, ScriptPrices, ScriptRates};
pub use keys::{Environment, KeyError};
pub use limits::{MAX_PICTURE_PIXELS, MAX_PICTURE_SIDE, TELLING_TIME};
pub use picture::{Reference, Role};
pub use received::{Looked, look};
pub use setup::{Providers, SetupError, Wishes};
pub use words::{Tongue, words};
pub use write::{Meter, StoryAsk, Written};
