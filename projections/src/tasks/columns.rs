//! From folded tasks to stored rows: one statement per table and batch.

use std::{collections::HashMap, time::SystemTime};

use deadpool_postgres::Transaction;
use mangakai_events::v1::{Failure, Image, Lineage, Reference, Sealed};
use postgres_types::Json;
use prost::Message;
use uuid::Uuid;

use super::{Row, rows::Parameters};
use crate::{BookModel, ProjectionError, TaskModel, VersionModel, time};

/// A sealed value as it is stored.
type Bytes = Option<Vec<u8>>;

#[derive(Default)]
struct TaskColumns<'a> {
    id: Vec<Uuid>,
    session: Vec<&'a str>,
    status: Vec<&'a str>,
    story: Vec<Bytes>,
    script: Vec<Bytes>,
    parameters: Vec<Json<Parameters>>,
    progress: Vec<i32>,
    total_panels: Vec<i32>,
    drawn_panels: Vec<i32>,
    script_revision: Vec<i32>,
    books: Vec<Json<&'a [BookModel]>>,
    error: Vec<Option<Json<&'a Failure>>>,
    cost: Vec<i64>,
    erased: Vec<bool>,
    position: Vec<i64>,
    version: Vec<i64>,
    created: Vec<SystemTime>,
    updated: Vec<SystemTime>,
    completed: Vec<Option<SystemTime>>,
}

impl<'a> TaskColumns<'a> {
    fn push(&mut self, task: &'a TaskModel) {
        self.id.push(task.task_id);
        self.session.push(&task.session_id);
        self.status.push(&task.status);
        self.story.push(bytes(task.story.as_ref()));
        self.script.push(bytes(task.script.as_ref()));
        self.parameters.push(Json(parameters(task)));
        self.progress.push(task.progress as i32);
        self.total_panels.push(task.total_panels as i32);
        self.drawn_panels.push(task.drawn_panels as i32);
        self.script_revision.push(task.script_revision as i32);
        self.books.push(Json(&task.books));
        self.error.push(task.error.as_ref().map(Json));
        self.cost.push(task.cost_micros as i64);
        self.erased.push(task.erased);
        self.position.push(task.position as i64);
        self.version.push(task.version as i64);
        self.created.push(time::to_sql(task.created_at));
        self.updated.push(time::to_sql(task.updated_at));
        self.completed.push(task.completed_at.map(time::to_sql));
    }
}

/// Stores the task rows. A text that the batch did not bring stays as it is stored; erasure clears it.
pub async fn write_tasks(
    transaction: &Transaction<'_>,
    schema: &str,
    rows: &HashMap<Uuid, Row>,
) -> Result<(), ProjectionError> {
    let upsert = format!(
        "INSERT INTO {schema}.manga_tasks AS t (id, user_session_id, status, story_text, script_text, parameters, progress, \
         total_panels, drawn_panels, script_revision, books, error, cost_micros, erased, position, version, created_at, \
         updated_at, completed_at) \
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::jsonb[], $7::int[], $8::int[], \
         $9::int[], $10::int[], $11::jsonb[], $12::jsonb[], $13::bigint[], $14::bool[], $15::bigint[], $16::bigint[], \
         $17::timestamptz[], $18::timestamptz[], $19::timestamptz[]) \
         ON CONFLICT (id) DO UPDATE SET status = excluded.status, \
         story_text = CASE WHEN excluded.erased THEN NULL ELSE coalesce(excluded.story_text, t.story_text) END, \
         script_text = CASE WHEN excluded.erased THEN NULL ELSE coalesce(excluded.script_text, t.script_text) END, \
         parameters = excluded.parameters, progress = excluded.progress, total_panels = excluded.total_panels, \
         drawn_panels = excluded.drawn_panels, script_revision = excluded.script_revision, books = excluded.books, \
         error = excluded.error, cost_micros = excluded.cost_micros, erased = excluded.erased, \
         position = excluded.position, version = excluded.version, updated_at = excluded.updated_at, \
         completed_at = excluded.completed_at"
    );
    let mut sorted: Vec<&TaskModel> = rows.values().map(|row| &row.model).collect();
    sorted.sort_unstable_by_key(|task| task.task_id);
    let mut c = TaskColumns::default();
    for task in sorted {
        c.push(task);
    }
    let statement = transaction.prepare_cached(&upsert).await?;
    transaction
        .execute(
            &statement,
            &[
                &c.id,
                &c.session,
                &c.status,
                &c.story,
                &c.script,
                &c.parameters,
                &c.progress,
                &c.total_panels,
                &c.drawn_panels,
                &c.script_revision,
                &c.books,
                &c.error,
                &c.cost,
                &c.erased,
                &c.position,
                &c.version,
                &c.created,
                &c.updated,
                &c.completed,
            ],
        )
        .await?;
    Ok(())
}

