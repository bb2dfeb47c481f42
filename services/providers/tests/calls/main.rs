//! Calls over real HTTP to a provider of our own: what is sent, what an answer leads to, what is never done twice.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod pictures;
mod server;
mod stories;

use std::time::{Duration, Instant};

use mangakai_providers::{Catalogue, Providers, Wishes};

use server::Server;

/// Two providers that speak OpenAI's wire and one with tasks. They have a second for a call.
const CATALOGUE: &str = r#"
as_of = "2026-01-01"
[[provider]]
id = "a"
name = "Acme"
base_url = "http://127.0.0.1:9"
base_env = ["A_URL"]
key_env = ["A_KEY"]
auth = { header = "authorization", prefix = "Bearer " }
concurrency = 4
[[provider.text]]
id = "writer"
api = "chat"
json = "strict"
max_output_tokens = 12000
timeout_seconds = 1
usd_per_million_out = 1.0
[[provider.picture]]
id = "painter"
api = "openai"
sizes = ["1024x1024"]
max_references = 2
max_prompt_chars = 4000
timeout_seconds = 1
usd_per_picture = 0.05

[[provider]]
id = "b"
name = "Beta"
base_url = "http://127.0.0.1:9"
base_env = ["B_URL"]
key_env = ["B_KEY"]
auth = { header = "x-key" }
concurrency = 4
[[provider.text]]
id = "scribe"
api = "chat"
json = "object"
max_output_tokens = 9000
timeout_seconds = 1
[[provider.picture]]
id = "sketcher"
api = "ark"
sizes = ["1x1"]
max_prompt_chars = 4000
timeout_seconds = 1
usd_per_picture = 0.01

[[provider]]
id = "queue"
name = "Queue"
base_url = "http://127.0.0.1:9"
base_env = ["Q_URL"]
key_env = ["Q_KEY"]
auth = { header = "authorization", prefix = "Bearer " }
concurrency = 1
[[provider.picture]]
id = "slow"
api = "dashscope_tasks"
sizes = ["1*1"]
max_prompt_chars = 4000
timeout_seconds = 1
usd_per_picture = 0.02
"#;

/// Providers at the servers given: `("A", server)`.
fn providers(at: &[(&str, &Server)]) -> Providers {
    let environment = |name: &str| {
        at.iter()
            .find_map(|(letter, server)| match name.strip_prefix(letter)? {
                "_URL" => Some(server.url.clone()),
                "_KEY" => Some(format!("key-of-{letter}")),
                _ => None,
            })
    };
    let catalogue = Catalogue::parse(CATALOGUE).unwrap();
    Providers::choose(&catalogue, &environment, &Wishes::default()).unwrap()
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}
