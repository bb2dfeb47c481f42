//! What people ask for, judged before anything is done: the same rules for JSON, forms and gRPC.

mod create;
mod review;
mod text;

pub use create::{CreateBody, CreateRequest, StyleWish};
pub use review::ReviewBody;
pub use text::{checked_instruction, checked_text};
