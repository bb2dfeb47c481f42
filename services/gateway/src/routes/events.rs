//! `GET /v1/tasks/{id}/events`: live as server-sent events, or the history as JSON.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event as SseEvent, KeepAlive},
    },
};
use futures::{Stream, StreamExt};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    access,
    app::App,
    auth::Caller,
    extract::{Params, TaskPath, accepts_stream, number},
    hub::{EventId, Update, Watch},
    present::{Detail, EventBody, Opener, Texts, event_body, event_body_for, task_body},
    problem::Problem,
};

const HEARTBEAT: Duration = Duration::from_secs(15);
/// A browser that lost its stream comes back after so long, not everybody at once.
const RETRY_MS: std::ops::Range<u64> = 1000..3000;
const DEFAULT_LIMIT: usize = 100;
const MAX_LIMIT: usize = 1000;
const LAST_EVENT_ID: &str = "last-event-id";

/// Which part of the history.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// Events behind this id; for streams the same as the header `Last-Event-ID`.
    after: Option<String>,
    /// Events of one page of the history, 1 to 1000.
    #[serde(default, deserialize_with = "number")]
    limit: Option<usize>,
}

/// A page of the history.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HistoryBody {
    /// In order.
    pub events: Vec<EventBody>,
    /// `?after=` for the next page; null when this is the last.
    pub next: Option<String>,
}

/// Watch a task live, or read what happened to it.
///
/// With `Accept: text/event-stream`: `snapshot`, then one event per fact, `progress` ticks without id, `end`. With
/// `Accept: application/json`: the history.
#[utoipa::path(get, path = "/v1/tasks/{id}/events", tag = "tasks",
    params(("id" = Uuid, Path, description = "Task id"), EventsQuery,
        ("Last-Event-ID" = Option<String>, Header, description = "Id of the last event seen")),
    responses((status = 200, description = "Events", content((HistoryBody = "application/json"), (EventBody = "text/event-stream"))),
        (status = 204, description = "Nothing follows that id and the task has ended")))]
pub async fn events(
    State(app): State<App>,
    caller: Caller,
    TaskPath(id): TaskPath,
    Params(query): Params<EventsQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    access::may_read(&app, caller, id).await?;
    if accepts_stream(&headers) {
        stream(app, id, &query, &headers).await
    } else {
        history(&app, caller, id, &query).await
    }
}

async fn history(app: &App, caller: Caller, id: Uuid, query: &EventsQuery) -> Result<Response, Problem> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Problem::invalid("?limit", format!("must be 1 to {MAX_LIMIT}")));
    }
    let after = query.after.as_deref().filter(|after| !after.is_empty());
    let after = after.map(str::parse::<EventId>).transpose();
    let after = after.map_err(|_| Problem::invalid("?after", "is not an id that this server gave"))?;
    let page = app.hub.history(id, after.as_ref(), limit).await?;
    let texts = Texts::of(app, id).await;
    let events: Vec<_> = page
        .facts
        .iter()
        .map(|fact| event_body_for(caller, id, fact, &texts))
        .collect();
    let next = page
        .more
        .then(|| events.last().map(|event| event.id.clone()))
        .flatten();
    let mut response = Json(HistoryBody { events, next }).into_response();
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    Ok(response)
}

async fn stream(app: App, id: Uuid, query: &EventsQuery, headers: &HeaderMap) -> Result<Response, Problem> {
    let last = headers
        .get(LAST_EVENT_ID)
        .map(|id| id.to_str().unwrap_or("unreadable"));
    let watch = app.hub.watch(id, last.or(query.after.as_deref())).await?;
    if watch.is_over() {
        return Ok((StatusCode::NO_CONTENT, Body::empty()).into_response());
    }
    let hint = SseEvent::default().retry(Duration::from_millis(rand::random_range(RETRY_MS)));
    let events = futures::stream::once(std::future::ready(Ok(hint))).chain(messages(app, id, watch));
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::new().interval(HEARTBEAT))
        .into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-store, no-transform"),
    );
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// The stream ends without `end` when the server stops or the log is away: the client comes back and resumes.
fn messages(app: App, id: Uuid, watch: Watch) -> impl Stream<Item = Result<SseEvent, Infallible>> {
    let opener = Opener::new(&app);
    futures::stream::unfold((opener, watch), move |(opener, mut watch)| async move {
        match watch.next().await {
            Ok(Some(update)) => {
                let message = message(&opener, id, update).await;
                Some((Ok(message), (opener, watch)))
            }
            Ok(None) => None,
            Err(error) => {
                tracing::warn!(task.id = %id, "A stream of task {id} breaks off: {error}");
                None
            }
        }
    })
}

async fn message(opener: &Opener, id: Uuid, update: Update) -> SseEvent {
    let (name, at, model) = match &update {
        Update::Tick(tick) => return named("progress", None, tick),
        Update::Event(fact) => {
            let body = event_body(id, fact, &opener.texts(id).await);
            return named(&snake_case(&body.event_type), Some(&fact.id), &body);
        }
        Update::Snapshot(at, model) => ("snapshot", at, model),
        Update::Reset(at, model) => ("reset", at, model),
        Update::End(at, model) => ("end", at, model),
    };
    let texts = opener.texts(id).await;
    named(name, Some(at), &task_body(model, &texts, Detail::Whole))
}

fn named(name: &str, id: Option<&EventId>, body: &impl Serialize) -> SseEvent {
    let event = SseEvent::default()
        .event(name)
        .data(serde_json::to_string(body).unwrap_or_default());
    match id {
        Some(id) => event.id(id.to_string()),
        None => event,
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_named_in_snake_case() {
        assert_eq!(snake_case("PanelAttemptExpired"), "panel_attempt_expired");
    }
}
