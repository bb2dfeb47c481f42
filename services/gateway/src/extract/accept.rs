//! What the caller accepts: a stream by its name, an answer unless its entity tag is known.

use axum::http::{HeaderMap, HeaderValue, header};

/// A strong entity tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Etag(String);

impl Etag {
    /// A tag of visible ASCII without quotes; anything else is left out.
    pub fn new(text: &str) -> Etag {
        Etag(
            text.chars()
                .filter(|c| c.is_ascii_graphic() && *c != '"')
                .collect(),
        )
    }

    /// As it stands in the header.
    pub fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&format!("\"{}\"", self.0)).unwrap_or(HeaderValue::from_static("\"\""))
    }
}

/// True when `If-None-Match` names the tag: 304 is the answer.
pub fn if_none_match(headers: &HeaderMap, etag: &Etag) -> bool {
    let named = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|tag| {
        let tag = tag.trim();
        let tag = tag.strip_prefix("W/").unwrap_or(tag);
        tag == "*" || tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"')) == Some(&etag.0)
    })
}

/// Streams are asked for by name; everything else gets the history.
pub fn accepts_stream(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/event-stream"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_asks_for_a_stream_gets_one() {
        let headers = |accept| HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
        assert!(accepts_stream(&headers("text/event-stream")));
        assert!(!accepts_stream(&headers("application/json")));
        assert!(!accepts_stream(&HeaderMap::new()));
    }

    #[test]
    fn a_tag_is_recognised_in_a_list() {
        let etag = Etag::new("abc.7");
        for (value, matches) in [
            ("\"abc.7\"", true),
            ("W/\"abc.7\"", true),
            ("\"x\", \"abc.7\"", true),
            ("*", true),
            ("abc.7", false),
            ("\"abc.8\"", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(value));
            assert_eq!(if_none_match(&headers, &etag), matches, "{value}");
        }
        assert!(!if_none_match(&HeaderMap::new(), &etag));
        assert_eq!(etag.header(), "\"abc.7\"");
    }
}
