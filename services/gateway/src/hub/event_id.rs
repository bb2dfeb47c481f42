//! The id of a streamed event: where to go on after it.

use std::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Epoch of the log, position of the commit, index of the event within it. Opaque to clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventId {
    /// Positions of another epoch mean nothing here.
    pub epoch: String,
    /// Sequence of the commit in its stream.
    pub position: u64,
    /// Of the event within its commit, from 0.
    pub index: u32,
}

/// The text is not an id that we gave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an event id")]
pub struct NotAnEventId;

impl EventId {
    /// What somebody has seen who has seen nothing: every event is behind it.
    pub fn nothing(epoch: &str) -> EventId {
        EventId {
            epoch: epoch.to_owned(),
            position: 0,
            index: 0,
        }
    }

    fn plain(&self) -> String {
        format!("{}:{}:{}", self.epoch, self.position, self.index)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.plain()))
    }
}

impl FromStr for EventId {
    type Err = NotAnEventId;

    fn from_str(text: &str) -> Result<EventId, NotAnEventId> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAnEventId)?;
        let plain = String::from_utf8(bytes).map_err(|_| NotAnEventId)?;
        let mut parts = plain.split(':');
        let (Some(epoch), Some(position), Some(index), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAnEventId);
        };
        let number = |text: &str| text.parse().map_err(|_| NotAnEventId);
        let index = index.parse().map_err(|_| NotAnEventId)?;
        let id = EventId {
            epoch: epoch.to_owned(),
            position: number(position)?,
            index,
        };
        // One spelling each: "+7" and "07" are numbers too.
        if id.plain() == plain {
            Ok(id)
        } else {
            Err(NotAnEventId)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_the_round_trip_and_nothing_else_passes() {
        let id = EventId {
            epoch: "0a1b2c3d".to_owned(),
            position: u64::MAX,
            index: 7,
        };
        assert_eq!(id.to_string().parse(), Ok(id));
        for text in [
            "",
            "nonsense",
            "AAAA",
            &URL_SAFE_NO_PAD.encode("a:1"),
            &URL_SAFE_NO_PAD.encode("a:1:2:3"),
            "\u{e9}",
        ] {
            assert_eq!(text.parse::<EventId>(), Err(NotAnEventId), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_id_survives_the_round_trip(epoch in "[0-9a-f]{8}", position: u64, index: u32) {
            let id = EventId { epoch, position, index };
            proptest::prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn no_text_is_read_as_something_else(text in ".{0,40}") {
            if let Ok(id) = text.parse::<EventId>() {
                proptest::prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
