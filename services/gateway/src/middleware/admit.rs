//! Who comes in: the caller is judged once, then the size of the head, the rate and the crowd.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Version},
    middleware::Next,
    response::{IntoResponse, Response},
};
use mangakai_runtime::now;
use tokio::time::timeout;

use crate::{
    auth::{Caller, Seen, authenticate},
    extract::accepts_stream,
    front::Front,
    limits,
    overload::waits,
    problem::{Problem, ProblemKind, whole_seconds},
    rates::{Asker, Lane, Verdict},
};

/// Lets a request over HTTP in, or answers it.
pub async fn admit(State(front): State<Front>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/v1/") {
        // Health, metrics and documents are asked for by machines of ours, and cost little.
        return next.run(request).await;
    }
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    let route = request.extensions().get::<MatchedPath>();
    let guest = Guest {
        judged: front.judge(method, headers, now()),
        lane: Lane::of(method, uri.path(), accepts_stream(headers)),
        waits: waits(
            method,
            route.map_or("", MatchedPath::as_str),
            uri.query().unwrap_or_default(),
        ),
    };
    receive(&front, guest, request, next, Problem::into_response).await
}

/// Lets a gRPC call in, or answers it.
pub async fn admit_call(State(front): State<Front>, request: Request, next: Next) -> Response {
    if request.version() < Version::HTTP_2 {
        return StatusCode::UPGRADE_REQUIRED.into_response();
    }
    let Some(lane) = Lane::of_call(request.uri().path()) else {
        return next.run(request).await;
    };
    let guest = Guest {
        judged: authenticate(request.headers(), &front.tokens, now()),
        lane,
        waits: false,
    };
    let refuse = |problem| tonic::Status::from(problem).into_http();
    receive(&front, guest, request, next, refuse).await
}

/// Who comes, and for what.
struct Guest {
    judged: Result<Caller, Problem>,
    lane: Lane,
    waits: bool,
}

async fn receive(
    front: &Front,
    guest: Guest,
    mut request: Request,
    next: Next,
    refuse: impl Fn(Problem) -> Response,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let asker = match guest.lane {
        Lane::Sessions => Asker::address(front.client(peer, request.headers())),
        _ => front.asker(&guest.judged, peer, request.headers()),
    };
    request.extensions_mut().insert(Seen(guest.judged));
    let verdict = front.rates.take(guest.lane, asker).await;
    let answered = match refused(&request, verdict.as_ref()) {
        Some(problem) => Err(problem),
        None => handle(front, guest.waits, request, next).await,
    };
    let mut response = answered.unwrap_or_else(refuse);
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

async fn handle(front: &Front, waits: bool, request: Request, next: Next) -> Result<Response, Problem> {
    let place = front.overload.enter(waits)?;
    let answered = timeout(limits::HANDLER_WAIT, next.run(request)).await;
    drop(place);
    answered.map_err(|_| Problem::unavailable("the answer took too long"))
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
