//! Can this gateway serve? Everything it stands on, asked by name.

use std::{sync::Arc, time::Instant};

use mangakai_log::broker_safety;
use mangakai_runtime::{Check, Health, Report};
use tokio::sync::Mutex;

use crate::{app::Deps, config::GatewayConfig, hub::Hub, limits};

/// The checks, and their last answer: however many ask, the servers behind are asked once a second.
#[derive(Clone, Debug)]
pub struct Ready {
    health: Health,
    last: Arc<Mutex<Option<(Instant, Report)>>>,
}

impl Ready {
    /// Checks of everything a gateway stands on.
    pub fn new(config: &GatewayConfig, deps: &Deps, hub: Hub) -> Ready {
        let Deps {
            log, queries, blobs, ..
        } = deps.clone();
        let mut checks = vec![
            Check::new("log", move || {
                let connected = log.is_connected();
                async move { connected.then_some(()).ok_or_else(|| "not connected".to_owned()) }
            }),
            Check::new("tail", move || std::future::ready(hub.health())),
            Check::new("postgres", move || {
                let queries = queries.clone();
                async move { queries.ping().await.map_err(|_| "does not answer".to_owned()) }
            }),
            Check::new("s3", move || {
                let blobs = blobs.clone();
                async move {
                    blobs
                        .is_reachable()
                        .await
                        .then_some(())
                        .ok_or_else(|| "does not answer".to_owned())
                }
            }),
        ];
        if !config.unsafe_broker {
            let urls = config.nats_monitor_urls.clone();
            checks.push(Check::new("broker", move || {
                let urls = urls.clone();
                async move { broker_safety(&urls).await.map_err(|error| error.to_string()) }
            }));
        }
        Ready::of(Health::new(checks))
    }

    /// Readiness by these checks.
    pub fn of(health: Health) -> Ready {
        Ready {
            health,
            last: Arc::default(),
        }
    }

    /// What the checks say.
    pub async fn report(&self) -> Report {
        let mut last = self.last.lock().await;
        if let Some((when, report)) = &*last
            && when.elapsed() < limits::CHECK_KEPT
        {
            return report.clone();
        }
        let report = self.health.report().await;
        *last = Some((Instant::now(), report.clone()));
        report
    }
}
