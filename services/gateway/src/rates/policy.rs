//! What each kind of request is allowed.

use std::str::FromStr;

use axum::http::Method;

use crate::limits;

/// Requests of one kind share a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Everything that changes something.
    Writes,
    /// Everything else.
    Reads,
    /// Opening a stream.
    Streams,
    /// Making a session: by address.
    Sessions,
}

/// How much a lane lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Requests a minute, evenly.
    pub per_minute: u32,
    /// Requests at once.
    pub burst: u32,
}

/// `MANGAKAI_RATE_LIMIT`: writes a minute and at once, or no limits at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// Nothing is limited: for load tests.
    Off,
    /// Writes; the other lanes have limits of their own.
    Writes(Allowance),
}

/// The text is not a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rate limit is `<a minute>/<at once>`, such as 60/10, or `off`")]
pub struct InvalidRateLimit;

impl Default for RateLimit {
    fn default() -> RateLimit {
        RateLimit::Writes(Allowance {
            per_minute: 60,
            burst: 10,
        })
    }
}

impl FromStr for RateLimit {
    type Err = InvalidRateLimit;

    fn from_str(text: &str) -> Result<RateLimit, InvalidRateLimit> {
        if text.trim().eq_ignore_ascii_case("off") {
            return Ok(RateLimit::Off);
        }
        let (per_minute, burst) = text.split_once('/').ok_or(InvalidRateLimit)?;
        let positive = |text: &str| {
            text.trim()
                .parse()
                .ok()
                .filter(|number: &u32| *number > 0)
                .ok_or(InvalidRateLimit)
        };
        Ok(RateLimit::Writes(Allowance {
            per_minute: positive(per_minute)?,
            burst: positive(burst)?,
        }))
    }
}

impl Lane {
    /// The lane of a request.
    pub fn of(method: &Method, path: &str, accepts_stream: bool) -> Lane {
        if *method == Method::POST && path == "/v1/sessions" {
            return Lane::Sessions;
        }
        if !method.is_safe() {
            return Lane::Writes;
        }
        let opens = path == "/v1/ws" || (path.ends_with("/events") && accepts_stream);
        if opens { Lane::Streams } else { Lane::Reads }
    }

    /// The lane of a gRPC call, by its path; none for health and reflection, which machines of ours ask for.
    pub fn of_call(path: &str) -> Option<Lane> {
        let (_, method) = path.strip_prefix("/mangakai.v1.")?.split_once('/')?;
        Some(match method {
            "GetTask" | "ListTasks" => Lane::Reads,
            "WatchTask" | "ReadEvents" => Lane::Streams,
            _ => Lane::Writes,
        })
    }

    /// Name in the `RateLimit` headers.
    pub fn name(self) -> &'static str {
        match self {
            Lane::Writes => "writes",
            Lane::Reads => "reads",
            Lane::Streams => "streams",
            Lane::Sessions => "sessions",
        }
    }

    /// What it allows; none when nothing is limited.
    pub fn allowance(self, writes: RateLimit) -> Option<Allowance> {
        let RateLimit::Writes(writes) = writes else {
            return None;
        };
        let even = |per_minute| Allowance {
            per_minute,
            burst: per_minute,
        };
        Some(match self {
            Lane::Writes => writes,
            Lane::Reads => even(limits::READS_PER_MINUTE),
            Lane::Streams => even(limits::STREAMS_PER_MINUTE),
            Lane::Sessions => Allowance {
                per_minute: limits::SESSIONS_PER_MINUTE,
                burst: limits::SESSIONS_BURST,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_is_understood_or_refused() {
        assert_eq!("60/10".parse(), Ok(RateLimit::default()));
        assert_eq!(" OFF ".parse(), Ok(RateLimit::Off));
        for odd in ["", "60", "0/10", "60/0", "a/b", "60/10/1", "-1/1"] {
            assert_eq!(odd.parse::<RateLimit>(), Err(InvalidRateLimit), "{odd}");
        }
    }

    #[test]
    fn each_request_has_its_lane() {
        for (method, path, stream, lane) in [
            (Method::POST, "/v1/sessions", false, Lane::Sessions),
            (Method::POST, "/v1/tasks", false, Lane::Writes),
            (Method::DELETE, "/v1/tasks/x", false, Lane::Writes),
            (Method::GET, "/v1/tasks", false, Lane::Reads),
            (Method::GET, "/v1/tasks/x/events", true, Lane::Streams),
            (Method::GET, "/v1/tasks/x/events", false, Lane::Reads),
            (Method::GET, "/v1/ws", false, Lane::Streams),
        ] {
            assert_eq!(Lane::of(&method, path, stream), lane, "{method} {path}");
        }
    }

    #[test]
    fn each_call_has_its_lane() {
        for (path, lane) in [
            ("/mangakai.v1.MangaTasks/CreateTask", Some(Lane::Writes)),
            ("/mangakai.v1.MangaTasks/GetTask", Some(Lane::Reads)),
            ("/mangakai.v1.MangaTasks/WatchTask", Some(Lane::Streams)),
            ("/mangakai.v1.EventLog/ReadEvents", Some(Lane::Streams)),
            ("/mangakai.v1.MangaTasks/Unheard", Some(Lane::Writes)),
            ("/grpc.health.v1.Health/Check", None),
        ] {
            assert_eq!(Lane::of_call(path), lane, "{path}");
        }
    }
}
