//! A client of a running server: HTTP and server-sent events, as documented.

mod session;

use anyhow::Context;
use eventsource_stream::Eventsource;
use futures::{Stream, StreamExt, TryStreamExt};
use mangakai_gateway::PAGES_HEADER;
use reqwest::{Method, Response, StatusCode, multipart::Form};
use serde_json::{Value, json};

use crate::exit::{Exit, Fatal};

/// How often a request that could not be sent, or was answered 503, is sent again.
const TRIES: u32 = 5;
const FIRST_PAUSE_MS: u64 = 200;

/// A session at a server.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    server: String,
    token: String,
}

/// One event of a task's stream.
#[derive(Clone, Debug)]
pub struct TaskEvent {
    /// `snapshot`, `panel_drawn`, `progress`, `end`, ...
    pub name: String,
    /// To resume after it; empty for ticks.
    pub id: String,
    /// The payload.
    pub data: Value,
}

/// A downloaded file.
#[derive(Clone, Debug)]
pub struct Download {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: String,
    /// Files of the book it belongs to; none when it is not of a book.
    pub pages: Option<u32>,
    /// False: it is still being made.
    pub ready: bool,
}

impl Client {
    /// A client with a token, or with the session kept from last time, or with a fresh one.
    pub async fn open(server: &str, token: Option<&str>) -> anyhow::Result<Client> {
        let server = server.trim_end_matches('/').to_owned();
        let kept = token.map(str::to_owned).or_else(|| session::kept(&server));
        let mut client = Client {
            http: reqwest::Client::new(),
            server,
            token: kept.unwrap_or_default(),
        };
        if client.token.is_empty() {
            client.begin_session().await?;
        } else if token.is_none() && client.is_refused().await? {
            // The kept session is over, or belongs to a server that was set up anew.
            client.begin_session().await?;
        }
        Ok(client)
    }

    /// A client with a session of its own that is not kept.
    pub async fn transient(server: &str) -> anyhow::Result<Client> {
        let mut client = Client {
            http: reqwest::Client::new(),
            server: server.to_owned(),
            token: String::new(),
        };
        client.token = client.fresh_token().await?;
        Ok(client)
    }

    async fn is_refused(&self) -> anyhow::Result<bool> {
        Ok(self
            .send(self.request(Method::GET, "/v1/tasks?limit=1"))
            .await?
            .status()
            == StatusCode::UNAUTHORIZED)
    }

    async fn begin_session(&mut self) -> anyhow::Result<()> {
        self.token = self.fresh_token().await?;
        session::keep(&self.server, &self.token)
    }

    async fn fresh_token(&self) -> anyhow::Result<String> {
        let session = self
            .json(self.http.post(format!("{}/v1/sessions", self.server)))
            .await?;
        Ok(session["token"]
            .as_str()
            .context("the server gave no token")?
            .to_owned())
    }

    /// Hands in a form with a story. Sent again until answered: the key makes repeats harmless.
    pub async fn create(&self, form: Form, idempotency_key: &str) -> anyhow::Result<Value> {
        self.hand_in("/v1/tasks", form, idempotency_key).await
    }

    /// What a form with a story would cost.
    pub async fn estimate(&self, form: Form) -> anyhow::Result<Value> {
        let key = mangakai_runtime::new_id().to_string();
        self.hand_in("/v1/estimate", form, &key).await
    }

    /// The tasks that wait for a person.
    pub async fn held(&self) -> anyhow::Result<Value> {
        self.json(self.request(Method::GET, "/v1/admin/held")).await
    }

    /// Decides about a held task: `approve` or `reject`.
    pub async fn review(&self, task: &str, verdict: &str, by: &str, reason: &str) -> anyhow::Result<Value> {
        let request = self.request(Method::POST, &format!("/v1/admin/tasks/{task}/{verdict}"));
        self.json(request.json(&json!({ "by": by, "reason": reason })))
            .await
    }

    async fn hand_in(&self, path: &str, form: Form, idempotency_key: &str) -> anyhow::Result<Value> {
        let media_type = format!("multipart/form-data; boundary={}", form.boundary());
        // Whole, so that it can be sent again.
        let parts: Vec<_> = form.into_stream().try_collect().await?;
        let request = self
            .request(Method::POST, path)
            .header("Idempotency-Key", idempotency_key)
            .header("Content-Type", media_type);
        self.json(request.body(parts.concat())).await
    }

