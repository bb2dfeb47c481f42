//! A provider of our own: answers as it is told, and remembers what it was asked.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    response::Response,
};
use serde_json::Value;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// What is answered.
pub enum Answer {
    Json(u16, Value),
    With(u16, Vec<(&'static str, String)>, Vec<u8>),
    Told(Box<dyn FnOnce(&Seen) -> Value + Send>),
    Never,
}

#[derive(Default)]
struct Inner {
    seen: Vec<Seen>,
    answers: VecDeque<Answer>,
}

/// A server on a free port.
#[derive(Clone)]
pub struct Server {
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

impl Server {
    pub async fn start() -> Server {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Mutex::new(Inner::default()));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Server { url, inner }
    }

    /// Nobody listens there.
    pub async fn gone() -> Server {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        Server {
            url: format!("http://{}", listener.local_addr().unwrap()),
            inner: Arc::default(),
        }
    }

    pub fn will(&self, answer: Answer) -> &Server {
        self.inner.lock().unwrap().answers.push_back(answer);
        self
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.inner.lock().unwrap().seen.clone()
    }
}

async fn answer(State(inner): State<Arc<Mutex<Inner>>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    let seen = Seen {
        method: head.method.to_string(),
        path: head.uri.to_string(),
        headers: headers.collect(),
        body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
    };
    let answer = {
        let mut inner = inner.lock().unwrap();
        inner.seen.push(seen.clone());
        inner.answers.pop_front()
    };
    let (status, headers, body) = match answer {
        Some(Answer::Json(status, json)) => (status, vec![], json.to_string().into_bytes()),
        Some(Answer::With(status, headers, body)) => (status, headers, body),
        Some(Answer::Told(told)) => (200, vec![], told(&seen).to_string().into_bytes()),
        Some(Answer::Never) => std::future::pending().await,
        None => (418, vec![], b"nothing was told".to_vec()),
    };
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    response.body(Body::from(body)).unwrap()
}
