//! From stored rows to a [`TaskModel`].

use std::collections::HashMap;

use deadpool_postgres::GenericClient;
use mangakai_events::v1::{Sealed, Style};
use postgres_types::Json;
use prost::Message;
use serde::{Deserialize, Serialize};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{PanelModel, ProjectionError, TaskModel, VersionModel, time};

/// Columns of `manga_tasks` in the order that [`task`] reads them, but for the sealed texts.
const TASK: &str = "id, user_session_id, status, parameters, total_panels, drawn_panels, script_revision, books, error, \
    cost_micros, erased, position, version, created_at, updated_at, completed_at";
/// The sealed texts.
const TEXTS: &str = "story_text, script_text";
const NO_TEXTS: &str = "NULL::bytea, NULL::bytea";
/// Columns of `manga_panels` in the order that [`version`] reads them.
const PANEL: &str = "task_id, panel_number, version, status, is_shown, scene_revision, image, lineage, instruction_text, \
    reference, error, cost_micros, elapsed_ms, attempts, open_attempt, base_version, script_revision, created_at";

/// What was asked for: `manga_tasks.parameters`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Parameters {
    pub language: String,
    pub reading_direction: String,
    pub priority: String,
    pub style: Style,
    pub story_chars: u32,
    pub request_hmac: String,
}

/// Tasks by id, for a writer: without their texts, from one generation.
pub async fn load(
    client: &impl GenericClient,
    schema: &str,
    ids: &[Uuid],
) -> Result<Vec<TaskModel>, ProjectionError> {
    let tasks = format!("SELECT {TASK}, {NO_TEXTS} FROM {schema}.manga_tasks WHERE id = any($1)");
    let panels =
        format!("SELECT {PANEL} FROM {schema}.manga_panels WHERE task_id = any($1) ORDER BY 1, 2, 3");
    let (tasks, panels) = tokio::try_join!(client.prepare_cached(&tasks), client.prepare_cached(&panels))?;
    let parameters: [&(dyn postgres_types::ToSql + Sync); 1] = [&ids];
    let (tasks, panels) = tokio::try_join!(
        client.query(&tasks, &parameters),
        client.query(&panels, &parameters)
    )?;
    assemble(&tasks, &panels)
}

/// The statement that reads whole tasks, as readers see them, with what follows `FROM manga_tasks`.
pub fn select_tasks(rest: &str) -> String {
    format!("SELECT {TASK}, {TEXTS} FROM manga_tasks {rest}")
}

/// The statement that reads the panels of tasks, as readers see them.
pub fn select_panels() -> String {
    format!("SELECT {PANEL} FROM manga_panels WHERE task_id = any($1) ORDER BY 1, 2, 3")
}

/// Tasks with their panels, in the order of the task rows. Panel rows are sorted by task, panel and version.
pub fn assemble(tasks: &[Row], panels: &[Row]) -> Result<Vec<TaskModel>, ProjectionError> {
    let mut by_task: HashMap<Uuid, Vec<PanelModel>> = HashMap::new();
    for row in panels {
        let (task, number) = (row.try_get(0)?, natural(row, 1)?);
        let panels = by_task.entry(task).or_default();
        if panels.last().is_none_or(|last| last.panel != number) {
            panels.push(PanelModel::numbered(number));
        }
        let Some(panel) = panels.last_mut() else { continue };
        let version = version(row)?;
        if row.try_get(4)? {
            panel.version = version.version;
        }
        panel.scene_revision = natural(row, 5)?;
        panel.versions.push(version);
    }
    let whole = |row: &Row| {
        let mut model = task(row)?;
        model.panels = by_task.remove(&model.task_id).unwrap_or_default();
        for panel in &mut model.panels {
            panel.settle();
        }
        model.tell();
        Ok(model)
    };
    tasks.iter().map(whole).collect()
}

fn task(row: &Row) -> Result<TaskModel, ProjectionError> {
    let Json(parameters): Json<Parameters> = row.try_get(3)?;
    let Json(books) = row.try_get(7)?;
    Ok(TaskModel {
        task_id: row.try_get(0)?,
        session_id: row.try_get(1)?,
        status: row.try_get(2)?,
        language: parameters.language,
        reading_direction: parameters.reading_direction,
        priority: parameters.priority,
        style: parameters.style,
        story_chars: parameters.story_chars,
        request_hmac: parameters.request_hmac,
        total_panels: natural(row, 4)?,
        drawn_panels: natural(row, 5)?,
        script_revision: natural(row, 6)?,
        books,
        error: json(row, 8)?,
        cost_micros: large(row, 9)?,
        erased: row.try_get(10)?,
        position: large(row, 11)?,
        version: large(row, 12)?,
        created_at: time::from_sql(row.try_get(13)?)?,
        updated_at: time::from_sql(row.try_get(14)?)?,
        completed_at: row.try_get::<_, Option<_>>(15)?.map(time::from_sql).transpose()?,
        story: sealed(row, 16)?,
        script: sealed(row, 17)?,
        ..TaskModel::default()
    })
}

fn version(row: &Row) -> Result<VersionModel, ProjectionError> {
    Ok(VersionModel {
        version: natural(row, 2)?,
        status: row.try_get(3)?,
        image: json(row, 6)?,
        lineage: json(row, 7)?,
        instruction: sealed(row, 8)?,
        reference: json(row, 9)?,
        error: json(row, 10)?,
        cost_micros: large(row, 11)?,
        elapsed_ms: large(row, 12)?,
        attempts: natural(row, 13)?,
        open_attempt: row.try_get::<_, Option<i32>>(14)?.map(|attempt| attempt as u32),
        base_version: natural(row, 15)?,
        script_revision: natural(row, 16)?,
        created_at: time::from_sql(row.try_get(17)?)?,
    })
}

fn natural(row: &Row, index: usize) -> Result<u32, ProjectionError> {
    Ok(row.try_get::<_, i32>(index)? as u32)
}

fn large(row: &Row, index: usize) -> Result<u64, ProjectionError> {
    Ok(row.try_get::<_, i64>(index)? as u64)
}

fn json<T: for<'a> Deserialize<'a>>(row: &Row, index: usize) -> Result<Option<T>, ProjectionError> {
    Ok(row.try_get::<_, Option<Json<T>>>(index)?.map(|Json(value)| value))
}

fn sealed(row: &Row, index: usize) -> Result<Option<Sealed>, ProjectionError> {
    let bytes: Option<&[u8]> = row.try_get(index)?;
    bytes
        .map(Sealed::decode)
        .transpose()
        .map_err(|error| ProjectionError::Row(error.to_string()))
}
