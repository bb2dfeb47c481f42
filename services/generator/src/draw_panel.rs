//! The job of drawing one version of one panel.

use std::{sync::Arc, time::Instant};

use mangakai_blobs::BlobError;
use mangakai_domain::{Command, PanelVersion, RecordPanel, Work};
use mangakai_events::v1::Image;
use mangakai_log::{Outcome, Tick};
use mangakai_vault::{DataKey, purpose};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Drawing, PanelBrief, Point, WorkError,
    at_hand::AtHand,
    budget, keys,
    lease::{self, Brought, Granted},
    patience,
    receipt::Receipt,
    references, story,
    submission::Noting,
};

/// Leases, looks for what a dead attempt left, draws, stores, records.
pub async fn draw_panel(job: AtHand, target: PanelVersion) -> Outcome {
    let granted = match lease::take(&job, Work::Panel(target), job.generator.config().panel_deadline).await {
        Ok(granted) => granted,
        Err(outcome) => return outcome,
    };
    let found = match tokio::time::timeout_at(granted.until.into(), drawn(&job, &granted, target)).await {
        Ok(found) => found,
        // Past the deadline the attempt is the sweeper's to close.
        Err(_) => return job.later(),
    };
    let brought = found.map(|(receipt, resumed)| Brought {
        cost: receipt.cost,
        command: Command::RecordPanel(Box::new(RecordPanel {
            target,
            attempt: granted.attempt,
            resumed,
            image: receipt.image,
            lineage: receipt.lineage,
            cost: receipt.cost,
            elapsed_ms: receipt.elapsed_ms,
            revision: receipt.revision,
        })),
    });
    granted.tell(&job, brought).await
}

/// The receipt of the stored picture, and the earlier attempt that left it behind, if one did.
async fn drawn(
    job: &AtHand,
    granted: &Granted,
    target: PanelVersion,
) -> Result<(Receipt, Option<u32>), WorkError> {
    let (task, blobs) = (job.task.0, job.generator.blobs());
    let version = granted
        .task
        .version(target)
        .ok_or_else(|| WorkError::ours("no_panel", "There is no such panel.", false))?;
    let left = patience::until(granted.until, is_away, || {
        Receipt::left_behind(blobs, task, target, version)
    })
    .await;
    if let Some((attempt, receipt)) = left.map_err(store_away)? {
        tracing::info!(task.id = %task, "Panel {} of task {task} was drawn by an attempt that died", target.panel);
        return Ok((receipt, Some(attempt)));
    }
    let begun = Instant::now();
    let is_away = |error: &WorkError| error.failure.retryable;
    let key = patience::until(granted.until, is_away, || {
        story::key(job.generator.vault(), job.task)
    })
    .await?;
    let (mut brief, revision) = brief(job, granted, target, &key)?;
    announce(job, target, brief.script.panels.len()).await;
    let illustrator = job.generator.illustrator();
    let drawing = match version.lease().taken_up(granted.attempt) {
        // What an earlier attempt paid for needs no money a second time.
        Some(submission) => {
            let drawing = illustrator.resume(&brief, submission).await;
            drawing.map_err(|error| WorkError {
                ends_request: true,
                ..error
            })?
        }
        None => {
            brief.references = references::gather(job, granted, target, &brief.script).await?;
            budget::reserve(job, granted).await?;
            let mut drawing = illustrator.draw(brief).await?;
            drawing.lineage.prompt_hmac = story::prompt_hmac(&key, &drawing.prompt);
            drawing
        }
    };
    job.reach(Point::AfterCall).await;
    let elapsed_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let cost = drawing.cost;
    let stored = stored(job, granted, target, drawing, elapsed_ms, revision).await;
    // What was paid for stays in the account, also when it could not be stored.
    let receipt = stored.map_err(|error| WorkError {
        cost,
        ..store_away(error)
    })?;
    Ok((receipt, None))
}

/// Stores the picture, then the receipt that tells of it.
async fn stored(
    job: &AtHand,
    granted: &Granted,
    target: PanelVersion,
    drawing: Drawing,
    elapsed_ms: u64,
    revision: u32,
) -> Result<Receipt, BlobError> {
    let (task, blobs, until) = (job.task.0, job.generator.blobs(), granted.until);
    let key = keys::picture(task, target, granted.attempt, &drawing.extension);
    let put = || blobs.put(&key, drawing.bytes.clone(), &drawing.media_type);
    let sha256 = patience::until(until, is_away, put).await?;
    job.reach(Point::AfterUpload).await;
    let receipt = Receipt {
        image: Image {
            key: key.clone(),
            sha256,
            media_type: drawing.media_type.clone(),
            width: drawing.width,
            height: drawing.height,
            bytes: drawing.bytes.len() as u64,
        },
        lineage: drawing.lineage,
        cost: drawing.cost,
        elapsed_ms,
        revision,
    };
    let put = || receipt.put(blobs, task, target, granted.attempt);
    patience::until(until, is_away, put).await?;
    job.reach(Point::AfterReceipt).await;
    Ok(receipt)
}

fn is_away(error: &BlobError) -> bool {
    matches!(error, BlobError::Unavailable { .. })
}

/// What is known of the panel, without pictures to go by.
fn brief(
    job: &AtHand,
    granted: &Granted,
    target: PanelVersion,
    key: &DataKey,
) -> Result<(PanelBrief, u32), WorkError> {
    let state = granted
        .task
        .script()
        .ok_or_else(|| WorkError::ours("no_script", "There is no script.", false))?;
    let instruction = granted
        .task
        .version(target)
        .and_then(|version| version.instruction());
    let instruction = instruction
        .map(|sealed| story::text(key, purpose::INSTRUCTION, sealed))
        .transpose()?;
    let script = story::script(key, &state.sealed)?;
    let seed = seed(job.task.0, target);
    let attempts = granted
        .task
        .version(target)
        .map_or(0, |version| version.lease().used());
    Ok((
        PanelBrief {
            task: job.task.0,
            target,
            script,
            instruction,
            seed,
            references: Vec::new(),
            attempts_before: attempts.saturating_sub(1),
            until: granted.call_until(),
            submissions: Arc::new(Noting::new(job, granted, target, seed, key)),
        },
        state.revision,
    ))
}

/// Equal for equal task, panel and version; a redraw has another.
pub fn seed(task: Uuid, target: PanelVersion) -> u64 {
    let digest = Sha256::digest(format!("{task}/{}/{}", target.panel, target.version));
    digest
        .iter()
        .take(8)
        .fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

async fn announce(job: &AtHand, target: PanelVersion, panels: usize) {
    let total = u32::try_from(panels).unwrap_or(u32::MAX).max(1);
    let progress = 20 + 75 * target.panel.saturating_sub(1).min(total) / total;
    let tick = Tick {
        message: format!("Drawing panel {} of {total}", target.panel),
        progress,
    };
    job.generator.log().ticks().send(job.task.0, &tick).await;
}

fn store_away(error: BlobError) -> WorkError {
    tracing::warn!("{error}");
    WorkError::ours("store_unavailable", "The object store does not answer.", true)
}
