//! The same API over gRPC: the same commands, the same readers, the same tokens.

mod convert;
mod event_log;
mod health;
mod manga_tasks;
mod status;
mod whole_log;

use std::sync::Arc;

use axum::{Router, middleware::from_fn_with_state};
use futures::Stream;
use tokio::sync::Semaphore;
use tonic::{Request, Status, service::Routes};
use tonic_health::pb::health_server::HealthServer;
use tonic_reflection::server::Builder;

use crate::{
    app::App,
    asked::Asked,
    auth::{Caller, Seen},
    front::Front,
    hub::{Update, Watch},
    idempotency::IdempotencyKey,
    limits,
    middleware::admit::admit_call,
    problem::Problem,
};

/// The gRPC API, its clients included: generated from `proto/mangakai/v1`.
#[expect(
    clippy::allow_attributes,
    missing_docs,
    reason = "generated; the proto carries the comments"
)]
pub mod v1 {
    tonic::include_proto!("mangakai.v1");
}

/// Descriptors of the API, for reflection.
const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/api.bin"));

/// What both services stand on.
#[derive(Clone)]
pub struct Api {
    app: App,
    /// Places of those who read the whole log.
    log_readers: Arc<Semaphore>,
}

/// Every call, with the front before it.
///
/// # Errors
/// When the descriptors that were compiled in do not hold together.
pub fn router(app: App, front: &Front) -> Result<Router, tonic_reflection::server::Error> {
    let health = HealthServer::new(health::Health(app.clone()));
    let api = Api {
        app,
        log_readers: Arc::new(Semaphore::new(limits::MAX_LOG_READERS)),
    };
    let tasks = v1::manga_tasks_server::MangaTasksServer::new(api.clone());
    let reflection = || Builder::configure().register_encoded_file_descriptor_set(DESCRIPTORS);
    let routes = Routes::new(tasks.max_decoding_message_size(limits::MAX_BODY_BYTES))
        .add_service(v1::event_log_server::EventLogServer::new(api))
        .add_service(health)
        .add_service(reflection().build_v1()?)
        .add_service(reflection().build_v1alpha()?);
    Ok(fronted(routes.prepare().into_axum_router(), front))
}

/// Puts the front before any router of calls.
fn fronted(router: Router, front: &Front) -> Router {
    router.layer(from_fn_with_state(front.clone(), admit_call))
}

/// What a viewer is told until the task has ended. A server that stops says so: the stream goes on elsewhere.
fn updates(watch: Watch) -> impl Stream<Item = Result<Update, Status>> + Send {
    futures::stream::unfold(Some(watch), async |watch| {
        let mut watch = watch?;
        match watch.next().await {
            Ok(Some(end @ Update::End(..))) => Some((Ok(end), None)),
            Ok(Some(update)) => Some((Ok(update), Some(watch))),
            Ok(None) => Some((Err(Problem::stopping().into()), None)),
            Err(error) => Some((Err(Problem::from(error).into()), None)),
        }
    })
}

impl Api {
    fn caller<T>(&self, request: &Request<T>) -> Result<Caller, Problem> {
        Seen::caller(request.extensions())
    }

    fn asked<T>(&self, request: &Request<T>, key: &str) -> Result<Asked, Problem> {
        let key = if key.is_empty() {
            None
        } else {
            Some(IdempotencyKey::parse(key)?)
        };
        let headers = request.metadata().clone().into_headers();
        Ok(Asked {
            caller: self.caller(request)?,
            key,
            correlation: mangakai_runtime::new_id(),
            traceparent: crate::asked::traceparent(&headers),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::GatewayConfig, overload::Overload};
    use axum::{
        body::Body,
        http::{Request, Version},
        response::Response,
        routing::post,
    };
    use mangakai_runtime::Secret;
    use tower::ServiceExt;

    const CALL: &str = "/mangakai.v1.MangaTasks/CancelTask";
    const HEALTH: &str = "/grpc.health.v1.Health/Check";

    async fn call(front: &Front, path: &str, version: Version) -> Response {
        let calls = Router::new()
            .route(CALL, post(async || "done"))
            .route(HEALTH, post(async || "done"));
        let request = Request::post(path).version(version).body(Body::empty());
        fronted(calls, front).oneshot(request.unwrap()).await.unwrap()
    }

    fn front(rate: &str) -> Front {
        let config = GatewayConfig::new(Secret::new("a key of thirty-two bytes, or so"));
        Front::new(GatewayConfig {
            rate_limit: rate.parse().unwrap(),
            ..config
        })
    }

    fn status(response: &Response) -> Option<&str> {
        response.headers().get("grpc-status")?.to_str().ok()
    }

    #[tokio::test]
    async fn too_many_calls_are_told_when_to_come_again() {
        let front = front("60/1");
        assert_eq!(status(&call(&front, CALL, Version::HTTP_2).await), None);
        let refused = call(&front, CALL, Version::HTTP_2).await;
        assert_eq!((refused.status().as_u16(), status(&refused)), (200, Some("8")));
        assert_eq!(refused.headers()["retry-after"], "1");
        assert_eq!(refused.headers()["ratelimit"], "\"writes\";r=0;t=1");
        assert_eq!(status(&call(&front, HEALTH, Version::HTTP_2).await), None);
    }

    #[tokio::test]
    async fn a_full_house_takes_no_call() {
        let full = Front {
            overload: Overload::new(0, 0),
            ..front("off")
        };
        assert_eq!(status(&call(&full, CALL, Version::HTTP_2).await), Some("14"));
        assert_eq!(status(&call(&full, HEALTH, Version::HTTP_2).await), None);
    }

    #[tokio::test]
    async fn http_1_is_told_to_upgrade() {
        assert_eq!(call(&front("off"), CALL, Version::HTTP_11).await.status(), 426);
    }
}
