//! The program as a person runs it: every command of the real binary, on real servers.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod books;
mod commands;
mod demo;
mod drain;
mod machine;
mod models;
mod processes;
mod settings;
mod up;
