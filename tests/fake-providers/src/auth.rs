//! Whether a request says who pays, in the form that the provider wants.

use crate::call::{Call, Wrong};
use crate::provider::Auth;

/// Headers that hold a key at one provider or another.
const SECRETS: [&str; 3] = ["authorization", "x-goog-api-key", "x-key"];

/// Any key is good; no key, or one in the wrong place, is not.
pub(crate) fn check(call: &Call) -> Result<(), Wrong> {
    let wrong = |sentence: String| Err(Wrong::new("", sentence));
    match call.provider.auth() {
        Auth::Open => Ok(()),
        Auth::Header(name) => {
            let in_query = call.provider == crate::Provider::Gemini && call.query.contains_key("key");
            if in_query || call.header(name).is_some_and(|key| !key.trim().is_empty()) {
                Ok(())
            } else {
                wrong(format!("the header {name} with the key is missing"))
            }
        }
        Auth::Authorization(scheme) => {
            let sent = call.header("authorization").unwrap_or_default();
            match sent.split_once(' ') {
                Some((said, key)) if said == scheme && !key.trim().is_empty() => Ok(()),
                _ => wrong(format!("the header authorization: {scheme} <key> is missing")),
            }
        }
    }
}

/// Whoever opens a picture's address must not send a key along: it may be anybody's host.
pub(crate) fn leaks(call: &Call) -> Option<&'static str> {
    SECRETS.into_iter().find(|name| call.headers.contains_key(*name))
}
