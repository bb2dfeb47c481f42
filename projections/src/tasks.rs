//! Read models `manga_tasks` and `manga_panels`.

mod columns;
pub(crate) mod rows;
mod touched;

use std::collections::HashMap;

use deadpool_postgres::Transaction;
use mangakai_events::{Event, Recorded};
use uuid::Uuid;

use self::touched::Touched;
use crate::{ProjectionError, TaskModel, projection::Projection};

/// A task that a batch touches.
#[derive(Debug, Default)]
pub struct Row {
    model: TaskModel,
    touched: Touched,
}

/// The read model of tasks.
pub struct Tasks;

impl Projection for Tasks {
    const NAME: &'static str = "tasks";
    const TABLES: &'static str = include_str!("../tables/tasks.sql");
    const VIEWS: &'static [&'static str] = &["manga_tasks", "manga_panels"];
    type Rows = HashMap<Uuid, Row>;

    /// Without story and script: they only ever get replaced or erased, and are the bulk of a row.
    async fn load(
        transaction: &Transaction<'_>,
        schema: &str,
        commits: &[Recorded<Event>],
    ) -> Result<Self::Rows, ProjectionError> {
        // A task whose first commit is in the batch has no row.
        let mut ids: Vec<Uuid> = commits.iter().map(|commit| commit.aggregate_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let fresh: std::collections::HashSet<Uuid> = commits
            .iter()
            .filter(|commit| commit.version == 1)
            .map(|commit| commit.aggregate_id)
            .collect();
        ids.retain(|id| !fresh.contains(id));
        let mut rows: Self::Rows = HashMap::with_capacity(ids.len() + fresh.len());
        if !ids.is_empty() {
            for model in rows::load(transaction, schema, &ids).await? {
                rows.insert(
                    model.task_id,
                    Row {
                        model,
                        touched: Touched::default(),
                    },
                );
            }
        }
        Ok(rows)
    }

    fn fold(rows: &mut Self::Rows, commit: &Recorded<Event>) -> Result<(), ProjectionError> {
        let row = rows.entry(commit.aggregate_id).or_default();
        if commit.version != row.model.version + 1 {
            let (task, version) = (commit.aggregate_id, row.model.version);
            return Err(ProjectionError::Gap {
                task,
                version,
                commit: commit.version,
            });
        }
        row.model.fold(commit);
        for event in &commit.events {
            row.touched.note(event);
        }
        Ok(())
    }

    async fn write(
        transaction: &Transaction<'_>,
        schema: &str,
        rows: &Self::Rows,
    ) -> Result<(), ProjectionError> {
        columns::write_tasks(transaction, schema, rows).await?;
        columns::write_panels(transaction, schema, rows).await
    }
}
