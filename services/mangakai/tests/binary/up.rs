//! `mangakai up`: killed in the middle of a drawing and started again it has everything, asked to stop it cuts nothing.

use std::fs;

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
    let story = machine.path("story.txt").display().to_string();
    let book = machine.path("book").display().to_string();
    let drawn = machine.client(&["draw", &story, "-n", "2", "-o", &book]);
    assert!(drawn.status.success());
    let book = fs::read(machine.path("book/book.pdf")).unwrap();
    assert!(book.starts_with(b"%PDF-"));
    second.stop();
}
