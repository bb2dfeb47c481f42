//! `held`: what waits for a person, and what that person decides. For operators.

use mangakai_runtime::Secret;
use serde_json::Value;

use crate::{client::Client, exit::Exit};

/// Characters of a story that a list shows.
const SHOWN_CHARS: usize = 120;

/// Which server, as its operator.
#[derive(Clone, Debug, clap::Args)]
pub struct OperatorSettings {
    /// Address of the server.
    #[arg(long, env = "MANGAKAI_SERVER", default_value = "http://127.0.0.1:8080")]
    pub server: String,
    /// Token of its operator.
    #[arg(long, env = "MANGAKAI_OPERATOR_TOKEN", hide_env_values = true)]
    pub operator_token: Secret,
}

/// What to do about held tasks.
#[derive(Debug, clap::Subcommand)]
pub enum HeldAction {
    /// Show them, with the reasons, the one that waits for longest first.
    List {
        /// JSON instead of words.
        #[arg(long)]
        json: bool,
    },
    /// Let one go on.
    Approve(Decision),
    /// Refuse one; its owner is told the reason.
    Reject(Decision),
}

/// A decision, kept in the log with who made it and why.
#[derive(Clone, Debug, clap::Args)]
pub struct Decision {
    /// The task's id.
    pub task: String,
    /// Who looked at it.
    #[arg(long)]
    pub by: String,
    /// Why so.
    #[arg(long)]
    pub reason: String,
}

/// Lists, approves or rejects.
pub async fn held(action: &HeldAction, at: &OperatorSettings) -> anyhow::Result<Exit> {
    let client = Client::open(&at.server, Some(at.operator_token.reveal())).await?;
    match action {
        HeldAction::List { json } => list(&client.held().await?, *json),
        HeldAction::Approve(decision) => {
            client
                .review(&decision.task, "approve", &decision.by, &decision.reason)
                .await?;
            println!("approved {}", decision.task);
        }
        HeldAction::Reject(decision) => {
            client
                .review(&decision.task, "reject", &decision.by, &decision.reason)
                .await?;
            println!("rejected {}", decision.task);
        }
    }
    Ok(Exit::Fine)
}

fn list(held: &Value, json: bool) {
    if json {
        println!("{held}");
        return;
    }
    for task in held["tasks"].as_array().into_iter().flatten() {
        let text = |name: &str| task[name].as_str().unwrap_or_default();
        let reasons = task["reasons"].as_array().into_iter().flatten();
        let reasons: Vec<&str> = reasons.filter_map(Value::as_str).collect();
        let story: String = text("story").chars().take(SHOWN_CHARS).collect();
        println!(
            "{}  {}  {}: {}\n    {}",
            text("task_id"),
            text("created_at"),
            text("stage"),
            reasons.join(", "),
            story.replace(char::is_whitespace, " ")
        );
    }
}
