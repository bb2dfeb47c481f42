//! Logs and metrics of a process.

use std::io::IsTerminal;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{
    EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt, util::TryInitError,
};

/// Buckets of every `_seconds` histogram: from a cached read to a long drawing.
const SECONDS: [f64; 14] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 300.0,
];

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people on a terminal, JSON otherwise.
    #[default]
    Auto,
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// Why telemetry could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The level is not understood.
    #[error("the log level is not understood: {0}")]
    Level(#[from] tracing_subscriber::filter::ParseError),
    /// Logs are set up already.
    #[error("logs are set up already: {0}")]
    Logs(#[from] TryInitError),
    /// Metrics could not be set up.
    #[error("metrics: {0}")]
    Metrics(#[from] BuildError),
}

/// Log lines to standard error, from `level` on (`info`, or directives such as `info,mangakai_log=debug`).
pub fn init_logs(level: &str, format: LogFormat) -> Result<(), TelemetryError> {
    let filter = EnvFilter::try_new(level)?;
    let text = format == LogFormat::Text || (format == LogFormat::Auto && std::io::stderr().is_terminal());
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if text {
        lines.with_target(false).boxed()
    } else {
        lines.json().flatten_event(true).boxed()
    };
    tracing_subscriber::registry()
        .with(filter)
        .with(lines)
        .try_init()?;
    Ok(())
}

/// The metrics of this process, as Prometheus reads them.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// The text of `/metrics`.
    pub fn render(&self) -> String {
        self.0.run_upkeep();
        self.0.render()
    }
}

/// Installs the recorder of this process.
pub fn init_metrics() -> Result<Metrics, TelemetryError> {
    let builder =
        PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?;
    Ok(Metrics(builder.install_recorder()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_rendered_with_our_buckets() {
        let metrics = init_metrics().unwrap();
        metrics::counter!("test_calls_total").increment(2);
        metrics::histogram!("test_call_seconds").record(0.02);
        let text = metrics.render();
        assert!(text.contains("test_calls_total 2"), "{text}");
        assert!(
            text.contains(r#"test_call_seconds_bucket{le="0.025"} 1"#),
            "{text}"
        );
    }

    #[test]
    fn a_level_that_is_not_understood_is_an_error() {
        assert!(matches!(
            init_logs("info,=,", LogFormat::Text),
            Err(TelemetryError::Level(_))
        ));
    }
}
