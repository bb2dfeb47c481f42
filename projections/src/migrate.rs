//! Tables: the registry by migrations, a first generation of each projection by its own definition.

use deadpool_postgres::Pool;

use crate::{
    ProjectionError,
    costs::Costs,
    generation::{self, State},
    limits,
    projection::Projection,
    sessions::Sessions,
    tasks::Tasks,
};

mod registry {
    refinery::embed_migrations!("migrations");
}

/// Others keep migrations of their own in the same database.
const HISTORY: &str = "projection_migrations";
/// Advisory lock under which tables are made: several processes start at once.
const LOCK: &str = "mangakai/projections/migrate";

/// Makes what is missing. Safe to call from several processes.
///
/// # Errors
/// When the database is away, or holds migrations that this build does not know.
pub async fn migrate(pool: &Pool) -> Result<(), ProjectionError> {
    // Detached from the pool: the lock ends with the connection, whatever happens.
    let mut client = deadpool_postgres::Object::take(pool.get().await?);
    // Others may be at it for longer than a reader would ever wait, and so may we.
    let patience = limits::MIGRATION_TIMEOUT.as_millis();
    client
        .batch_execute(&format!("SET statement_timeout = {patience}"))
        .await?;
    client
        .execute("SELECT pg_advisory_lock(hashtextextended($1, 0))", &[&LOCK])
        .await?;
    registry::migrations::runner()
        .set_migration_table_name(HISTORY)
        .run_async(&mut *client)
        .await?;
    ensure::<Tasks>(&mut client).await?;
    ensure::<Sessions>(&mut client).await?;
    ensure::<Costs>(&mut client).await
}

async fn ensure<P: Projection>(client: &mut deadpool_postgres::ClientWrapper) -> Result<(), ProjectionError> {
    let transaction = client.transaction().await?;
    if generation::find::<P>(&transaction, State::Serving)
        .await?
        .is_none()
    {
        let first = generation::create::<P>(&transaction, State::Serving).await?;
        generation::show::<P>(&transaction, first).await?;
    }
    transaction.commit().await?;
    Ok(())
}
