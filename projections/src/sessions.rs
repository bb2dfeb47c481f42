//! Read model `user_sessions`: who was here, and how much they asked for.
//!
//! A session's tasks are spread over the streams, so several writers meet in one row: it only holds what comes out the
//! same in any order.

use std::collections::BTreeMap;

use deadpool_postgres::Transaction;
use jiff::Timestamp;
use mangakai_events::{Event, Recorded};

use crate::{ProjectionError, projection::Projection, time};

/// Prefix of the actor of a session's own commands.
const SESSION_ACTOR: &str = "session:";

/// What a batch adds to one session.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionDelta {
    first: Timestamp,
    last: Timestamp,
    tasks: i64,
}

/// The read model of sessions.
pub struct Sessions;

impl Projection for Sessions {
    const NAME: &'static str = "sessions";
    const TABLES: &'static str = include_str!("../tables/sessions.sql");
    const VIEWS: &'static [&'static str] = &["user_sessions"];
    /// Sorted: two writers lock rows in the same order.
    type Rows = BTreeMap<String, SessionDelta>;

    async fn load(
        _: &Transaction<'_>,
        _: &str,
        _: &[Recorded<Event>],
    ) -> Result<Self::Rows, ProjectionError> {
        Ok(BTreeMap::new())
    }

    fn fold(rows: &mut Self::Rows, commit: &Recorded<Event>) -> Result<(), ProjectionError> {
        let actor = commit.metadata.actor.strip_prefix(SESSION_ACTOR);
        let created = commit.events.iter().find_map(|event| match event {
            Event::TaskCreated(created) => Some(created.session_id.as_str()),
            _ => None,
        });
        let Some(session) = created.or(actor) else {
            return Ok(());
        };
        let (first, last) = (commit.time, commit.time);
        let delta = rows.entry(session.to_owned()).or_insert(SessionDelta {
            first,
            last,
            tasks: 0,
        });
        delta.first = delta.first.min(first);
        delta.last = delta.last.max(last);
        delta.tasks += i64::from(created.is_some());
        Ok(())
    }

    async fn write(
        transaction: &Transaction<'_>,
        schema: &str,
        rows: &Self::Rows,
    ) -> Result<(), ProjectionError> {
        if rows.is_empty() {
            return Ok(());
        }
        let upsert = format!(
            "INSERT INTO {schema}.user_sessions AS s (id, created_at, last_activity, tasks) \
             SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::bigint[]) \
             ON CONFLICT (id) DO UPDATE SET created_at = least(s.created_at, excluded.created_at), \
             last_activity = greatest(s.last_activity, excluded.last_activity), tasks = s.tasks + excluded.tasks"
        );
        let statement = transaction.prepare_cached(&upsert).await?;
        let ids: Vec<&str> = rows.keys().map(String::as_str).collect();
        let first: Vec<_> = rows.values().map(|delta| time::to_sql(delta.first)).collect();
        let last: Vec<_> = rows.values().map(|delta| time::to_sql(delta.last)).collect();
        let tasks: Vec<_> = rows.values().map(|delta| delta.tasks).collect();
        transaction
            .execute(&statement, &[&ids, &first, &last, &tasks])
            .await?;
        Ok(())
    }
}
