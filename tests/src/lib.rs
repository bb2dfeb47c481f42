//! What the end-to-end tests and the benches share.

pub mod wire;
