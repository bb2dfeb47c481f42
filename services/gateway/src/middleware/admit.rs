//! Who comes in: the caller is judged once, then the size of the head, the rate and the crowd.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue},
    middleware::Next,
    response::{IntoResponse, Response},
};
use mangakai_runtime::now;

use crate::{
    auth::Seen,
    extract::accepts_stream,
    front::Front,
    limits,
    overload::waits,
    problem::{Problem, ProblemKind, whole_seconds},
    rates::{Lane, Verdict},
};

/// Lets a request in, or answers it.
pub async fn admit(State(front): State<Front>, mut request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/v1/") {
        // Health, metrics and documents are asked for by machines of ours, and cost little.
        return next.run(request).await;
    }
    let judged = front.judge(request.method(), request.headers(), now());
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let lane = Lane::of(
        request.method(),
        request.uri().path(),
        accepts_stream(request.headers()),
    );
    let asker = match lane {
        Lane::Sessions => crate::rates::Asker::address(front.client(peer, request.headers())),
        _ => front.asker(&judged, peer, request.headers()),
    };
    request.extensions_mut().insert(Seen(judged));
    let verdict = front.rates.take(lane, asker).await;
    let mut response = match refused(&request, verdict.as_ref()) {
        Some(problem) => problem.into_response(),
        None => handle(&front, request, next).await,
    };
    if let Some(verdict) = verdict {
        announce(&verdict, response.headers_mut());
    }
    response
}

fn refused(request: &Request, verdict: Option<&Verdict>) -> Option<Problem> {
    let fields = request.headers().len();
    if fields > limits::MAX_HEADERS {
        let detail = format!("there are {fields} header fields; {} may be", limits::MAX_HEADERS);
        return Some(Problem::new(ProblemKind::HeadersTooLarge, detail));
    }
    let head = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum::<usize>();
    let address = request
        .uri()
        .path_and_query()
        .map_or(0, |address| address.as_str().len());
    if head + address > limits::MAX_HEADER_BYTES {
        let detail = format!(
            "address and header may have {} bytes together",
            limits::MAX_HEADER_BYTES
        );
        let kind = if address > limits::MAX_HEADER_BYTES {
            ProblemKind::UriTooLong
        } else {
            ProblemKind::HeadersTooLarge
        };
        return Some(Problem::new(kind, detail));
    }
    let wait = verdict?.wait?;
    let detail = format!("wait {} seconds", whole_seconds(wait));
    Some(Problem::new(ProblemKind::TooMany, detail).retry_after(wait))
}

async fn handle(front: &Front, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str);
    let waits = waits(request.method(), route, request.uri().query().unwrap_or_default());
    let place = match front.overload.enter(waits) {
        Ok(place) => place,
        Err(problem) => return problem.into_response(),
    };
    let answered = tokio::time::timeout(limits::HANDLER_WAIT, next.run(request)).await;
    drop(place);
    answered.unwrap_or_else(|_| Problem::unavailable("the answer took too long").into_response())
}

/// `RateLimit` and `RateLimit-Policy` as the IETF's draft writes them.
fn announce(verdict: &Verdict, headers: &mut HeaderMap) {
    let (lane, allowance) = (verdict.lane.name(), verdict.allowance);
    let policy = format!(
        "\"{lane}\";q={};w=60;mk-burst={}",
        allowance.per_minute, allowance.burst
    );
    let until = verdict
        .wait
        .map(|wait| format!(";t={}", whole_seconds(wait)))
        .unwrap_or_default();
    let state = format!("\"{lane}\";r={}{until}", verdict.remaining);
    for (name, value) in [("ratelimit-policy", policy), ("ratelimit", state)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}
