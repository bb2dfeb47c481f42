//! The one place that talks to providers: sends a call within its time, reads a bounded answer, and says of every
//! failure whether the request may have been carried out.

use std::time::Instant;

use bytes::{Bytes, BytesMut};
use mangakai_runtime::Secret;
use reqwest::{
    Url,
    header::{HeaderMap, HeaderName, HeaderValue},
    multipart, redirect,
};

use crate::{
    catalogue::Auth,
    error::{Class, ProviderError},
    limits::{CONNECT_TIME, MAX_ANSWER_BYTES, MAX_PICTURE_BYTES},
    wire::{Body, Call, Reply},
};

const USER_AGENT: &str = concat!("mangakai/", env!("CARGO_PKG_VERSION"));

/// A provider's address and key.
#[derive(Clone, Debug)]
pub struct Endpoint {
    base: Url,
    key: Option<(HeaderName, HeaderValue)>,
    /// For API calls: never follows a redirect, which could carry the key away.
    api: reqwest::Client,
    /// For pictures: no key.
    downloads: reqwest::Client,
}

/// Why an endpoint cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    /// The address is none.
    #[error("{0} is not an address: {1}")]
    Address(String, String),
    /// The key cannot be sent.
    #[error("the key cannot be sent in a header")]
    Key,
    /// The client cannot be built.
    #[error("no client for HTTP: {0}")]
    Client(#[from] reqwest::Error),
}

impl Endpoint {
    /// An endpoint at `base`.
    pub fn new(base: &str, auth: Option<&Auth>, key: Option<&Secret>) -> Result<Endpoint, EndpointError> {
        let wrong =
            |error: &dyn std::fmt::Display| EndpointError::Address(base.to_owned(), error.to_string());
        let address = Url::parse(base).map_err(|error| wrong(&error))?;
        if !matches!(address.scheme(), "http" | "https") || address.host_str().is_none() {
            return Err(wrong(&"it begins with http:// or https:// and names a host"));
        }
        let key = match (auth, key) {
            (Some(auth), Some(key)) => Some(header(auth, key)?),
            _ => None,
        };
        let client = || {
            reqwest::Client::builder()
                .user_agent(USER_AGENT)
                .connect_timeout(CONNECT_TIME)
        };
        Ok(Endpoint {
            base: address,
            key,
            api: client().redirect(redirect::Policy::none()).build()?,
            downloads: client().redirect(redirect::Policy::limited(3)).build()?,
        })
    }

    /// Sends a call once.
    ///
    /// # Errors
    /// [`Class::Unreachable`] when nothing was sent; [`Class::UnknownOutcome`] when something was and no whole answer
    /// came.
    pub async fn send(&self, call: Call, until: Instant) -> Result<Reply, ProviderError> {
        let url = self.resolve(&call.path)?;
        let mut request = self.api.request(call.method, url);
        if let Some((name, value)) = &self.key {
            request = request.header(name, value);
        }
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        let request = match call.body {
            Body::Empty => request,
            Body::Json(json) => request.json(&json),
            Body::Form(parts) => {
                let mut form = multipart::Form::new();
                for part in parts {
                    let body = multipart::Part::stream(part.bytes);
                    let body = match part.file {
                        Some((name, media_type)) => {
                            body.file_name(name).mime_str(&media_type).map_err(|error| {
                                ProviderError::new(Class::BadRequest, "media_type").because(error)
                            })?
                        }
                        None => body,
                    };
                    form = form.part(part.name, body);
                }
                request.multipart(form)
            }
        };
        within(until, read(request, MAX_ANSWER_BYTES)).await
    }

    /// Fetches a picture that the provider has put somewhere. No key goes there.
    ///
    /// # Errors
    /// As [`Endpoint::send`], and when the address is not one that a provider may name.
    pub async fn download(&self, address: &str, until: Instant) -> Result<Bytes, ProviderError> {
        let url = self.resolve(address)?;
        if url.scheme() != "https" && url.scheme() != self.base.scheme() {
            return Err(ProviderError::new(Class::BadResult, "picture_address"));
        }
        let reply = within(until, read(self.downloads.get(url), MAX_PICTURE_BYTES)).await?;
        match reply.status {
            200..=299 => Ok(reply.body),
            403 | 404 | 410 => Err(ProviderError::new(Class::BadResult, "picture_expired")),
            status => Err(ProviderError {
                status: Some(status),
                ..ProviderError::new(Class::Overloaded, "picture_download")
            }),
        }
    }

