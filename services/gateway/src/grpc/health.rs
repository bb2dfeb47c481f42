//! Health as gRPC asks for it: what `/readyz` says, when it is asked.

use std::pin::Pin;

use futures::Stream;
use tonic::{Request, Response, Status};
use tonic_health::pb::{
    HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus, health_server,
};

use super::v1;
use crate::{app::App, limits};

/// The whole server, and each of its services.
const NAMES: [&str; 3] = [
    "",
    v1::manga_tasks_server::SERVICE_NAME,
    v1::event_log_server::SERVICE_NAME,
];

/// Answers for all services: they stand on the same things.
#[derive(Clone)]
pub struct Health(pub App);

impl Health {
    async fn status(&self, service: &str) -> ServingStatus {
        if !NAMES.contains(&service) {
            ServingStatus::ServiceUnknown
        } else if !self.0.stopping.is_cancelled() && self.0.ready.report().await.ready {
            ServingStatus::Serving
        } else {
            ServingStatus::NotServing
        }
    }

    /// The first status that is another than was told; none when the server has stopped.
    async fn next(&self, service: &str, told: Option<ServingStatus>) -> Option<ServingStatus> {
        loop {
            let status = self.status(service).await;
            if told != Some(status) {
                return Some(status);
            }
            let pause = tokio::time::sleep(limits::CHECK_KEPT);
            self.0.stopping.run_until_cancelled(pause).await?;
        }
    }
}

fn answer(status: ServingStatus) -> HealthCheckResponse {
    HealthCheckResponse {
        status: status.into(),
    }
}

#[tonic::async_trait]
impl health_server::Health for Health {
    type WatchStream = Pin<Box<dyn Stream<Item = Result<HealthCheckResponse, Status>> + Send>>;

    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        match self.status(&request.get_ref().service).await {
            ServingStatus::ServiceUnknown => Err(Status::not_found("there is no such service")),
            status => Ok(Response::new(answer(status))),
        }
    }

    /// The status now, and each other one until the server stops.
    async fn watch(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let (health, service) = (self.clone(), request.into_inner().service);
        let changes = futures::stream::unfold(None, move |told| {
            let (health, service) = (health.clone(), service.clone());
            async move {
                let status = health.next(&service, told).await?;
                Some((Ok(answer(status)), Some(status)))
            }
        });
        Ok(Response::new(Box::pin(changes)))
    }
}
