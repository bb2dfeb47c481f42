//! What every shell needs: the clock, ids, telemetry, shutdown, health, secrets.

mod edge;
mod health;
mod secret;
mod shutdown;
mod telemetry;

pub use edge::{new_id, now, random_id};
pub use health::{Check, Health, Report};
pub use secret::Secret;
pub use shutdown::Shutdown;
pub use telemetry::{LogFormat, Metrics, TelemetryError, init_logs, init_metrics};
