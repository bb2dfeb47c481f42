//! The job of writing the script.

use std::{sync::Arc, time::Instant};

use mangakai_domain::{Command, Lease, RecordScript, Work};
use mangakai_log::{Outcome, Tick};
use mangakai_vault::purpose;

use crate::{
    Point, ScriptBrief, WorkError, WrittenScript,
    at_hand::AtHand,
    budget,
    lease::{self, Brought, Granted},
    moderation, patience,
    script_calls::Calls,
    story,
};

/// Has the story judged, leases, writes, records.
pub async fn write_script(job: AtHand) -> Outcome {
    if let Err(outcome) = moderation::check(&job).await {
        return outcome;
    }
    let granted = match lease::take(&job, Work::Script, job.generator.config().script_deadline).await {
        Ok(granted) => granted,
        Err(outcome) => return outcome,
    };
    let begun = Instant::now();
    let calls = Arc::new(Calls::new(&job, &granted));
    let written = tokio::select! {
        written = write(&job, &granted, &calls) => written,
        // Past the deadline the attempt is the sweeper's to close.
        () = calls.overdue() => return job.later(),
    };
    // A script of several calls ends with the attempt that made the last.
    let granted = calls.granted().unwrap_or(granted);
    job.reach(Point::AfterCall).await;
    let elapsed_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let brought = written.map(|(written, sealed)| Brought {
        cost: written.cost,
        command: Command::RecordScript(Box::new(RecordScript {
            attempt: granted.attempt,
            script: sealed,
            panels: u32::try_from(written.script.panels.len()).unwrap_or(u32::MAX),
            reading_direction: <&str>::from(written.script.reading_direction).to_owned(),
            language: written.script.language,
            cost: written.cost,
            lineage: written.lineage,
            elapsed_ms,
        })),
    });
    granted.tell(&job, brought).await
}

type Sealed = mangakai_events::v1::Sealed;

async fn write(
    job: &AtHand,
    granted: &Granted,
    calls: &Arc<Calls>,
) -> Result<(WrittenScript, Sealed), WorkError> {
    let generator = &job.generator;
    let is_away = |error: &WorkError| error.failure.retryable;
    let key = patience::until(granted.until, is_away, || story::key(generator.vault(), job.task)).await?;
    let brief = brief(job, granted, &key, calls)?;
    let tick = Tick {
        message: "Writing the script".to_owned(),
        progress: 10,
    };
    generator.log().ticks().send(job.task.0, &tick).await;
    budget::reserve(job, granted).await?;
    let written = generator.director().write(brief).await;
    // The attempt of a call that no budget paid ends as the budget says; what the call before it cost is told already.
    let mut written = written.map_err(|error| calls.refusal().unwrap_or(error))?;
    written.lineage.prompt_hmac = story::prompt_hmac(&key, &written.prompt);
    let json = serde_json::to_vec(&written.script).map_err(|error| WorkError {
        cost: written.cost,
        ..WorkError::ours("script_unwritable", error.to_string(), false)
    })?;
    let sealed = key.seal(purpose::SCRIPT, &json);
    Ok((written, sealed))
}

fn brief(
    job: &AtHand,
    granted: &Granted,
    key: &mangakai_vault::DataKey,
    calls: &Arc<Calls>,
) -> Result<ScriptBrief, WorkError> {
    let created = granted
        .task
        .request()
        .ok_or_else(|| WorkError::ours("no_task", "The task has no beginning.", false))?;
    let attempts = granted.task.lease(Work::Script).map_or(0, Lease::used);
    let sealed = created
        .story
        .as_ref()
        .ok_or_else(|| WorkError::ours("no_story", "The task has no story.", false))?;
    Ok(ScriptBrief {
        task: job.task.0,
        story: story::text(key, purpose::STORY, sealed)?,
        panels: created.panels,
        language: (!created.language.is_empty()).then(|| created.language.clone()),
        reading_direction: created.reading_direction.parse().ok(),
        style: created
            .style
            .as_ref()
            .map(|style| story::style(key, style))
            .transpose()?
            .unwrap_or_default(),
        attempts_before: attempts.saturating_sub(1),
        until: granted.call_until(),
        calls: Arc::clone(calls) as _,
    })
}
