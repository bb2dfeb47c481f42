//! Addresses that a task hands out, so that nobody has to build them.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Where to go from a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Links {
    /// The task.
    #[serde(rename = "self")]
    #[schema(example = "/v1/tasks/018f7a52-6a0e-7c3e-9d7e-0d6a5a4f2b11")]
    pub itself: String,
    /// Its live events.
    pub events: String,
    /// The same over WebSocket.
    pub ws: String,
    /// Stops it.
    pub cancel: String,
    /// The finished pages; add `?format=`.
    pub export: String,
}

impl Links {
    /// Links of a task.
    pub fn of(task: Uuid) -> Links {
        let itself = format!("/v1/tasks/{task}");
        Links {
            events: format!("{itself}/events"),
            ws: "/v1/ws".to_owned(),
            cancel: format!("{itself}/cancel"),
            export: format!("{itself}/export"),
            itself,
        }
    }
}

/// Address of a picture that never changes: version and hash are part of it.
pub fn image_url(task: Uuid, panel: u32, version: u32, sha256: &str) -> String {
    format!("/v1/tasks/{task}/panels/{panel}/image?version={version}&sha={sha256}")
}
