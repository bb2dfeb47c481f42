//! What the platform adds to the work of others: a task of five panels with a drawer that answers at once.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use bytes::Bytes;
use futures::{StreamExt, future::BoxFuture, pin_mut};
use mangakai_e2e::{
    client::Client,
    world::{Cast, STORIES, World},
};
use mangakai_events::v1::{Charged, Cost, Lineage};
use mangakai_generator::{Drawing, Illustrator, PanelBrief, WorkError};

use crate::{
    commits::Raw,
    load::{ms, quantile},
    report::Report,
};

const PANELS: u32 = 5;
const TASKS: usize = 100;
const WARM_UP: usize = 10;
const TARGET: Duration = Duration::from_millis(100);

/// A picture of one pixel, ready made.
#[derive(Debug)]
pub struct ReadyMade {
    picture: Bytes,
}

impl ReadyMade {
    pub fn ready() -> anyhow::Result<ReadyMade> {
        let mut picture = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_luma8(1, 1).write_to(&mut picture, image::ImageFormat::Png)?;
        Ok(ReadyMade {
            picture: picture.into_inner().into(),
        })
    }
}

impl Illustrator for ReadyMade {
    fn draw(&self, _: PanelBrief) -> BoxFuture<'_, Result<Drawing, WorkError>> {
        Box::pin(std::future::ready(Ok(Drawing {
            bytes: self.picture.clone(),
            media_type: "image/png".to_owned(),
            extension: "png".to_owned(),
            width: 1,
            height: 1,
            lineage: Lineage::default(),
            cost: Cost {
                charged: Charged::No.into(),
                cost_micros: 0,
            },
            prompt: String::new(),
        })))
    }
}

pub async fn run(report: &mut Report) -> anyhow::Result<()> {
    let mut world = World::with(Cast {
        illustrator: Arc::new(ReadyMade::ready()?),
        ..Cast::default()
    })
    .await;
    let client = world.client().await;
    let mut times = Vec::new();
    for task in 0..TASKS + WARM_UP {
        let time = one_task(&client).await?;
        if task >= WARM_UP {
            times.push(time);
        }
    }
    times.sort_unstable();
    world.settle().await?;
    let writes = world.log_position().await? as usize / (TASKS + WARM_UP);
    let raw = Raw::like_the_first_commit(&world.stack().nats).await?;
    let one = raw.drive(1).await?.quantile(0.5);
    let (p50, p99) = (quantile(&times, 0.5), quantile(&times, 0.99));
    report.target(
        format!("POST to COMPLETED, {PANELS} panels drawn at once, p50"),
        ms(p50),
        format!("{} its {writes} commits, raw, in a row", ms(one * writes as u32)),
        "under 100 ms",
        p50 < TARGET,
    );
    report.line("  p99", ms(p99), "");
    Ok(())
}

/// From the story handed in to the event that says it is done, as a viewer sees it.
async fn one_task(client: &Client) -> anyhow::Result<Duration> {
    let started = Instant::now();
    let task = client.create(STORIES[0].1, PANELS).await?;
    let events = client
        .stream(task["task_id"].as_str().context("no id")?, None)
        .await?;
    pin_mut!(events);
    while let Some(event) = events.next().await {
        let event = event?;
        let status = match event.event.as_str() {
            "snapshot" => &event.data["status"],
            _ => &event.data["task"]["status"],
        };
        if status == "COMPLETED" {
            return Ok(started.elapsed());
        }
        ensure!(event.event != "end", "the task ended otherwise: {}", event.data);
    }
    anyhow::bail!("the stream ended before the task")
}