    /// Whether the key may be sent to this address: it is the provider's own, or a regional one of the same domain.
    fn is_own(&self, url: &Url) -> bool {
        let domain = |url: &Url| {
            let host = url.host_str().unwrap_or_default().to_owned();
            let is_name = url.domain().is_some();
            let labels: Vec<&str> = host.rsplitn(3, '.').take(2).collect();
            if is_name { labels.join(".") } else { host.clone() }
        };
        let same_scheme = url.scheme() == self.base.scheme() || url.scheme() == "https";
        same_scheme && domain(url) == domain(&self.base)
    }

    fn resolve(&self, path: &str) -> Result<Url, ProviderError> {
        let bad = |error| ProviderError::new(Class::BadRequest, "address").because(error);
        if !path.contains("://") {
            let whole = format!("{}{path}", self.base.as_str().trim_end_matches('/'));
            return Url::parse(&whole).map_err(bad);
        }
        Url::parse(path).map_err(bad)
    }

    /// A whole URL that the provider gave for looking at a task, if the key may go there.
    pub fn accepts(&self, path: &str) -> bool {
        !path.contains("://") || self.resolve(path).is_ok_and(|url| self.is_own(&url))
    }
}

fn header(auth: &Auth, key: &Secret) -> Result<(HeaderName, HeaderValue), EndpointError> {
    let name = HeaderName::try_from(auth.header.as_str()).map_err(|_| EndpointError::Key)?;
    let value = format!("{}{}", auth.prefix, key.reveal());
    let mut value = HeaderValue::try_from(value).map_err(|_| EndpointError::Key)?;
    value.set_sensitive(true);
    Ok((name, value))
}

async fn within(
    until: Instant,
    work: impl Future<Output = Result<Reply, ProviderError>>,
) -> Result<Reply, ProviderError> {
    tokio::time::timeout_at(until.into(), work)
        .await
        .unwrap_or_else(|late| Err(ProviderError::new(Class::UnknownOutcome, "timeout").because(late)))
}

async fn read(request: reqwest::RequestBuilder, limit: usize) -> Result<Reply, ProviderError> {
    let mut response = request.send().await.map_err(not_answered)?;
    let status = response.status().as_u16();
    let headers: HeaderMap = response.headers().clone();
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                return Err(ProviderError::new(Class::BadResult, "answer_too_large"));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            // The status of a refusal says enough without its body.
            Err(_) if !(200..300).contains(&status) => break,
            Err(error) => {
                return Err(
                    ProviderError::new(Class::UnknownOutcome, "answer_cut").because(error.without_url())
                );
            }
        }
    }
    Ok(Reply {
        status,
        headers,
        body: body.freeze(),
    })
}

fn not_answered(error: reqwest::Error) -> ProviderError {
    let (class, code) = if error.is_connect() || error.is_builder() {
        (Class::Unreachable, "no_connection")
    } else {
        (Class::UnknownOutcome, "no_answer")
    };
    // An address may hold what nobody should read.
    ProviderError::new(class, code).because(error.without_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(base: &str) -> Endpoint {
        let auth = Auth {
            header: "x-key".to_owned(),
            prefix: String::new(),
        };
        Endpoint::new(base, Some(&auth), Some(&Secret::new("sk-hidden"))).unwrap()
    }

    #[test]
    fn a_key_is_not_shown() {
        assert!(!format!("{:?}", endpoint("https://api.bfl.ai")).contains("sk-hidden"));
    }

    #[test]
    fn the_key_goes_to_the_provider_alone() {
        let bfl = endpoint("https://api.bfl.ai");
        assert!(bfl.accepts("/v1/get_result?id=a"));
        assert!(bfl.accepts("https://api.us1.bfl.ai/v1/get_result?id=a"));
        assert!(!bfl.accepts("https://api.bfl.ai.evil.example/x"));
        assert!(!bfl.accepts("http://api.bfl.ai/x"));
        let local = endpoint("http://127.0.0.1:9000");
        assert!(local.accepts("http://127.0.0.1:9000/v1/get_result?id=a"));
        assert!(!local.accepts("http://10.0.0.1:9000/x"));
    }

    #[test]
    fn an_address_is_one() {
        for wrong in ["", "not an address", "ftp://host", "file:///etc/passwd"] {
            assert!(Endpoint::new(wrong, None, None).is_err(), "{wrong}");
        }
    }
}
