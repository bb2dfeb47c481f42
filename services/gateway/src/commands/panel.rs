//! Wishes about one panel.

use mangakai_domain::Command;
use mangakai_events::{Event, v1::PanelRedrawRequested};
use mangakai_vault::{DataKey, purpose};
use uuid::Uuid;

use super::{Accepted, accepted, act, budget, mismatch, review};
use crate::{
    access::may_act, app::App, asked::Asked, limits::WRITE_WAIT, patience::patiently, problem::Problem,
    wish::checked_instruction,
};

/// A panel to be drawn anew.
#[derive(Clone, Debug)]
pub struct RedrawRequest {
    /// From 1.
    pub panel: u32,
    /// What should be different; judged here.
    pub instruction: String,
}

/// A new version of a panel that will be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redrawn {
    /// The command in the log.
    pub accepted: Accepted,
    /// Number of the new version.
    pub version: u32,
}

/// Draws a panel anew; older versions stay.
///
/// # Errors
/// 402 when a budget allows nothing, 404, 409 before there is a script or after a cancel, 410, 422, 503.
pub async fn redraw_panel(
    app: &App,
    asked: &Asked,
    task: Uuid,
    request: RedrawRequest,
) -> Result<Redrawn, Problem> {
    let instruction =
        checked_instruction(&request.instruction).map_err(|words| Problem::invalid("/instruction", words))?;
    may_act(app, asked.caller, task).await?;
    review::instruction(app, &instruction)?;
    budget::allows(app, asked.caller.acting()?, Some(task)).await?;
    let key = patiently(WRITE_WAIT, || app.vault.key(task)).await?;
    let command = Command::RedrawPanel {
        panel: request.panel,
        instruction: Some(key.seal(purpose::INSTRUCTION, instruction.as_bytes())),
        reference: None,
    };
    let executed = act(app, asked, task, command).await?;
    let requested = executed.events.iter().find_map(|event| match event {
        Event::PanelRedrawRequested(requested) => Some(requested),
        _ => None,
    });
    let requested = requested.ok_or_else(mismatch)?;
    if executed.repeated && !is_same(requested, request.panel, &instruction, &key) {
        return Err(mismatch());
    }
    let accepted = Accepted {
        task,
        position: executed.position,
        replayed: executed.repeated,
    };
    Ok(Redrawn {
        accepted,
        version: requested.version,
    })
}

fn is_same(requested: &PanelRedrawRequested, panel: u32, instruction: &str, key: &DataKey) -> bool {
    let before = requested
        .instruction
        .as_ref()
        .and_then(|sealed| key.open_text(purpose::INSTRUCTION, sealed).ok());
    requested.panel == panel && before.as_deref() == Some(instruction)
}

/// Shows another drawn version of a panel.
///
/// # Errors
/// 404, 409 when the version has no picture, 503.
pub async fn select_panel_version(
    app: &App,
    asked: &Asked,
    task: Uuid,
    panel: u32,
    version: u32,
) -> Result<Accepted, Problem> {
    let command = Command::SelectPanelVersion { panel, version };
    let is_mine = |event: &Event| match event {
        Event::PanelVersionSelected(selected) => selected.panel == panel && selected.version == version,
        _ => false,
    };
    accepted(app, asked, task, command, is_mine).await
}
