//! Read models `cost_tasks` and `costs`: what calls cost, per task and day. A session's and a day's costs are sums of them.
//!
//! A task lives in one stream, so no two writers meet in a row; rows only ever grow, so a batch adds what it brings.

mod charge;

use std::collections::BTreeMap;

use deadpool_postgres::Transaction;
use mangakai_events::{Event, Recorded, day_of};
use uuid::Uuid;

use self::charge::{Charge, charge};
use crate::{ProjectionError, projection::Projection};

/// Which row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    task: Uuid,
    day: String,
    work: &'static str,
    provider: String,
    model: String,
}

/// What a batch adds to a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    charged: i64,
    perhaps: i64,
    micros: i64,
}

/// What a batch brings.
#[derive(Debug, Default)]
pub struct Rows {
    sessions: BTreeMap<Uuid, String>,
    costs: BTreeMap<Key, Delta>,
}

/// The read model of costs.
pub struct Costs;

impl Projection for Costs {
    const NAME: &'static str = "costs";
    const TABLES: &'static str = include_str!("../tables/costs.sql");
    const VIEWS: &'static [&'static str] = &["cost_tasks", "costs"];
    type Rows = Rows;

    async fn load(_: &Transaction<'_>, _: &str, _: &[Recorded<Event>]) -> Result<Rows, ProjectionError> {
        Ok(Rows::default())
    }

    fn fold(rows: &mut Rows, commit: &Recorded<Event>) -> Result<(), ProjectionError> {
        for event in &commit.events {
            if let Event::TaskCreated(created) = event {
                rows.sessions
                    .insert(commit.aggregate_id, created.session_id.clone());
            }
            let Some(Charge { work, lineage, cost }) = charge(event) else {
                continue;
            };
            let key = Key {
                task: commit.aggregate_id,
                day: day_of(commit.time.as_millisecond()),
                work,
                provider: lineage
                    .map(|lineage| lineage.provider.clone())
                    .unwrap_or_default(),
                model: lineage.map(|lineage| lineage.model.clone()).unwrap_or_default(),
            };
            let delta = rows.costs.entry(key).or_default();
            delta.charged += i64::from(cost.is_charged);
            delta.perhaps += i64::from(cost.is_unknown);
            delta.micros = delta
                .micros
                .saturating_add(i64::try_from(cost.micros).unwrap_or(i64::MAX));
        }
        Ok(())
    }

    async fn write(transaction: &Transaction<'_>, schema: &str, rows: &Rows) -> Result<(), ProjectionError> {
        write_sessions(transaction, schema, &rows.sessions).await?;
        write_costs(transaction, schema, &rows.costs).await
    }
}

async fn write_sessions(
    transaction: &Transaction<'_>,
    schema: &str,
    sessions: &BTreeMap<Uuid, String>,
) -> Result<(), ProjectionError> {
    if sessions.is_empty() {
        return Ok(());
    }
    let insert = format!(
        "INSERT INTO {schema}.cost_tasks (task_id, session_id) SELECT * FROM unnest($1::uuid[], $2::text[]) \
         ON CONFLICT DO NOTHING"
    );
    let statement = transaction.prepare_cached(&insert).await?;
    let tasks: Vec<&Uuid> = sessions.keys().collect();
    let owners: Vec<&str> = sessions.values().map(String::as_str).collect();
    transaction.execute(&statement, &[&tasks, &owners]).await?;
    Ok(())
}

async fn write_costs(
    transaction: &Transaction<'_>,
    schema: &str,
    costs: &BTreeMap<Key, Delta>,
) -> Result<(), ProjectionError> {
    if costs.is_empty() {
        return Ok(());
    }
    let upsert = format!(
        "INSERT INTO {schema}.costs AS c (task_id, day, work, provider, model, charged_calls, perhaps_calls, cost_micros) \
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], \
         $8::bigint[]) \
         ON CONFLICT (task_id, day, work, provider, model) DO UPDATE SET \
         charged_calls = c.charged_calls + excluded.charged_calls, \
         perhaps_calls = c.perhaps_calls + excluded.perhaps_calls, cost_micros = c.cost_micros + excluded.cost_micros"
    );
    let statement = transaction.prepare_cached(&upsert).await?;
    let tasks: Vec<Uuid> = costs.keys().map(|key| key.task).collect();
    let days: Vec<&str> = costs.keys().map(|key| key.day.as_str()).collect();
    let works: Vec<&str> = costs.keys().map(|key| key.work).collect();
    let providers: Vec<&str> = costs.keys().map(|key| key.provider.as_str()).collect();
    let models: Vec<&str> = costs.keys().map(|key| key.model.as_str()).collect();
    let charged: Vec<i64> = costs.values().map(|delta| delta.charged).collect();
    let perhaps: Vec<i64> = costs.values().map(|delta| delta.perhaps).collect();
    let micros: Vec<i64> = costs.values().map(|delta| delta.micros).collect();
    transaction
        .execute(
            &statement,
            &[
                &tasks, &days, &works, &providers, &models, &charged, &perhaps, &micros,
            ],
        )
        .await?;
    Ok(())
}
