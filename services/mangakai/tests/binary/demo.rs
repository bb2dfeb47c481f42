//! `mangakai demo`: one story, files, and nothing else, however it ends.

use std::{
    fs,
    process::{Child, Stdio},
};

use nix::sys::signal::Signal;

use crate::machine::{Machine, lines, read, signal, until};

impl Machine {
    /// A demo that has begun; what it says is in `seen.jsonl`, what it keeps meanwhile in `tmp`.
    fn demo(&self, panels: &str) -> Child {
        fs::create_dir(self.path("tmp")).unwrap();
        self.mangakai()
            .args(["demo", "--json", "-n", panels, "-o"])
            .arg(self.path("out"))
            .env("TMPDIR", self.path("tmp"))
            .stdout(fs::File::create(self.path("seen.jsonl")).unwrap())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn leftovers(&self) -> usize {
        fs::read_dir(self.path("tmp")).unwrap().count()
    }
}

#[test]
fn it_leaves_the_files_and_nothing_else() {
    let machine = Machine::start();
    let mut ended = machine.demo("2").wait_with_output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    ended.stdout = fs::read(machine.path("seen.jsonl")).unwrap();
    let finished = lines(&ended).pop().unwrap();
    assert_eq!(finished["task"]["status"], "COMPLETED");
    for file in ["panel_1.png", "panel_2.png", "page-001.png", "book.pdf"] {
        assert!(
            !fs::read(machine.path("out").join(file)).unwrap().is_empty(),
            "{file}"
        );
    }
    assert_eq!(machine.leftovers(), 0);
}

#[test]
fn interrupted_it_says_so_and_leaves_nothing() {
    for how in [Signal::SIGINT, Signal::SIGTERM] {
        let machine = Machine::start();
        let demo = machine.demo("60");
        until("first panel", || {
            read(&machine.path("seen.jsonl")).contains("panel_drawn")
        });
        assert_eq!(machine.leftovers(), 1);
        signal(&demo, how);
        let ended = demo.wait_with_output().unwrap();
        let words = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{words}");
        assert!(
            words.contains("interrupted") && !words.contains("goes on"),
            "{words}"
        );
        assert_eq!(machine.leftovers(), 0);
    }
}
