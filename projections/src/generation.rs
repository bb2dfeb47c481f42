//! Generations of a projection's tables: one serves, another may be filled beside it.

use deadpool_postgres::Transaction;
use sha2::{Digest, Sha256};

use crate::{ProjectionError, projection::Projection};

/// One set of tables of a projection, in a schema of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generation(pub i32);

/// What a generation is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Readers see it.
    Serving,
    /// It is being filled.
    Building,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            State::Serving => "serving",
            State::Building => "building",
        }
    }
}

impl Generation {
    /// The schema that holds its tables.
    pub fn schema<P: Projection>(self) -> String {
        format!("mangakai_{}_{}", P::NAME, self.0)
    }
}

/// Tells whether stored tables are those that this build defines.
fn shape<P: Projection>() -> String {
    hex::encode(&Sha256::digest(P::TABLES)[..8])
}

/// The generation in a state; none when there is none.
pub async fn find<P: Projection>(
    client: &Transaction<'_>,
    state: State,
) -> Result<Option<Generation>, ProjectionError> {
    let found = client
        .query_opt(
            "SELECT generation FROM projection_generations WHERE name = $1 AND state = $2",
            &[&P::NAME, &state.name()],
        )
        .await?;
    Ok(found.map(|row| Generation(row.get(0))))
}

/// The generation that serves, if its tables are those that this build writes.
pub async fn serving<P: Projection>(client: &tokio_postgres::Client) -> Result<Generation, ProjectionError> {
    let row = client
        .query_one(
            "SELECT generation, shape FROM projection_generations WHERE name = $1 AND state = 'serving'",
            &[&P::NAME],
        )
        .await?;
    if row.get::<_, &str>(1) == shape::<P>() {
        Ok(Generation(row.get(0)))
    } else {
        Err(ProjectionError::OtherShape { name: P::NAME })
    }
}

/// Makes empty tables after all generations there are.
pub async fn create<P: Projection>(
    transaction: &Transaction<'_>,
    state: State,
) -> Result<Generation, ProjectionError> {
    let next = transaction
        .query_one(
            "INSERT INTO projection_generations (name, generation, state, shape) \
             SELECT $1, coalesce(max(generation), 0) + 1, $2, $3 FROM projection_generations WHERE name = $1 \
             RETURNING generation",
            &[&P::NAME, &state.name(), &shape::<P>()],
        )
        .await?;
    let generation = Generation(next.get(0));
    let schema = generation.schema::<P>();
    transaction
        .batch_execute(&format!(
            "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}; SET LOCAL search_path = {schema}; {} \
             SET LOCAL search_path = DEFAULT;",
            P::TABLES
        ))
        .await?;
    Ok(generation)
}

/// Lets readers see a generation.
pub async fn show<P: Projection>(
    transaction: &Transaction<'_>,
    generation: Generation,
) -> Result<(), ProjectionError> {
    let schema = generation.schema::<P>();
    for table in P::VIEWS {
        // Dropped first: the columns may have changed. Readers wait for the end of the transaction.
        let statement =
            format!("DROP VIEW IF EXISTS {table}; CREATE VIEW {table} AS SELECT * FROM {schema}.{table}");
        transaction.batch_execute(&statement).await?;
    }
    transaction
        .execute(
            "UPDATE projection_generations SET state = 'serving' WHERE name = $1 AND generation = $2",
            &[&P::NAME, &generation.0],
        )
        .await?;
    Ok(())
}

/// Lets readers see a generation instead of the one that they see now, which is removed.
pub async fn switch<P: Projection>(
    transaction: &Transaction<'_>,
    generation: Generation,
) -> Result<(), ProjectionError> {
    let serving = find::<P>(transaction, State::Serving).await?;
    if let Some(old) = serving {
        // The registry allows one that serves.
        forget::<P>(transaction, old).await?;
    }
    show::<P>(transaction, generation).await?;
    match serving {
        Some(old) => remove::<P>(transaction, old).await,
        None => Ok(()),
    }
}

async fn forget<P: Projection>(
    transaction: &Transaction<'_>,
    generation: Generation,
) -> Result<(), ProjectionError> {
    transaction
        .execute(
            "DELETE FROM projection_generations WHERE name = $1 AND generation = $2",
            &[&P::NAME, &generation.0],
        )
        .await?;
    Ok(())
}

/// Removes a generation with its tables and positions.
pub async fn remove<P: Projection>(
    transaction: &Transaction<'_>,
    generation: Generation,
) -> Result<(), ProjectionError> {
    forget::<P>(transaction, generation).await?;
    transaction
        .batch_execute(&format!(
            "DROP SCHEMA IF EXISTS {} CASCADE",
            generation.schema::<P>()
        ))
        .await?;
    Ok(())
}
