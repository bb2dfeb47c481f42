//! The command line.

use clap::{Parser, Subcommand};

use crate::{
    audit::AuditArgs,
    demo::DemoArgs,
    draw::DrawArgs,
    held::{HeldAction, OperatorSettings},
    replay::ReplayArgs,
    roles::Role,
    settings::{BackendSettings, ClientSettings, DataSettings, LogSettings, ServeSettings},
    vault::VaultArgs,
};

const EXAMPLES: &str = "Examples:
  mangakai demo                                  draw a story of ours into ./out; needs nothing
  mangakai demo my-story.txt -n 8 -o manga       draw yours
  mangakai up                                    run the whole system here, kept in ./.mangakai
  mangakai draw my-story.txt -n 6 -o out/        hand a story to a running system
  mangakai replay 018f… --at 2026-01-31T12:00:00Z   how a task stood at that time

Exit codes: 0 done, 1 failed, 2 usage, 3 not authorised, 4 not found, 5 too many requests, 6 the task failed,
7 the task was cancelled, 8 the server is away.";

/// A story becomes a lettered manga.
#[derive(Debug, Parser)]
#[command(name = "mangakai", version, after_help = EXAMPLES)]
pub struct Cli {
    #[command(flatten)]
    pub logs: LogSettings,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Draw one story with everything local; files in ./out, needs no key.
    Demo {
        #[command(flatten)]
        demo: DemoArgs,
        #[command(flatten)]
        serve: ServeSettings,
    },
    /// Run the whole system on this machine, durable, until stopped.
    Up {
        #[command(flatten)]
        data: DataSettings,
        #[command(flatten)]
        serve: ServeSettings,
    },
    /// Run some roles against external NATS, Postgres and S3.
    Run {
        /// Which, separated by commas; all by default.
        #[arg(long, value_enum, value_delimiter = ',', default_values_t = Role::ALL)]
        roles: Vec<Role>,
        #[command(flatten)]
        backend: Box<BackendSettings>,
        #[command(flatten)]
        serve: ServeSettings,
    },
    /// Hand a story to a running server, watch it, save the files.
    Draw {
        #[command(flatten)]
        draw: DrawArgs,
        #[command(flatten)]
        client: ClientSettings,
    },
    /// Watch a task to its end.
    Watch {
        /// The task's id.
        task: String,
        /// JSON lines on standard output instead of words.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        client: ClientSettings,
    },
    /// Print what happened to a task, up to a position or time.
    Replay {
        #[command(flatten)]
        replay: ReplayArgs,
        #[command(flatten)]
        client: ClientSettings,
    },
    /// Look at the tasks that wait for a person, and decide. For operators.
    Held {
        #[command(subcommand)]
        action: HeldAction,
        #[command(flatten)]
        at: OperatorSettings,
    },
    /// Check the log itself.
    #[command(subcommand)]
    Audit(Audit),
    /// Look after the keys of the stories.
    #[command(subcommand)]
    Vault(VaultAction),
    /// Look at the read models, or build one again.
    Projections {
        #[command(subcommand)]
        action: Projections,
        #[command(flatten)]
        at: ProjectionSettings,
    },
}

impl Command {
    /// Whether the process is a server, for as long as the command runs.
    pub fn serves(&self) -> bool {
        matches!(
            self,
            Command::Demo { .. } | Command::Up { .. } | Command::Run { .. }
        )
    }
}

/// Checks of the log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Read the whole log and recompute every version and hash.
    Verify(AuditArgs),
}

/// Work on the vault.
#[derive(Debug, Subcommand)]
pub enum VaultAction {
    /// After a restore: destroy again the key of every task that the log says was erased.
    EraseAgain(VaultArgs),
}

/// Work on read models.
#[derive(Debug, Subcommand)]
pub enum Projections {
    /// Where each read model stands.
    Status,
    /// Build one again from the log while the old one serves, then switch.
    Rebuild {
        /// Its name, as `status` shows it.
        name: String,
    },
}

/// Where log and read models are.
#[derive(Clone, Debug, clap::Args)]
pub struct ProjectionSettings {
    /// Broker.
    #[arg(long, env = "MANGAKAI_NATS_URL", hide_env_values = true)]
    pub nats_url: String,
    /// Database.
    #[arg(long, env = "MANGAKAI_DATABASE_URL", hide_env_values = true)]
    pub database_url: mangakai_runtime::Secret,
}
