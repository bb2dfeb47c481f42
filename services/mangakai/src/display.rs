//! What a person or a program sees while a task runs: bars on a terminal, plain lines elsewhere, JSON lines when asked.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use mangakai_generator::BUILTIN;

use crate::{client::TaskEvent, receipt::receipt};

const BAR: &str = "{spinner} {msg:40} [{bar:30}] {pos:>3} %";

/// Where progress goes.
#[derive(Debug)]
pub enum Display {
    /// A bar that moves, with a line above it for every fact.
    Bar(ProgressBar),
    /// A line for every fact.
    Lines,
    /// A JSON object for every event.
    Json,
}

impl Display {
    /// The right one for this standard error.
    pub fn choose(json: bool) -> anyhow::Result<Display> {
        if json {
            return Ok(Display::Json);
        }
        if !std::io::stderr().is_terminal() {
            return Ok(Display::Lines);
        }
        let bar = ProgressBar::new(100).with_style(ProgressStyle::with_template(BAR)?.progress_chars("█▉░"));
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        Ok(Display::Bar(bar))
    }

    /// Something happened.
    pub fn event(&self, event: &TaskEvent) {
        match self {
            Display::Json => {
                json_line(&serde_json::json!({ "event": event.name, "id": event.id, "data": event.data }))
            }
            Display::Bar(bar) => {
                let task = standing(event);
                if let Some(progress) = task["progress"].as_u64() {
                    bar.set_position(progress.max(bar.position()));
                }
                if let Some(message) = task["message"].as_str() {
                    bar.set_message(message.to_owned());
                }
                if let Some(line) = fact(event) {
                    bar.println(line);
                }
            }
            Display::Lines => {
                if let Some(line) = fact(event) {
                    eprintln!("{line}");
                }
            }
        }
    }

    /// A plain word to the person.
    pub fn say(&self, line: &str) {
        match self {
            Display::Bar(bar) => bar.println(line),
            Display::Lines => eprintln!("{line}"),
            Display::Json => {}
        }
    }

    /// The last word: the task as it ended and the files written.
    pub fn finish(&self, task: &Value, files: &[String]) {
        if let Display::Bar(bar) = self {
            bar.finish_and_clear();
        }
        if let Display::Json = self {
            return json_line(&serde_json::json!({ "event": "finished", "task": task, "files": files }));
        }
        let status = task["status"].as_str().unwrap_or_default();
        let (drawn, total) = (
            task["drawn_panels"].as_u64().unwrap_or_default(),
            task["total_panels"].as_u64().unwrap_or_default(),
        );
        eprintln!("{status}: {drawn} of {total} panels drawn");
        if let Some(error) = task["error"]["message"].as_str() {
            eprintln!("{error}");
        }
        for line in receipt(task) {
            eprintln!("{line}");
        }
        for file in files {
            println!("{file}");
        }
    }
}

/// The part of an event that says how the task stands.
fn standing(event: &TaskEvent) -> &Value {
    match event.name.as_str() {
        "snapshot" | "end" | "reset" | "progress" => &event.data,
        _ => &event.data["task"],
    }
}

/// A line for a fact worth telling.
fn fact(event: &TaskEvent) -> Option<String> {
    let data = &event.data["data"];
    let panel = &data["panel"];
    let line = match event.name.as_str() {
        "script_written" => {
            format!(
                "script written: {} panels{}",
                data["panels"],
                by(&data["lineage"])
            )
        }
        "script_failed" => format!("the script failed: {}", reason(data)),
        "panel_drawn" => format!(
            "panel {panel} drawn in {} ms{}",
            data["elapsed_ms"],
            by(&data["lineage"])
        ),
        "panel_failed" => format!("panel {panel} failed: {}", reason(data)),
        "task_cancelled" => "cancelled".to_owned(),
        "task_held" => "held for review".to_owned(),
        "task_approved" => "approved, it goes on".to_owned(),
        "task_rejected" => format!(
            "refused after review: {}",
            data["reason"].as_str().unwrap_or_default()
        ),
        _ => return None,
    };
    Some(line)
}

/// Who made it, unless it was the built-in studio that nobody stood before.
fn by(lineage: &Value) -> String {
    let (provider, reason) = (lineage["provider"].as_str(), lineage["fallback_reason"].as_str());
    match (provider, reason.filter(|reason| !reason.is_empty())) {
        (Some(provider), Some(reason)) => format!(", by {provider} instead ({reason})"),
        (Some(provider), None) if provider != BUILTIN => format!(", by {provider}"),
        _ => String::new(),
    }
}

fn reason(data: &Value) -> &str {
    data["failure"]["message"].as_str().unwrap_or("no reason given")
}

fn json_line(value: &Value) {
    let mut out = std::io::stdout().lock();
    // A reader that has gone away wants no more lines.
    let _ = writeln!(out, "{value}");
}
