//! Children that end with us, however we end.

use std::{
    io,
    path::Path,
    process::{Child, Command},
    sync::{LazyLock, mpsc},
    thread,
};

use crate::programs;

/// The command of a program that the kernel sends `signal` when this process is gone, even when it was killed.
/// Where there is no `setpriv` to ask the kernel, the program runs without it and the next start finds its pid file.
pub fn command(program: &Path, signal: &str) -> Command {
    let Ok(setpriv) = programs::find("setpriv") else {
        return Command::new(program);
    };
    let mut command = Command::new(setpriv);
    command.args(["--pdeathsig", signal]).arg(program);
    command
}

/// Starts a command from a thread that lasts as long as this process: the kernel's signal comes when the *thread* ends
/// that started the child, and those of an async runtime or of a test end early.
pub fn spawn(command: Command) -> io::Result<Child> {
    let (answer, answered) = mpsc::channel();
    let gone = |_| io::Error::other("the thread that starts servers is gone");
    STARTER.send((command, answer)).map_err(|_| gone(()))?;
    answered.recv().map_err(|_| gone(()))?
}

type Request = (Command, mpsc::Sender<io::Result<Child>>);

static STARTER: LazyLock<mpsc::Sender<Request>> = LazyLock::new(|| {
    let (requests, asked) = mpsc::channel::<Request>();
    thread::spawn(move || {
        for (mut command, answer) in asked {
            // Whoever asked is waiting for the answer.
            let _ = answer.send(command.spawn());
        }
    });
    requests
});
