//! Settings: flags, then `MANGAKAI_*`, then defaults. What is unknown or contradicts itself is an error.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};
use mangakai_domain::{BudgetCaps, PriceList};
use mangakai_gateway::{RateLimit, WordList};
use mangakai_runtime::{LogFormat, Secret};

use crate::{
    cap::Cap,
    exit::{Exit, Fatal},
};

/// Prefix of every variable of ours.
const PREFIX: &str = "MANGAKAI_";

/// Least size of the key that signs tokens: that of the hash it is used with.
const MIN_TOKEN_KEY_BYTES: usize = 32;

/// Where the process listens and how it speaks; the same for every way of running servers.
#[derive(Clone, Debug, Args)]
pub struct ServeSettings {
    /// Address of the HTTP API; port 0 picks a free one.
    #[arg(long, env = "MANGAKAI_HTTP_ADDR", default_value = "127.0.0.1:8080")]
    pub http_addr: SocketAddr,
    /// Address of the gRPC API; port 0 picks a free one.
    #[arg(long, env = "MANGAKAI_GRPC_ADDR", default_value = "127.0.0.1:50051")]
    pub grpc_addr: SocketAddr,
    /// Writes per minute and session, and how many at once (`60/10`), or `off`.
    #[arg(long, env = "MANGAKAI_RATE_LIMIT", default_value = "60/10")]
    pub rate_limit: RateLimit,
    /// Whoever sends this token may read every task and the whole log.
    #[arg(long, env = "MANGAKAI_OPERATOR_TOKEN", hide_env_values = true)]
    pub operator_token: Option<Secret>,
    /// Streams the log is spread over; fixed when the log is created. A divisor of 64. A projector takes three database
    /// connections for each.
    #[arg(long, env = "MANGAKAI_LOG_STREAMS", default_value_t = 1)]
    pub log_streams: u32,
    /// Panels drawn at the same time; by default one per core.
    #[arg(long, env = "MANGAKAI_PANEL_SLOTS")]
    pub panel_slots: Option<usize>,
    /// Time an attempt at a panel has, in seconds.
    #[arg(long, env = "MANGAKAI_PANEL_DEADLINE_SECONDS", default_value_t = 600)]
    pub panel_deadline_seconds: u64,
    /// A job that its worker says nothing of for so long is given to another, in seconds.
    #[arg(long, env = "MANGAKAI_ACK_WAIT_SECONDS", default_value_t = 20)]
    pub ack_wait_seconds: u64,
    /// The most that one task may spend, in US dollars (`2.50`), or `off`.
    #[arg(long, env = "MANGAKAI_BUDGET_TASK", default_value = "5")]
    pub budget_task: Cap,
    /// The most that one session may spend on one day (UTC), in US dollars, or `off`.
    #[arg(long, env = "MANGAKAI_BUDGET_SESSION_DAY", default_value = "20")]
    pub budget_session_day: Cap,
    /// The most that everybody together may spend on one day (UTC), in US dollars, or `off`.
    #[arg(long, env = "MANGAKAI_BUDGET_SYSTEM_DAY", default_value = "100")]
    pub budget_system_day: Cap,
    /// File with what calls cost, for estimates. By default what the catalogue says of whoever writes and draws here.
    #[arg(long, env = "MANGAKAI_PRICES")]
    pub prices: Option<PathBuf>,
    /// What is looked for in stories before anything is done with them: a list file, or `off`. By default the list of ours.
    #[arg(long, env = "MANGAKAI_MODERATION")]
    pub moderation: Option<PathBuf>,
    /// Other origins whose pages may use the API. Repeatable.
    #[arg(
        long = "allowed-origin",
        env = "MANGAKAI_ALLOWED_ORIGINS",
        value_delimiter = ','
    )]
    pub allowed_origins: Vec<String>,
    /// Proxies in front whose forwarding headers are believed.
    #[arg(long, env = "MANGAKAI_TRUSTED_PROXIES", default_value_t = 0)]
    pub trusted_proxies: usize,
    /// Which models write and draw.
    #[command(flatten)]
    pub providers: ProviderSettings,
}

