//! Durable commits per second: `execute` beside the raw publish of the same message, both on a server that syncs every
//! write.

use std::time::Duration;

use anyhow::Context;
use async_nats::{
    HeaderMap,
    header::{NATS_EXPECTED_STREAM, NATS_MESSAGE_ID},
    jetstream::{self, stream},
};
use bytes::Bytes;
use mangakai_domain::{Command, CreateTask, MangaTask, SessionId};
use mangakai_events::v1::{Priority, Sealed, Style};
use mangakai_local::Nats;
use mangakai_log::{CommandContext, Log, LogConfig, Origin, Retry};
use mangakai_runtime::{new_id, now};

use crate::{
    load::{Load, drive, median},
    report::Report,
};

const WIDTHS: [usize; 3] = [1, 16, 64];
const ROUNDS: usize = 3;
const ROUND: Duration = Duration::from_millis(1500);
/// Of what raw publishing reaches.
const TARGET: f64 = 0.6;
const STORY_BYTES: usize = 600;

pub async fn run(report: &mut Report) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut nats = Nats::start(folder.path()).await?;
    let log = Log::connect(LogConfig::single(nats.url())).await?;
    execute(&log).await?;
    let raw = Raw::like_the_first_commit(&nats).await?;
    for width in WIDTHS {
        let (mut ours, mut ceiling) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let log = log.clone();
            ours.push(drive(width, ROUND, move |_| execute_owned(log.clone())).await?);
            ceiling.push(raw.drive(width).await?);
        }
        let (ours, ceiling) = (median(ours), median(ceiling));
        let share = ours.per_second / ceiling.per_second;
        report.target(
            format!("commits through execute, {width} in flight"),
            format!("{:.0}/s", ours.per_second),
            format!("{:.0}/s raw publish ({:.0} %)", ceiling.per_second, share * 100.0),
            "60 % of raw",
            share >= TARGET,
        );
    }
    nats.stop().await;
    Ok(())
}

async fn execute_owned(log: Log) -> anyhow::Result<()> {
    execute(&log).await
}

/// One task is created: load, decide, seal the chain, append.
async fn execute(log: &Log) -> anyhow::Result<()> {
    let command_id = new_id();
    let context = CommandContext {
        command_id,
        origin: Origin::request(command_id),
        actor: "session:bench".to_owned(),
        time: now(),
        retry: Retry::Person,
    };
    log.execute::<MangaTask>(new_id(), create(), context).await?;
    Ok(())
}

fn create() -> Command {
    Command::CreateTask(Box::new(CreateTask {
        session: SessionId(new_id()),
        story: Sealed {
            nonce: vec![7; 24],
            ciphertext: vec![7; STORY_BYTES],
        },
        story_chars: STORY_BYTES as u32,
        panels: 5,
        language: "en".to_owned(),
        reading_direction: "ltr".to_owned(),
        style: Style::default(),
        priority: Priority::Normal,
        template: None,
        references: Vec::new(),
        request_hmac: "ab".repeat(32),
        suspicion: None,
    }))
}

/// A stream of its own, for publishing what a commit looks like without deciding anything.
#[derive(Clone)]
pub struct Raw {
    context: jetstream::Context,
    headers: HeaderMap,
    body: Bytes,
}

impl Raw {
    /// Headers and body of the first commit in the log, to be published over and over with the same checks.
    pub async fn like_the_first_commit(nats: &Nats) -> anyhow::Result<Raw> {
        let context = jetstream::new(async_nats::connect(nats.url()).await?);
        let log = context.get_stream("MANGAKAI_LOG").await?;
        let commit = log.get_raw_message(1).await.context("the log is empty")?;
        let mut headers = commit.headers;
        headers.insert(NATS_EXPECTED_STREAM, "RAW");
        context
            .create_stream(stream::Config {
                name: "RAW".to_owned(),
                subjects: vec!["raw.>".to_owned()],
                allow_direct: true,
                ..log.cached_info().config.clone()
            })
            .await?;
        Ok(Raw {
            context,
            headers,
            body: commit.payload,
        })
    }

    /// One durable publish to a subject of its own, under the check that nothing is there.
    pub async fn publish(self: Raw) -> anyhow::Result<()> {
        let id = new_id().to_string();
        let mut headers = self.headers;
        headers.insert(NATS_MESSAGE_ID, id.as_str());
        let sent = self
            .context
            .publish_with_headers(format!("raw.{id}"), headers, self.body)
            .await?;
        sent.await?;
        Ok(())
    }

    /// As fast as it goes, with so many in flight.
    pub async fn drive(&self, width: usize) -> anyhow::Result<Load> {
        let raw = self.clone();
        drive(width, ROUND, move |_| raw.clone().publish()).await
    }
}
