//! What things cost.

use postgres_types::ToSql;
use tokio_postgres::Row;

use super::Queries;
use crate::{ProjectionError, limits};

/// What calls cost together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CostSum {
    /// What it is the sum of: a day (`2026-01-02`, UTC) or the id of a task.
    pub of: String,
    /// In millionths of a US dollar.
    pub cost_micros: u64,
    /// Calls that were charged.
    pub charged_calls: u64,
    /// Calls of which nobody knows whether they were charged.
    pub perhaps_calls: u64,
}

/// What a session spent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionCosts {
    /// By day, the newest first.
    pub days: Vec<CostSum>,
    /// By task, the most expensive first.
    pub tasks: Vec<CostSum>,
}

const SUMS: &str = "sum(cost_micros)::bigint, sum(charged_calls)::bigint, sum(perhaps_calls)::bigint";

impl Queries {
    /// What the tasks of a session cost; free tasks are not among them.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn session_costs(&self, session: &str) -> Result<SessionCosts, ProjectionError> {
        let of_session = "FROM costs JOIN cost_tasks USING (task_id) WHERE session_id = $1";
        let days = format!("SELECT day, {SUMS} {of_session} GROUP BY day ORDER BY day DESC LIMIT $2");
        let tasks =
            format!("SELECT task_id::text, {SUMS} {of_session} GROUP BY task_id ORDER BY 2 DESC, 1 LIMIT $2");
        Ok(SessionCosts {
            days: self.sums(&days, &[&session, &limits::MAX_PAGE]).await?,
            tasks: self.sums(&tasks, &[&session, &limits::MAX_PAGE]).await?,
        })
    }

    /// What everybody's tasks cost by day, the newest first.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn daily_costs(&self) -> Result<Vec<CostSum>, ProjectionError> {
        let days = format!("SELECT day, {SUMS} FROM costs GROUP BY day ORDER BY day DESC LIMIT $1");
        self.sums(&days, &[&limits::MAX_PAGE]).await
    }

    async fn sums(
        &self,
        query: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<CostSum>, ProjectionError> {
        let client = self.pool.get().await?;
        let statement = client.prepare_cached(query).await?;
        let rows = client.query(&statement, parameters).await?;
        rows.iter().map(sum).collect()
    }
}

fn sum(row: &Row) -> Result<CostSum, ProjectionError> {
    Ok(CostSum {
        of: row.try_get(0)?,
        cost_micros: row.try_get::<_, i64>(1)? as u64,
        charged_calls: row.try_get::<_, i64>(2)? as u64,
        perhaps_calls: row.try_get::<_, i64>(3)? as u64,
    })
}
