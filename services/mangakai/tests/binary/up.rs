//! `mangakai up`: killed in the middle of a drawing and started again it has everything, asked to stop it cuts nothing.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt, path::Path};

use crate::machine::Machine;

#[test]
fn killed_in_the_middle_of_a_drawing_it_comes_back_and_finishes() {
    let machine = Machine::start();
    let first = machine.up();
    let task = machine.begin("12");
    // Killed, not stopped.
    drop(first);

    let second = machine.up();
    let ended = machine.ends(&task);
    assert!(ended.to_string().contains("COMPLETED"), "{ended}");
    let replay = machine.client(&["replay", &task]);
    assert!(replay.status.success());
    second.stop();
}

#[test]
fn asked_to_stop_it_ends_by_itself_and_loses_no_job() {
    let machine = Machine::start();
    let first = machine.up();
    let task = machine.begin("12");
    first.stop();
    assert!(!machine.path("data/endpoints.json").exists());

    let second = machine.up();
    let ended = machine.ends(&task);
    assert!(ended.to_string().contains("COMPLETED"), "{ended}");
    machine.draw("2");
    let book = fs::read(machine.path("out/book.pdf")).unwrap();
    assert!(book.starts_with(b"%PDF-"));
    second.stop();
}

/// Rows that do not continue with the log are something a person has to act on.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_cannot_go_on_ends_the_process_with_a_failure() {
    let machine = Machine::start();
    let mut up = machine.up();
    let rows = machine.rows().await;
    machine.begin("40");
    let ended = loop {
        // Again and again: a writer that holds the row already undoes it.
        let _ = rows
            .batch_execute("UPDATE mangakai_tasks_1.manga_tasks SET version = 1000")
            .await;
        if let Some(ended) = up.ended() {
            break ended;
        }
    };
    assert_eq!(ended.code(), Some(1));
}

/// The log is the truth, also when somebody has thrown it away: what was folded from the old one must not stand in the
/// way of the new one.
#[test]
fn it_comes_up_without_its_log_and_begins_anew() {
    let machine = Machine::start();
    let first = machine.up();
    let forgotten = machine.draw("1");
    first.stop();
    fs::remove_dir_all(machine.path("data/nats")).unwrap();

    let second = machine.up();
    let drawn = machine.draw("2");
    assert_eq!(machine.ends(&drawn)["task"]["status"], "COMPLETED");
    assert_eq!(machine.client(&["watch", &forgotten]).status.code(), Some(4));
    second.stop();
}

#[test]
fn its_addresses_are_for_its_owner_and_never_those_of_one_that_was_killed() {
    let machine = Machine::start();
    let endpoints = machine.path("data/endpoints.json");
    let first = machine.up();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&endpoints), 0o600);
    assert_eq!(
        mode(&machine.path("data")) & 0o066,
        0,
        "others look into the data"
    );

    let second = machine.mangakai().arg("up").output().unwrap();
    assert_eq!(second.status.code(), Some(1), "one process uses a data folder");
    assert!(endpoints.exists(), "it took away what is another's");
    drop(first);

    assert!(endpoints.exists(), "nobody can tidy up after kill -9");
    let taken = TcpListener::bind(&machine.http).unwrap();
    let third = machine.mangakai().arg("up").output().unwrap();
    assert_eq!(third.status.code(), Some(1), "its address is taken");
    drop(taken);
    assert!(!endpoints.exists(), "nothing listens there");
}

#[test]
fn it_may_open_as_many_files_as_the_system_allows() {
    let machine = Machine::start();
    let up = machine.up_as(machine.with_few_files());
    let limits = up.proc("limits");
    let files = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let numbers: Vec<_> = files.unwrap().split_whitespace().collect();
    assert_eq!(numbers[0], numbers[1], "{limits}");
    up.stop();
}
