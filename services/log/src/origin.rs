//! Where a command or a job comes from: what one request set off can be followed through the whole log.

use async_nats::HeaderMap;
use mangakai_events::{LogEvent, Recorded, headers};
use uuid::Uuid;

/// The request at the beginning, and the commit just before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Carried by everything one request sets off.
    pub correlation_id: Uuid,
    /// The commit that caused this; none: a request did.
    pub causation_id: Option<Uuid>,
    /// W3C trace context of the request.
    pub traceparent: Option<String>,
}

impl Origin {
    /// A request that nothing led to.
    pub fn request(correlation_id: Uuid) -> Origin {
        Origin {
            correlation_id,
            causation_id: None,
            traceparent: None,
        }
    }

    /// What a commit leads to.
    pub fn commit<E: LogEvent>(commit: &Recorded<E>) -> Origin {
        Origin {
            correlation_id: commit.metadata.correlation_id,
            causation_id: Some(commit.commit_id),
            traceparent: commit.metadata.traceparent.clone(),
        }
    }

    pub(crate) fn write(&self, map: &mut HeaderMap) {
        map.insert(headers::CORRELATION, self.correlation_id.to_string());
        if let Some(causation) = self.causation_id {
            map.insert(headers::CAUSATION, causation.to_string());
        }
        if let Some(traceparent) = &self.traceparent {
            map.insert(headers::TRACEPARENT, traceparent.as_str());
        }
    }

    /// None: the message names no correlation.
    pub(crate) fn read(map: &HeaderMap) -> Option<Origin> {
        let id = |name: &str| map.get(name).and_then(|id| id.as_str().parse().ok());
        Some(Origin {
            correlation_id: id(headers::CORRELATION)?,
            causation_id: id(headers::CAUSATION),
            traceparent: map
                .get(headers::TRACEPARENT)
                .map(|value| value.as_str().to_owned()),
        })
    }
}
