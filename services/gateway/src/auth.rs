//! Who asks: a session by its signed token, or an operator. One judgement for HTTP and gRPC.

mod caller;
mod origin;
mod tokens;

pub use caller::{Caller, Seen};
pub use origin::same_origin;
pub(crate) use tokens::mac;
pub use tokens::{BadToken, IssuedToken, Tokens};

use axum::http::{HeaderMap, Method, header};
use axum_extra::extract::CookieJar;
use jiff::Timestamp;

use crate::problem::{Problem, ProblemKind};

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "mangakai_session";

/// Where a credential was found: a browser sends cookies by itself, also for a foreign page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carrier {
    Header,
    Cookie,
}

/// Who sends these headers (or this gRPC metadata, which is headers too).
///
/// # Errors
/// 401 when there is no token, or one that does not hold.
pub fn authenticate(headers: &HeaderMap, tokens: &Tokens, now: Timestamp) -> Result<Caller, Problem> {
    let (token, _) = credential(headers)?;
    tokens.caller(&token, now).map_err(refused)
}

/// As [`authenticate`], and a change carried by the cookie must come from a page of ours.
///
/// # Errors
/// 401 as above; 403 for a foreign page.
pub fn authenticate_browser(
    method: &Method,
    headers: &HeaderMap,
    tokens: &Tokens,
    allowed_origins: &[String],
    now: Timestamp,
) -> Result<Caller, Problem> {
    let (token, carrier) = credential(headers)?;
    let caller = tokens.caller(&token, now).map_err(refused)?;
    if carrier == Carrier::Cookie && !method.is_safe() && !same_origin(headers, allowed_origins) {
        let detail = "a change with the session cookie needs an Origin of this server";
        return Err(Problem::new(ProblemKind::ForeignOrigin, detail));
    }
    Ok(caller)
}

fn credential(headers: &HeaderMap) -> Result<(String, Carrier), Problem> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    if let Some(value) = given.next() {
        if given.next().is_some() {
            return Err(unauthenticated("there is more than one Authorization header"));
        }
        let value = value
            .to_str()
            .map_err(|_| unauthenticated("the Authorization header is not text"))?;
        return match value.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                Ok((token.trim_start().to_owned(), Carrier::Header))
            }
            _ => Err(unauthenticated("the Authorization header is not a Bearer token")),
        };
    }
    let jar = CookieJar::from_headers(headers);
    match jar.get(SESSION_COOKIE) {
        Some(cookie) => Ok((cookie.value().to_owned(), Carrier::Cookie)),
        None => Err(unauthenticated("there is no token")),
    }
}

fn refused(bad: BadToken) -> Problem {
    unauthenticated(&bad.to_string())
}

fn unauthenticated(detail: &str) -> Problem {
    Problem::new(ProblemKind::NotAuthenticated, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use uuid::Uuid;

    fn now() -> Timestamp {
        "2026-01-02T03:04:05Z".parse().unwrap()
    }

    fn tokens() -> Tokens {
        Tokens::new(b"a key of thirty-two bytes, or so", Some("operator-secret"))
    }

    fn headers(pairs: &[(&'static str, String)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn header_and_cookie_carry_the_same_token() {
        let session = Uuid::from_u128(7);
        let token = tokens().issue(session, now()).unwrap().token;
        let by_header = headers(&[("authorization", format!("Bearer {token}"))]);
        let by_cookie = headers(&[("cookie", format!("other=1; {SESSION_COOKIE}={token}"))]);
        for carried in [by_header, by_cookie] {
            let caller = authenticate(&carried, &tokens(), now()).unwrap();
            assert_eq!(caller.session().map(|id| id.0), Some(session));
        }
    }

    #[test]
    fn without_one_good_token_nobody_is_known() {
        let token = tokens().issue(Uuid::from_u128(7), now()).unwrap().token;
        let basic = headers(&[("authorization", "Basic dTpw".to_owned())]);
        let mut two = headers(&[("authorization", format!("Bearer {token}"))]);
        two.append("authorization", HeaderValue::from_static("Bearer other"));
        for bad in [
            HeaderMap::new(),
            basic,
            two,
            headers(&[("authorization", "Bearer".to_owned())]),
        ] {
            let problem = authenticate(&bad, &tokens(), now()).unwrap_err();
            assert_eq!(problem.status().as_u16(), 401);
        }
    }

    #[test]
    fn a_cookie_from_a_foreign_page_changes_nothing() {
        let token = tokens().issue(Uuid::from_u128(7), now()).unwrap().token;
        let cookie = ("cookie", format!("{SESSION_COOKIE}={token}"));
        let host = ("host", "manga.example".to_owned());
        let cases = [
            (Method::POST, Some("http://manga.example"), true),
            (Method::POST, Some("http://evil.example"), false),
            (Method::POST, Some("null"), false),
            (Method::POST, None, false),
            (Method::GET, None, true),
            (Method::POST, Some("https://app.example"), true),
        ];
        for (method, origin, welcome) in cases {
            let mut all = headers(&[cookie.clone(), host.clone()]);
            if let Some(origin) = origin {
                all.insert("origin", HeaderValue::from_static(origin));
            }
            let allowed = ["https://app.example".to_owned()];
            let judged = authenticate_browser(&method, &all, &tokens(), &allowed, now());
            assert_eq!(judged.is_ok(), welcome, "{method} {origin:?}");
        }
    }

    #[test]
    fn a_bearer_token_needs_no_origin() {
        let token = tokens().issue(Uuid::from_u128(7), now()).unwrap().token;
        let all = headers(&[
            ("authorization", format!("bearer {token}")),
            ("origin", "http://evil.example".to_owned()),
        ]);
        assert!(authenticate_browser(&Method::POST, &all, &tokens(), &[], now()).is_ok());
    }
}
