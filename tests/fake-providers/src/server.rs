//! The server: one listener, every provider behind a prefix, files and the admin routes beside them.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt as _;

use crate::call::{Call, Reply};
use crate::deliver::{Hangup, deliver};
use crate::fault::Fault;
use crate::limits::MAX_BODY_BYTES;
use crate::scenario::Calls;
use crate::specs::Specs;
use crate::state::{Fake, Violation};
use crate::{Behaviour, Ledger, Provider, Scenario, admin, auth, vendors};

/// A running fake of all providers. It stops when it is dropped: connections break, waiting calls end.
#[derive(Debug)]
pub struct FakeProviders {
    fake: Arc<Fake>,
    address: SocketAddr,
}

impl FakeProviders {
    /// Starts on a free port of this machine, with the official specifications where they lie beside the checkout.
    ///
    /// # Errors
    /// When no port can be opened.
    pub async fn start() -> io::Result<Self> {
        Self::start_on(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    /// Starts on `address`; port 0 is a free one.
    ///
    /// # Errors
    /// When the address cannot be opened.
    pub async fn start_on(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let fake = Arc::new(Fake::new(format!("http://{address}"), Specs::beside_checkout()));
        tokio::spawn(accept(listener, Arc::clone(&fake)));
        Ok(Self { fake, address })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The stand-in for a provider's host: its paths are those of the real one.
    #[must_use]
    pub fn origin(&self, provider: Provider) -> String {
        self.fake.origin(provider)
    }

    /// The base address that the vendor's own SDK would be given, e.g. `http://127.0.0.1:1234/openai/v1`.
    #[must_use]
    pub fn base_url(&self, provider: Provider) -> String {
        format!("{}{}", self.fake.origin(provider), provider.base_path())
    }

    /// The base address for OpenAI-compatible chat; none where the provider has no such chat.
    #[must_use]
    pub fn chat_base_url(&self, provider: Provider) -> Option<String> {
        let path = provider.chat_path()?;
        Some(format!("{}{path}", self.fake.origin(provider)))
    }

    /// Whether requests are held against official schemas too.
    #[must_use]
    pub fn has_specs(&self) -> bool {
        self.fake.specs.is_some()
    }

    /// Calls go as the scenario says.
    pub fn play(&self, scenario: Scenario) {
        self.fake.change(|state| state.scenarios.play(scenario));
    }

    /// The next calls of models at `provider` meet these behaviours, in this order; after them all is well.
    pub fn script(&self, provider: Provider, behaviours: Vec<Behaviour>) {
        self.script_calls(provider, Calls::default(), behaviours);
    }

    /// The next of certain calls at `provider` meet these behaviours.
    pub fn script_calls(&self, provider: Provider, calls: Calls, behaviours: Vec<Behaviour>) {
        self.fake
            .change(|state| state.scenarios.add(provider, calls, behaviours));
    }

    /// Certain calls at `provider` meet this behaviour whenever no other is scripted.
    pub fn always(&self, provider: Provider, calls: Calls, behaviour: Behaviour) {
        self.fake
            .change(|state| state.scenarios.always(provider, calls, behaviour));
    }

    /// Scripted behaviours that no call has met yet.
    #[must_use]
    pub fn unmet(&self, provider: Provider) -> usize {
        self.fake.state().scenarios.left(provider)
    }

    /// Answers every call that is `Held` now.
    pub fn release(&self) {
        self.fake.releases.send_modify(|count| *count += 1);
    }

    /// The ledger as it is now.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.fake.state().ledger.clone()
    }

    /// Waits until the ledger is as wanted. A test bounds it by a time-out of its own.
    pub async fn wait_until(&self, wanted: impl Fn(&Ledger) -> bool) -> Ledger {
        let mut changes = self.fake.changes.subscribe();
        loop {
            let ledger = self.ledger();
            if wanted(&ledger) {
                return ledger;
            }
            // The sender lives in `self.fake`, so this ends only by a change.
            if changes.changed().await.is_err() {
                return ledger;
            }
        }
    }

    /// Requests that an official schema or a provider's rules forbid, and scenarios that could not be played.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.fake.state().violations.clone()
    }

    /// Forgets scenarios, ledger and violations; tasks and files stay.
    pub fn reset(&self) {
        admin::reset(&self.fake);
    }

    /// The variables that make a client speak to the fake: base addresses and keys.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        use strum::IntoEnumIterator as _;
        let one = |provider: Provider| {
            let (address, key) = provider.variables();
            let key = key.map(|key| (key, format!("fake-{}", provider.name())));
            std::iter::once((address, self.base_url(provider))).chain(key)
        };
        Provider::iter().flat_map(one).collect()
    }
}