#[derive(Default)]
struct PanelColumns<'a> {
    task: Vec<Uuid>,
    panel: Vec<i32>,
    version: Vec<i32>,
    status: Vec<&'a str>,
    shown: Vec<bool>,
    scene_revision: Vec<i32>,
    path: Vec<Option<&'a str>>,
    image: Vec<Option<Json<&'a Image>>>,
    lineage: Vec<Option<Json<&'a Lineage>>>,
    instruction: Vec<Bytes>,
    reference: Vec<Option<Json<&'a Reference>>>,
    error: Vec<Option<Json<&'a Failure>>>,
    cost: Vec<i64>,
    elapsed: Vec<i64>,
    attempts: Vec<i32>,
    open_attempt: Vec<Option<i32>>,
    base_version: Vec<i32>,
    script_revision: Vec<i32>,
    created: Vec<SystemTime>,
}

impl<'a> PanelColumns<'a> {
    fn push(&mut self, task: &TaskModel, panel: &'a crate::PanelModel, version: &'a VersionModel) {
        self.task.push(task.task_id);
        self.panel.push(panel.panel as i32);
        self.version.push(version.version as i32);
        self.status.push(&version.status);
        self.shown.push(version.version == panel.version);
        self.scene_revision.push(panel.scene_revision as i32);
        self.path
            .push(version.image.as_ref().map(|image| image.key.as_str()));
        self.image.push(version.image.as_ref().map(Json));
        self.lineage.push(version.lineage.as_ref().map(Json));
        self.instruction.push(bytes(version.instruction.as_ref()));
        self.reference.push(version.reference.as_ref().map(Json));
        self.error.push(version.error.as_ref().map(Json));
        self.cost.push(version.cost_micros as i64);
        self.elapsed.push(version.elapsed_ms as i64);
        self.attempts.push(version.attempts as i32);
        self.open_attempt
            .push(version.open_attempt.map(|attempt| attempt as i32));
        self.base_version.push(version.base_version as i32);
        self.script_revision.push(version.script_revision as i32);
        self.created.push(time::to_sql(version.created_at));
    }
}

/// Stores the rows of the panels that were touched.
pub async fn write_panels(
    transaction: &Transaction<'_>,
    schema: &str,
    rows: &HashMap<Uuid, Row>,
) -> Result<(), ProjectionError> {
    let mut sorted: Vec<&Row> = rows.values().collect();
    sorted.sort_unstable_by_key(|row| row.model.task_id);
    let mut c = PanelColumns::default();
    for row in sorted {
        for panel in row
            .model
            .panels
            .iter()
            .filter(|panel| row.touched.has(panel.panel))
        {
            for version in &panel.versions {
                c.push(&row.model, panel, version);
            }
        }
    }
    if c.task.is_empty() {
        return Ok(());
    }
    let upsert = format!(
        "INSERT INTO {schema}.manga_panels (task_id, panel_number, version, status, is_shown, scene_revision, image_path, \
         image, lineage, instruction_text, reference, error, cost_micros, elapsed_ms, attempts, open_attempt, base_version, \
         script_revision, created_at) \
         SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::bool[], $6::int[], $7::text[], $8::jsonb[], \
         $9::jsonb[], $10::bytea[], $11::jsonb[], $12::jsonb[], $13::bigint[], $14::bigint[], $15::int[], $16::int[], \
         $17::int[], $18::int[], $19::timestamptz[]) \
         ON CONFLICT (task_id, panel_number, version) DO UPDATE SET status = excluded.status, is_shown = excluded.is_shown, \
         scene_revision = excluded.scene_revision, image_path = excluded.image_path, image = excluded.image, \
         lineage = excluded.lineage, instruction_text = excluded.instruction_text, reference = excluded.reference, \
         error = excluded.error, cost_micros = excluded.cost_micros, elapsed_ms = excluded.elapsed_ms, \
         attempts = excluded.attempts, open_attempt = excluded.open_attempt, base_version = excluded.base_version, \
         script_revision = excluded.script_revision"
    );
    let statement = transaction.prepare_cached(&upsert).await?;
    transaction
        .execute(
            &statement,
            &[
                &c.task,
                &c.panel,
                &c.version,
                &c.status,
                &c.shown,
                &c.scene_revision,
                &c.path,
                &c.image,
                &c.lineage,
                &c.instruction,
                &c.reference,
                &c.error,
                &c.cost,
                &c.elapsed,
                &c.attempts,
                &c.open_attempt,
                &c.base_version,
                &c.script_revision,
                &c.created,
            ],
        )
        .await?;
    Ok(())
}

fn bytes(sealed: Option<&Sealed>) -> Bytes {
    sealed.map(Message::encode_to_vec)
}

fn parameters(task: &TaskModel) -> Parameters {
    Parameters {
        language: task.language.clone(),
        reading_direction: task.reading_direction.clone(),
        priority: task.priority.clone(),
        style: task.style.clone(),
        story_chars: task.story_chars,
        request_hmac: task.request_hmac.clone(),
    }
}
