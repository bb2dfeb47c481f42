//! One commit into the log, and what the broker may answer.

use async_nats::{Request, RequestErrorKind, header::NATS_MESSAGE_ID};
use serde::Deserialize;

use crate::{Log, LogError, message::Draft};

/// The optimistic check failed: the subject's last sequence is another.
const WRONG_LAST_SEQUENCE: u64 = 10071;
/// Several replicas: another write to the subject is on its way.
const WRITE_IN_FLIGHT: u64 = 10164;
/// Several replicas: the same message id is on its way.
const DUPLICATE_IN_FLIGHT: u64 = 10158;
/// Wrong by our own fault: too large, another stream, a header without its partner, a limit of the configuration.
const DEFECTS: [u64; 5] = [10054, 10060, 10193, 10052, 10174];

/// What became of one publish.
#[derive(Debug)]
pub enum Appended {
    /// Stored, at this position.
    Stored(u64),
    /// The broker has seen this commit id before, at this position.
    Duplicate(u64),
    /// Somebody else wrote first; the subject's last sequence, if told.
    Conflict(Option<u64>),
    /// Another write to the subject is on its way: the same again after a short pause. Not stored.
    Pause,
    /// This very commit is on its way already: the same again after a short pause. May come to be stored.
    InFlight,
    /// No leader, no space, too busy: the same again after a longer pause. Not stored.
    Unavailable(String),
    /// Sent, never answered: read back before saying anything.
    Unknown(String),
}

#[derive(Deserialize)]
struct Ack {
    #[serde(default)]
    seq: u64,
    #[serde(default)]
    duplicate: bool,
    error: Option<AckError>,
}

#[derive(Deserialize)]
struct AckError {
    #[serde(default)]
    err_code: u64,
    #[serde(default)]
    description: String,
}

impl Log {
    /// Publishes a commit once, under its optimistic check.
    pub(crate) async fn publish(&self, draft: &Draft) -> Result<Appended, LogError> {
        debug_assert!(draft.headers.get(NATS_MESSAGE_ID).is_some());
        let request = Request::new()
            .payload(draft.body.clone())
            .headers(draft.headers.clone())
            .timeout(Some(self.config().publish_timeout));
        let answer = match self.client().send_request(draft.subject.clone(), request).await {
            Ok(answer) => answer,
            Err(error) => {
                return match error.kind() {
                    RequestErrorKind::NoResponders => Ok(Appended::Unavailable("no leader".to_owned())),
                    RequestErrorKind::TimedOut | RequestErrorKind::Other => {
                        Ok(Appended::Unknown(error.to_string()))
                    }
                    RequestErrorKind::MaxPayloadExceeded | RequestErrorKind::InvalidSubject => {
                        Err(LogError::Refused {
                            code: 0,
                            description: error.to_string(),
                        })
                    }
                };
            }
        };
        match serde_json::from_slice::<Ack>(&answer.payload) {
            Ok(ack) => outcome(ack),
            Err(error) => Ok(Appended::Unknown(format!("the answer cannot be read: {error}"))),
        }
    }
}

/// The table of answers, by error code: the client library's own kinds know only the first of them.
fn outcome(ack: Ack) -> Result<Appended, LogError> {
    let Some(AckError {
        err_code,
        description,
    }) = ack.error
    else {
        return Ok(if ack.duplicate {
            Appended::Duplicate(ack.seq)
        } else {
            Appended::Stored(ack.seq)
        });
    };
    match err_code {
        WRONG_LAST_SEQUENCE => Ok(Appended::Conflict(
            description.rsplit(' ').next().and_then(|n| n.parse().ok()),
        )),
        WRITE_IN_FLIGHT => Ok(Appended::Pause),
        DUPLICATE_IN_FLIGHT => Ok(Appended::InFlight),
        code if DEFECTS.contains(&code) => Err(LogError::Refused { code, description }),
        code => Ok(Appended::Unavailable(format!("{description} ({code})"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(text: &str) -> Result<Appended, LogError> {
        outcome(serde_json::from_str(text).unwrap())
    }

    #[test]
    fn every_answer_of_the_broker_has_its_outcome() {
        assert!(matches!(
            answered(r#"{"stream":"S","seq":7}"#),
            Ok(Appended::Stored(7))
        ));
        assert!(matches!(
            answered(r#"{"stream":"S","seq":7,"duplicate":true}"#),
            Ok(Appended::Duplicate(7))
        ));
        let refused = |code: u64, words: &str| {
            answered(&format!(
                r#"{{"error":{{"code":400,"err_code":{code},"description":"{words}"}}}}"#
            ))
        };
        assert!(matches!(
            refused(10071, "wrong last sequence: 42"),
            Ok(Appended::Conflict(Some(42)))
        ));
        assert!(matches!(
            refused(10164, "wrong last sequence"),
            Ok(Appended::Pause)
        ));
        assert!(matches!(
            refused(10158, "duplicate message id is in process"),
            Ok(Appended::InFlight)
        ));
        for code in [10077, 10023, 10167, 10163, 10008, 10009] {
            assert!(
                matches!(refused(code, "later"), Ok(Appended::Unavailable(_))),
                "{code}"
            );
        }
        for code in DEFECTS {
            assert!(
                matches!(refused(code, "never"), Err(LogError::Refused { .. })),
                "{code}"
            );
        }
    }
}
