//! What handlers take in: bodies, paths and queries, refused with a problem when they do not fit.

mod accept;
mod form;
mod json;
mod path;
mod query;
mod read;

pub use accept::{Etag, accepts_stream, if_none_match};
pub use form::StoryForm;
pub use json::{Body, escaped, is_json, parse_json};
pub use path::{PanelPath, SessionPath, TaskPath, parse_task_id};
pub use query::{Params, number, wait_time};
pub use read::read_body;
