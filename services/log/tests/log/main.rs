//! The log against real servers.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answers;
mod append;
mod damage;
mod jobs;
mod kinds;
mod reaching;
mod readers;
mod support;
mod topology;
