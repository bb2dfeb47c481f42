//! Batched direct get: every stored message of one subject in one round trip (several for long histories).

use std::time::Duration;

use async_nats::{HeaderMap, Message, StatusCode, Subscriber};
use futures::StreamExt;
use serde_json::json;

use crate::{LogError, message::Stored};

/// Messages asked for at once.
const BATCH: u32 = 256;
/// Longest wait for the next message of an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

const NATS_SUBJECT: &str = "Nats-Subject";
const NATS_SEQUENCE: &str = "Nats-Sequence";
const NATS_NUM_PENDING: &str = "Nats-Num-Pending";

/// One answer: what it held, and whether there is more.
struct Page {
    messages: Vec<Stored>,
    more: bool,
}

/// Everything stored under a literal subject, from a sequence on. On several replicas the answer may lag.
pub async fn by_subject(
    client: &async_nats::Client,
    stream: &str,
    subject: &str,
    from: u64,
) -> Result<Vec<Stored>, LogError> {
    let mut stored = Vec::new();
    let mut from = from;
    loop {
        let page = page(client, stream, subject, from).await?;
        stored.extend(page.messages);
        match stored.last() {
            Some(last) if page.more => from = last.sequence + 1,
            _ => return Ok(stored),
        }
    }
}

async fn page(client: &async_nats::Client, stream: &str, subject: &str, from: u64) -> Result<Page, LogError> {
    let inbox = client.new_inbox();
    let mut answers = client
        .subscribe(inbox.clone())
        .await
        .map_err(LogError::unavailable)?;
    let request = json!({ "batch": BATCH, "next_by_subj": subject, "seq": from.max(1) }).to_string();
    let api = format!("$JS.API.DIRECT.GET.{stream}");
    client
        .publish_with_reply(api, inbox, request.into())
        .await
        .map_err(LogError::unavailable)?;
    collect(&mut answers).await
}

async fn collect(answers: &mut Subscriber) -> Result<Page, LogError> {
    let mut messages = Vec::new();
    loop {
        let next = tokio::time::timeout(ANSWER_TIMEOUT, answers.next()).await;
        let answer = next.map_err(|_| LogError::unavailable("no answer to a read"))?;
        let answer = answer.ok_or_else(|| LogError::unavailable("the connection was closed"))?;
        match answer.status {
            None => messages.push(stored(answer)?),
            Some(status) if status.as_u16() == 204 => {
                let pending = answer
                    .headers
                    .as_ref()
                    .and_then(|headers| number(headers, NATS_NUM_PENDING));
                return Ok(Page {
                    messages,
                    more: pending.unwrap_or_default() > 0,
                });
            }
            Some(StatusCode::NOT_FOUND) => {
                return Ok(Page {
                    messages,
                    more: false,
                });
            }
            Some(status) => {
                let words = answer.description.unwrap_or_default();
                return Err(LogError::Unavailable(format!(
                    "a read was answered {status} {words}"
                )));
            }
        }
    }
}

fn stored(answer: Message) -> Result<Stored, LogError> {
    let headers = answer.headers.unwrap_or_default();
    let subject = headers
        .get(NATS_SUBJECT)
        .map(|subject| subject.as_str().to_owned());
    match (subject, number(&headers, NATS_SEQUENCE)) {
        (Some(subject), Some(sequence)) => Ok(Stored {
            subject,
            sequence,
            headers,
            body: answer.payload,
        }),
        _ => Err(LogError::unavailable("an answer to a read names no message")),
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.as_str().parse().ok()
}
