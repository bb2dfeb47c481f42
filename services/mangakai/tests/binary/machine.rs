//! A person's machine: a data folder, a home, a story, and two addresses that stay the same.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use mangakai_projections::{Connection, open_pool};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde_json::Value;
use tempfile::TempDir;

const MANGAKAI: &str = env!("CARGO_BIN_EXE_mangakai");
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(10);
const STORY: &str = "The lamp went out. \"Who is there?\" asked Mina. The wind laughed and shut the door. \
    \"It is only me,\" said the fox. Mina lit the lamp again, and they drank tea.";

/// See above.
pub struct Machine {
    folder: TempDir,
    pub http: String,
    grpc: String,
}

impl Machine {
    pub fn start() -> Machine {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("story.txt"), STORY).unwrap();
        Machine {
            folder,
            http: free_address(),
            grpc: free_address(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn mangakai(&self) -> Command {
        self.settle(Command::new(MANGAKAI))
    }

    /// The program under a lower limit of open files than the system has.
    pub fn with_few_files(&self) -> Command {
        let mut shell = self.settle(Command::new("sh"));
        shell.args(["-c", "ulimit -S -n 300 && exec \"$0\" \"$@\"", MANGAKAI]);
        shell
    }

    fn settle(&self, mut command: Command) -> Command {
        command
            // The programs that `make install` brings are found above the working folder.
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("MANGAKAI_DATA_DIR", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("MANGAKAI_SERVER", format!("http://{}", self.http))
            .env("MANGAKAI_HTTP_ADDR", &self.http)
            .env("MANGAKAI_GRPC_ADDR", &self.grpc)
            // Whatever keys the environment of the tests holds.
            .env("MANGAKAI_SCRIPT_PROVIDERS", "builtin")
            .env("MANGAKAI_PICTURE_PROVIDERS", "builtin")
            // What a killed system was drawing is begun again after these.
            .env("MANGAKAI_ACK_WAIT_SECONDS", "3")
            .env("MANGAKAI_PANEL_DEADLINE_SECONDS", "15");
        command
    }

    /// Starts the system and waits until it says where it is.
    pub fn up(&self) -> Up {
        self.up_with(&[])
    }

    /// The same with settings.
    pub fn up_with(&self, settings: &[(&str, &str)]) -> Up {
        let mut program = self.mangakai();
        program.envs(settings.iter().copied());
        self.up_as(program)
    }

    /// The same by a command of our own.
    pub fn up_as(&self, mut program: Command) -> Up {
        let endpoints = self.path("data/endpoints.json");
        let of_before = read(&endpoints);
        let mut child = program.arg("up").stderr(Stdio::null()).spawn().unwrap();
        until("up", || {
            assert!(child.try_wait().unwrap().is_none(), "it ended");
            let now = read(&endpoints);
            !now.is_empty() && now != of_before
        });
        Up(child)
    }

    /// A connection to the database of the running system.
    pub async fn rows(&self) -> Connection {
        let endpoints = self.endpoints();
        let pool = open_pool(endpoints["postgres"].as_str().unwrap(), 1).unwrap();
        pool.get().await.unwrap()
    }

    /// Where the running system is.
    pub fn endpoints(&self) -> Value {
        serde_json::from_str(&read(&self.path("data/endpoints.json"))).unwrap()
    }

    pub fn client(&self, arguments: &[&str]) -> Output {
        self.mangakai().args(arguments).output().unwrap()
    }

    /// Hands in the story and watches until the first panel is drawn; the task's id.
    pub fn begin(&self, panels: &str) -> String {
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
    pub fn ends(&self, task: &str) -> Value {
        let watched = self.client(&["watch", task, "--json"]);
        assert!(watched.status.success(), "{watched:?}");
        lines(&watched).pop().unwrap()
    }

    /// Hands in the story, waits for its files in `out`; the task's id.
    pub fn draw(&self, panels: &str) -> String {
        let (story, out) = (self.path("story.txt"), self.path("out"));
        let (story, out) = (story.to_str().unwrap(), out.to_str().unwrap());
        let drawn = self.client(&["draw", story, "-n", panels, "-o", out, "--json"]);
        assert!(
            drawn.status.success(),
            "{}",
            String::from_utf8_lossy(&drawn.stderr)
        );
        let finished = lines(&drawn).pop().unwrap();
        finished["task"]["task_id"].as_str().unwrap().to_owned()
    }

    /// How many files a task's book has, as its history says.
    pub fn files_of_the_book(&self, task: &str, format: &str) -> usize {
        let history = lines(&self.client(&["replay", task, "--json"]));
        let of = |kind: &'static str| history.iter().filter(move |event| event["type"] == kind);
        let asked = of("BookRequested").find(|event| event["data"]["format"] == format);
        let book = &asked.unwrap()["data"]["book"];
        let bound = of("BookBound").find(|event| &event["data"]["book"] == book);
        bound.unwrap()["data"]["files"].as_array().unwrap().len()
    }
}

/// The running system; no test leaves one behind.
pub struct Up(pub Child);

impl Up {
    /// What the kernel says of it.
    pub fn proc(&self, file: &str) -> String {
        read(&PathBuf::from(format!("/proc/{}/{file}", self.0.id())))
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().unwrap()
    }

    /// As a supervisor stops it: it ends by itself, and says that nothing failed.
    pub fn stop(mut self) {
        signal(&self.0, Signal::SIGTERM);
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

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

pub fn signal(process: &Child, signal: Signal) {
    kill(Pid::from_raw(i32::try_from(process.id()).unwrap()), signal).unwrap();
}

/// What a command said with `--json`.
pub fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Waits for a condition, with a deadline.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "never came to: {what}");
        std::thread::park_timeout(LOOK);
    }
}
