//! The log against real servers.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod append;
mod readers;
mod support;