    /// The task now.
    pub async fn task(&self, task: &str) -> anyhow::Result<Value> {
        self.json(self.request(Method::GET, &format!("/v1/tasks/{task}")))
            .await
    }

    /// Stops a task.
    pub async fn cancel(&self, task: &str) -> anyhow::Result<Value> {
        self.json(
            self.request(Method::POST, &format!("/v1/tasks/{task}/cancel"))
                .json(&json!({})),
        )
        .await
    }

    /// A page of the history: events after a resume token.
    pub async fn history(&self, task: &str, after: Option<&str>) -> anyhow::Result<Value> {
        let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
        let request = self.request(Method::GET, &format!("/v1/tasks/{task}/events?limit=1000{after}"));
        self.json(request.header("Accept", "application/json")).await
    }

    /// A file of the task, by its path on the server.
    pub async fn download(&self, path: &str) -> anyhow::Result<Download> {
        let answer = checked(self.send(self.request(Method::GET, path)).await?).await?;
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let (media_type, pages) = (header("content-type").unwrap_or_default(), header(PAGES_HEADER));
        let ready = answer.status() != StatusCode::ACCEPTED;
        let bytes = answer.bytes().await.context("the download was cut")?.to_vec();
        Ok(Download {
            bytes,
            media_type,
            pages: pages.and_then(|pages| pages.parse().ok()),
            ready,
        })
    }

    /// The live events of a task, after a resume token; none when nothing more will come.
    pub async fn events(
        &self,
        task: &str,
        after: Option<&str>,
    ) -> anyhow::Result<Option<impl Stream<Item = anyhow::Result<TaskEvent>> + use<>>> {
        let mut request = self
            .request(Method::GET, &format!("/v1/tasks/{task}/events"))
            .header("Accept", "text/event-stream");
        if let Some(after) = after {
            request = request.header("Last-Event-ID", after);
        }
        let answer = checked(self.send(request).await?).await?;
        if answer.status() == StatusCode::NO_CONTENT {
            return Ok(None);
        }
        Ok(Some(answer.bytes_stream().eventsource().map(|event| {
            let event = event.context("the stream was cut")?;
            let data = serde_json::from_str(&event.data).context("the stream sent no JSON")?;
            Ok(TaskEvent {
                name: event.event,
                id: event.id,
                data,
            })
        })))
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.server))
            .bearer_auth(&self.token)
    }

    async fn json(&self, request: reqwest::RequestBuilder) -> anyhow::Result<Value> {
        let answer = checked(self.send(request).await?).await?;
        answer.json().await.context("the server's answer is not JSON")
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> anyhow::Result<Response> {
        let mut pause = std::time::Duration::from_millis(FIRST_PAUSE_MS);
        for _ in 1..TRIES {
            let Some(again) = request.try_clone() else { break };
            match again.send().await {
                Ok(answer) if answer.status() != StatusCode::SERVICE_UNAVAILABLE => return Ok(answer),
                Ok(_) | Err(_) => tokio::time::sleep(pause).await,
            }
            pause *= 2;
        }
        request.send().await.map_err(|error| {
            let message = format!(
                "{} does not answer ({error}); is `mangakai up` running?",
                self.server
            );
            Fatal::new(Exit::Unavailable, message).into()
        })
    }
}

/// The answer if it is a success, otherwise what the server says is wrong.
async fn checked(answer: Response) -> anyhow::Result<Response> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let problem: Value = answer.json().await.unwrap_or_default();
    let title = problem["title"].as_str().unwrap_or("the server refused");
    let detail = problem["detail"].as_str().unwrap_or_default();
    let exit = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Exit::Unauthorized,
        StatusCode::NOT_FOUND => Exit::NotFound,
        StatusCode::TOO_MANY_REQUESTS => Exit::RateLimited,
        StatusCode::SERVICE_UNAVAILABLE => Exit::Unavailable,
        status if status.is_client_error() => Exit::Usage,
        _ => Exit::Failed,
    };
    Err(Fatal::new(exit, format!("{title} ({status}): {detail}")).into())
}
