//! A gateway: its parts put together, served, and stopped without cutting anything off.

use std::convert::Infallible;

use axum::Router;
use mangakai_log::LogError;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    app::{App, Deps},
    config::GatewayConfig,
    front::Front,
    grpc,
    hub::{Hub, HubError},
    openapi::Document,
    router,
    serve::serve,
};

/// Why a gateway could not start or go on.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The live tail of the log could not be opened.
    #[error("the live tail: {0}")]
    Hub(#[from] HubError),
    /// The log does not answer.
    #[error("the log: {0}")]
    Log(#[from] LogError),
    /// The gRPC API cannot be described.
    #[error("gRPC reflection: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
}

/// A gateway that is ready to be served.
pub struct Gateway {
    app: App,
    http: Router,
    grpc: Router,
}

impl Gateway {
    /// Puts a gateway together. `shutdown` ends its live tail and its streams.
    ///
    /// # Errors
    /// When the live tail of the log cannot be opened, or the API cannot be described.
    pub async fn build(
        config: GatewayConfig,
        deps: Deps,
        shutdown: CancellationToken,
    ) -> Result<Gateway, GatewayError> {
        let hub = Hub::start(deps.log.clone(), shutdown.clone()).await?;
        let (routes, api) = router::table().split_for_parts();
        let front = Front::new(config);
        let app = App::new(front.clone(), deps, hub, Document::of(api), shutdown);
        Ok(Gateway {
            http: router::fronted(routes.with_state(app.clone()), &front),
            grpc: grpc::router(app.clone(), &front)?,
            app,
        })
    }

    /// State of the handlers.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Serves until the shutdown given to [`Gateway::build`]; then streams are told to go, and running requests have
    /// [`crate::limits::DRAIN_WAIT`] to end.
    ///
    /// # Errors
    /// None: a listener that fails is tried again.
    pub async fn run(self, http: TcpListener, grpc: TcpListener) -> Result<(), Infallible> {
        let stopping = &self.app.stopping;
        tokio::join!(
            serve(http, self.http, stopping.clone()),
            serve(grpc, self.grpc, stopping.clone()),
        );
        Ok(())
    }
}
