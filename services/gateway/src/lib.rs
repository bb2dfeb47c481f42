//! The HTTP and gRPC face of MangakAI: sessions, tasks, live events, pictures and books.
//!
//! [`Gateway::build`] puts it together and [`Gateway::run`] serves it. [`router`] is the table of routes; each handler
//! understands, executes and answers, and the work itself stands in [`commands`] and [`read`], for HTTP and gRPC
//! alike. [`problem`] is the only place that turns an error into a status code.

mod access;
mod app;
mod asked;
mod auth;
mod commands;
mod config;
mod cursor;
mod decode;
mod extract;
mod front;
mod gateway;
mod grpc;
mod hub;
mod idempotency;
mod limits;
mod middleware;
mod moderation;
mod openapi;
mod overload;
mod patience;
mod present;
mod problem;
mod rates;
mod read;
mod ready;
mod router;
mod routes;
mod serve;
mod wish;
mod words;

pub use app::{App, Deps};
pub use auth::{IssuedToken, Tokens};
pub use config::GatewayConfig;
pub use gateway::{Gateway, GatewayError};
pub use grpc::v1;
pub use moderation::{BadWordList, Verdict, WordList};
pub use rates::{Allowance, InvalidRateLimit, RateLimit};
pub use routes::export_task::PAGES as PAGES_HEADER;
