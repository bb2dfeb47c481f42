//! `replay`: what happened to a task, read from the stored log through the server, and how it stood at any moment.

use anyhow::Context;
use jiff::Timestamp;
use serde_json::Value;

use crate::{
    client::Client,
    exit::{Exit, Fatal},
};

/// Which task, and up to when.
#[derive(Clone, Debug, clap::Args)]
pub struct ReplayArgs {
    /// The task's id.
    pub task: String,
    /// Up to a position (a number) or a time (RFC 3339), inclusive.
    #[arg(long, value_parser = moment)]
    pub at: Option<Moment>,
    /// JSON lines instead of words.
    #[arg(long)]
    pub json: bool,
}

/// A place in the history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moment {
    /// A position in the log.
    Position(u64),
    /// A time.
    Time(Timestamp),
}

fn moment(text: &str) -> Result<Moment, String> {
    if let Ok(position) = text.parse() {
        return Ok(Moment::Position(position));
    }
    text.parse()
        .map(Moment::Time)
        .map_err(|_| "neither a position nor a time such as 2026-01-31T12:00:00Z".to_owned())
}

impl Moment {
    fn includes(self, event: &Value) -> bool {
        match self {
            Moment::Position(position) => event["position"].as_u64().is_some_and(|at| at <= position),
            Moment::Time(time) => event["time"]
                .as_str()
                .and_then(|at| at.parse().ok())
                .is_some_and(|at: Timestamp| at <= time),
        }
    }
}

/// Prints every event up to the moment, and how the task stood then.
pub async fn replay(client: &Client, args: &ReplayArgs) -> anyhow::Result<Exit> {
    let mut after: Option<String> = None;
    let mut last: Option<Value> = None;
    loop {
        let page = client.history(&args.task, after.as_deref()).await?;
        let events = page["events"].as_array().context("the server sent no events")?;
        for event in events {
            if args.at.is_some_and(|moment| !moment.includes(event)) {
                return conclude(args, last);
            }
            println!("{}", if args.json { event.to_string() } else { line(event) });
            last = Some(event.clone());
        }
        match page["next"].as_str() {
            Some(next) if !events.is_empty() => after = Some(next.to_owned()),
            _ => return conclude(args, last),
        }
    }
}

fn line(event: &Value) -> String {
    let text = |field: &str| event[field].as_str().unwrap_or_default().to_owned();
    let panel = event["data"]["panel"]
        .as_u64()
        .map(|panel| format!(" panel {panel}"))
        .unwrap_or_default();
    let version = event["data"]["version"]
        .as_u64()
        .map(|version| format!(" v{version}"))
        .unwrap_or_default();
    format!(
        "{:>8}.{} {} {}{panel}{version}",
        event["position"],
        event["index"],
        text("time"),
        text("type")
    )
}

fn conclude(args: &ReplayArgs, last: Option<Value>) -> anyhow::Result<Exit> {
    let Some(last) = last else {
        return Err(Fatal::new(
            Exit::NotFound,
            format!("nothing had happened to {} yet", args.task),
        )
        .into());
    };
    if !args.json {
        let task = &last["task"];
        let (status, progress, drawn) = (
            task["status"].as_str().unwrap_or_default(),
            &task["progress"],
            &task["drawn_panels"],
        );
        println!("then: {status}, {progress} %, {drawn} panels drawn");
    }
    Ok(Exit::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_moment_is_a_position_or_a_time() {
        let event = json!({ "position": 7, "time": "2026-01-31T12:00:00Z" });
        for (text, included) in [
            ("7", true),
            ("6", false),
            ("2026-01-31T12:00:00Z", true),
            ("2026-01-31T11:59:59Z", false),
        ] {
            assert_eq!(moment(text).unwrap().includes(&event), included, "{text}");
        }
        assert!(moment("yesterday").is_err());
    }
}
