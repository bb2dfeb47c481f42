//! `mangakai up` as a person runs it: killed in the middle of a drawing and started again it has everything, asked to
//! stop it cuts nothing.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde_json::Value;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(10);
const STORY: &str = "The lamp went out. \"Who is there?\" asked Mina. The wind laughed and shut the door. \
    \"It is only me,\" said the fox. Mina lit the lamp again, and they drank tea.";

/// A person's machine: a data folder, a home, two addresses that stay the same.
struct Machine {
    folder: TempDir,
    http: String,
    grpc: String,
}

impl Machine {
    fn start() -> Machine {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("story.txt"), STORY).unwrap();
        Machine {
            folder,
            http: free_address(),
            grpc: free_address(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn mangakai(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mangakai"));
        command
            // The programs that `make install` brings are found above the working folder.
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("MANGAKAI_DATA_DIR", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("MANGAKAI_SERVER", format!("http://{}", self.http))
            .env("MANGAKAI_HTTP_ADDR", &self.http)
            .env("MANGAKAI_GRPC_ADDR", &self.grpc);
        command
    }

    /// Starts the system and waits until it says where it is.
    fn up(&self) -> Up {
        let endpoints = self.path("data/endpoints.json");
        // Left by one that was killed.
        let _ = fs::remove_file(&endpoints);
        let mut child = self.mangakai().arg("up").stderr(Stdio::null()).spawn().unwrap();
        until("up", || {
            assert!(child.try_wait().unwrap().is_none(), "it ended");
            endpoints.exists()
        });
        Up(child)
    }

    fn client(&self, arguments: &[&str]) -> Output {
        self.mangakai().args(arguments).output().unwrap()
    }

    /// Hands in the story and watches until the first panel is drawn; the task's id.
    fn begin(&self, panels: &str) -> String {
        let watching = self.path("seen.jsonl");
        let mut draw = self
            .mangakai()
            .args(["draw", "--json", "-n", panels])
            .args([self.path("story.txt").as_os_str(), "-o".as_ref()])
            .arg(self.path("unfinished"))
            .stdout(fs::File::create(&watching).unwrap())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        until("first panel", || read(&watching).contains("panel_drawn"));
        draw.kill().unwrap();
        draw.wait().unwrap();
        let seen = read(&watching);
        let task = seen.split_once("\"task_id\":\"").unwrap().1;
        task.split_once('"').unwrap().0.to_owned()
    }

    /// Watches a task to its end.
    fn ends(&self, task: &str) -> Value {
        let watched = self.client(&["watch", task, "--json"]);
        let text = String::from_utf8(watched.stdout).unwrap();
        assert!(watched.status.success(), "{text}");
        serde_json::from_str(text.lines().last().unwrap()).unwrap()
    }
}

/// The running system; no test leaves one behind.
struct Up(Child);

impl Up {
    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(i32::try_from(self.0.id()).unwrap()), signal).unwrap();
    }

    /// As a supervisor stops it: it ends by itself, and says that nothing failed.
    fn stop(mut self) {
        self.signal(Signal::SIGTERM);
        assert!(self.0.wait().unwrap().success(), "a stop is no failure");
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "never came to: {what}");
        std::thread::park_timeout(LOOK);
    }
}

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
