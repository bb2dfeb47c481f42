//! The other commands, against a running system.

use std::process::Output;

use crate::machine::{Machine, lines, until};

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
        status.matches(", 0 behind").count() == 3
    });
    for name in ["tasks", "sessions", "costs"] {
        let rebuilt = operate(&["projections", "rebuild", name]);
        assert!(rebuilt.status.success(), "{rebuilt:?}");
        assert!(
            said(&rebuilt).contains(&format!("{name} is rebuilt: generation 2 serves")),
            "{rebuilt:?}"
        );
    }
    let status = said(&operate(&["projections", "status"]));
    assert_eq!(status.matches("generation 2 (serving)").count(), 3, "{status}");
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

#[test]
fn what_waits_for_a_person_is_decided_from_the_command_line() {
    const TOKEN: (&str, &str) = ("MANGAKAI_OPERATOR_TOKEN", "of-the-operator");
    let machine = Machine::start();
    let list = machine.path("list.txt");
    std::fs::write(&list, "hold\tlamps\tlamp\n").unwrap();
    let up = machine.up_with(&[TOKEN, ("MANGAKAI_MODERATION", list.to_str().unwrap())]);
    let (story, out) = (machine.path("story.txt"), machine.path("out"));
    let (story, out) = (story.to_str().unwrap(), out.to_str().unwrap());

    let estimate = said(&machine.client(&["draw", story, "-n", "2", "--estimate"]));
    assert!(
        estimate.starts_with("2 panels of ") && estimate.contains(": nothing"),
        "{estimate}"
    );

    let operate = |arguments: &[&str]| {
        machine
            .mangakai()
            .env(TOKEN.0, TOKEN.1)
            .args(arguments)
            .output()
            .unwrap()
    };
    let mut drawing = machine
        .mangakai()
        .args(["draw", story, "-n", "1", "-o", out, "--format", "pdf"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut held = String::new();
    until("the story waits for a person", || {
        held = said(&operate(&["held", "list"]));
        held.contains("story: lamps")
    });
    let task = held.split_whitespace().next().unwrap().to_owned();
    let nameless = operate(&["held", "approve", &task, "--by", "", "--reason", "fine"]);
    assert_eq!(nameless.status.code(), Some(2), "{nameless:?}");
    let approved = operate(&["held", "approve", &task, "--by", "mei", "--reason", "a good lamp"]);
    assert!(approved.status.success(), "{approved:?}");
    assert!(drawing.wait().unwrap().success());
    let mut words = String::new();
    std::io::Read::read_to_string(&mut drawing.stderr.take().unwrap(), &mut words).unwrap();
    assert!(
        words.contains("approved, it goes on") && words.contains("cost: nothing"),
        "{words}"
    );
    assert_eq!(said(&operate(&["held", "list"])), "");
    let again = operate(&["held", "reject", &task, "--by", "mei", "--reason", "late"]);
    assert!(!again.status.success(), "{again:?}");
    up.stop();
}
