//! From the command line to the end of the process.

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use mangakai_runtime::{Metrics, Shutdown, init_logs, init_metrics};

use crate::{
    audit,
    cli::{Audit, Cli, Command, VaultAction},
    client::Client,
    demo,
    display::Display,
    draw,
    exit::{self, Exit, Fatal},
    follow, held, open_files, read_models, replay, roles,
    services::Services,
    settings::{BackendSettings, ClientSettings, ServeSettings, refuse_unknown_variables},
    up, vault,
};

/// A demo is for people: servers speak only when something is wrong.
const QUIET: &str = "warn";

/// The whole program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(cli)),
        Err(error) => Err(error.into()),
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(error) => {
            eprintln!("mangakai: {error:#}");
            exit::of(&error).into()
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<Exit> {
    let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    refuse_unknown_variables(&Cli::command(), variables)?;
    let quiet = matches!(cli.command, Command::Demo { .. }) && cli.logs.log_level == "info";
    let level = if quiet { QUIET } else { cli.logs.log_level.as_str() };
    init_logs(level, cli.logs.log_format.into())
        .map_err(|error| Fatal::new(Exit::Usage, error.to_string()))?;
    if cli.command.serves() {
        open_files::raise_limit();
    }
    match cli.command {
        Command::Demo { demo, serve } => demo::demo(&demo, &serve).await,
        Command::Up { data, serve } => up::up(&data.data_dir, &serve, init_metrics()?).await,
        Command::Run {
            roles,
            backend,
            serve,
        } => run_roles(&roles, &backend, &serve, init_metrics()?).await,
        Command::Draw { draw, client } => draw::draw(&open(&client).await?, &draw).await,
        Command::Watch { task, json, client } => {
            let display = Display::choose(json)?;
            let ended = follow::to_the_end(&open(&client).await?, &task, &display).await?;
            display.finish(&ended, &[]);
            Ok(exit::of_status(ended["status"].as_str().unwrap_or_default()))
        }
        Command::Replay { replay, client } => replay::replay(&open(&client).await?, &replay).await,
        Command::Held { action, at } => held::held(&action, &at).await,
        Command::Audit(Audit::Verify(args)) => audit::verify(&args).await,
        Command::Vault(VaultAction::EraseAgain(args)) => vault::run(&args).await,
        Command::Projections { action, at } => read_models::projections(&action, &at).await,
    }
}

async fn open(settings: &ClientSettings) -> anyhow::Result<Client> {
    Client::open(
        &settings.server,
        settings.token.as_ref().map(|token| token.reveal()),
    )
    .await
}

/// Production: some roles over external servers, until asked to stop, or until a role fails.
async fn run_roles(
    roles: &[roles::Role],
    backend: &BackendSettings,
    serve: &ServeSettings,
    metrics: Metrics,
) -> anyhow::Result<Exit> {
    let shutdown = Shutdown::new();
    shutdown.on_signals()?;
    let services = Services::connect(backend, serve).await?;
    if let Some(listening) = roles::start(roles, &services, backend, serve, Some(metrics), &shutdown).await? {
        tracing::info!("HTTP on {}, gRPC on {}", listening.http, listening.grpc);
    }
    shutdown.requested().await;
    if !shutdown.finished(roles::STOP_PATIENCE).await {
        shutdown.fail("some work was not finished in time".to_owned());
    }
    exit::of_shutdown(&shutdown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_mistyped_variable_is_refused_with_the_nearest_name() {
        let refuse = |name: &str| refuse_unknown_variables(&Cli::command(), [name.to_owned()].into_iter());
        assert!(refuse("MANGAKAI_RATE_LIMIT").is_ok());
        assert!(refuse("PATH").is_ok());
        let error = refuse("MANGAKAI_RATE_LIMITS").unwrap_err();
        assert!(
            error.message.contains("did you mean MANGAKAI_RATE_LIMIT?"),
            "{error}"
        );
    }
}
