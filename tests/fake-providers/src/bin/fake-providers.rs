//! Runs the fake providers until it is interrupted, and prints what to export; or for as long as a program runs that
//! speaks to them, and then prints the bill.

use std::{
    ffi::OsString,
    net::SocketAddr,
    path::PathBuf,
    process::{Command, ExitCode},
};

use anyhow::Context;
use clap::Parser;
use mangakai_fake_providers::{FakeProviders, Ledger, Provider, Scenario};
use strum::IntoEnumIterator;

/// One server that speaks the wire formats of all providers.
#[derive(Debug, Parser)]
struct Arguments {
    /// Where to listen; port 0 is a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// File with scenarios: a JSON array of what can be posted to `/_fake/script`.
    #[arg(long)]
    play: Option<PathBuf>,
    /// Variables of these providers only, e.g. `openai gemini`.
    providers: Vec<Provider>,
    /// A program to be run with those variables; the bill is printed when it ends.
    #[arg(last = true)]
    command: Vec<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let fake = FakeProviders::start_on(arguments.listen).await?;
    if let Some(path) = &arguments.play {
        let unreadable = || format!("{} holds no scenarios", path.display());
        let text = std::fs::read(path).with_context(unreadable)?;
        let scenarios: Vec<Scenario> = serde_json::from_slice(&text).with_context(unreadable)?;
        scenarios.into_iter().for_each(|scenario| fake.play(scenario));
    }
    let environment = environment(&fake, &arguments.providers);
    if let [program, rest @ ..] = &arguments.command[..] {
        let mut command = Command::new(program);
        // The keys of the real ones are not for the fake.
        let is_key = |(name, _): &(OsString, OsString)| name.to_string_lossy().contains("_API_KEY");
        for (name, _) in std::env::vars_os().filter(is_key) {
            command.env_remove(name);
        }
        command.args(rest).envs(environment);
        let status = tokio::task::spawn_blocking(move || command.status()).await?;
        let status = status.with_context(|| format!("{program} cannot be run"))?;
        bill(&fake.ledger());
        let code = status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .unwrap_or(1);
        return Ok(ExitCode::from(code));
    }
    for (name, value) in environment {
        println!("export {name}={value}");
    }
    println!(
        "# scenarios, ledger, violations: http://{}/_fake/",
        fake.address()
    );
    tokio::signal::ctrl_c().await?;
    Ok(ExitCode::SUCCESS)
}

/// The variables of some providers, or of all.
fn environment(fake: &FakeProviders, providers: &[Provider]) -> Vec<(&'static str, String)> {
    let wanted: Vec<&str> = providers
        .iter()
        .flat_map(|provider| {
            let (address, key) = provider.variables();
            std::iter::once(address).chain(key)
        })
        .collect();
    let mut environment = fake.environment();
    environment.retain(|(name, _)| wanted.is_empty() || wanted.contains(name));
    environment
}

/// What the providers have on their books.
fn bill(ledger: &Ledger) {
    eprintln!("\nOn the books of the fake providers:");
    for provider in Provider::iter() {
        let totals = ledger.totals(provider);
        if totals.calls > 0 {
            let (name, dollars) = (provider.name(), dollars(totals.micros));
            let (calls, charged) = (totals.calls, totals.charged);
            eprintln!("  {name}: {calls} calls, {charged} of them charged, {dollars} USD");
        }
    }
    eprintln!("  together {} USD", dollars(ledger.grand_totals().micros));
}

fn dollars(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}
