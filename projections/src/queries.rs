//! What the API asks the read models.

mod costs;

use deadpool_postgres::Pool;
use jiff::Timestamp;
use postgres_types::ToSql;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{ProjectionError, TaskModel, limits, state, tasks::rows, time};
pub use costs::{CostSum, SessionCosts};

/// Where a page of a list ended: the next page begins after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When the last task of the page was created.
    pub created_at: Timestamp,
    /// Its id, for tasks created at the same instant.
    pub task_id: Uuid,
}

/// A session, as its own commands show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionModel {
    /// The session.
    pub session_id: String,
    /// Its first command.
    pub created_at: Timestamp,
    /// Its last command.
    pub last_activity: Timestamp,
    /// Tasks it ever created.
    pub tasks: u64,
}

/// Reader of the generation that serves. Cheap to clone.
#[derive(Clone)]
pub struct Queries {
    pool: Pool,
}

impl std::fmt::Debug for Queries {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Queries")
    }
}

impl Queries {
    /// Reads over this pool, see [`crate::open_pool`].
    pub fn new(pool: Pool) -> Queries {
        Queries { pool }
    }

    /// One task; none when the read model does not know it (yet).
    pub async fn task(&self, id: Uuid) -> Result<Option<TaskModel>, ProjectionError> {
        Ok(self.read("WHERE id = $1", &[&id]).await?.pop())
    }

    /// Tasks of a session, newest first; `status` is one of [`crate::state`].
    pub async fn tasks(
        &self,
        session: &str,
        status: Option<&str>,
        limit: u32,
        before: Option<Cursor>,
    ) -> Result<Vec<TaskModel>, ProjectionError> {
        let limit = i64::from(limit).min(limits::MAX_PAGE);
        let before = before.map(|cursor| (time::to_sql(cursor.created_at), cursor.task_id));
        let mut rest = "WHERE user_session_id = $1".to_owned();
        let mut parameters: Vec<&(dyn ToSql + Sync)> = vec![&session];
        if let Some(status) = &status {
            parameters.push(status);
            rest += &format!(" AND status = ${}", parameters.len());
        }
        if let Some((created_at, id)) = &before {
            parameters.push(created_at);
            parameters.push(id);
            rest += &format!(
                " AND (created_at, id) < (${}, ${})",
                parameters.len() - 1,
                parameters.len()
            );
        }
        parameters.push(&limit);
        rest += &format!(" ORDER BY created_at DESC, id DESC LIMIT ${}", parameters.len());
        self.read(&rest, &parameters).await
    }

    /// Tasks that wait for a person, the one that was created first at the front.
    pub async fn held_tasks(&self, limit: u32) -> Result<Vec<TaskModel>, ProjectionError> {
        let limit = i64::from(limit).min(limits::MAX_PAGE);
        let rest = "WHERE status = $1 ORDER BY created_at, id LIMIT $2";
        self.read(rest, &[&state::HELD, &limit]).await
    }

    /// One session; none when it never asked for anything.
    pub async fn session(&self, id: &str) -> Result<Option<SessionModel>, ProjectionError> {
        let client = self.pool.get().await?;
        let statement = client
            .prepare_cached("SELECT id, created_at, last_activity, tasks FROM user_sessions WHERE id = $1")
            .await?;
        let session = |row: Row| {
            Ok(SessionModel {
                session_id: row.try_get(0)?,
                created_at: time::from_sql(row.try_get(1)?)?,
                last_activity: time::from_sql(row.try_get(2)?)?,
                tasks: row.try_get::<_, i64>(3)? as u64,
            })
        };
        client
            .query_opt(&statement, &[&id])
            .await?
            .map(session)
            .transpose()
    }

    /// Position in a stream of the log up to which tasks are shown.
    pub async fn position(&self, stream: u32) -> Result<u64, ProjectionError> {
        let client = self.pool.get().await?;
        let statement = client
            .prepare_cached(
                "SELECT position FROM projection_positions JOIN projection_generations USING (name, generation) \
                 WHERE name = 'tasks' AND state = 'serving' AND stream = $1",
            )
            .await?;
        let row = client.query_opt(&statement, &[&(stream as i32)]).await?;
        Ok(row.map_or(0, |row| row.get::<_, i64>(0) as u64))
    }

    /// The database answers.
    pub async fn ping(&self) -> Result<(), ProjectionError> {
        self.pool.get().await?.query_one("SELECT 1", &[]).await?;
        Ok(())
    }

    /// Tasks and their panels as of one moment.
    async fn read(
        &self,
        rest: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<TaskModel>, ProjectionError> {
        let mut client = self.pool.get().await?;
        let transaction = client
            .build_transaction()
            .isolation_level(tokio_postgres::IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .await?;
        let tasks = transaction.prepare_cached(&rows::select_tasks(rest)).await?;
        let panels = transaction.prepare_cached(&rows::select_panels()).await?;
        let tasks = transaction.query(&tasks, parameters).await?;
        let ids = tasks
            .iter()
            .map(|row| row.try_get(0))
            .collect::<Result<Vec<Uuid>, _>>()?;
        let panels = if ids.is_empty() {
            Vec::new()
        } else {
            transaction.query(&panels, &[&ids]).await?
        };
        transaction.commit().await?;
        rows::assemble(&tasks, &panels)
    }
}
