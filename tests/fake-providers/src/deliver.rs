//! Lets an answer travel: at once, in drips, half of it, late, never.

use std::io;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response};
use bytes::Bytes;
use futures::{Stream, StreamExt, stream};

use crate::call::{Reply, Travel};
use crate::state::{Fake, Ticket};

/// Marks a response in whose place the connection is to be broken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hangup;

pub(crate) async fn deliver(fake: &Fake, mut reply: Reply) -> Response<Body> {
    let ticket = reply.ticket.take();
    match reply.travel.clone() {
        Travel::AtOnce => {}
        Travel::Late { after_ms } => {
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(after_ms)) => {}
                () = fake.closing.cancelled() => return hangup(),
            }
        }
        Travel::Held => {
            let mut releases = fake.releases.subscribe();
            let before = *releases.borrow_and_update();
            tokio::select! {
                released = releases.wait_for(|count| *count > before) => drop(released),
                () = fake.closing.cancelled() => return hangup(),
            }
        }
        Travel::Never => {
            fake.closing.cancelled().await;
            return hangup();
        }
        Travel::Reset => return hangup(),
        Travel::Cut => {
            let half = reply.body.slice(..reply.body.len() / 2);
            let broken = stream::iter([Ok(half), Err(io::Error::other("the fake breaks the connection"))]);
            let length = reply.body.len();
            return response(&reply, Body::from_stream(broken), Some(length));
        }
        Travel::Drip { pieces, every_ms } => {
            let drips = drip(reply.body.clone(), pieces, every_ms, ticket);
            let length = reply.body.len();
            return response(&reply, Body::from_stream(drips), Some(length));
        }
    }
    if let Some(mut ticket) = ticket {
        ticket.given = true;
    }
    let body = Body::from(reply.body.clone());
    response(&reply, body, None)
}

fn drip(
    body: Bytes,
    pieces: usize,
    every_ms: u64,
    ticket: Option<Ticket>,
) -> impl Stream<Item = io::Result<Bytes>> {
    let size = body.len().div_ceil(pieces.max(1)).max(1);
    let starts: Vec<usize> = (0..body.len()).step_by(size).collect();
    let last = starts.len();
    stream::iter(starts.into_iter().zip(1..))
        .scan(ticket, move |ticket, (start, count)| {
            let piece = body.slice(start..(start + size).min(body.len()));
            if count == last
                && let Some(ticket) = ticket.as_mut()
            {
                ticket.given = true;
            }
            futures::future::ready(Some(piece))
        })
        .then(move |piece| async move {
            tokio::time::sleep(Duration::from_millis(every_ms)).await;
            Ok(piece)
        })
}

fn hangup() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Hangup);
    response
}

fn response(reply: &Reply, body: Body, length: Option<usize>) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    let content_type = HeaderValue::from_str(&reply.content_type);
    headers.insert(
        "content-type",
        content_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    if let Some(length) = length {
        headers.insert("content-length", HeaderValue::from(length));
    }
    for (name, value) in &reply.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    response
}
