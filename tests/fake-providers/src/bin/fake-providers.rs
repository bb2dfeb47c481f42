//! Runs the fake providers until it is interrupted, and prints what to export.

use std::net::SocketAddr;

use clap::Parser;
use mangakai_fake_providers::FakeProviders;

/// One server that speaks the wire formats of all providers.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to listen; port 0 is a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Print variables of these providers only, e.g. `openai gemini`.
    providers: Vec<mangakai_fake_providers::Provider>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let fake = FakeProviders::start_on(arguments.listen).await?;
    let wanted: Vec<&str> = arguments
        .providers
        .iter()
        .flat_map(|provider| {
            let (address, key) = provider.variables();
            std::iter::once(address).chain(key)
        })
        .collect();
    for (name, value) in fake.environment() {
        if wanted.is_empty() || wanted.contains(&name) {
            println!("export {name}={value}");
        }
    }
    println!(
        "# scenarios, ledger, violations: http://{}/_fake/",
        fake.address()
    );
    tokio::signal::ctrl_c().await?;
    Ok(())
}
