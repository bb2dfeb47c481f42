//! Serving HTTP/1.1 and HTTP/2 on a listener, with limits on heads, connections and waiting.

use std::{
    future::Future,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
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

/// What an HTTP/2 client says first.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Between two looks at the first bytes of a connection that came in pieces.
const PEEK_PAUSE: Duration = Duration::from_millis(10);

/// Serves until `stopping`; then no connection is taken any more, and those there are may finish their requests.
pub async fn serve(listener: TcpListener, router: Router, stopping: CancellationToken) {
    let places = Arc::new(Semaphore::new(limits::MAX_CONNECTIONS));
    let connections = TaskTracker::new();
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
        let (server, router, stopping) = (server.clone(), router.clone(), stopping.clone());
        connections.spawn(async move {
            converse(&server, stream, peer, router, &stopping).await;
            drop(place);
        });
    }
    drop(listener);
    connections.close();
    if timeout(limits::DRAIN_WAIT, connections.wait()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

/// One connection to its end: its own, ours, or that of our patience with one that asks for nothing.
async fn converse(
    server: &Server,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    stopping: &CancellationToken,
) {
    let Ok(Ok(http2)) = timeout(limits::HEADER_WAIT, speaks_http2(&stream)).await else {
        return;
    };
    let asked = CancellationToken::new();
    let service = service(&stream, peer, router, asked.clone());
    let over = until_over(&asked, stopping);
    let io = TokioIo::new(stream);
    if http2 {
        let connection = server.http2.serve_connection(io, service);
        drive(connection, http2::Connection::graceful_shutdown, over).await;
    } else {
        let connection = server.http1.serve_connection(io, service).with_upgrades();
        drive(connection, http1::UpgradeableConnection::graceful_shutdown, over).await;
    }
}

/// Whether a connection begins as HTTP/2 does. Looked at, not read: a connection that hyper's own detection has read
/// from keeps twice the memory for as long as it lives.
async fn speaks_http2(stream: &TcpStream) -> std::io::Result<bool> {
    let mut first = [0; PREFACE.len()];
    loop {
        let seen = stream.peek(&mut first).await?;
        let same = first[..seen] == PREFACE[..seen];
        if seen == PREFACE.len() || !same || seen == 0 {
            return Ok(same && seen > 0);
        }
        // A part of it is there, and looking again would not wait for the rest.
        tokio::time::sleep(PEEK_PAUSE).await;
    }
}

/// Serves a connection until it ends; after `over` it takes no further request.
async fn drive<C>(connection: C, stop: fn(Pin<&mut C>), over: impl Future<Output = ()>)
where
    C: Future<Output = hyper::Result<()>>,
{
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = over => {
            stop(connection.as_mut());
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(cause = %error, "a connection ended early");
    }
}

/// The server stops, or nothing was asked in the time that a head may take.
async fn until_over(asked: &CancellationToken, stopping: &CancellationToken) {
    let first = stopping.run_until_cancelled(timeout(limits::HEADER_WAIT, asked.cancelled()));
    if let Some(Ok(())) = first.await {
        stopping.cancelled().await;
    }
}

/// How each protocol is served.
struct Server {
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
}

fn server() -> Server {
    let mut http1 = http1::Builder::new();
    http1
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HEADER_WAIT)
        .max_buf_size(HARD_HEADER_BYTES)
        .max_headers(HARD_HEADERS);
    let mut http2 = http2::Builder::new(TokioExecutor::new());
    http2
        .timer(TokioTimer::new())
        .keep_alive_interval(limits::PING_EVERY)
        .keep_alive_timeout(limits::PING_WAIT)
        .max_header_list_size(HARD_HEADER_BYTES as u32)
        .max_concurrent_streams(MAX_HTTP2_STREAMS);
    Server { http1, http2 }
}

type HttpService = TowerToHyperService<
    tower::util::BoxCloneSyncService<
        hyper::Request<Incoming>,
        axum::response::Response,
        std::convert::Infallible,
    >,
>;

/// The router, which knows its peer and makes known that something was `asked`.
fn service(stream: &TcpStream, peer: SocketAddr, router: Router, asked: CancellationToken) -> HttpService {
    // Small answers must not wait for a full packet.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(cause = %error, "nodelay is not to be had");
    }
    let named = router.map_request(move |mut request: hyper::Request<Incoming>| {
        asked.cancel();
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(Body::new)
    });
    TowerToHyperService::new(tower::util::BoxCloneSyncService::new(named))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::Notify,
    };

    const EMPTY_SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];

    /// A connection to a server whose handler says when it begins, and takes longer than a head may.
    async fn connected(stopping: &CancellationToken) -> (TcpStream, Arc<Notify>) {
        let begun = Arc::new(Notify::new());
        let begin = begun.clone();
        let slow = async move || {
            begin.notify_one();
            tokio::time::sleep(limits::HEADER_WAIT * 3 / 2).await;
            "late"
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/slow", get(slow));
        tokio::spawn(serve(listener, router, stopping.clone()));
        (TcpStream::connect(address).await.unwrap(), begun)
    }

    /// What is answered until the connection is closed; none when it stays open.
    async fn answer(stream: &mut TcpStream) -> Option<String> {
        let mut bytes = Vec::new();
        let read = timeout(10 * limits::HEADER_WAIT, stream.read_to_end(&mut bytes));
        let _ = read.await.ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_for_nothing_is_not_waited_for() {
        let silent_http2 = [PREFACE, EMPTY_SETTINGS].concat();
        for said in [&b""[..], b"P", &PREFACE[..20], b"GET /slow HTT", &silent_http2] {
            let (mut stream, _) = connected(&CancellationToken::new()).await;
            stream.write_all(said).await.unwrap();
            let shown = String::from_utf8_lossy(said);
            assert!(answer(&mut stream).await.is_some(), "open after {shown:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_may_wait_and_is_answered_also_by_a_server_that_stops() {
        for stops in [false, true] {
            let stopping = CancellationToken::new();
            let (mut stream, begun) = connected(&stopping).await;
            let request = b"GET /slow HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n";
            stream.write_all(request).await.unwrap();
            begun.notified().await;
            if stops {
                stopping.cancel();
            }
            let answer = answer(&mut stream).await.unwrap();
            assert!(answer.ends_with("late"), "{answer}");
        }
    }
}
