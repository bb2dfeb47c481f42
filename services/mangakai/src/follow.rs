//! Following a task to its end, over cut connections.

use anyhow::bail;
use futures::StreamExt;
use serde_json::Value;

use crate::{client::Client, display::Display};

const RECONNECT_PAUSE: std::time::Duration = std::time::Duration::from_millis(500);
/// Reconnections in a row that bring nothing.
const FRUITLESS: u32 = 40;

/// Shows every event until the task has ended; the task as it ended.
pub async fn to_the_end(client: &Client, task: &str, display: &Display) -> anyhow::Result<Value> {
    let mut last: Option<String> = None;
    let mut fruitless = 0;
    loop {
        let Some(mut events) = client.events(task, last.as_deref()).await?.map(Box::pin) else {
            return client.task(task).await;
        };
        fruitless += 1;
        while let Some(Ok(event)) = events.next().await {
            fruitless = 0;
            display.event(&event);
            if event.name == "end" {
                return Ok(event.data);
            }
            if !event.id.is_empty() {
                last = Some(event.id);
            }
        }
        if fruitless > FRUITLESS {
            bail!("the stream of task {task} keeps breaking; `mangakai watch {task}` goes on later");
        }
        tokio::time::sleep(RECONNECT_PAUSE).await;
    }
}