impl Drop for FakeProviders {
    fn drop(&mut self) {
        self.fake.closing.cancel();
    }
}

async fn accept(listener: TcpListener, fake: Arc<Fake>) {
    let router = Router::new()
        .nest("/_fake", admin::routes())
        .fallback(answer)
        .with_state(Arc::clone(&fake));
    loop {
        tokio::select! {
            () = fake.closing.cancelled() => return,
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    tokio::spawn(connection(stream, router.clone(), Arc::clone(&fake)));
                }
            }
        }
    }
}

async fn connection(stream: TcpStream, router: Router, fake: Arc<Fake>) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let response = match router.oneshot(request.map(Body::new)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            match response.extensions().get::<Hangup>() {
                Some(Hangup) => Err(io::Error::other("the fake hangs up")),
                None => Ok(response),
            }
        }
    });
    let served = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // A broken connection is part of the play.
        served = served => drop(served),
        () = fake.closing.cancelled() => {}
    }
}

async fn answer(State(fake): State<Arc<Fake>>, request: Request<Body>) -> Response<Body> {
    let reply = reply(&fake, request).await;
    deliver(&fake, reply).await
}

async fn reply(fake: &Arc<Fake>, request: Request<Body>) -> Reply {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY_BYTES).await else {
        return Reply::bytes(StatusCode::PAYLOAD_TOO_LARGE, "text/plain", "too large");
    };
    let path = percent_decode_str(head.uri.path())
        .decode_utf8_lossy()
        .into_owned();
    let (first, rest) = path.trim_start_matches('/').split_once('/').unwrap_or_default();
    let query = head.uri.query().unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut call = Call {
        provider: first.parse().unwrap_or(Provider::OpenAi),
        method: head.method,
        path: format!("/{rest}"),
        query: pairs
            .map(|(name, value)| (decoded(name), decoded(value)))
            .collect(),
        headers: head.headers,
        body,
    };
    if first == "files" {
        return file(fake, &mut call, rest);
    }
    if first.parse::<Provider>().is_err() {
        return Reply::bytes(StatusCode::NOT_FOUND, "text/plain", "no provider has this prefix");
    }
    if let Err(wrong) = auth::check(&call) {
        fake.violate(
            call.provider,
            format!("{} {}", call.method, call.path),
            wrong.sentence,
        );
        return vendors::fault(&call, &Fault::Unauthorized);
    }
    vendors::answer(fake, &call)
}

fn file(fake: &Arc<Fake>, call: &mut Call, name: &str) -> Reply {
    let owner = fake.state().files.get(name).map(|file| file.provider);
    let Some(owner) = owner else {
        return Reply::bytes(
            StatusCode::NOT_FOUND,
            "application/xml",
            "<Error><Code>NoSuchKey</Code></Error>",
        );
    };
    call.provider = owner;
    if let Some(header) = auth::leaks(call) {
        let sentence = format!("a key was sent along to a picture's address ({header})");
        fake.violate(owner, format!("{} {}", call.method, call.path), sentence);
    }
    vendors::download(fake, call, name)
}
