//! One server that speaks the wire formats of all providers, for tests: it can be told how to behave, counts calls and
//! charges, and notes every request that the providers' own specifications forbid.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use mangakai_fake_providers::{Behaviour, FakeProviders, Provider};
//!
//! let fake = FakeProviders::start().await?;
//! fake.script(Provider::OpenAi, vec![Behaviour::ServerError, Behaviour::Ok]);
//! let base_url = fake.base_url(Provider::OpenAi);
//! // ... call it twice ...
//! assert_eq!(fake.ledger().totals(Provider::OpenAi).charged, 1);
//! assert!(fake.violations().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! - Each provider stands under a prefix of its own ([`FakeProviders::origin`]), with the paths of the real one.
//! - Without a scenario all is well. A text model answers with a script that the built-in director writes for the story
//!   in the request; a picture model with a picture of the asked size, made from the prompt's hash.
//! - Scenarios are queues of [`Behaviour`]s; each says whether it is charged. The bill is decided when a request
//!   arrives, whether or not the client hears the answer.
//! - Requests are held against `../shared/specs` where that folder lies beside the checkout, and against hand-written
//!   rules always.
//! - Other processes use `/_fake/script`, `/_fake/release`, `/_fake/reset`, `/_fake/ledger`, `/_fake/violations` and
//!   `/_fake/providers`.

mod admin;
mod auth;
mod behaviour;
mod call;
mod deliver;
mod fault;
mod ledger;
mod limits;
mod picture;
mod prices;
mod provider;
mod scenario;
mod server;
mod specs;
mod state;
mod text;
mod turn;
mod vendors;

pub use behaviour::{Behaviour, BrokenPicture, Kind, Refusal, RetryAfter, Step};
pub use ledger::{Answered, Entry, Ledger, Totals};
pub use provider::Provider;
pub use scenario::{Calls, Scenario};
pub use server::FakeProviders;
pub use specs::{Shape, Specs};
pub use state::Violation;
pub use turn::prompt_hash;
