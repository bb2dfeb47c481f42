//! The other commands, against a running system.

use std::{
    net::TcpStream,
    process::{Output, Stdio},
};

use mangakai_local::Stack;

use crate::machine::{Machine, Up, lines, until};

fn said(output: &Output) -> String {
    let words = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(words).unwrap()
}

#[test]
fn operators_look_at_the_log_and_the_read_models() {
    let machine = Machine::start();
    let up = machine.up();
    machine.draw("2");
    let endpoints = machine.endpoints();
    let operate = |arguments: &[&str]| {
        let mut command = machine.mangakai();
        for (variable, server) in [
            ("MANGAKAI_NATS_URL", "nats"),
            ("MANGAKAI_DATABASE_URL", "postgres"),
        ] {
            command.env(variable, endpoints[server].as_str().unwrap());
        }
        command.args(arguments).output().unwrap()
    };
    until("the read models are level with the log", || {
        let status = said(&operate(&["projections", "status"]));
        status.matches(", 0 behind").count() == 2
    });
    for name in ["tasks", "sessions"] {
        let rebuilt = operate(&["projections", "rebuild", name]);
        assert!(rebuilt.status.success(), "{rebuilt:?}");
        assert!(
            said(&rebuilt).contains(&format!("{name} is rebuilt: generation 2 serves")),
            "{rebuilt:?}"
        );
    }
    let status = said(&operate(&["projections", "status"]));
    assert_eq!(status.matches("generation 2 (serving)").count(), 2, "{status}");
    let unknown = operate(&["projections", "rebuild", "panels"]);
    assert!(
        !unknown.status.success() && said(&unknown).contains("tasks, sessions"),
        "{unknown:?}"
    );

    let verified = operate(&["audit", "verify"]);
    assert!(verified.status.success(), "{verified:?}");
    assert!(said(&verified).starts_with("1 tasks, "), "{verified:?}");
    assert!(said(&verified).contains(" 0 damaged"), "{verified:?}");
    up.stop();
}

#[test]
fn a_task_is_watched_and_replayed() {
    let machine = Machine::start();
    let up = machine.up();
    let task = machine.draw("2");
    let watched = machine.client(&["watch", &task]);
    assert!(
        watched.status.success() && said(&watched).contains("COMPLETED: 2 of 2"),
        "{watched:?}"
    );

    let history = lines(&machine.client(&["replay", &task, "--json"]));
    let kinds: Vec<_> = history
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds[0], "TaskCreated");
    assert!(kinds.contains(&"TaskCompleted"), "{kinds:?}");
    let written = &history[kinds.iter().position(|kind| *kind == "ScriptWritten").unwrap()];
    let (position, time) = (written["position"].to_string(), written["time"].as_str().unwrap());
    for moment in [position.as_str(), time] {
        let then = machine.client(&["replay", &task, "--at", moment]);
        assert!(said(&then).contains("then: IMAGE_GENERATION, "), "{then:?}");
        assert!(!said(&then).contains("PanelDrawn"), "{then:?}");
    }
    let nobody = "00000000-0000-7000-8000-000000000000";
    for command in ["watch", "replay"] {
        assert_eq!(
            machine.client(&[command, nobody]).status.code(),
            Some(4),
            "{command}"
        );
    }
    up.stop();
}

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
    until("the gateway listens", || {
        TcpStream::connect(&machine.http).is_ok()
    });
    let task = machine.draw("3");
    assert_eq!(machine.ends(&task)["task"]["status"], "COMPLETED");
    for process in processes {
        process.stop();
    }
    stack.stop().await;
}
