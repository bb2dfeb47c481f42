//! Roles in processes of their own, over servers that are there already: they die and freeze, and nobody loses anything.

use std::{
    io::{Read, Write},
    net::TcpStream,
    process::Stdio,
    time::{Duration, Instant},
};

use mangakai_local::Stack;
use nix::sys::signal::Signal;
use serde_json::{Value, json};

use crate::machine::{Machine, Up, lines, signal, until};

impl Machine {
    /// Some roles over servers that are there already.
    fn run(&self, stack: &Stack, roles: &str) -> Up {
        let mut command = self.mangakai();
        command
            .args(["run", "--roles", roles])
            .env("MANGAKAI_NATS_URL", stack.nats.url())
            .env("MANGAKAI_NATS_MONITOR_URLS", stack.nats.monitor_url())
            .env("MANGAKAI_NATS_REPLICAS", "1")
            .env("MANGAKAI_DATABASE_URL", stack.postgres.url())
            .env("MANGAKAI_S3_ENDPOINT", stack.s3.endpoint())
            .env("AWS_ACCESS_KEY_ID", stack.s3.access_key())
            .env("AWS_SECRET_ACCESS_KEY", stack.s3.secret_key())
            .env("MANGAKAI_MASTER_KEY", stack.master_key())
            .env("MANGAKAI_TOKEN_KEY", stack.token_key())
            .stderr(Stdio::null());
        Up(command.spawn().unwrap())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_run_in_processes_of_their_own() {
    let machine = Machine::start();
    let mut stack = Stack::start(&machine.path("servers")).await.unwrap();
    let processes = ["gateway", "projector,dispatcher", "director", "illustrator"];
    let processes = processes.map(|roles| machine.run(&stack, roles));
    machine.listens();
    let task = machine.draw("3");
    assert_eq!(machine.ends(&task)["task"]["status"], "COMPLETED");
    for process in processes {
        process.stop();
    }
    stack.stop().await;
}

impl Machine {
    fn listens(&self) {
        until("the gateway listens", || TcpStream::connect(&self.http).is_ok());
    }

    fn history(&self, task: &str) -> Vec<Value> {
        lines(&self.client(&["replay", task, "--json"]))
    }

    /// Sends a POST; the connection, whose answer may never come.
    fn post(&self, path: &str, headers: &str, body: &str) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.http)?;
        let length = body.len();
        let host = &self.http;
        stream.write_all(
            format!(
                "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n\
                 Content-Length: {length}\r\n{headers}\r\n{body}"
            )
            .as_bytes(),
        )?;
        Ok(stream)
    }
}

/// The JSON of an answer; none when it was cut off.
fn answer(stream: std::io::Result<TcpStream>) -> Option<Value> {
    let mut text = String::new();
    stream
        .and_then(|mut stream| stream.read_to_string(&mut text))
        .ok()?;
    serde_json::from_str(text.split_once("\r\n\r\n")?.1).ok()
}

fn count(history: &[Value], kinds: &[&str]) -> usize {
    let counted = |event: &&Value| kinds.iter().any(|kind| event["type"] == *kind);
    history.iter().filter(counted).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_froze_and_wakes_late_changes_nothing_and_its_attempts_are_accounted_for() {
    let machine = Machine::start();
    let mut stack = Stack::start(&machine.path("servers")).await.unwrap();
    let _others = machine.run(&stack, "gateway,projector,dispatcher,director");
    machine.listens();
    let freezing = machine.run(&stack, "illustrator");
    let task = machine.begin("12");
    signal(&freezing.0, Signal::SIGSTOP);
    let frozen = machine.history(&task);
    let _second = machine.run(&stack, "illustrator");
    assert_eq!(machine.ends(&task)["task"]["status"], "COMPLETED");
    signal(&freezing.0, Signal::SIGCONT);
    freezing.stop();

    let history = machine.history(&task);
    assert!(count(&frozen, &["PanelDrawn"]) < 12, "it froze in the middle");
    assert_eq!(count(&history, &["PanelDrawn"]), 12, "each panel once");
    assert_eq!(
        count(&history, &["PanelStarted"]),
        count(&history, &["PanelDrawn", "PanelFailed", "PanelAttemptExpired"]),
        "every attempt has its end"
    );
    assert_eq!(count(&history, &["TaskCompleted"]), 1);
    stack.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_dies_while_it_answers_leaves_one_task_a_key() {
    const KEYS: u64 = 8;
    let machine = Machine::start();
    let mut stack = Stack::start(&machine.path("servers")).await.unwrap();
    let body = json!({ "story": "A cat learns to fly.", "panels": 1 }).to_string();
    let mut gateway = machine.run(&stack, "gateway");
    machine.listens();
    let session = answer(machine.post("/v1/sessions", "", "")).unwrap();
    let token = session["token"].as_str().unwrap();
    for key in 0..KEYS {
        let headers = format!("Authorization: Bearer {token}\r\nIdempotency-Key: wish-{key}\r\n");
        let asked = machine.post("/v1/tasks", &headers, &body);
        // Each time a little later: before the append, between append and answer, after both.
        let asked_at = Instant::now();
        until("a moment has passed", || {
            asked_at.elapsed() >= Duration::from_millis(key)
        });
        drop(gateway);
        let first = answer(asked);
        gateway = machine.run(&stack, "gateway");
        machine.listens();
        let again = answer(machine.post("/v1/tasks", &headers, &body)).unwrap();
        assert!(again["task_id"].is_string(), "{again}");
        if let Some(first) = first {
            assert_eq!(first["task_id"], again["task_id"]);
        }
    }
    let mut audit = machine.mangakai();
    let audit = audit
        .args(["audit", "verify"])
        .env("MANGAKAI_NATS_URL", stack.nats.url());
    let said = String::from_utf8(audit.output().unwrap().stdout).unwrap();
    assert!(
        said.starts_with(&format!("{KEYS} tasks, 0 budgets, {KEYS} commits")),
        "{said}"
    );
    gateway.stop();
    stack.stop().await;
}
