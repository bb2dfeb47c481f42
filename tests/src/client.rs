//! A client as a stranger would write it: HTTP and server-sent events, nothing of ours but the documented API.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use eventsource_stream::Eventsource;
use futures::{Stream, StreamExt};
use reqwest::{
    Method, Response, StatusCode,
    header::{ETAG, HeaderValue, IF_NONE_MATCH},
};
use serde_json::{Value, json};

/// The longest a test waits for anything: longer than any ack wait of a message that went under with its broker.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A session at one gateway.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

/// A server-sent event with its JSON.
#[derive(Clone, Debug)]
pub struct Received {
    /// Name of the event: `snapshot`, `panel_drawn`, `progress`, `end`, ...
    pub event: String,
    /// Resume token; empty for ticks.
    pub id: String,
    /// The payload.
    pub data: Value,
}

impl Client {
    /// Opens a session.
    pub async fn open(base: &str) -> anyhow::Result<Client> {
        let http = reqwest::Client::builder().timeout(PATIENCE).build()?;
        let answer = http
            .post(format!("{base}/v1/sessions"))
            .send()
            .await?
            .error_for_status()?;
        let session: Value = answer.json().await?;
        let token = session["token"].as_str().context("no token")?.to_owned();
        Ok(Client {
            http,
            base: base.to_owned(),
            token,
        })
    }

    /// The same session at another gateway.
    pub fn at(&self, base: &str) -> Client {
        Client {
            base: base.to_owned(),
            ..self.clone()
        }
    }

    /// The same address with another token.
    pub fn with_token(&self, token: &str) -> Client {
        Client {
            token: token.to_owned(),
            ..self.clone()
        }
    }

    /// The bearer token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// A request to be completed and sent by the caller.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.base))
            .bearer_auth(&self.token)
    }

    /// GET, whatever the status.
    pub async fn get(&self, path: &str) -> anyhow::Result<Response> {
        Ok(self.request(Method::GET, path).send().await?)
    }

    /// POST of JSON, whatever the status.
    pub async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Response> {
        Ok(self.request(Method::POST, path).json(body).send().await?)
    }

    /// Hands in a story; the task as answered.
    pub async fn create(&self, story: &str, panels: u32) -> anyhow::Result<Value> {
        expect(
            self.post("/v1/tasks", &json!({ "story": story, "panels": panels }))
                .await?,
            StatusCode::ACCEPTED,
        )
        .await
    }

    /// The task now.
    pub async fn task(&self, id: &str) -> anyhow::Result<Value> {
        expect(self.get(&format!("/v1/tasks/{id}")).await?, StatusCode::OK).await
    }

    /// The task once it is at or past a position.
    pub async fn task_at(&self, id: &str, position: u64) -> anyhow::Result<Value> {
        expect(
            self.get(&format!("/v1/tasks/{id}?at_least={position}")).await?,
            StatusCode::OK,
        )
        .await
    }

    /// Waits, by long polls, until the task is as wanted.
    pub async fn wait_for(&self, id: &str, wanted: impl Fn(&Value) -> bool) -> anyhow::Result<Value> {
        let seen = async {
            let mut known = HeaderValue::from_static("");
            loop {
                let poll = self.request(Method::GET, &format!("/v1/tasks/{id}?wait=5"));
                let answer = poll.header(IF_NONE_MATCH, &known).send().await?;
                if answer.status() == StatusCode::NOT_MODIFIED {
                    continue;
                }
                // A task whose texts are away has no tag: it is asked for anew.
                known = answer
                    .headers()
                    .get(ETAG)
                    .cloned()
                    .unwrap_or(HeaderValue::from_static(""));
                let task = expect(answer, StatusCode::OK).await?;
                if wanted(&task) {
                    return anyhow::Ok(task);
                }
            }
        };
        match tokio::time::timeout(PATIENCE, seen).await {
            Ok(result) => result,
            Err(_) => bail!(
                "{id} never came to what was waited for, but stands at {:#}",
                self.task(id).await?
            ),
        }
    }

    /// Waits until the task has one of these states.
    pub async fn until(&self, id: &str, states: &[&str]) -> anyhow::Result<Value> {
        self.wait_for(id, |task| states.iter().any(|state| task["status"] == *state))
            .await
    }

    /// Waits until a panel shows a version.
    pub async fn until_version(&self, id: &str, panel: u32, version: u32) -> anyhow::Result<Value> {
        self.wait_for(id, |task| {
            task["panels"][panel as usize - 1]["version"] == version
        })
        .await
    }

    /// The task at its end, whatever that is.
    pub async fn finished(&self, id: &str) -> anyhow::Result<Value> {
        self.until(id, &["COMPLETED", "PARTIAL", "FAILED", "CANCELLED"])
            .await
    }

    /// Every event of the task, oldest first.
    pub async fn history(&self, id: &str) -> anyhow::Result<Vec<Value>> {
        let mut events = Vec::new();
        let mut after = String::new();
        loop {
            let path = format!("/v1/tasks/{id}/events?limit=1000{after}");
            let answer = self
                .request(Method::GET, &path)
                .header("Accept", "application/json")
                .send()
                .await?;
            let page = expect(answer, StatusCode::OK).await?;
            let records = page["events"].as_array().context("no events")?;
            events.extend(records.iter().cloned());
            match page["next"].as_str() {
                Some(next) if !records.is_empty() => after = format!("&after={next}"),
                _ => return Ok(events),
            }
        }
    }

    /// The event stream, from a resume id or from the start.
    pub async fn stream(
        &self,
        id: &str,
        last_event_id: Option<&str>,
    ) -> anyhow::Result<impl Stream<Item = anyhow::Result<Received>> + use<>> {
        let answer = self.open_stream(id, last_event_id).await?;
        ensure!(
            answer.status() == StatusCode::OK,
            "{} instead of a stream",
            answer.status()
        );
        Ok(received(answer))
    }

    /// Asks for the event stream, whatever the status.
    pub async fn open_stream(&self, id: &str, last_event_id: Option<&str>) -> anyhow::Result<Response> {
        let mut request = self
            .request(Method::GET, &format!("/v1/tasks/{id}/events"))
            .header("Accept", "text/event-stream");
        if let Some(last) = last_event_id {
            request = request.header("Last-Event-ID", last);
        }
        Ok(request.send().await?)
    }
}

/// The events of an answer that is a stream.
pub fn received(answer: Response) -> impl Stream<Item = anyhow::Result<Received>> {
    answer.bytes_stream().eventsource().map(|event| {
        let event = event?;
        let data = serde_json::from_str(&event.data).with_context(|| event.data.clone())?;
        Ok(Received {
            event: event.event,
            id: event.id,
            data,
        })
    })
}

/// The JSON of an answer that has the wanted status.
pub async fn expect(answer: Response, status: StatusCode) -> anyhow::Result<Value> {
    let (found, url) = (answer.status(), answer.url().clone());
    let text = answer.text().await?;
    if found != status {
        bail!("{url}: {found} instead of {status}: {text}");
    }
    serde_json::from_str(&text).with_context(|| text)
}
