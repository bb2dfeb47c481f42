//! What the end-to-end tests and the benches share.

pub mod client;
pub mod proxy;
pub mod wire;
pub mod world;
