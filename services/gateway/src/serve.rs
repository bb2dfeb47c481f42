//! Serving HTTP/1.1 and HTTP/2 on a listener, with limits on heads, connections and waiting.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::limits;

/// What hyper reads of a head before it gives up without a body: up to here [`limits::MAX_HEADER_BYTES`] and
/// [`limits::MAX_HEADERS`] are answered with a problem.
const HARD_HEADER_BYTES: usize = 16 * limits::MAX_HEADER_BYTES;
const HARD_HEADERS: usize = 10 * limits::MAX_HEADERS;
/// Pause after the listener failed, e.g. for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// Streams of one HTTP/2 connection at the same time.
const MAX_HTTP2_STREAMS: u32 = 256;

/// Serves until `stopping`; then no connection is taken any more, and those there are may finish their requests.
pub async fn serve_http(listener: TcpListener, router: Router, stopping: CancellationToken) {
    let places = Arc::new(Semaphore::new(limits::MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let server = Arc::new(server());
    loop {
        // A place first: beyond the limit, connections wait in the listener's own queue.
        let place = tokio::select! {
            () = stopping.cancelled() => break,
            place = Arc::clone(&places).acquire_owned() => place,
        };
        let (stream, peer) = tokio::select! {
            () = stopping.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(cause = %error, "a connection could not be taken");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            },
        };
        let service = service(&stream, peer, &router);
        let connection = server
            .serve_connection_with_upgrades(TokioIo::new(stream), service)
            .into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(cause = %error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits::DRAIN_WAIT, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not end in time");
    }
}

fn server() -> auto::Builder<TokioExecutor> {
    let mut server = auto::Builder::new(TokioExecutor::new());
    server
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HEADER_WAIT)
        .max_buf_size(HARD_HEADER_BYTES)
        .max_headers(HARD_HEADERS);
    server
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits::BODY_WAIT)
        .max_header_list_size(HARD_HEADER_BYTES as u32)
        .max_concurrent_streams(MAX_HTTP2_STREAMS);
    server
}

type HttpService = TowerToHyperService<
    tower::util::BoxCloneSyncService<
        hyper::Request<Incoming>,
        axum::response::Response,
        std::convert::Infallible,
    >,
>;

fn service(stream: &TcpStream, peer: SocketAddr, router: &Router) -> HttpService {
    // Small answers must not wait for a full packet.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(cause = %error, "nodelay is not to be had");
    }
    let named = router
        .clone()
        .map_request(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request.map(Body::new)
        });
    TowerToHyperService::new(tower::util::BoxCloneSyncService::new(named))
}
