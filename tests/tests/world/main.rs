//! The whole system on real servers, from the front door.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad_input;
mod budget;
mod budget_calls;
mod costs;
mod crashes;
mod dead_payers;
mod erasure;
mod event_log;
mod failures;
mod front_door;
mod grpc;
mod models;
mod moderation;
mod outages;
mod priced;
mod rebuild;
mod stop_at;
mod streams;
mod whole_job;
