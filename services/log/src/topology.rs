//! The streams: created when they are missing, otherwise compared with what is wanted.

use std::{collections::HashMap, time::Duration};

use async_nats::jetstream::{
    Context,
    context::{CreateStreamErrorKind, GetStreamErrorKind},
    stream::{Config, DiscardPolicy, PersistenceMode, RetentionPolicy, StorageType},
};
use mangakai_events::subjects::{JOBS_FILTER, LOG_FILTER, PARTITIONS, partition_filter};
use sha2::{Digest, Sha256};

use crate::{LogConfig, LogError};

/// The job queue.
pub const JOBS_STREAM: &str = "MANGAKAI_JOBS";
/// What was given up, kept for 30 days.
pub const DEAD_STREAM: &str = "MANGAKAI_DEAD";
/// Subjects of the dead letters: `mk.dead.v1.<consumer>`.
pub const DEAD_PREFIX: &str = "mk.dead.v1";

const DEAD_LETTERS_KEPT: Duration = Duration::from_secs(30 * 24 * 3600);
const MAX_MESSAGE_BYTES: i32 = 1024 * 1024;
const MAX_JOB_BYTES: i32 = 64 * 1024;
const LOG_NAME: &str = "MANGAKAI_LOG";
/// Stream metadata that keeps the number of streams the log was created with.
const STREAMS_KEY: &str = "mangakai-streams";
const API_CODE_NOT_FOUND: usize = 404;

/// Name of a stream of the log.
pub fn log_stream_name(config: &LogConfig, stream: u32) -> String {
    if config.streams == 1 {
        LOG_NAME.to_owned()
    } else {
        format!("{LOG_NAME}_{stream}")
    }
}

/// Makes or checks every stream; the epoch of the log.
pub async fn ensure(context: &Context, config: &LogConfig) -> Result<String, LogError> {
    refuse_other_layout(context, config).await?;
    let mut epoch = Sha256::new();
    for stream in 0..config.streams {
        epoch.update(
            ensure_stream(context, log_stream(config, stream))
                .await?
                .to_string(),
        );
    }
    ensure_stream(context, jobs_stream(config)).await?;
    ensure_stream(context, dead_stream(config)).await?;
    Ok(epoch_text(epoch))
}

/// The layout of a log that is there: nothing is created or changed. Streams, replicas and epoch.
pub async fn find(context: &Context) -> Result<(u32, usize, String), LogError> {
    let mut names = vec![LOG_NAME.to_owned()];
    let first = match context.get_stream(LOG_NAME).await {
        Err(error) if is_missing(&error.kind()) => context.get_stream(format!("{LOG_NAME}_0")).await,
        found => found,
    };
    let first = match first {
        Ok(stream) => stream,
        Err(error) if is_missing(&error.kind()) => {
            return Err(drift("the log", &"one that is there", &"none"));
        }
        Err(error) => return Err(LogError::unavailable(error)),
    };
    let config = &first.cached_info().config;
    let streams = config
        .metadata
        .get(STREAMS_KEY)
        .and_then(|streams| streams.parse().ok());
    let streams = streams.unwrap_or(1);
    if streams > 1 {
        names = (0..streams)
            .map(|stream| format!("{LOG_NAME}_{stream}"))
            .collect();
    }
    let mut epoch = Sha256::new();
    for name in names {
        let stream = context.get_stream(name).await.map_err(LogError::unavailable)?;
        epoch.update(stream.cached_info().created.unix_timestamp_nanos().to_string());
    }
    Ok((streams, config.num_replicas, epoch_text(epoch)))
}

fn epoch_text(created: Sha256) -> String {
    hex::encode(created.finalize())[..8].to_owned()
}

fn log_stream(config: &LogConfig, stream: u32) -> Config {
    let subjects = if config.streams == 1 {
        vec![LOG_FILTER.to_owned()]
    } else {
        (0..PARTITIONS)
            .filter(|partition| partition % config.streams == stream)
            .map(partition_filter)
            .collect()
    };
    Config {
        name: log_stream_name(config, stream),
        description: Some("The event log: the truth. Never delete, purge or expire.".to_owned()),
        subjects,
        retention: RetentionPolicy::Limits,
        discard: DiscardPolicy::New,
        deny_delete: true,
        deny_purge: true,
        allow_direct: true,
        max_message_size: MAX_MESSAGE_BYTES,
        duplicate_window: config.duplicate_window,
        metadata: HashMap::from([(STREAMS_KEY.to_owned(), config.streams.to_string())]),
        ..common(config)
    }
}

fn jobs_stream(config: &LogConfig) -> Config {
    Config {
        name: JOBS_STREAM.to_owned(),
        description: Some("Work to be done; can be rebuilt from the log.".to_owned()),
        subjects: vec![JOBS_FILTER.to_owned()],
        retention: RetentionPolicy::WorkQueue,
        discard: DiscardPolicy::New,
        max_message_size: MAX_JOB_BYTES,
        duplicate_window: config.jobs.duplicate_window,
        ..common(config)
    }
}

