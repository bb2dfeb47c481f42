//! The one binary of MangakAI: roles, command line, local system.

mod audit;
pub mod cap;
mod cli;
pub mod client;
mod demo;
mod display;
mod draw;
pub mod exit;
mod follow;
mod held;
mod hire;
mod open_files;
mod prices;
mod read_models;
mod receipt;
mod replay;
pub mod roles;
mod run;
pub mod services;
pub mod settings;
pub mod up;
pub mod vault;

pub use run::main;