/// Which models write and draw. Their keys come from the variables of the vendors' own programs (`OPENAI_API_KEY`,
/// `GEMINI_API_KEY`, ...) or from the file that the same variable with `_FILE` behind it names, their addresses likewise
/// (`OPENAI_BASE_URL`, ...).
#[derive(Clone, Debug, Default, Args)]
pub struct ProviderSettings {
    /// Providers, models, limits and prices, in place of the built-in catalogue.
    #[arg(long, env = "MANGAKAI_PROVIDERS_FILE")]
    pub providers_file: Option<PathBuf>,
    /// Who writes scripts, the first first: `gemini`, `openai/gpt-6-luna`, or `builtin` for nobody. By default everybody
    /// whose key is there.
    #[arg(long, env = "MANGAKAI_SCRIPT_PROVIDERS", value_delimiter = ',')]
    pub script_providers: Option<Vec<String>>,
    /// Who draws panels, likewise.
    #[arg(long, env = "MANGAKAI_PICTURE_PROVIDERS", value_delimiter = ',')]
    pub picture_providers: Option<Vec<String>>,
}

impl ServeSettings {
    /// Time an attempt at a panel has.
    pub fn panel_deadline(&self) -> Duration {
        Duration::from_secs(self.panel_deadline_seconds)
    }

    /// What may be spent.
    pub fn caps(&self) -> BudgetCaps {
        BudgetCaps {
            task: self.budget_task.micros(),
            session: self.budget_session_day.micros(),
            system: self.budget_system_day.micros(),
        }
    }

    /// What calls cost, if somebody said so.
    ///
    /// # Errors
    /// When the file cannot be read, or is no price list.
    pub fn price_list(&self) -> Result<Option<PriceList>, Fatal> {
        let Some(path) = &self.prices else {
            return Ok(None);
        };
        let wrong = |error: &dyn std::fmt::Display| {
            Fatal::new(
                Exit::Usage,
                format!("MANGAKAI_PRICES: {}: {error}", path.display()),
            )
        };
        let text = std::fs::read(path).map_err(|error| wrong(&error))?;
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|error| wrong(&error))
    }

    /// What is looked for in stories; none: nothing is.
    ///
    /// # Errors
    /// When the file cannot be read, or is no list.
    pub fn word_list(&self) -> Result<Option<WordList>, Fatal> {
        let wrong =
            |error: &dyn std::fmt::Display| Fatal::new(Exit::Usage, format!("MANGAKAI_MODERATION: {error}"));
        match &self.moderation {
            None => WordList::built_in().map(Some).map_err(|error| wrong(&error)),
            Some(path) if path.as_os_str() == "off" => Ok(None),
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
                WordList::parse(&text).map(Some).map_err(|error| wrong(&error))
            }
        }
    }

    /// How long a job may go without a sign of life.
    pub fn ack_wait(&self) -> Duration {
        Duration::from_secs(self.ack_wait_seconds)
    }
}

/// The servers that a production process stands on.
#[derive(Clone, Debug, Args)]
pub struct BackendSettings {
    /// Broker, `nats://host:port`, several separated by commas.
    #[arg(long, env = "MANGAKAI_NATS_URL", hide_env_values = true)]
    pub nats_url: String,
    /// Monitoring address of every server of the broker, to see that it syncs.
    #[arg(long, env = "MANGAKAI_NATS_MONITOR_URLS", value_delimiter = ',')]
    pub nats_monitor_urls: Vec<String>,
    /// Replicas of every stream.
    #[arg(long, env = "MANGAKAI_NATS_REPLICAS", default_value_t = 3)]
    pub nats_replicas: usize,
    /// Be ready on a broker that may lose acknowledged writes.
    #[arg(long)]
    pub unsafe_broker: bool,
    /// Database, `postgres://user:password@host:port/name`.
    #[arg(long, env = "MANGAKAI_DATABASE_URL", hide_env_values = true)]
    pub database_url: Secret,
    /// Object store; AWS when absent.
    #[arg(long, env = "MANGAKAI_S3_ENDPOINT")]
    pub s3_endpoint: Option<String>,
    /// Bucket for pictures and books.
    #[arg(long, env = "MANGAKAI_S3_BUCKET", default_value = "mangakai")]
    pub s3_bucket: String,
    /// `host/bucket/key` instead of `bucket.host/key`; false for stores that know only the latter.
    #[arg(long, env = "MANGAKAI_S3_PATH_STYLE", default_value_t = true, action = clap::ArgAction::Set)]
    pub s3_path_style: bool,
    /// Region of the object store.
    #[arg(long, env = "AWS_REGION", default_value = "us-east-1")]
    pub s3_region: String,
    /// Access key id of the object store.
    #[arg(long, env = "AWS_ACCESS_KEY_ID", hide_env_values = true)]
    pub s3_access_key: Secret,
    /// Secret key of the object store.
    #[arg(long, env = "AWS_SECRET_ACCESS_KEY", hide_env_values = true)]
    pub s3_secret_key: Secret,
    /// Key that wraps all data keys: 64 hexadecimal digits.
    #[arg(long, env = "MANGAKAI_MASTER_KEY", hide_env_values = true)]
    pub master_key: Secret,
    /// Key that signs session tokens: at least 32 bytes.
    #[arg(long, env = "MANGAKAI_TOKEN_KEY", hide_env_values = true)]
    pub token_key: Secret,
}

