//! Read models on a real NATS and a real Postgres.
#![expect(clippy::unwrap_used, reason = "a test fails where its ground is missing")]

mod crash;
mod life;
mod pace;
mod rebuild;
mod renew;
mod runner;
mod world;