fn dead_stream(config: &LogConfig) -> Config {
    Config {
        name: DEAD_STREAM.to_owned(),
        description: Some("What was given up, with the reason.".to_owned()),
        subjects: vec![format!("{DEAD_PREFIX}.>")],
        retention: RetentionPolicy::Limits,
        discard: DiscardPolicy::Old,
        max_age: DEAD_LETTERS_KEPT,
        max_message_size: MAX_MESSAGE_BYTES,
        ..common(config)
    }
}

/// Limits off, file storage, nothing compressed (with synced writes compression loses streams in a crash).
fn common(config: &LogConfig) -> Config {
    Config {
        storage: StorageType::File,
        num_replicas: config.replicas,
        max_bytes: -1,
        max_messages: -1,
        max_messages_per_subject: -1,
        max_consumers: -1,
        ..Config::default()
    }
}

/// Creates a stream or compares it; when it was created.
async fn ensure_stream(context: &Context, wanted: Config) -> Result<i128, LogError> {
    let name = wanted.name.clone();
    let stream = match context.get_stream(&name).await {
        Ok(stream) => stream,
        Err(error) if is_missing(&error.kind()) => match context.create_stream(wanted.clone()).await {
            Ok(stream) => stream,
            // Another process was faster: look at what it made.
            Err(error) if matches!(error.kind(), CreateStreamErrorKind::JetStream(_)) => context
                .get_stream(&name)
                .await
                .map_err(|_| LogError::unavailable(error))?,
            Err(error) => return Err(LogError::unavailable(error)),
        },
        Err(error) => return Err(LogError::unavailable(error)),
    };
    let info = stream.cached_info();
    compare(&name, &wanted, &info.config)?;
    Ok(info.created.unix_timestamp_nanos())
}

fn is_missing(kind: &GetStreamErrorKind) -> bool {
    matches!(kind, GetStreamErrorKind::JetStream(error) if error.code() == API_CODE_NOT_FOUND)
}

/// A log made with one stream must not be opened as eight, nor the other way round.
async fn refuse_other_layout(context: &Context, config: &LogConfig) -> Result<(), LogError> {
    let other = if config.streams == 1 {
        format!("{LOG_NAME}_0")
    } else {
        LOG_NAME.to_owned()
    };
    match context.get_stream(&other).await {
        Ok(stream) => {
            let found = stream
                .cached_info()
                .config
                .metadata
                .get(STREAMS_KEY)
                .cloned()
                .unwrap_or_default();
            Err(drift("the number of log streams", &config.streams, &found))
        }
        Err(error) if is_missing(&error.kind()) => Ok(()),
        Err(error) => Err(LogError::unavailable(error)),
    }
}

fn compare(name: &str, wanted: &Config, found: &Config) -> Result<(), LogError> {
    let mut wanted_subjects = wanted.subjects.clone();
    let mut found_subjects = found.subjects.clone();
    wanted_subjects.sort();
    found_subjects.sort();
    let of = |field: &str| format!("{field} of {name}");
    same(of("subjects"), &wanted_subjects, &found_subjects)?;
    same(of("retention"), &wanted.retention, &found.retention)?;
    same(of("discard"), &wanted.discard, &found.discard)?;
    same(of("storage"), &wanted.storage, &found.storage)?;
    same(of("deny_delete"), &wanted.deny_delete, &found.deny_delete)?;
    same(of("deny_purge"), &wanted.deny_purge, &found.deny_purge)?;
    same(of("allow_rollup"), &wanted.allow_rollup, &found.allow_rollup)?;
    same(of("allow_direct"), &wanted.allow_direct, &found.allow_direct)?;
    same(of("num_replicas"), &wanted.num_replicas, &found.num_replicas)?;
    // An asynchronous one acknowledges before it has synced, whatever the server's setting.
    same(
        of("persist_mode"),
        &PersistenceMode::Default,
        &found.persist_mode.unwrap_or_default(),
    )?;
    same(of("max_age"), &wanted.max_age, &found.max_age)?;
    same(
        of("max_msgs_per_subject"),
        &wanted.max_messages_per_subject,
        &found.max_messages_per_subject,
    )?;
    same(of("mirror_direct"), &wanted.mirror_direct, &found.mirror_direct)?;
    same(of("compression"), &"none".to_owned(), &compression(found))?;
    match (wanted.metadata.get(STREAMS_KEY), found.metadata.get(STREAMS_KEY)) {
        (Some(wanted), found) if Some(wanted) != found => Err(drift(
            "the number of log streams",
            wanted,
            &found.cloned().unwrap_or_default(),
        )),
        _ => Ok(()),
    }
}

fn compression(config: &Config) -> String {
    config
        .compression
        .as_ref()
        .map_or("none".to_owned(), |compression| {
            format!("{compression:?}").to_lowercase()
        })
}

fn same<T: PartialEq + std::fmt::Debug>(what: String, wanted: &T, found: &T) -> Result<(), LogError> {
    if wanted == found {
        Ok(())
    } else {
        Err(drift(&what, wanted, found))
    }
}

fn drift(what: &str, wanted: &impl std::fmt::Debug, found: &impl std::fmt::Debug) -> LogError {
    LogError::Drift {
        what: what.to_owned(),
        wanted: format!("{wanted:?}"),
        found: format!("{found:?}"),
    }
}
