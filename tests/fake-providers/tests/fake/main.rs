//! The fake keeps to the official specifications, plays its scenarios and counts right.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answers;
mod bill;
mod captures;
mod client;
mod pictures;
mod refusals;
mod requests;
mod scenarios;
mod scripts;
mod tasks;
mod travel;
