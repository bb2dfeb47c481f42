//! Reading a body: whole, and no further than its limit.

use axum::extract::Request;
use bytes::{Bytes, BytesMut};
use futures::StreamExt;

use crate::{
    limits,
    problem::{Problem, ProblemKind},
};

/// What is read and thrown away beyond the limit: a caller still sending would otherwise see its connection
/// broken instead of the answer.
const DRAINED_BYTES: usize = 16 * 1024 * 1024;

/// The whole body, of at most `limit` bytes.
///
/// # Errors
/// 413 when it is longer, 408 when it comes too slowly, 400 when it is cut off.
pub async fn read_body(request: Request, limit: usize) -> Result<Bytes, Problem> {
    match tokio::time::timeout(limits::BODY_WAIT, collect(request, limit)).await {
        Ok(read) => read,
        Err(_) => Err(Problem::new(
            ProblemKind::TooSlow,
            "the body did not come in time",
        )),
    }
}

async fn collect(request: Request, limit: usize) -> Result<Bytes, Problem> {
    let mut chunks = request.into_body().into_data_stream();
    let mut body = BytesMut::new();
    let mut length = 0_usize;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Problem::new(ProblemKind::Malformed, "the body was cut off"))?;
        length += chunk.len();
        if length <= limit {
            body.extend_from_slice(&chunk);
        } else if length > DRAINED_BYTES {
            break;
        }
    }
    if length > limit {
        return Err(Problem::new(
            ProblemKind::TooLarge,
            format!("the body may have at most {limit} bytes"),
        ));
    }
    Ok(body.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit() {
        let request = |bytes: usize| Request::new(Body::from(vec![b'x'; bytes]));
        assert_eq!(read_body(request(10), 10).await.unwrap().len(), 10);
        for bytes in [11, DRAINED_BYTES * 2] {
            assert_eq!(
                read_body(request(bytes), 10).await.unwrap_err().status().as_u16(),
                413
            );
        }
    }

    #[tokio::test]
    async fn a_cut_body_is_malformed() {
        let chunks = [Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("reset"))];
        let request = Request::new(Body::from_stream(futures::stream::iter(chunks)));
        assert_eq!(read_body(request, 10).await.unwrap_err().status().as_u16(), 400);
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_never_ends_is_not_waited_for() {
        let never = futures::stream::pending::<Result<Bytes, std::io::Error>>();
        let request = Request::new(Body::from_stream(never));
        assert_eq!(read_body(request, 10).await.unwrap_err().status().as_u16(), 408);
    }
}
