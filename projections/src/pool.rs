//! Connections to the read models' database.

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::{Config, NoTls};

use crate::{ProjectionError, limits};

/// A pool of connections whose statements are limited in time. Connections are made when they are needed.
///
/// # Errors
/// When the address is not understood.
pub fn open_pool(database_url: &str, size: usize) -> Result<Pool, ProjectionError> {
    let setup = |error: &dyn std::fmt::Display| ProjectionError::Setup(error.to_string());
    let mut config: Config = database_url.parse().map_err(|error| setup(&error))?;
    let options = [
        config.get_options().unwrap_or_default(),
        &statement_timeout(limits::READ_TIMEOUT),
    ]
    .join(" ");
    config.options(options.trim());
    config.application_name("mangakai-projections");
    config.connect_timeout(limits::POOL_TIMEOUT);
    let manager = Manager::from_config(
        config,
        NoTls,
        ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        },
    );
    Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(limits::POOL_TIMEOUT))
        .create_timeout(Some(limits::POOL_TIMEOUT))
        .build()
        .map_err(|error| setup(&error))
}

fn statement_timeout(limit: Duration) -> String {
    format!("-c statement_timeout={}", limit.as_millis())
}
