//! The same API over gRPC: the same commands, the same readers, the same tokens.

mod convert;
mod event_log;
mod manga_tasks;
mod status;
mod whole_log;

use std::sync::Arc;

use futures::Stream;
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;
use tonic::{Status, metadata::MetadataMap, transport::Server};

use crate::{
    app::App,
    asked::Asked,
    auth::{self, Caller},
    hub::{Update, Watch},
    idempotency::IdempotencyKey,
    limits,
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

/// Serves until asked to stop; running calls are finished.
///
/// # Errors
/// When the server fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stopping: CancellationToken,
) -> Result<(), tonic::transport::Error> {
    let api = Api {
        app,
        log_readers: Arc::new(Semaphore::new(limits::MAX_LOG_READERS)),
    };
    let (reporter, health) = tonic_health::server::health_reporter();
    reporter
        .set_serving::<v1::manga_tasks_server::MangaTasksServer<Api>>()
        .await;
    reporter
        .set_serving::<v1::event_log_server::EventLogServer<Api>>()
        .await;
    let reflection =
        || tonic_reflection::server::Builder::configure().register_encoded_file_descriptor_set(DESCRIPTORS);
    let mut server = Server::builder();
    let mut router = server
        .add_service(health)
        .add_service(v1::manga_tasks_server::MangaTasksServer::new(api.clone()))
        .add_service(v1::event_log_server::EventLogServer::new(api));
    // The descriptors are our own and were made by the compiler; without them the API still serves.
    match (reflection().build_v1(), reflection().build_v1alpha()) {
        (Ok(v1), Ok(v1alpha)) => router = router.add_service(v1).add_service(v1alpha),
        (Err(error), _) | (_, Err(error)) => tracing::error!("No reflection: {error}"),
    }
    router
        .serve_with_incoming_shutdown(TcpListenerStream::new(listener), stopping.cancelled_owned())
        .await
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
    fn caller(&self, metadata: &MetadataMap) -> Result<Caller, Problem> {
        auth::authenticate(
            &metadata.clone().into_headers(),
            &self.app.front.tokens,
            mangakai_runtime::now(),
        )
    }

    fn asked(&self, metadata: &MetadataMap, key: &str) -> Result<Asked, Problem> {
        let key = if key.is_empty() {
            None
        } else {
            Some(IdempotencyKey::parse(key)?)
        };
        let caller = self.caller(metadata)?;
        let traceparent = crate::asked::traceparent(&metadata.clone().into_headers());
        Ok(Asked {
            caller,
            key,
            correlation: mangakai_runtime::new_id(),
            traceparent,
        })
    }
}
