//! Read models on a real NATS and a real Postgres.

mod life;
mod pace;
mod rebuild;
mod runner;
mod world;
