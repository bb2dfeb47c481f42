//! Asked to stop, the system answers whoever it has let in: one who waits, and one who is still sending.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use nix::sys::signal::Signal;
use serde_json::{Value, json};

use crate::machine::{Machine, read, signal, until};

/// A request over a connection of its own.
struct Asked(TcpStream);

impl Machine {
    fn ask(&self, request: &str) -> Asked {
        let mut stream = TcpStream::connect(&self.http).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        Asked(stream)
    }

    /// Request line and headers of the session that the program keeps; the connection ends with the answer.
    fn head(&self, method: &str, path: &str, more: &str) -> String {
        let sessions: Value =
            serde_json::from_str(&read(&self.path("config/mangakai/sessions.json"))).unwrap();
        let token = sessions[format!("http://{}", self.http)].as_str().unwrap();
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n{more}\r\n",
            self.http
        )
    }

    fn in_flight(&self) -> f64 {
        let metrics = self.ask(&self.head("GET", "/metrics", "")).answer();
        let gauge = metrics
            .lines()
            .find_map(|line| line.strip_prefix("mangakai_http_requests_in_flight "));
        gauge.map_or(0.0, |number| number.parse().unwrap())
    }
}

impl Asked {
    /// The whole answer; panics when it is cut.
    fn answer(mut self) -> String {
        let mut answer = String::new();
        self.0.read_to_string(&mut answer).unwrap();
        answer
    }
}

#[test]
fn requests_under_way_are_answered() {
    let machine = Machine::start();
    let mut up = machine.up();
    let task = machine.draw("1");
    let path = format!("/v1/tasks/{task}");
    let known = machine.ask(&machine.head("GET", &path, "")).answer();
    let etag = known
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .unwrap();

    let long_poll = machine.head(
        "GET",
        &format!("{path}?wait=30"),
        &format!("If-None-Match: {etag}\r\n"),
    );
    let waiting = machine.ask(&long_poll);
    let story = json!({ "story": "A fox found a lantern in the snow.", "panels": 1 }).to_string();
    let size = format!(
        "Content-Type: application/json\r\nContent-Length: {}\r\n",
        story.len()
    );
    let (first_half, second_half) = story.split_at(story.len() / 2);
    let mut sending = machine.ask(&(machine.head("POST", "/v1/tasks", &size) + first_half));
    // The third is the one that asks.
    until("both requests are under way", || machine.in_flight() >= 3.0);

    signal(&up.0, Signal::SIGTERM);
    let waited = waiting.answer();
    assert!(
        waited.starts_with("HTTP/1.1 304") || waited.starts_with("HTTP/1.1 200"),
        "{waited}"
    );
    assert!(up.ended().is_none(), "it has a request to answer");
    sending.0.write_all(second_half.as_bytes()).unwrap();
    let sent = sending.answer();
    assert!(sent.starts_with("HTTP/1.1 202"), "{sent}");
    let ended = up.0.wait().unwrap();
    assert!(ended.success(), "{ended}");

    let accepted: Value = serde_json::from_str(sent.split_once("\r\n\r\n").unwrap().1).unwrap();
    let again = machine.up();
    machine.ends(accepted["task_id"].as_str().unwrap());
    again.stop();
}