impl BackendSettings {
    /// Refuses a token key that could be guessed: whoever has it can sign as anybody.
    pub fn check_token_key(&self) -> Result<(), Fatal> {
        let bytes = self.token_key.reveal().trim().len();
        if bytes >= MIN_TOKEN_KEY_BYTES {
            return Ok(());
        }
        let message =
            format!("MANGAKAI_TOKEN_KEY has {bytes} bytes, and needs {MIN_TOKEN_KEY_BYTES} or more");
        Err(Fatal::new(Exit::Usage, message))
    }
}

/// Where the data of a local system lies.
#[derive(Clone, Debug, Args)]
pub struct DataSettings {
    /// Folder of everything that `up` keeps.
    #[arg(long, env = "MANGAKAI_DATA_DIR", default_value = ".mangakai")]
    pub data_dir: PathBuf,
}

/// Which server a client talks to, and as whom.
#[derive(Clone, Debug, Args)]
pub struct ClientSettings {
    /// Address of the server.
    #[arg(long, env = "MANGAKAI_SERVER", default_value = "http://127.0.0.1:8080")]
    pub server: String,
    /// Session token; by default the session kept from last time.
    #[arg(long, env = "MANGAKAI_TOKEN", hide_env_values = true)]
    pub token: Option<Secret>,
}

/// How much is logged, and how.
#[derive(Clone, Debug, Args)]
pub struct LogSettings {
    /// error, warn, info, debug, trace, or directives such as `info,mangakai_log=debug`.
    #[arg(long, env = "MANGAKAI_LOG_LEVEL", default_value = "info", global = true)]
    pub log_level: String,
    /// How log lines look.
    #[arg(long, env = "MANGAKAI_LOG_FORMAT", default_value = "auto", global = true)]
    pub log_format: Format,
}

/// Look of log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people on a terminal, JSON otherwise.
    #[default]
    Auto,
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

impl From<Format> for LogFormat {
    fn from(format: Format) -> LogFormat {
        match format {
            Format::Auto => LogFormat::Auto,
            Format::Json => LogFormat::Json,
            Format::Text => LogFormat::Text,
        }
    }
}

/// Refuses variables with our prefix that nothing reads: a typing error must not silently do nothing.
pub fn refuse_unknown_variables(
    command: &clap::Command,
    set: impl Iterator<Item = String>,
) -> Result<(), Fatal> {
    let known = known_variables(command);
    let unknown: Vec<_> = set
        .filter(|name| name.starts_with(PREFIX) && !known.contains(name))
        .collect();
    match unknown.first() {
        None => Ok(()),
        Some(name) => {
            let nearest = known.iter().max_by_key(|known| common_prefix(known, name));
            let hint = nearest
                .map(|nearest| format!("; did you mean {nearest}?"))
                .unwrap_or_default();
            Err(Fatal::new(Exit::Usage, format!("nothing reads {name}{hint}")))
        }
    }
}

fn known_variables(command: &clap::Command) -> Vec<String> {
    let own = command
        .get_arguments()
        .filter_map(|argument| Some(argument.get_env()?.to_string_lossy().into_owned()));
    let below = command.get_subcommands().flat_map(known_variables);
    own.chain(below).collect()
}

fn common_prefix(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}
